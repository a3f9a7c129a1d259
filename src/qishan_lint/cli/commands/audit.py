"""``qishan-lint audit``: a whole folder at one day, with columns, departments, comparison and rehearsal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from qishan_lint.cli import console, options, progress
from qishan_lint.cli.language import chosen, t
from qishan_lint.errors import UsageError
from qishan_lint.model import Text


def audit(
    path: Annotated[Path, typer.Argument(help=t("audit.path"), metavar="PATH")],
    output: Annotated[Path, typer.Option("--output", "-o", help=t("audit.output"))],
    as_of: Annotated[str, typer.Option(help=t("audit.as-of"), metavar="YYYY-MM-DD", show_default=False)] = "",
    compare: Annotated[Path | None, typer.Option(help=t("audit.compare"), show_default=False)] = None,
    evaluate: Annotated[str, typer.Option(help=t("audit.evaluate"), metavar="NAME", show_default=False)] = "",
    within: Annotated[str, typer.Option(help=t("audit.within"), metavar="14d", show_default=False)] = "",
    ledger: Annotated[list[Path] | None, typer.Option(help=t("audit.ledger"), show_default=False)] = None,
    directory: Annotated[Path | None, typer.Option(help=t("audit.directory"), show_default=False)] = None,
    ocr: options.Ocr = False,
    select: options.Select = None,
    ignore: options.Ignore = None,
    config: options.ConfigFile = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help=t("check.jobs"))] = 0,
    no_cache: Annotated[bool, typer.Option("--no-cache", help=t("check.no-cache"))] = False,
    cache_dir: Annotated[Path | None, typer.Option(help=t("check.cache-dir"), show_default=False)] = None,
    executor: options.Executor = "",
    shards: options.Shards = None,
    lang: options.Lang = "zh",
) -> None:
    """Audit a folder and write record, list, workbook and dashboard."""
    from qishan_lint import checking
    from qishan_lint.audit import outputs, record, run, screen
    from qishan_lint.directory import store
    from qishan_lint.settings import Choice

    options.check_language(lang)
    request = run.Request(
        path=path,
        as_of=options.day(as_of),
        earlier=record.load(compare) if compare is not None else None,
        evaluate=evaluate,
        within=_days(within),
        ledgers=tuple(ledger or ()),
        directory=store.read(directory) if directory is not None else None,
        config=config,
        choice=Choice(options.selectors(select), options.selectors(ignore), extras=options.extras_of(ocr)),
        jobs=jobs,
        cache=None if no_cache else cache_dir or checking.default_cache(),
        progress=progress.shown(),
        executor=executor,
        shards=shards,
    )
    outputs.prepare(output)
    outcome = run.run(request)
    if outcome.code == 130:
        console.note(t("audit.interrupted"))
        raise typer.Exit(outcome.code)
    written = outputs.write(output, outcome.audit, outcome.auditing, chosen())
    console.write(screen.render(outcome.audit, chosen(), console.width()))
    console.note(t("audit.written", paths="  ".join(str(each) for each in written)))
    raise typer.Exit(outcome.code)


def _days(value: str) -> int | None:
    """The days of a forecast: 14d, 14 or 14天. Raises UsageError."""
    if not value:
        return None
    found = re.fullmatch(r"(\d{1,4})\s?(?:d|天|日)?", value.strip(), re.ASCII)
    if found is None or not 0 < int(found[1]) <= 3660:
        raise UsageError(
            Text(f"--within 的天数“{value}”不对", f"bad number of days “{value}” for --within"),
            remedy=Text("写成 14d 的形式", "write it like 14d"),
        )
    return int(found[1])
