"""What others state about the signatures on an item: when a trusted machine first saw them, who confirmed a paper one,
and what a third party found. One file beside the ledger, to which statements are only ever added.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qishan_lint.signoff import canonical, dsse, locking, receipts, records, thirdparty, wetink
from qishan_lint.signoff.dsse import Envelope
from qishan_lint.signoff.policy import Policy
from qishan_lint.signoff.statement import nfc
from qishan_lint.sources.tree import Disk

FORMAT = "qishan-attested/1"
FOLDER = ".qishan/attested"


@dataclass(frozen=True, slots=True)
class Attested:
    """What could be trusted, by the digest of the signature that it is about.

    ``first_seen``: the earliest day of a receipt; ``confirmed``: the registrars who confirmed a paper
    signature, by the digest of its scan too; ``external``: results of third parties, in the order of arrival.
    """

    first_seen: Mapping[str, datetime.date] = field(default_factory=dict)
    confirmed: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    external: tuple[thirdparty.External, ...] = ()


def load(root: Path | Disk, item: str, policy: Policy, day: datetime.date) -> Attested:
    """What is stated about ``item``. Raises TrustError for a malformed file or a statement that cannot be trusted."""
    found = envelopes(root, item)
    by_kind: dict[object, list[Envelope]] = {}
    for envelope in found:
        by_kind.setdefault(envelope.statement.get("predicateType"), []).append(envelope)
    known = {receipts.PREDICATE, wetink.PREDICATE, thirdparty.PREDICATE}
    if not set(by_kind) <= known:
        raise canonical.refused("不认识的附加记录", "an unknown kind of statement", item)
    return Attested(
        receipts.first_seen(by_kind.get(receipts.PREDICATE, ()), policy, day),
        wetink.confirmed(by_kind.get(wetink.PREDICATE, ()), policy, day),
        thirdparty.read(by_kind.get(thirdparty.PREDICATE, ()), policy, day),
    )


def envelopes(root: Path | Disk, item: str) -> tuple[Envelope, ...]:
    """The statements about ``item`` as they are, nothing verified. Raises TrustError for a malformed file."""
    data = records.read(root, place(item))
    return () if data is None else parse(data, item, place(item))


def parse(data: bytes, item: str, where: str) -> tuple[Envelope, ...]:
    """The statements in ``data``, nothing verified. Raises TrustError when it is malformed or about another item."""
    value = canonical.decode(data, where)
    if not isinstance(value, dict) or set(value) != {"format", "item", "statements"} or value["format"] != FORMAT:
        raise canonical.refused("不是附加记录", "not a file of statements", where)
    if value["item"] != nfc(item) or not isinstance(value["statements"], list):
        raise canonical.refused("附加记录是另一篇的", "the statements are about another item", where)
    return tuple(dsse.from_readable(one, where) for one in value["statements"])


def add(root: Path, item: str, envelope: Envelope) -> None:
    """Add a statement about ``item``. Raises OSError or UsageError; then the old ones still stand."""
    with locking.held(root):
        found = (*envelopes(root, item), envelope)
        value = {"format": FORMAT, "item": nfc(item), "statements": [one.readable() for one in found]}
        records.write(root, place(item), value)


def place(item: str) -> str:
    """The file of the statements about ``item``, from the office's root."""
    return f"{FOLDER}/{nfc(item)}.json"
