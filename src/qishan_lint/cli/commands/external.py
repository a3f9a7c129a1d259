"""``qishan-lint external``: the third-party stage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qishan_lint.cli import console, framework, options
from qishan_lint.cli.commands.signoff import PassphraseFile, passphrase
from qishan_lint.cli.language import t
from qishan_lint.errors import UsageError
from qishan_lint.formats import _escape
from qishan_lint.model import Text

app = framework.group("external")


@app.command("run", cls=framework.Command, help=t("external.run.help"))
def run(
    items: Annotated[list[str], typer.Argument(help=t("external.items"), metavar="ITEM...")],
    checker: Annotated[str, typer.Option("--checker", help=t("external.checker"), show_default=False)] = "",
    key: Annotated[Path | None, typer.Option("--key", help=t("external.key"), envvar="QISHAN_LINT_KEY")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=t("external.dry-run"))] = False,
    passphrase_file: PassphraseFile = None,
    today: options.Today = "",
    lang: options.Lang = "zh",
) -> None:
    """Ask the checker about items: 0 all passed, 1 findings."""
    from qishan_lint import checking, signing
    from qishan_lint.external import asking, checkers, outgoing
    from qishan_lint.external import run as stage
    from qishan_lint.signoff import keys

    options.check_language(lang)
    chosen = checkers.of(Path.cwd(), checker)
    office = signing.office(Path.cwd(), options.day(today), checking.default_cache())
    shown = signing.look(office, tuple(items))
    if dry_run:
        for each in shown:
            body, _ = asking.request(chosen, each.item, outgoing.text(office, each, chosen))
            console.write(t("external.would", where=chosen.url or " ".join(chosen.command)) + "\n")
            console.write(_escape.visible(body.decode()) + "\n")
        return
    if key is None:
        raise UsageError(Text("没有指定密钥", "no key"), remedy=Text("加上 --key 密钥文件", "add --key FILE"))
    signer = keys.unlock(key, passphrase(passphrase_file))
    count = 0
    for each in shown:
        found = stage.run(office, each, chosen, signer)
        count += len(found.findings)
        named = _escape.visible(each.item)
        console.write(
            (
                t("external.found", item=named, count=len(found.findings))
                if found.findings
                else t("external.passed", item=named)
            )
            + "\n"
        )
        for finding in found.findings:
            console.write(f"  {_escape.visible(finding)}\n")
    raise typer.Exit(1 if count else 0)
