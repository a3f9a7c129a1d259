"""``qishan-lint annotate``: copies of Word files and workbooks with every finding as a comment at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qishan_lint.cli import console, options
from qishan_lint.cli.language import chosen, t
from qishan_lint.errors import UsageError
from qishan_lint.model import Text


def annotate(
    paths: Annotated[list[str], typer.Argument(help=t("annotate.paths"), metavar="PATH...")],
    output: Annotated[Path, typer.Option("--output", "-o", help=t("redact.output"))],
    config: options.ConfigFile = None,
    today: options.Today = "",
    lang: options.Lang = "zh",
) -> None:
    """Write commented copies; exit code as for check."""
    from qishan_lint import annotate as library
    from qishan_lint import checking

    options.check_language(lang)
    report, settings = checking.check(checking.Request(paths=tuple(paths), today=options.day(today), config=config))
    root = Path(report.root)
    written = 0
    for result in report.results:
        for path in result.files:
            own = [finding for finding in result.findings if finding.place.path.partition("!")[0] == path]
            try:
                target = library.annotate(root / path, own, output, lang=chosen())
            except FileExistsError:
                raise UsageError(
                    Text(f"已有同名文件：{output / Path(path).name}", f"the file exists: {output / Path(path).name}"),
                    remedy=Text("换一个输出文件夹", "choose another folder"),
                ) from None
            except library.Refused:
                console.note(t("annotate.refused", path=path))
                continue
            if target is not None:
                written += 1
                console.write(t("annotate.line", path=target, count=len(own)) + "\n")
    if not written:
        console.write(t("annotate.none") + "\n")
    raise typer.Exit(checking.exit_code(report, settings.fail_on))
