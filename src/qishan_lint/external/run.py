"""One round of the third-party stage: ask, read the answer, sign it, bound to the last level's signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qishan_lint import signing
from qishan_lint.declared import Checker
from qishan_lint.errors import UsageError
from qishan_lint.external import answers, asking, outgoing
from qishan_lint.model import Text
from qishan_lint.signing import Office, Shown
from qishan_lint.signoff import attested, canonical, thirdparty
from qishan_lint.signoff.keys import PublicKey
from qishan_lint.signoff.thirdparty import External

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def ready(office: Office, shown: Shown) -> None:
    """Refuse an item that not every level has approved as it is. Raises UsageError."""
    if shown.level or len(shown.accepted) < len(office.policy.levels):
        raise UsageError(
            Text("各级还没有签完，第三方审核在后", "not every level has signed: the third party comes after them"),
            where=shown.item,
        )


def run(office: Office, shown: Shown, checker: Checker, signer: tuple[PublicKey, Ed25519PrivateKey]) -> External:
    """Ask ``checker`` about ``shown`` and keep its signed answer.

    Raises UsageError when the policy trusts no such key, the item is not ready or must not leave, NoAnswerError when there
    is no answer, ItemChangedError when the item changed while it was asked; nothing is kept then.
    """
    if not any(key.raw == signer[0].raw and key.valid(office.day) for key in office.policy.platforms):
        raise UsageError(Text("策略不认这把密钥的第三方结果", "the policy trusts no third-party result by this key"))
    ready(office, shown)
    found = answers.read(checker.answer, asking.ask(checker, shown.item, outgoing.text(office, shown, checker)))
    (now,) = signing.look(office, (shown.item,))
    if now.digest != shown.digest:
        raise signing.ItemChangedError(
            Text("检查期间稿件有改动，结果不作数", "the item changed while it was checked: the answer does not count"),
            where=shown.item,
        )
    made = External(
        envelope=shown.ledger.current[-1].digest,
        item=shown.ledger.item,
        digest=canonical.digest(dict(shown.subject)),
        checker=checker.name,
        checked_on=office.day.isoformat(),
        result="findings" if found else "pass",
        findings=found,
    )
    attested.add(office.root, shown.item, thirdparty.sign(made, signer[1], signer[0].id))
    return made
