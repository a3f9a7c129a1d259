"""``qishan-lint init``: a configuration, a hook and a CI file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qishan_lint.cli import console, options
from qishan_lint.cli.language import chosen, t


def init(
    folder: Annotated[Path, typer.Argument(help=t("init.folder"))] = Path(),
    ci: Annotated[str, typer.Option(help=t("init.ci"), metavar="github|gitlab|none")] = "github",
    force: Annotated[bool, typer.Option("--force", help=t("init.force"))] = False,
    lang: options.Lang = "zh",
) -> None:
    """Write the files to start with."""
    from qishan_lint import scaffold

    options.check_language(lang)
    for path, written in scaffold.write(folder, ci=ci, force=force, lang=chosen()):
        console.write(t("init.written" if written else "init.kept", path=path) + "\n")
    console.write(t("init.next") + "\n")
