"""Word files that are written: read again they say the same, and an office program opens them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from qishan_lint.office import wordfile
from qishan_lint.office.wordfile import Cell, Paragraph, Picture, Run, Table
from qishan_lint.readers import ReadOptions, for_suffix
from tests import needs

EVIL = "<w:t>&amp;\x00\x1b]]>"


def _picture() -> Picture:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(out, "PNG")
    return Picture(out.getvalue(), 20, 20, 'a "square"')


def _sample() -> bytes:
    table = Table(
        [
            [Cell([wordfile.text("单位")]), Cell([wordfile.text("问题")], columns=2)],
            [Cell([wordfile.text("县民政局")], rows=2), Cell([wordfile.text("3")]), Cell([Paragraph((_picture(),))])],
            [Cell((), rows=0), Cell([wordfile.text(EVIL)]), Cell(())],
        ],
        (40, 40, 60),
        heads=1,
    )
    return wordfile.write([wordfile.text("第三季度通报", size=22, bold=True, align="center", level=1), table], EVIL)


def _read(data: bytes) -> str:
    reader = for_suffix(".docx")
    assert reader is not None
    return "\n".join(part.text for part in reader.read(data, "a.docx", ReadOptions("article")).parts)


def test_it_says_what_was_written_and_is_the_same_every_time() -> None:
    text = _read(_sample())
    for words in ("第三季度通报", "县民政局", "<w:t>&amp;]]>"):
        assert words in text
    assert _sample() == _sample()


def test_every_part_is_sound_xml() -> None:
    with zipfile.ZipFile(io.BytesIO(_sample())) as package:
        for name in package.namelist():
            if not name.endswith(".png"):
                etree.fromstring(package.read(name))


@given(st.text(max_size=60))
def test_any_text_can_be_written(words: str) -> None:
    shown = "".join(char for char in words if char.isprintable() and char not in "\t ")
    read = "".join(_read(wordfile.write([Paragraph((Run(words),))], words)).split())
    assert set(shown) - set(read) <= {char for char in shown if char.isspace() or char in "\u200b\u00ad"} or not shown


@pytest.mark.office
def test_an_office_program_opens_it(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(_sample())
    page = pypdfium2.PdfDocument(needs.as_pdf(tmp_path / "a.docx"))[0]
    assert "县民政局" in page.get_textpage().get_text_range()
