"""Desensitised copies: nothing is left in them, nothing else changes, the input stays as it was."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from qishan_lint import masks, redact
from qishan_lint.errors import UsageError
from qishan_lint.model import Text
from qishan_lint.office.building import build, packed
from tests.office.files import ONE, TWO, WORD, docx, paragraph, workbook

PROFILE = masks.load("two-three")
MASKED = ONE[:2] + "*" * 13 + ONE[-3:]


def _copy(tmp_path: Path, name: str, data: bytes, **options: bool) -> bytes:
    source = tmp_path / name
    source.write_bytes(data)
    outcome = redact.redact(source, PROFILE, tmp_path / "out", **options)
    assert source.read_bytes() == data
    assert outcome.target is not None, outcome.note.en
    return outcome.target.read_bytes()


def _members(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", f"甲，身份证号：{ONE}。\n", f"甲，身份证号：{MASKED}。\n"),
        ("a.txt", f"\ufeff甲，身份证号：{ONE}。\r\n", f"\ufeff甲，身份证号：{MASKED}。\r\n"),
        ("a.csv", f"姓名,身份证号\n甲,{ONE}\n", f"姓名,身份证号\n甲,{MASKED}\n"),
        (
            "a.html",
            f"<html><body><p>身份证号：{ONE[:5]}<b>{ONE[5:]}</b></p></body></html>",
            f"<html><body><p>身份证号：{MASKED[:5]}<b>{MASKED[5:]}</b></p></body></html>",
        ),
    ],
)
def test_texts_change_in_the_value_alone(tmp_path: Path, name: str, text: str, expected: str) -> None:
    assert _copy(tmp_path, name, text.encode()).decode() == expected


def test_encoding_is_kept(tmp_path: Path) -> None:
    text = f"各镇人民政府：当事人的身份证号码是{ONE}，请依法办理。"
    assert _copy(tmp_path, "a.txt", text.encode("gb18030")).decode("gb18030") == text.replace(ONE, MASKED)


WORD_PLACES = [
    pytest.param(f"<w:p><w:del><w:r><w:delText>{ONE}</w:delText></w:r></w:del></w:p>", id="deleted"),
    pytest.param(paragraph(ONE, look="<w:vanish/>"), id="vanish"),
    pytest.param(f'<w:p><w:fldSimple w:instr="COMMENTS {ONE}"/></w:p>', id="field"),
    pytest.param(f"<w:p><w:r><w:t>{ONE[:7]}</w:t></w:r><w:r><w:t>{ONE[7:]}</w:t></w:r></w:p>", id="split"),
    pytest.param(f'<w:p><w:r><x id="1" descr="{ONE}"/></w:r></w:p>', id="attribute"),
]


@pytest.mark.parametrize("body", WORD_PLACES)
def test_word_files(tmp_path: Path, body: str) -> None:
    core = f"<c><d>{TWO}</d></c>"
    copy = _members(_copy(tmp_path, "a.docx", docx(paragraph("正文") + body, docProps__core=core)))
    everything = "".join(copy.values())
    assert ONE[5:15] not in everything
    assert TWO not in everything
    assert "正文" in everything


def test_split_runs_keep_their_borders(tmp_path: Path) -> None:
    body = f"<w:p><w:r><w:t>身份证{ONE[:7]}</w:t></w:r><w:r><w:t>{ONE[7:]}。</w:t></w:r></w:p>"
    document = _members(_copy(tmp_path, "a.docx", docx(body)))["word/document.xml"]
    assert f"身份证{MASKED[:7]}</w:t>" in document
    assert f"<w:t>{MASKED[7:]}。" in document


def test_embedded_workbooks_are_cleaned_too(tmp_path: Path) -> None:
    document = f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("正文")}</w:body></w:document>'
    inner = build({"build": "xlsx", "rows": [["身份证号"], [ONE]]})
    copy = _copy(tmp_path, "a.docx", packed({"word/document.xml": document, "word/embeddings/x.xlsx": inner}))
    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        cells = _members(package.read("word/embeddings/x.xlsx"))["xl/worksheets/sheet1.xml"]
    assert MASKED in cells


def test_workbooks_with_numbers_and_hidden_columns(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "身份证号", "手机号"])
    sheet.append(["甲", ONE, 13900001234])
    sheet.column_dimensions["B"].hidden = True
    out = io.BytesIO()
    book.save(out)
    data = out.getvalue()
    copy = openpyxl.load_workbook(io.BytesIO(_copy(tmp_path, "a.xlsx", data))).active
    assert [cell.value for cell in copy[2]] == ["甲", MASKED, "139****1234"]
    (tmp_path / "dropped").mkdir()
    dropped = _copy(tmp_path / "dropped", "a.xlsx", data, drop_hidden=True)
    assert openpyxl.load_workbook(io.BytesIO(dropped)).active["B2"].value is None
    assert ONE[:2] + "*" not in "".join(_members(dropped).values())


@pytest.mark.parametrize("named", [True, False])
def test_hidden_rows_and_columns_go_also_where_cells_have_no_names(tmp_path: Path, *, named: bool) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in range(1, 5):
        book.active.append([f"甲{row}", f"暗{row}", f"丙{row}"])
    book.active.column_dimensions["B"].hidden = True
    book.active.row_dimensions[3].hidden = True
    out = io.BytesIO()
    book.save(out)
    members = _members(out.getvalue())
    if not named:
        members = {name: re.sub(r'(<(?:c|row)) r="[A-Z]*[0-9]+"', r"\1", text) for name, text in members.items()}
    copy = _members(_copy(tmp_path, "a.xlsx", packed(members), drop_hidden=True))
    assert re.findall("[甲暗丙][0-9]", "".join(copy.values())) == ["甲1", "丙1", "甲2", "丙2", "甲4", "丙4"]


def shared(hidden: tuple[str, ...], shown: tuple[str, ...]) -> bytes:
    """A workbook whose texts stand in one list for all cells: in a hidden column and in one that is shown."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, pair in enumerate(zip(hidden, shown, strict=True)):
            sheet.write_row(row, 0, [*pair, row])
        sheet.set_column(0, 0, None, None, {"hidden": True})
    return out.getvalue()


