"""``qishan-lint redact``: desensitised copies, read again before they are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qishan_lint.cli import console, options
from qishan_lint.cli.language import chosen, t
from qishan_lint.errors import UsageError
from qishan_lint.model import Text


def redact(
    paths: Annotated[list[Path], typer.Argument(help=t("redact.paths"), metavar="PATH...")],
    output: Annotated[Path, typer.Option("--output", "-o", help=t("redact.output"))],
    mask_profile: Annotated[str, typer.Option("--mask-profile", help=t("redact.profile"))] = "two-three",
    drop_hidden: Annotated[bool, typer.Option("--drop-hidden", help=t("redact.drop-hidden"))] = False,
    lang: options.Lang = "zh",
) -> None:
    """Write desensitised copies; exit code 1 when a file has none."""
    from qishan_lint import masks
    from qishan_lint import redact as library
    from qishan_lint.identity import mask_text

    options.check_language(lang)
    profile = masks.load(mask_profile)
    failed = False
    for path in paths:
        if not path.is_file():
            raise UsageError(
                Text(f"文件不存在：{path}", f"no such file: {path}"),
                remedy=Text("逐个写出文件名", "name the files one by one"),
            )
        outcome = library.redact(path, profile, output, drop_hidden=drop_hidden)
        failed = failed or outcome.target is None
        target = f" → {outcome.target}" if outcome.target else ""
        console.write(
            t(
                "redact.line",
                source=mask_text(str(path)),
                target=target,
                found=outcome.found,
                note=outcome.note.get(chosen()),
            )
            + "\n"
        )
    raise typer.Exit(1 if failed else 0)
