"""A clerk's Word file or workbook and its photos: checked in a folder of their own, handed back with comments."""

from __future__ import annotations

import posixpath
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qishan_lint import annotate, checking
from qishan_lint.errors import UsageError
from qishan_lint.formats._summary import groups
from qishan_lint.formats._words import speaker
from qishan_lint.formats.html._card import Sheet, finding_entry
from qishan_lint.formats.html._entry import Entry
from qishan_lint.formats.html._markup import Markup, join
from qishan_lint.formats.html._photos import Album
from qishan_lint.model import Result, Text
from qishan_lint.office.refusal import Refused
from qishan_lint.signing import Office

MOST_FILES = 30
MOST_BYTES = 64 << 20
"""Bytes of everything that is sent at once."""
MOST_KEPT = 20
"""Marked copies that can still be fetched."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One item: its title, findings as the report shows them, and its marked copies as (number, name)."""

    title: str
    count: int
    findings: Markup
    marked: tuple[tuple[int, str], ...]


class Uploads:
    """What clerks send in while the desk runs; gone when it ends."""

    def __init__(self) -> None:
        self._place = Path(tempfile.mkdtemp(prefix="qishan-lint-desk-"))
        self._marked: dict[int, tuple[str, bytes]] = {}
        self._number = 0

    def close(self) -> None:
        """Remove everything."""
        shutil.rmtree(self._place, ignore_errors=True)

    def check(self, sent: Sequence[tuple[str, bytes]], office: Office, lang: str) -> tuple[Checked, ...]:
        """Check the files ``sent`` (name, content). Raises UsageError when there is nothing to check."""
        self._number += 1
        folder = self._place / str(self._number)
        folder.mkdir()
        try:
            for name, data in sent:
                (folder / _plain(name)).write_bytes(data)
            request = checking.Request(
                paths=(str(folder),), today=office.day, root=folder, config=_configuration(office)
            )
            report, _ = checking.check(request)
            if not report.results:
                raise UsageError(Text("没有可检查的稿件", "there is no item"))
            sheet = Sheet(report, lang, speaker(lang), Album(None), {}, {}, {})
            return tuple(self._checked(folder, result, sheet) for result in report.results)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def marked(self, number: int) -> tuple[str, bytes] | None:
        """The name and content of a marked copy."""
        return self._marked.get(number)

    def _checked(self, folder: Path, result: Result, sheet: Sheet) -> Checked:
        entries = [Entry(1, number, group) for number, group in enumerate(groups(result.findings), 1)]
        found = join(finding_entry(entry, result, sheet) for entry in entries)
        paths = [
            path
            for path in (result.path, *result.attachments)
            if Path(path).suffix.lower() in annotate.WORDS | annotate.SHEETS
        ]
        marked = []
        for path in dict.fromkeys(paths):
            about = [finding for finding in result.findings if finding.place.path.partition("!")[0] == path]
            try:
                data = annotate.annotated_bytes(
                    (folder / path).read_bytes(), Path(path).suffix.lower(), about, lang=sheet.lang
                )
            except (Refused, OSError):
                continue
            marked.append((self._keep(posixpath.basename(path), data), posixpath.basename(path)))
        return Checked(result.title or posixpath.basename(result.path), len(entries), found, tuple(marked))

    def _keep(self, name: str, data: bytes) -> int:
        self._number += 1
        self._marked[self._number] = (name, data)
        while len(self._marked) > MOST_KEPT:
            self._marked.pop(min(self._marked))
        return self._number


def _plain(name: str) -> str:
    """The last component of a file's name. Raises UsageError for one that is none."""
    plain = name.replace("\\", "/").rpartition("/")[2]
    if not plain or plain.startswith(".") or "\0" in plain or len(plain.encode()) > 200:
        raise UsageError(Text("文件名不对", "a file has a bad name"))
    return plain


def _configuration(office: Office) -> Path | None:
    path = office.root / "qishan-lint.yaml"
    return path if path.is_file() else None