def test_texts_that_only_hidden_cells_show_leave_the_list_of_the_workbook(tmp_path: Path) -> None:
    data = shared(("暗一", "同文", "暗二"), ("同文", "明一", "明二"))
    copy = _members(_copy(tmp_path, "a.xlsx", data, drop_hidden=True))
    assert re.findall("<t>([^<]*)</t>", copy["xl/sharedStrings.xml"]) == ["", "同文", "明一", "", "明二"]
    (tmp_path / "kept").mkdir()
    kept = _members(_copy(tmp_path / "kept", "a.xlsx", data))
    assert re.findall("<t>([^<]*)</t>", kept["xl/sharedStrings.xml"]) == ["暗一", "同文", "明一", "暗二", "明二"]


def test_hidden_content_of_embedded_workbooks_goes_too(tmp_path: Path) -> None:
    document = f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("正文")}</w:body></w:document>'
    data = packed({"word/document.xml": document, "word/embeddings/x.XLSX": shared(("暗语",), ("明语",))})
    for drop, expected in ((True, ["", "明语"]), (False, ["暗语", "明语"])):
        (folder := tmp_path / str(drop)).mkdir()
        with zipfile.ZipFile(io.BytesIO(_copy(folder, "a.docx", data, drop_hidden=drop))) as package:
            strings = _members(package.read("word/embeddings/x.XLSX"))["xl/sharedStrings.xml"]
        assert re.findall("<t>([^<]*)</t>", strings) == expected


