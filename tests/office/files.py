"""Office files for tests, from the people that cannot exist: births in the 1800s, phones of the form 1xx0000xxxx."""

from __future__ import annotations

import io
from collections.abc import Mapping

from qishan_lint.model import Part
from qishan_lint.office.building import build, packed
from qishan_lint.readers import Reading, ReadOptions, for_suffix

IDS = ("610323185001010013", "610323186112240021", "610323187907150034")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def checked(number: str) -> str:
    """The first 17 digits of ``number`` with the check digit of GB 11643."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, number[:17], strict=True))
    return number[:17] + "10X98765432"[total % 11]


ONE, TWO, THREE = (checked(number) for number in IDS)


def docx(body: str, **members: str) -> bytes:
    """A Word file with ``body`` as the XML of its body; other members by name, ``__`` for the slash."""
    extra = {name.replace("__", "/") + ".xml": content for name, content in members.items()}
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return packed({"word/document.xml": document, **extra})


def paragraph(text: str, properties: str = "", look: str = "") -> str:
    """One paragraph with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def read(data: bytes, name: str, max_bytes: int = 200 << 20) -> Reading:
    """The reading of ``data`` as an attachment."""
    reader = for_suffix("." + name.rpartition(".")[2])
    assert reader is not None
    return reader.read(data, name, ReadOptions("attachment", max_bytes=max_bytes))


def placed(reading: Reading, text: str) -> list[str]:
    """Where ``text`` is found: the places of the blocks that hold it."""
    found = []
    for part in reading.parts:
        at = part.text.find(text)
        if at >= 0:
            block = part.block_at(at)
            found.append(block.where if block and block.where else part.where)
    return found


def codes(reading: Reading) -> set[str]:
    """The codes of the problems."""
    return {problem.code for problem in reading.problems}


def spans_hold(part: Part) -> bool:
    """Whether blocks ascend without overlap inside the text, and cells lie inside it."""
    at = 0
    for block in part.blocks:
        if block.span.start < at or block.span.end > len(part.text):
            return False
        at = block.span.end
    return all(cell.span.end <= len(part.text) for table in part.tables for cell in table.cells)


def workbook(**members: str) -> Mapping[str, str]:
    """The XML members of the smallest workbook, some replaced."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(build({"build": "xlsx", "rows": [["a"]]}))) as package:
        plain = {name: package.read(name).decode() for name in package.namelist()}
    return {**plain, **{name.replace("__", "/"): content for name, content in members.items()}}
