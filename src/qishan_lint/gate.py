"""The gate: a fresh check, the sign-offs and the third party's result decide whether an item may be published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qishan_lint import signing
from qishan_lint.errors import TrustError
from qishan_lint.model import Text
from qishan_lint.signing import Office, Shown
from qishan_lint.signoff import canonical, thirdparty
from qishan_lint.trust import Trust


@dataclass(frozen=True, slots=True)
class Decision:
    """One item, what was accepted of its signatures, and why it may not be published; no reason means it may.

    ``untrusted``: the reason is that a record or a file cannot be trusted.
    """

    item: str
    accepted: int
    reasons: tuple[Text, ...]
    untrusted: bool = False


def decide(office: Office, paths: tuple[str, ...], trust: Trust) -> tuple[Decision, ...]:
    """The decision for each item in ``paths`` (relative to the office's root; none: all).

    The check is made anew, without a baseline. Raises UsageError when there is no item.
    """
    return tuple(_decision(office, each, trust) for each in signing.survey(office, paths, anew=True))


def third_party(office: Office, shown: Shown) -> list[Text]:
    """Why the third-party stage is not passed; empty when it is, or when the policy has none."""
    if not office.policy.external or len(shown.accepted) < len(office.policy.levels):
        return []
    bound = (shown.ledger.current[-1].digest, shown.ledger.item, canonical.digest(dict(shown.subject)))
    signed_on = shown.accepted[-1].predicate.signed_on
    return thirdparty.reasons(shown.attested.external, bound, signed_on, office.policy, office.day)


def _decision(office: Office, each: Shown | signing.Untrusted, trust: Trust) -> Decision:
    if isinstance(each, signing.Untrusted):
        return Decision(each.item, 0, (each.error.message,), untrusted=True)
    try:
        trust.only_added(office.root, each.item)
    except TrustError as error:
        return Decision(each.item, 0, (error.message,), untrusted=True)
    return Decision(each.item, len(each.accepted), tuple(_reasons(office, each, trust)))


def _reasons(office: Office, shown: Shown, trust: Trust) -> Iterator[Text]:
    for name in trust.changed:
        yield Text(f"{name} 与可信版本不同，先单独合并", f"{name} differs from the trusted one: merge it alone first")
    yield from shown.faults
    yield from shown.reasons
    yield from third_party(office, shown)
