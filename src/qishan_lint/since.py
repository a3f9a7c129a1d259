"""What changed in an item since its last signature: file by file, and in the article's text when that is still known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from qishan_lint import identity, readers
from qishan_lint.readers import ReadOptions
from qishan_lint.signing import Office, Shown
from qishan_lint.signoff import statement, versions
from qishan_lint.signoff.statement import Difference
from qishan_lint.sources.grouping import kind
from qishan_lint.sources.tree import ReadError
from qishan_lint.textual import changes, links

MOST_BYTES = 10 << 20
"""The largest article that is compared."""


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since ``person`` signed on ``day``.

    ``files`` are the changed ones by path; ``rows`` lead from the signed text to today's, both masked, and are None when
    the signed text is not to be found any more.
    """

    person: str
    day: str
    files: tuple[tuple[str, Difference], ...]
    rows: tuple[changes.Row, ...] | None


def of(office: Office, shown: Shown, text: str | None = None) -> Since | None:
    """What differs from what was signed last, in any revision; None when nobody has signed.

    ``text`` is today's, masked, if it is at hand.
    """
    if not shown.accepted:
        return None
    signed = shown.accepted[-1]
    before = statement.subjects(signed)
    path = shown.result.path
    old = versions.find(office.cache, office.root, path, before[path]) if path in before else None
    names = {one.id: one.name for one in office.policy.reviewers}
    return Since(
        names.get(signed.predicate.reviewer, signed.predicate.reviewer),
        signed.predicate.signed_on,
        statement.differences(before, shown.subject),
        None if old is None else changes.compare(_masked(old, path), _today(shown) if text is None else text),
    )


def count(changed: tuple[tuple[str, Difference], ...], article: str) -> Counter[str]:
    """How many of the ``changed`` files are the article, photos, and others."""
    return Counter(
        "article" if path == article else "photo" if kind(path) == "photo" else "other" for path, _ in changed
    )


def _today(shown: Shown) -> str:
    try:
        data = shown.files.tree().read(shown.result.path, MOST_BYTES)
    except ReadError:
        return ""
    return _masked(data, shown.result.path)


def _masked(data: bytes, path: str) -> str:
    """The article's text in the content of its file."""
    reader = readers.for_suffix(links.suffix(path))
    if reader is None:
        return ""
    parts = reader.read(data, path, ReadOptions("article")).parts
    return identity.mask_text(next((part.text for part in parts if part.role == "article"), ""))
