"""What the editor can do about findings: repair one, repair all that is certain, allow one with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types

from qishan_lint.locale import text
from qishan_lint.lsp.positions import Lines
from qishan_lint.model import Edit, Finding

ALLOW = "qishan-lint.allow"
FIX_ALL = "source.fixAll.qishan-lint"


@dataclass(frozen=True)
class Document:
    """An open document: its address, its path from the root of the site, its text, and the language of its user."""

    uri: str
    path: str
    lines: Lines
    lang: str


def range_of(lines: Lines, start: int, end: int) -> types.Range:
    """The stretch between two offsets as the protocol counts."""
    first, last = (types.Position(*lines.position(offset)) for offset in (start, end))
    return types.Range(first, last)


def of_finding(document: Document, finding: Finding, shown: types.Diagnostic) -> Iterator[types.CodeAction]:
    """The actions for one finding, the most certain first."""
    fix = finding.fix
    if fix is not None and _is_inside(fix.edits, document):
        key = "lsp.fix" if fix.safe else "lsp.fix-unsafe"
        yield types.CodeAction(
            title=text(key, document.lang, text=fix.edits[0].text),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown],
            edit=_changes(document, fix.edits),
            is_preferred=fix.safe,
        )
    elif finding.suggestions and finding.place.path == document.path and 0 <= finding.place.start < finding.place.end:
        place = finding.place
        for suggestion in finding.suggestions[:5]:
            edit = Edit(document.path, place.start, place.end, suggestion)
            yield types.CodeAction(
                title=text("lsp.fix-unsafe", document.lang, text=suggestion),
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[shown],
                edit=_changes(document, [edit]),
            )
    if finding.waivable:
        title = text("lsp.allow", document.lang, rule=finding.rule)
        yield types.CodeAction(
            title=title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown],
            command=types.Command(title, ALLOW, arguments=[document.uri, finding.rule, shown.range.start.line]),
        )


def all_safe(document: Document, findings: Iterable[Finding]) -> types.CodeAction | None:
    """One action with every repair that cannot change the meaning, None when there is none."""
    edits: list[Edit] = []
    for finding in findings:
        fix = finding.fix
        if fix is not None and fix.safe and _is_inside(fix.edits, document):
            edits += [one for one in fix.edits if all(one.end <= two.start or two.end <= one.start for two in edits)]
    if not edits:
        return None
    title = text("lsp.fix-all", document.lang, count=len(edits))
    return types.CodeAction(title=title, kind=FIX_ALL, edit=_changes(document, edits))


def allowance(path: Path, lines: Lines, line: int, rule: str) -> tuple[int, str, int]:
    """Where to insert an allowance of ``rule`` for what stands in ``line``, its text, and where in it the reason goes.

    The reason is left empty: until somebody writes one, the allowance is itself a finding.
    """
    words = f"qishan-lint: allow {rule} because "
    if path.suffix.lower() in {".html", ".htm", ".xhtml"}:
        before, after, at = "<!-- ", " -->", lines.starts[line]
    elif path.suffix.lower() == ".txt":
        before, after, at = "", "\n", lines.starts[line]
    else:
        before, after, at = "<!-- ", " -->\n\n", lines.starts[_beginning(lines, line)]
    return at, f"{before}{words}{after}", len(before) + len(words)


def _beginning(lines: Lines, line: int) -> int:
    """The first line of the paragraph, list or table that ``line`` is in; after the front matter when it is in that."""
    if lines.line(0).rstrip() in ("---", "+++"):
        ends = (
            number for number in range(1, len(lines.starts)) if lines.line(number).rstrip() == lines.line(0).rstrip()
        )
        end = next(ends, 0)
        if line <= end:
            return min(end + 1, len(lines.starts) - 1)
    while line > 0 and lines.line(line - 1).strip():
        line -= 1
    return line


def _is_inside(edits: Sequence[Edit], document: Document) -> bool:
    """Whether all ``edits`` are of this document as it reads now."""
    return bool(edits) and all(
        edit.path == document.path and (not edit.old or document.lines.text[edit.start : edit.end] == edit.old)
        for edit in edits
    )


def _changes(document: Document, edits: Iterable[Edit]) -> types.WorkspaceEdit:
    changed = [types.TextEdit(range_of(document.lines, edit.start, edit.end), edit.text) for edit in edits]
    return types.WorkspaceEdit(changes={document.uri: changed})
