"""One item with a number in every hiding place: ``check`` finds each and says where, ``redact`` leaves none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from qishan_lint.office.building import build, packed
from tests.office.files import WORD, checked, docx, paragraph, workbook

CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'


def number(index: int) -> str:
    """A number that nobody has: born in 1850, its serial tells the hiding place."""
    return checked(f"61032318500101{index:03d}")


def run(text: str) -> str:
    """A run with ``text``."""
    return f"<w:r><w:t>{text}</w:t></w:r>"


def word() -> dict[str, str]:
    """The XML of a Word file's places: name of the place → where it stands."""
    n = iter(map(number, range(100, 200)))
    return {
        "body": paragraph(next(n)),
        "deletion": f"<w:p><w:del><w:r><w:delText>{next(n)}</w:delText></w:r></w:del></w:p>",
        "insertion": f"<w:p><w:ins>{run(next(n))}</w:ins></w:p>",
        "vanish": paragraph(next(n), look="<w:vanish/>"),
        "white": paragraph(next(n), look='<w:color w:val="FFFFFF"/>'),
        "table": f"<w:tbl><w:tr><w:tc><w:p>{run(next(n))}</w:p></w:tc></w:tr></w:tbl>",
        "nested": "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p>"
        + run(next(n))
        + "</w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>",
        "textbox": f"<w:p><w:r><w:txbxContent><w:p>{run(next(n))}</w:p></w:txbxContent></w:r></w:p>",
        "field": f'<w:p><w:fldSimple w:instr="COMMENTS {next(n)}"/></w:p>',
        "split": f"<w:p>{run(number(150)[:7])}{run(number(150)[7:])}</w:p>",
    }


def word_file() -> bytes:
    """A Word file with a number in each place that it has."""

    def part(root: str, index: int) -> str:
        return f'<w:{root} xmlns:w="{WORD}">{paragraph(number(index))}</w:{root}>'

    return docx(
        "".join(word().values()),
        word__header1=part("hdr", 201),
        word__footer1=part("ftr", 202),
        word__footnotes=part("footnotes", 203),
        word__comments=f'<w:comments xmlns:w="{WORD}"><w:comment w:id="1">{paragraph(number(204))}</w:comment></w:comments>',
        docProps__core=f"<c><d>{number(205)}</d></c>",
        customXml__item1=f"<a><b>{number(206)}</b></a>",
    )


def sheet_file() -> bytes:
    """A workbook with a number in each place that it has."""
    hidden = '<cols><col min="2" max="2" hidden="1"/></cols>'
    rows = (
        f'<row r="1">{CELL.format("A1", number(300))}{CELL.format("B1", number(301))}</row>'
        f'<row r="2" hidden="1">{CELL.format("A2", number(302))}</row>'
        f'<row r="3"><c r="A3"><f>"{number(303)}"</f><v>1</v></c></row>'
    )
    rest = (
        f'<dataValidations><dataValidation><formula1>"{number(304)},x"</formula1></dataValidation></dataValidations>'
        f"<headerFooter><oddHeader>&amp;C{number(305)}</oddHeader></headerFooter>"
    )
    return packed(
        {
            **workbook(),
            "xl/worksheets/sheet1.xml": f"<worksheet>{hidden}<sheetData>{rows}</sheetData>{rest}</worksheet>",
            "xl/comments1.xml": f"<comments><comment><t>{number(306)}</t></comment></comments>",
            "docProps/core.xml": f"<c><d>{number(307)}</d></c>",
            "xl/pivotCache/pivotCacheDefinition1.xml": f'<p><s v="{number(308)}"/></p>',
        }
    )


FILES = {
    "a.docx": (word_file, [*range(100, 109), 150, *range(201, 207)]),
    "a.xlsx": (sheet_file, [*range(300, 309)]),
    "a.ofd": (lambda: build({"build": "ofd", "pages": [number(400)]}), [400]),
    "a.zip": (lambda: packed({"b.csv": number(500), "c.zip": packed({"d.txt": number(501)})}), [500, 501]),
}


def qishan(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "qishan_lint", *arguments)
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def found(folder: Path) -> tuple[set[str], int]:
    """The places that the report names for numbers, and how many numbers it found."""
    done = qishan("check", "a.md", "--no-cache", "-f", "jsonl", "--select", "sensitive", folder=folder)
    entries = [json.loads(line) for line in done.stdout.splitlines()]
    hits = [one for one in entries if one.get("rule") == "sensitive/citizen-id"]
    return {place["where"] for one in hits for place in one["places"]}, sum(len(one["places"]) for one in hits)


@pytest.mark.parametrize("name", FILES)
def test_every_place_is_found_and_told(name: str, tmp_path: Path) -> None:
    make, numbers = FILES[name]
    (tmp_path / name).write_bytes(make())
    (tmp_path / "a.md").write_text(f"# 公示\n\n现予公示。\n\n[附件]({name})\n", encoding="utf-8")
    places, count = found(tmp_path)
    assert count == len(numbers)
    assert all(places)


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_redact_leaves_none(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FILES[name][0]())
    done = qishan("redact", name, "--mask-profile", "two-three", "--output", "out", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "out" / "a.md").write_text(f"# 公示\n\n现予公示。\n\n[附件]({name})\n", encoding="utf-8")
    assert found(tmp_path / "out") == (set(), 0)
