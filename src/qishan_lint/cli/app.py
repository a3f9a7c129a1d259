"""The table of commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from qishan_lint.cli import (
    annotate,
    baseline,
    cache,
    check,
    configuration,
    explain,
    framework,
    init,
    options,
    redact,
    rules,
)
from qishan_lint.cli.language import t

app = typer.Typer(
    name="qishan-lint",
    cls=framework.Group,
    help=t("help"),
    epilog=t("epilog"),
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

for name, function in (
    ("check", check.check),
    ("explain", explain.explain),
    ("init", init.init),
    ("annotate", annotate.annotate),
    ("redact", redact.redact),
):
    app.command(name, cls=framework.Command, help=t(f"{name}.help"), epilog=t("exit-codes"))(function)
for name, group in (
    ("rules", rules.app),
    ("config", configuration.app),
    ("baseline", baseline.app),
    ("cache", cache.app),
):
    app.add_typer(group, name=name, help=t(f"{name}.help"))


def _show_version(wanted: bool) -> None:
    if wanted:
        from qishan_lint import __version__
        from qishan_lint.cli import console

        console.write(f"qishan-lint {__version__}\n")
        raise typer.Exit(0)


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", "-V", help=t("option.version"), is_eager=True, callback=_show_version)
    ] = False,
    lang: options.Lang = "zh",
) -> None:
    """Options that stand before the command."""
    del version
    options.check_language(lang)


def main(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code."""
    return framework.main(app, arguments)
