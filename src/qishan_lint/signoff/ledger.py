"""The ledger of an item: one readable JSON file, to which signatures are only ever added, in revisions.

A revision is a chain of signatures over one state of the item. Two branches that sign different items merge without
conflict, since each item has its own file; two that sign one item conflict, as they should.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from qishan_lint.signoff import canonical, dsse, records
from qishan_lint.signoff.dsse import Envelope
from qishan_lint.signoff.statement import nfc
from qishan_lint.sources.tree import Disk

FORMAT = "qishan-signoff/1"
SIGNOFFS = ".qishan/signoffs"


@dataclass(frozen=True, slots=True)
class Ledger:
    """All signatures on ``item``: revisions from the first to the current one, each a chain from level 1 on.

    ``data`` is the file that they come from, None without one.
    """

    item: str
    revisions: tuple[tuple[Envelope, ...], ...] = ()
    data: bytes | None = field(default=None, compare=False, repr=False)

    @property
    def current(self) -> tuple[Envelope, ...]:
        """The chain of the newest revision; empty when nothing was ever signed."""
        return self.revisions[-1] if self.revisions else ()

    @property
    def envelopes(self) -> tuple[Envelope, ...]:
        """All signatures in order; an older state of the same ledger is a beginning of them."""
        return tuple(envelope for chain in self.revisions for envelope in chain)

    @property
    def digests(self) -> tuple[str, ...]:
        """The digests of all signatures in order."""
        return tuple(envelope.digest for envelope in self.envelopes)


def place(item: str) -> str:
    """The file of the ledger of ``item``, from the folder that holds ``.qishan``."""
    return f"{SIGNOFFS}/{nfc(item)}.json"


def load(root: Path | Disk, item: str) -> Ledger:
    """The ledger of ``item``, an empty one when there is no file. Raises TrustError for a malformed file."""
    data = records.read(root, place(item))
    return Ledger(nfc(item)) if data is None else parse(data, item, place(item))


def parse(data: bytes, item: str, where: str) -> Ledger:
    """The ledger in ``data``. Raises TrustError when it is malformed or another item's."""
    value = canonical.decode(data, where)
    if not isinstance(value, dict) or set(value) != {"format", "item", "revisions"} or value["format"] != FORMAT:
        raise canonical.refused("不是签审记录", "not a ledger of signatures", where)
    chains = value["revisions"]
    if not isinstance(chains, list) or not all(isinstance(chain, list) and chain for chain in chains):
        raise canonical.refused("签审记录的结构不对", "the ledger has a wrong structure", where)
    if value["item"] != nfc(item):
        raise canonical.refused("签审记录是另一篇的", "the ledger is another item's", where)
    revisions = tuple(tuple(dsse.from_readable(one, where) for one in chain) for chain in chains)
    return Ledger(value["item"], revisions, data)


def is_as_read(root: Path, ledger: Ledger) -> bool:
    """Whether the file of ``ledger`` is still what it was made from. Raises TrustError when it cannot be read."""
    return records.read(root, place(ledger.item)) == ledger.data


def grown(ledger: Ledger, envelope: Envelope, *, fresh: bool) -> Ledger:
    """``ledger`` with ``envelope`` added, not written."""
    kept = ledger.revisions if fresh else ledger.revisions[:-1]
    chain = (envelope,) if fresh else (*ledger.current, envelope)
    return Ledger(ledger.item, (*kept, chain))


def save(root: Path, ledger: Ledger) -> None:
    """Write ``ledger`` whole. Raises OSError; then the old file still stands."""
    revisions = [[envelope.readable() for envelope in chain] for chain in ledger.revisions]
    records.write(root, place(ledger.item), {"format": FORMAT, "item": ledger.item, "revisions": revisions})
