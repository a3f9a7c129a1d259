"""The command line as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from qishan_lint.cli import commands, framework, options
from qishan_lint.cli.language import t

app = typer.Typer(
    name="qishan-lint",
    cls=commands.Table,
    help=t("help"),
    epilog=t("epilog"),
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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
