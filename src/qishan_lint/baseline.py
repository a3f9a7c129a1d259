"""Baselines: fingerprints of what is known, so that only what is new is reported.

The file holds rule, item and fingerprint, nothing of any text: a fingerprint is made from masked context (fingerprint.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from qishan_lint import files
from qishan_lint.errors import UsageError
from qishan_lint.model import Finding, Report, Result, Text

SCHEMA = 1


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Known findings of one rule in one item: their fingerprints."""

    rule: str
    item: str
    fingerprints: tuple[str, ...]


class Baseline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A baseline file."""

    schema: int
    entries: tuple[Entry, ...]


def write(path: Path, report: Report) -> int:
    """Write the baseline of ``report`` to ``path``; returns how many findings it knows. Raises OSError."""
    known: dict[tuple[str, str], list[str]] = {}
    for finding in report.findings:
        if finding.waivable:
            known.setdefault((finding.item, finding.rule), []).append(finding.fingerprint)
    entries = tuple(Entry(rule, item, tuple(sorted(prints))) for (item, rule), prints in sorted(known.items()))
    data = msgspec.json.format(msgspec.json.encode(Baseline(SCHEMA, entries)), indent=1)
    files.write(path, data + b"\n")
    return sum(len(entry.fingerprints) for entry in entries)


def load(path: Path) -> Baseline:
    """The baseline at ``path``. Raises UsageError when it is missing, broken, or of a later version."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Baseline)
    except OSError:
        raise UsageError(
            Text(f"基线文件不存在：{path}", f"no such baseline: {path}"),
            remedy=Text("先写一份：qishan-lint baseline write", "write it first: qishan-lint baseline write"),
        ) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UsageError(Text(f"不是基线文件：{error}", f"not a baseline: {error}"), where=str(path)) from None
    if found.schema != SCHEMA:
        raise UsageError(
            Text(f"基线文件的版本 {found.schema} 不认识", f"unknown version {found.schema} of the baseline"),
            where=str(path),
        )
    return found


def apply_all(results: Iterable[Result], baseline: Baseline) -> tuple[list[Result], int]:
    """The results without known findings, and how many entries of the items checked matched nothing.

    Findings are matched by rule and fingerprint within their item; what cannot be waived is never known.
    """
    left = Counter(
        (entry.item, entry.rule, fingerprint) for entry in baseline.entries for fingerprint in entry.fingerprints
    )
    kept, checked = [], set[str]()
    for result in results:
        checked.add(result.id)
        new = tuple(finding for finding in result.findings if not _is_known(finding, left))
        known = len(result.findings) - len(new)
        kept.append(msgspec.structs.replace(result, findings=new, baselined=known) if known else result)
    return kept, sum(count for (item, _, _), count in left.items() if item in checked)


def _is_known(finding: Finding, left: Counter[tuple[str, str, str]]) -> bool:
    key = (finding.item, finding.rule, finding.fingerprint)
    if not finding.waivable or left[key] <= 0:
        return False
    left[key] -= 1
    return True
