"""``qishan-lint check``: the main job."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from qishan_lint import formats
from qishan_lint.cli import console, options, progress
from qishan_lint.cli.language import chosen, t
from qishan_lint.model import Level

_FORMATS = t("check.format", formats=", ".join(formats.names()))


def check(
    paths: options.Paths = None,
    stdin_filename: Annotated[str, typer.Option(help=t("check.stdin-filename"), show_default=False)] = "",
    staged: Annotated[bool, typer.Option("--staged", help=t("check.staged"))] = False,
    since: Annotated[str, typer.Option(help=t("check.since"), metavar="REF", show_default=False)] = "",
    select: options.Select = None,
    ignore: options.Ignore = None,
    config: options.ConfigFile = None,
    preset: options.Preset = "",
    min_level: Annotated[Level, typer.Option(help=t("check.min-level"))] = Level.INFO,
    fail_on: Annotated[Level | None, typer.Option(help=t("check.fail-on"), show_default=False)] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help=t("check.exit-zero"))] = False,
    format_: Annotated[
        str,
        typer.Option("--format", "-f", help=t("check.format", formats=", ".join(formats.names())), show_default=False),
    ] = "",
    output: options.Output = None,
    fix: Annotated[bool, typer.Option("--fix", help=t("check.fix"))] = False,
    unsafe_fixes: Annotated[bool, typer.Option("--unsafe-fixes", help=t("check.unsafe-fixes"))] = False,
    fix_only: Annotated[list[str] | None, typer.Option(help=t("check.fix-only"), show_default=False)] = None,
    diff: Annotated[bool, typer.Option("--diff", help=t("check.diff"))] = False,
    baseline: Annotated[Path | None, typer.Option(help=t("check.baseline"), show_default=False)] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help=t("check.statistics"))] = False,
    today: options.Today = "",
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help=t("check.jobs"))] = 0,
    executor: options.Executor = "",
    shards: options.Shards = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help=t("check.no-cache"))] = False,
    cache_dir: Annotated[Path | None, typer.Option(help=t("check.cache-dir"), show_default=False)] = None,
    color: Annotated[str, typer.Option(help=t("check.color"), metavar="auto|always|never")] = "auto",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=t("check.quiet"))] = False,
    ocr: options.Ocr = False,
    sarif_columns: Annotated[str, typer.Option(help=t("check.sarif-columns"))] = "unicodeCodePoints",
    lang: options.Lang = "zh",
) -> None:
    """Check items and report what is wrong with them."""
    from qishan_lint import checking
    from qishan_lint.cli import rendering
    from qishan_lint.settings import Choice
    from qishan_lint.timing import Times

    options.check_language(lang)
    request = checking.Request(
        paths=tuple(paths or ()),
        today=options.day(today),
        choice=Choice(options.selectors(select), options.selectors(ignore), preset, options.extras_of(ocr)),
        config=config,
        stdin=sys.stdin.buffer.read() if paths == ["-"] else None,
        stdin_filename=stdin_filename,
        staged=staged,
        since=since,
        jobs=jobs,
        executor=executor,
        shards=shards,
        cache=None if no_cache else cache_dir or checking.default_cache(),
        baseline=baseline,
        min_level=min_level,
        times=Times() if statistics else None,
        progress=progress.shown(),
    )
    view = rendering.View(
        format=format_,
        output=output,
        lang=chosen(),
        color=console.color(color),
        statistics=statistics,
        quiet=quiet,
        columns=sarif_columns,
    )
    rendering.chosen_format(view)
    report, settings = checking.check(request)
    if fix or unsafe_fixes or diff:
        fixing = checking.Fixing(unsafe_fixes, options.selectors(fix_only), diff)
        repair = checking.repair(report, fixing)
        rendering.show_repair(repair, fixing)
        if diff:
            raise typer.Exit(1 if repair.changes else 0)
        report, settings = checking.check(request)
    rendering.show(report, view, settings, tuple((request.times or {}).items()))
    raise typer.Exit(0 if exit_zero else checking.exit_code(report, fail_on or settings.fail_on))
