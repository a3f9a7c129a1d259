"""``qishan-lint signoff``: keys, signing, returning, and what waits for whom."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qishan_lint.cli import console, framework, options
from qishan_lint.cli.language import chosen, t
from qishan_lint.errors import UsageError
from qishan_lint.formats import _escape
from qishan_lint.model import Text

if TYPE_CHECKING:
    from qishan_lint.signing import Office, Shown
    from qishan_lint.signoff.statement import Decision

app = framework.group("signoff")
key = framework.group("signoff-key")
app.add_typer(key, name="key")

KeyFile = Annotated[Path, typer.Option("--key", help=t("signoff.key-file"), envvar="QISHAN_LINT_KEY")]
PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help=t("signoff.passphrase-file"), show_default=False)
]
Level_ = Annotated[int, typer.Option("--level", help=t("signoff.level"), min=1)]
Items = Annotated[list[str], typer.Argument(help=t("signoff.items"), metavar="ITEM...")]
_BATCH = 100
"""Items signed under one lock: another process waits for so many, not for all."""

For = Annotated[str, typer.Option("--for", help=t("signoff.for"), show_default=False)]


@key.command("new", cls=framework.Command, help=t("signoff.key.new.help"))
def key_new(
    path: Annotated[Path, typer.Argument(help=t("signoff.key-file"), metavar="FILE")],
    name: Annotated[str, typer.Option("--name", help=t("signoff.name"))],
    passphrase_file: PassphraseFile = None,
    lang: options.Lang = "zh",
) -> None:
    """Make a key in a file that only a passphrase opens."""
    from qishan_lint.signoff import keys

    options.check_language(lang)
    made = keys.new(path, name, passphrase(passphrase_file, twice=True))
    console.write(t("signoff.key.made", path=path, public=made.text, id=made.id) + "\n")


@key.command("show", cls=framework.Command, help=t("signoff.key.show.help"))
def key_show(
    path: Annotated[Path, typer.Argument(help=t("signoff.key-file"), metavar="FILE")], lang: options.Lang = "zh"
) -> None:
    """Show the public part of a key."""
    from qishan_lint.signoff import keys

    options.check_language(lang)
    console.write(keys.public(path).text + "\n")


@app.command("sign", cls=framework.Command, help=t("signoff.sign.help"))
def sign(
    items: Items,
    level: Level_,
    key_file: KeyFile,
    on_behalf_of: For = "",
    comment: Annotated[str, typer.Option("--comment", help=t("signoff.comment"), show_default=False)] = "",
    yes: Annotated[bool, typer.Option("--yes", help=t("signoff.yes"))] = False,
    passphrase_file: PassphraseFile = None,
    today: options.Today = "",
    lang: options.Lang = "zh",
) -> None:
    """Show what was found, ask for the conclusions, and sign."""
    options.check_language(lang)
    office = _office(today)
    shown = _shown(office, items)
    _ask(shown, yes=yes)
    _write(office, shown, ("approve", level, comment, on_behalf_of), (key_file, passphrase_file))


@app.command("return", cls=framework.Command, help=t("signoff.return.help"))
def return_(
    items: Items,
    level: Level_,
    key_file: KeyFile,
    comment: Annotated[str, typer.Option("--comment", help=t("signoff.comment"))],
    on_behalf_of: For = "",
    passphrase_file: PassphraseFile = None,
    today: options.Today = "",
    lang: options.Lang = "zh",
) -> None:
    """Return items to their author with a comment."""
    options.check_language(lang)
    office = _office(today)
    shown = _shown(office, items)
    _write(office, shown, ("return", level, comment, on_behalf_of), (key_file, passphrase_file))


@app.command("status", cls=framework.Command, help=t("signoff.status.help"))
def status(
    paths: options.Paths = None,
    diff: Annotated[bool, typer.Option("--diff", help=t("signoff.diff"))] = False,
    today: options.Today = "",
    lang: options.Lang = "zh",
) -> None:
    """Show which items wait for whom, and what changed since which signature."""
    from qishan_lint import standing, trust
    from qishan_lint.cli import status_table

    options.check_language(lang)
    office = _office(today)
    found = tuple(standing.of(office, tuple(paths or ()), compare=diff))
    policy = t("signoff.by-policy", digest=trust.pinned(office.root)[:12], day=office.day.isoformat())
    console.write(
        status_table.render(found, office.policy.levels, console.width(), policy=policy, color=console.color())
    )
    raise typer.Exit(3 if any(one.outcome == "untrusted" for one in found) else 0)


@app.command("verify", cls=framework.Command, help=t("signoff.verify.help"))
def verify(paths: options.Paths = None, today: options.Today = "", lang: options.Lang = "zh") -> None:
    """Verify every ledger: 0 approved, 1 not (yet), 3 not to be trusted."""
    from qishan_lint import signing
    from qishan_lint.uncached import uncached

    options.check_language(lang)
    code = 0
    with uncached():
        found = list(signing.survey(_office(today), tuple(paths or ()), anew=True))
    for each in found:
        if isinstance(each, signing.Untrusted):
            reasons, code = [each.error.message], 3
        else:
            reasons, code = list(each.reasons), max(code, 1 if each.reasons else 0)
        said = "；".join(reason.get(chosen()) for reason in reasons) or t("signoff.approved")
        console.write(f"{_escape.visible(each.item)}: {_escape.visible(said)}\n")
    raise typer.Exit(code)


@app.command("export", cls=framework.Command, help=t("signoff.export.help"))
def export(
    item: Annotated[str, typer.Argument(help=t("signoff.item"), metavar="ITEM")],
    format_: Annotated[str, typer.Option("--format", help=t("signoff.format"), metavar="dsse")] = "dsse",
    lang: options.Lang = "zh",
) -> None:
    """Write the signatures as standard DSSE envelopes, one a line."""
    from qishan_lint.signoff import ledger

    options.check_language(lang)
    if format_ != "dsse":
        raise UsageError(Text(f"没有格式“{format_}”", f"no format “{format_}”"), remedy=Text("可用：dsse", "use dsse"))
    held = ledger.load(Path.cwd(), item)
    if not held.current:
        raise UsageError(Text("这一篇还没有签署", "nobody has signed this item"), where=item)
    for chain in held.revisions:
        for envelope in chain:
            console.write_bytes(envelope.standard() + b"\n")


@app.command("receipt", cls=framework.Command, help=t("signoff.receipt.help"))
def receipt(
    paths: Annotated[list[str], typer.Argument(help=t("argument.paths"), metavar="PATH...")],
    key_file: KeyFile,
    passphrase_file: PassphraseFile = None,
    today: options.Today = "",
    lang: options.Lang = "zh",
) -> None:
    """State with a key of this machine when signatures were first seen."""
    from qishan_lint import signing
    from qishan_lint.signoff import keys

    options.check_language(lang)
    office = _office(today)
    shown = _shown(office, paths)
    signer = keys.unlock(key_file, passphrase(passphrase_file))
    count = sum(signing.receipts(office, each, signer) for each in shown)
    console.write(t("signoff.receipts", count=count) + "\n")


@app.command("record", cls=framework.Command, help=t("signoff.record.help"))
def record(
    item: Annotated[str, typer.Argument(help=t("signoff.item"), metavar="ITEM")],
    level: Level_,
    scan: Annotated[Path, typer.Option("--scan", help=t("signoff.scan"))],
    code: Annotated[str, typer.Option("--code", help=t("signoff.code"))],
    key_file: KeyFile,
    reviewer: Annotated[str, typer.Option("--reviewer", help=t("signoff.reviewer"), show_default=False)] = "",
    confirm: Annotated[bool, typer.Option("--confirm", help=t("signoff.confirm"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=t("signoff.yes"))] = False,
    passphrase_file: PassphraseFile = None,
    today: options.Today = "",
    lang: options.Lang = "zh",
) -> None:
    """Enter a signature in ink, or confirm one that a colleague entered."""
    from qishan_lint import paper
    from qishan_lint.signoff import keys

    options.check_language(lang)
    office = _office(today)
    (shown,) = _shown(office, [item])
    paper.fits(shown, code)
    if not confirm:
        _ask((shown,), yes=yes)
    signer = keys.unlock(key_file, passphrase(passphrase_file))
    if confirm:
        paper.confirm(office, shown, level, scan, signer)
    else:
        paper.enter(office, shown, (level, reviewer), scan, signer)
    console.write(t("signoff.confirmed" if confirm else "signoff.recorded", item=_escape.visible(item)) + "\n")


def _office(today: str) -> Office:
    from qishan_lint import checking, signing
    from qishan_lint.signoff import keys

    keys.needed()
    return signing.office(Path.cwd(), options.day(today), checking.default_cache())


def _shown(office: Office, items: list[str]) -> tuple[Shown, ...]:
    from qishan_lint import signing

    return signing.look(office, tuple(items))


def _ask(shown: tuple[Shown, ...], *, yes: bool) -> None:
    """Show each item and its findings; the three conclusions, one by one. Raises UsageError on a no."""
    for each in shown:
        console.write(f"{_escape.visible(each.item)}  《{_escape.visible(each.result.title)}》  {each.digest[:16]}\n")
        for finding in each.result.findings:
            level = t(f"signoff.{finding.level.value}")
            console.write(f"  {level} {_escape.visible(finding.message.get(chosen()))}\n")
        for waiver in each.waivers:
            console.write(t("signoff.waiver", rule=waiver.rule, reason=_escape.visible(waiver.reason)) + "\n")
    for name in () if yes else ("content", "secrecy", "desensitisation"):
        if not typer.confirm(t(f"signoff.ask.{name}")):
            raise UsageError(Text("没有签署", "nothing was signed"))


def _write(
    office: Office,
    shown: tuple[Shown, ...],
    decided: tuple[Decision, int, str, str],
    opened: tuple[Path, Path | None],
) -> None:
    from qishan_lint import signing
    from qishan_lint.signoff import keys

    decision, level, comment, on_behalf_of = decided
    order = signing.Order(level, decision, comment, on_behalf_of=on_behalf_of or None)
    signer = keys.unlock(opened[0], passphrase(opened[1]))
    said = "signoff.signed" if decision == "approve" else "signoff.returned"
    for start in range(0, len(shown), _BATCH):
        batch = shown[start : start + _BATCH]
        made = signing.sign_batch(office, [(each, each.digest) for each in batch], order, signer)
        for each, _ in zip(batch, made, strict=True):
            console.write(t(said, item=_escape.visible(each.item)) + "\n")


def passphrase(path: Path | None, *, twice: bool = False) -> str:
    """From the file, else QISHAN_LINT_PASSPHRASE, else asked for."""
    if path is not None:
        try:
            return path.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise UsageError(Text("读不了口令文件", "the passphrase file cannot be read"), where=str(path)) from None
    known = os.environ.get("QISHAN_LINT_PASSPHRASE", "")
    found: Any = known or typer.prompt(t("signoff.passphrase"), hide_input=True, confirmation_prompt=twice)
    return str(found)
