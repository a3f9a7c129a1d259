"""``qishan-lint dictionary``: words that the spelling rules are to take for right in this repository."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qishan_lint.cli import console, framework, options
from qishan_lint.cli.language import chosen, t

app = framework.group("dictionary")


@app.command("add", cls=framework.Command, help=t("dictionary.add.help"))
def add(
    words: Annotated[list[str], typer.Argument(help=t("dictionary.words"), metavar="WORD...")],
    file: Annotated[Path, typer.Option("--file", help=t("dictionary.file"))] = Path("qishan-words.yaml"),
    lang: options.Lang = "zh",
) -> None:
    """Add words to the file, and say when the configuration does not use it."""
    from qishan_lint import dictionary

    options.check_language(lang)
    new = dictionary.add(file, words)
    console.write(t("dictionary.added", path=file, count=new) + "\n")
    advice = dictionary.advice(file, words)
    if advice is not None:
        console.write((advice.zh if chosen() == "zh" else advice.en) + "\n")


@app.command("doubted", cls=framework.Command, help=t("dictionary.doubted.help"))
def doubted(
    paths: options.Paths = None,
    items: Annotated[int, typer.Option("--items", help=t("dictionary.items"), min=1)] = 3,
    config: options.ConfigFile = None,
    today: options.Today = "",
    lang: options.Lang = "zh",
) -> None:
    """List what is doubted alike in several items."""
    from qishan_lint import checking, dictionary

    options.check_language(lang)
    request = checking.Request(paths=tuple(paths or ()), today=options.day(today), config=config)
    report, _ = checking.check(request)
    rows = dictionary.doubted(report, items)
    for row in rows:
        console.write(f"{row.written}\t{row.meant}\t{row.items}\n")
    if not rows:
        console.write(t("dictionary.nothing", count=items) + "\n")
