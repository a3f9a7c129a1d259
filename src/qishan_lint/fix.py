"""Repairs: from findings to edited files, or to a patch that shows what would be edited.

Edits that overlap are not applied together: the first in the text wins, the others come in a later run. A file is
written only if it still is what was checked, in its own encoding, with its own line ends, and only if that gives back
every untouched byte.
"""

from __future__ import annotations

import difflib
import importlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from qishan_lint import files
from qishan_lint.model import Edit, Finding
from qishan_lint.textual import encoding

ACTIONS = {"strip-photo-metadata": "qishan_lint.photo.clean:stripped"}
"""What repairs a whole file: action → function from its bytes to the repaired bytes, or None when it cannot."""


class Change(msgspec.Struct, frozen=True):
    """One file as it is and as it would be, and the findings that this settles."""

    path: str
    before: bytes
    after: bytes
    findings: tuple[Finding, ...]


class Patch(msgspec.Struct, frozen=True):
    """A unified diff that ``git apply`` takes, the lines of every file in its own encoding.

    ``left_out`` counts the hunks that are not in it because they show a secret.
    """

    data: bytes
    left_out: int


def wanted(findings: Iterable[Finding], *, unsafe: bool, only: Sequence[str] = ()) -> list[Finding]:
    """The findings to repair: safe repairs, or all of them; of the rules or families in ``only`` if there are any."""
    return [
        finding
        for finding in findings
        if finding.fix is not None
        and (finding.fix.safe or unsafe)
        and (not only or finding.rule in only or finding.rule.partition("/")[0] in only)
    ]


def edited(source: str, edits: Iterable[Edit]) -> str:
    """``source`` with ``edits`` made; of overlapping ones the first in the text."""
    pieces, at = [], 0
    for edit in chosen(edits):
        pieces += [source[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, source[at:]])


def chosen(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order, without those that overlap or repeat an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(set(edits), key=lambda one: (one.start, one.end, one.text)):
        if not kept or edit.start >= max(kept[-1].end, kept[-1].start + 1):
            kept.append(edit)
    return kept


def plan(root: Path, findings: Iterable[Finding]) -> list[Change]:
    """The changes of files below ``root`` that settle ``findings``, by path.

    A file that cannot be read, as nothing within another one can, that no longer reads as it did when it was checked,
    or whose encoding does not give back its bytes, is left alone.
    """
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.fix is not None:
            by_path.setdefault(finding.fix.path, []).append(finding)
    changes = (_change(root, path, found) for path, found in sorted(by_path.items()))
    return [change for change in changes if change is not None and change.before != change.after]


def _change(root: Path, path: str, findings: list[Finding]) -> Change | None:
    place = root / path
    if place.is_symlink() or not place.resolve().is_relative_to(root.resolve()):
        return None
    try:
        before = place.read_bytes()
    except OSError:
        return None
    after = _acted(before, findings)
    done = _together(findings)
    edits = [edit for finding in done if finding.fix for edit in finding.fix.edits]
    if edits:
        decoded = encoding.decode(after)
        if not decoded.encoding or decoded.encode(decoded.text) != after or not _fit(decoded.text, edits):
            return None
        try:
            after = decoded.encode(edited(decoded.text, edits))
        except UnicodeEncodeError:
            return None
    return Change(path, before, after, tuple(done))


def _together(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose repairs can be made at once, whole or not at all: half a repair would be a new fault."""
    kept: list[Finding] = []
    taken: set[Edit] = set()
    for finding in sorted(findings, key=_first_edit):
        edits = taken.union(finding.fix.edits if finding.fix else ())
        if len(chosen(edits)) == len(edits):
            kept.append(finding)
            taken = edits
    return kept


def _first_edit(finding: Finding) -> tuple[int, int, str]:
    edits = finding.fix.edits if finding.fix else ()
    return min(((edit.start, edit.end, edit.text) for edit in edits), default=(-1, -1, ""))


def _fit(text: str, edits: list[Edit]) -> bool:
    """Whether ``text`` still reads as it did when the edits were found."""
    return all(text[edit.start : edit.end] == edit.old for edit in edits)


def _acted(data: bytes, findings: list[Finding]) -> bytes:
    for action in dict.fromkeys(finding.fix.action for finding in findings if finding.fix and finding.fix.action):
        module, _, name = ACTIONS[action].partition(":")
        repaired = getattr(importlib.import_module(module), name)(data)
        data = data if repaired is None else repaired
    return data


def write(root: Path, changes: Iterable[Change]) -> list[Change]:
    """Write the changes whose file still is what it was; returns those that were written. Raises OSError."""
    done = []
    for change in changes:
        if (root / change.path).read_bytes() == change.before:
            files.write(root / change.path, change.after)
            done.append(change)
    return done


def patch(changes: Iterable[Change]) -> Patch:
    """The changes of text files as a patch, without hunks that show a sensitive value."""
    texts, left_out = [], 0
    for change in changes:
        if any(finding.fix and finding.fix.action for finding in change.findings):
            continue
        text, hidden = _unified(change)
        texts.append(text)
        left_out += hidden
    return Patch(b"".join(texts), left_out)


def _unified(change: Change) -> tuple[bytes, int]:
    name = encoding.decode(change.before).encoding
    if name.startswith(("utf-16", "utf-32")):  # no lines to git; what stands between patches is a remark to it
        return f"# {_quoted(change.path)}: no patch for {name}, use --fix\n".encode(), 0
    old, new = change.before.decode(name), change.after.decode(name)  # with the byte order mark, as git sees it
    ours, theirs = (_quoted(f"{side}/{change.path}") for side in "ab")
    lines = list(difflib.unified_diff(_lines(old), _lines(new), ours, theirs))
    hunks = _hunks(lines[2:])
    shown = [hunk for hunk in hunks if not _shows_secret(hunk)]
    if not shown:
        return b"", len(hunks)
    body = "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for hunk in shown for line in hunk
    )
    return "".join(lines[:2]).encode() + body.encode(name), len(hunks) - len(shown)


def _lines(text: str) -> list[str]:
    """The lines as git counts them: only a line feed ends one."""
    pieces = text.split("\n")
    return [f"{piece}\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def _hunks(lines: list[str]) -> list[list[str]]:
    hunks: list[list[str]] = []
    for line in lines:
        if line.startswith("@@"):
            hunks.append([])
        hunks[-1].append(line)
    return hunks


def _shows_secret(hunk: list[str]) -> bool:
    from qishan_lint import identity

    text = "".join(line[1:] for line in hunk[1:])
    return identity.mask_text(text) != text


def _quoted(path: str) -> str:
    """A path as git writes it in a patch: quoted, in octal, when it holds more than printable ASCII."""
    end = "\t" if " " in path else ""
    if all(" " <= char <= "~" and char not in '"\\' for char in path):
        return f"{path}{end}"
    octal = "".join(
        chr(byte) if 32 <= byte < 127 and byte not in (34, 92) else f"\\{byte:03o}" for byte in os.fsencode(path)
    )
    return f'"{octal}"{end}'
