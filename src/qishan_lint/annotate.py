"""Copies of Word files and workbooks with each finding as a comment at its place: for clerks who open no terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qishan_lint import files
from qishan_lint.model import Finding
from qishan_lint.office import comments
from qishan_lint.office.budget import Budget
from qishan_lint.office.comments import Remark
from qishan_lint.office.package import Package
from qishan_lint.office.refusal import Refused
from qishan_lint.readers import ReadOptions

WORDS = frozenset((".docx", ".docm", ".dotx"))
SHEETS = frozenset((".xlsx", ".xlsm", ".xltx"))

_MARKS = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "info")}


def annotate(path: Path, findings: Sequence[Finding], output: Path, *, lang: str = "zh") -> Path | None:
    """Write a copy of the file at ``path`` with ``findings`` (those about this file) into the folder ``output``.

    None for a format without comments. Findings without a place stand at the beginning. Raises Refused when the file
    cannot be read, FileExistsError when the copy exists, OSError otherwise.
    """
    suffix = path.suffix.lower()
    if suffix not in WORDS | SHEETS:
        return None
    data = annotated_bytes(path.read_bytes(), suffix, findings, lang=lang)
    output.mkdir(parents=True, exist_ok=True)
    target = output / path.name
    files.create(target, data)
    return target


def annotated_bytes(data: bytes, suffix: str, findings: Sequence[Finding], *, lang: str = "zh") -> bytes:
    """The content of a Word file or workbook with comments. Raises Refused."""
    package = Package(data, Budget(ReadOptions().max_bytes))
    remarks = [Remark(finding.place.where, _wording(finding, lang), _quoted(finding)) for finding in findings]
    if suffix in WORDS:
        return comments.in_word(package, remarks)
    return comments.in_workbook(package, remarks)


def _wording(finding: Finding, lang: str) -> str:
    """What the comment says: level, message, and what to write instead. All values in findings are masked."""
    mark = _MARKS[finding.level.value][0 if lang == "zh" else 1]
    lines = [f"【{mark}】{finding.message.get(lang)}"]
    if finding.suggestions:
        label = "建议：" if lang == "zh" else "suggestion: "
        lines.append(label + " / ".join(finding.suggestions))
    lines.append(finding.rule)
    return "\n".join(lines)


def _quoted(finding: Finding) -> str:
    return "" if finding.excerpt is None or finding.sensitive else finding.excerpt.hit


__all__ = ["Refused", "annotate", "annotated_bytes"]
