"""``qishan-lint bulletin``: the quarterly bulletin from the record of an audit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qishan_lint.cli import console, options
from qishan_lint.cli.language import chosen, t


def bulletin(
    audit: Annotated[Path, typer.Argument(help=t("bulletin.audit"), metavar="AUDIT.json")],
    quarter: Annotated[str, typer.Option("--quarter", help=t("bulletin.quarter"), metavar="2026Q3")],
    output: Annotated[Path, typer.Option("--output", "-o", help=t("bulletin.output"))],
    previous: Annotated[
        Path | None, typer.Option("--previous", help=t("bulletin.previous"), show_default=False)
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=90, help=t("bulletin.days"))] = 10,
    config: options.ConfigFile = None,
    lang: options.Lang = "zh",
) -> None:
    """Write text, workbook and dashboard of a quarter."""
    from qishan_lint import files, settings
    from qishan_lint.audit import outputs, page, record, workbook
    from qishan_lint.bulletin import quarter as quarters
    from qishan_lint.bulletin import word

    options.check_language(lang)
    wanted = quarters.parse(quarter)
    made = quarters.of(record.load(audit), wanted, record.load(previous) if previous is not None else None)
    auditing = settings.for_folder(Path.cwd(), settings.Choice(), config).auditing()
    outputs.prepare(output)
    targets = [output / f"bulletin{suffix}" for suffix in (".docx", ".html", ".xlsx")]
    files.write(targets[0], word.render(made, wanted, auditing, days, chosen()))
    files.write(targets[1], page.render(made, auditing, chosen()))
    workbook.write(targets[2], made, chosen())
    console.write(t("bulletin.written", paths="  ".join(map(str, targets))) + "\n")
