"""``qishan-lint baseline``: what is known today, so that only what is new is reported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qishan_lint.cli import console, framework, options
from qishan_lint.cli.language import t

app = framework.group("baseline")


@app.callback()
def root() -> None:
    """Keeps ``write`` a subcommand although it is the only one."""


@app.command("write", cls=framework.Command, help=t("baseline.write.help"))
def write(
    paths: options.Paths = None,
    output: Annotated[Path, typer.Option("--output", "-o", help=t("baseline.output"))] = Path(".qishan-baseline.json"),
    config: options.ConfigFile = None,
    today: options.Today = "",
    lang: options.Lang = "zh",
) -> None:
    """Write the baseline."""
    from qishan_lint import baseline, checking

    options.check_language(lang)
    request = checking.Request(paths=tuple(paths or ()), today=options.day(today), config=config)
    report, _ = checking.check(request)
    count = baseline.write(output, report)
    console.write(t("baseline.written", path=output, count=count) + "\n")