def test_hidden_words_go_on_request(tmp_path: Path) -> None:
    data = build(
        {"build": "docx", "paragraphs": ["正文"], "deleted": ["旧话"], "comments": ["待核"], "vanished": ["暗语"]}
    )
    copy = "".join(_members(_copy(tmp_path, "a.docx", data, drop_hidden=True)).values())
    assert "正文" in copy
    assert not [word for word in ("旧话", "待核", "暗语") if word in copy]


@pytest.mark.parametrize(
    ("name", "data", "note"),
    [
        ("a.pdf", b"%PDF-1.4", redact.REPORT_ONLY),
        ("a.unknown", b"1", redact.REPORT_ONLY),
        ("a.docx", b"PK\x03\x04", redact.UNREADABLE),
        ("a.docx", docx(paragraph("&x;")).replace(b"PK", b"PX"), redact.UNREADABLE),
        ("a.xlsx", packed({**workbook(), "xl/comments1.xml": "<!DOCTYPE a><a/>"}), redact.UNREADABLE),
        ("a.txt", b"\xff\xff\xff", redact.UNREADABLE),
    ],
)
def test_what_cannot_be_rewritten_or_read_is_said(tmp_path: Path, name: str, data: bytes, note: Text) -> None:
    source = tmp_path / name
    source.write_bytes(data)
    outcome = redact.redact(source, PROFILE, tmp_path / "out")
    assert outcome == redact.Outcome(str(source), None, 0, note)
    assert not (tmp_path / "out").exists()


def test_what_was_done_is_told(tmp_path: Path) -> None:
    source, out = tmp_path / "a.txt", tmp_path / "new" / "out"
    source.write_text(f"身份证号：{ONE}，{TWO}", encoding="utf-8")
    (tmp_path / "b.txt").write_text("正文", encoding="utf-8")
    assert redact.redact(source, PROFILE, out) == redact.Outcome(str(source), out / "a.txt", 2, redact.WRITTEN)
    assert redact.redact(source, PROFILE, out) == redact.Outcome(str(source), None, 0, redact.EXISTS)
    assert redact.redact(tmp_path / "b.txt", PROFILE, out).target == out / "b.txt"


def test_values_that_only_their_heading_tells_are_masked(tmp_path: Path) -> None:
    """The digits of an account are a number like any other without the column's head."""
    page = "<table><tr><th>{head}</th></tr><tr><td>{value}</td></tr></table>"
    page = f"<html><body><p>发放名单</p>{page.format(head='银行账号', value='27070201000123')}</body></html>"
    for name, text in (("a.html", page), ("a.csv", "姓名,银行账号\n甲,27070201000123\n")):
        assert "27070201000123" not in _copy(tmp_path, name, text.encode()).decode()
    book = build({"build": "xlsx", "rows": [["姓名", "银行账号"], ["甲", "27070201000123"]]})
    assert "27070201000123" not in "".join(_members(_copy(tmp_path, "a.xlsx", book)).values())


def test_longer_values_are_masked_before_what_they_hold(tmp_path: Path) -> None:
    phone = ONE[2:13]
    assert _copy(tmp_path, "a.txt", f"电话：{phone}，身份证号：{ONE}。".encode()).decode().endswith(f"{MASKED}。")


def test_the_input_is_never_the_output(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ONE)
    assert redact.redact(tmp_path / "a.txt", PROFILE, tmp_path).target is None
    assert (tmp_path / "a.txt").read_text() == ONE


def test_a_copy_with_something_left_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(f"身份证号：{ONE}")
    monkeypatch.setattr(redact, "masked_bytes", lambda data, name, profile, drop_hidden: data)
    outcome = redact.redact(tmp_path / "a.txt", PROFILE, tmp_path / "out")
    assert outcome == redact.Outcome(str(tmp_path / "a.txt"), None, 1, redact.LEFT)


def test_profiles() -> None:
    assert set(masks.names()) == {"six-four", "strict", "two-three"}
    assert all(masks.load(name).source for name in masks.names())
    with pytest.raises(UsageError, match="two-three"):
        masks.load("none")
