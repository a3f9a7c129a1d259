"""``qishan-lint ledger``: reply ledgers held against their clocks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qishan_lint.cli import console, framework, options
from qishan_lint.cli.language import chosen, t
from qishan_lint.errors import UsageError
from qishan_lint.model import Text

app = framework.group("ledger")


@app.command("check", cls=framework.Command, help=t("ledger.check.help"), epilog=t("exit-codes"))
def check(
    paths: Annotated[list[Path], typer.Argument(help=t("ledger.paths"), metavar="FILE...")],
    kind: Annotated[str, typer.Option("--kind", help=t("ledger.kind"), show_default=False)] = "",
    previous: Annotated[Path | None, typer.Option("--previous", help=t("ledger.previous"), show_default=False)] = None,
    format_: Annotated[str, typer.Option("--format", "-f", help=t("ledger.format"), show_default=False)] = "",
    output: options.Output = None,
    today: options.Today = "",
    config: options.ConfigFile = None,
    lang: options.Lang = "zh",
) -> None:
    """Check ledgers and report in any format."""
    from qishan_lint import checking, settings
    from qishan_lint.cli import rendering
    from qishan_lint.ledgers import kinds, run

    options.check_language(lang)
    known = ("annual", *sorted(kinds.kinds({})))
    if kind and kind not in known:
        raise UsageError(
            Text(f"没有台账种类“{kind}”", f"there is no kind of ledger “{kind}”"),
            remedy=Text("可用：" + "、".join(known), "use one of " + ", ".join(known)),
        )
    for path in (*paths, *([previous] if previous else [])):
        if not path.is_file():
            raise UsageError(Text(f"文件不存在：{path}", f"no such file: {path}"))
    here = settings.for_folder(Path.cwd(), settings.Choice(), config)
    report = run.check(
        run.Request(
            paths=tuple(paths),
            today=options.day(today),
            kind=kind,
            previous=previous,
            own=here.auditing().ledgers,
        )
    )
    view = rendering.View(
        format=format_,
        output=output,
        lang=chosen(),
        color=console.color(),
        statistics=False,
        quiet=False,
        columns="unicodeCodePoints",
    )
    rendering.show(report, view, here.base())
    raise typer.Exit(checking.exit_code(report, here.base().fail_on))
