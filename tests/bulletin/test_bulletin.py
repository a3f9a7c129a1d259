"""Quarterly bulletins: figures of the quarter alone, in the usual order, in a text that passes the check itself."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

pytest.importorskip("xlsxwriter")

from qishan_lint.audit import record
from qishan_lint.audit.record import Audit
from qishan_lint.bulletin import quarter, word
from qishan_lint.bulletin.quarter import Quarter
from qishan_lint.declared import Auditing
from qishan_lint.errors import UsageError
from qishan_lint.readers import ReadOptions, for_suffix
from tests import needs
from tests.audit.made import audit, finding, item
from tests.command import lint

END = datetime.date(2026, 9, 30)
OFFICE = Auditing(title="青禾县", masthead="政务公开工作通报", issue="2026年第3期", office="青禾县政务公开办公室")
NAMES = ("县民政局", "县财政局", "县水利局", "县档案馆")


def record_of(end: datetime.date, month: str, faults: dict[str, int], fingerprint: str = "f") -> Audit:
    """Forty items a department in ``month``, ten of the archive, so many of each with a fault."""
    items = [
        item(f"{name}/{number:02}.md", name, published=f"{month}-{number % 27 + 1:02}")
        for name in NAMES
        for number in range(10 if name == "县档案馆" else 40)
    ]
    found = [
        finding(f"{name}/{number:02}.md", department=name, prints=(f"{fingerprint}{name}{number}",))
        for name, count in faults.items()
        for number in range(count)
    ]
    return audit(items, found, as_of=end)


THIRD = record_of(END, "2026-08", {"县民政局": 12, "县财政局": 1, "县档案馆": 4})
SECOND = record_of(datetime.date(2026, 6, 30), "2026-05", {"县民政局": 4, "县财政局": 4})


def text_of(data: bytes) -> str:
    reader = for_suffix(".docx")
    assert reader is not None
    return "\n".join(part.text for part in reader.read(data, "a.docx", ReadOptions("article")).parts)


def bulletin(earlier: Audit | None = None, lang: str = "zh") -> str:
    made = quarter.of(THIRD, Quarter(2026, 3), earlier)
    return text_of(word.render(made, Quarter(2026, 3), OFFICE, 10, lang))


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026Q3", "2026-07-01", "2026-09-30"),
        ("2026q1", "2026-01-01", "2026-03-31"),
        ("2026年第四季度", "2026-10-01", "2026-12-31"),
    ],
)
def test_quarters(written: str, first: str, last: str) -> None:
    found = quarter.parse(written)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert found.before().after() == found
    assert found.after().first == found.last + datetime.timedelta(days=1)


@pytest.mark.parametrize("written", ["", "2026", "2026Q5", "Q3", "1999Q1"])
def test_what_is_no_quarter_is_told(written: str) -> None:
    with pytest.raises(UsageError):
        quarter.parse(written)


def test_only_items_of_the_quarter_count() -> None:
    mixed = record_of(END, "2026-08", {"县民政局": 2})
    mixed = record.Audit(
        **{
            **{name: getattr(mixed, name) for name in mixed.__struct_fields__},
            "items": (*mixed.items, item("旧.md", published="2026-06-30")),
        }
    )
    made = quarter.of(mixed, Quarter(2026, 3))
    assert made.counts.items == 130
    assert "旧.md" not in {one.id for one in made.items}


def test_a_quarter_that_has_not_ended_and_one_without_items_are_refused() -> None:
    for wanted in (Quarter(2026, 4), Quarter(2025, 3)):
        with pytest.raises(UsageError):
            quarter.of(THIRD, wanted)


def test_the_order_of_the_text_and_its_figures() -> None:
    text = bulletin(SECOND)
    heads = [
        "政务公开工作通报",
        "青禾县2026年第三季度政务公开检查情况通报",
        "一、上期整改情况",
        "二、总体情况",
        "三、存在问题",
        "四、有关要求",
        "附件清单",
    ]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    assert "共检查稿件130篇，有问题的17篇，问题率13.1%" in text
    assert "1. 县民政局：检查40篇，有问题12篇，问题率30.0%" in text
    assert "高于全县" in text
    assert "上季度10.0%（4/40）" in text
    assert "县档案馆：检查10篇，有问题4篇" in text
    assert "篇数少，不排名次" in text
    assert "屡次出现：" in text


def test_departments_stand_in_bands() -> None:
    text = bulletin()
    assert "没有可比的上期检查结果" in text
    shown = text[text.index("名次") :]
    order = [shown.index(name) for name in ("县民政局", "县财政局", "县水利局", "县档案馆")]
    assert order == sorted(order)


def test_what_became_of_the_last_findings() -> None:
    text = bulletin(SECOND)
    assert "应整改问题8处" in text
    assert "整改率" in text


def test_english() -> None:
    text = bulletin(SECOND, "en")
    assert "3. By department" in text
    assert "above the county" in text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    record.write(tmp_path / "audit.json", THIRD)
    record.write(tmp_path / "before.json", SECOND)
    (tmp_path / "qishan-lint.yaml").write_text("audit: {title: 青禾县, masthead: 政务公开工作通报}\n", encoding="utf-8")
    return tmp_path


def test_the_command_writes_all_three_and_its_text_passes_the_check(folder: Path) -> None:
    lint(folder, "bulletin", "audit.json", "--quarter", "2026Q3", "--previous", "before.json", "--output", "out")
    assert {path.name for path in (folder / "out").iterdir()} == {"bulletin.docx", "bulletin.html", "bulletin.xlsx"}
    checked = lint(
        folder, "check", "out/bulletin.docx", "--select", "wording,sensitive,short", "--format", "json", "--exit-zero"
    )
    assert [one["rule"] for one in json.loads(checked)["items"][0]["findings"]] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("audit.json", "--quarter", "2026Q4", "--output", "out"), "还没有结束"),
        (("audit.json", "--quarter", "三季度", "--output", "out"), "2026Q3"),
        (("none.json", "--quarter", "2026Q3", "--output", "out"), "none.json"),
    ],
)
def test_mistakes_say_what_to_do(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    assert words in lint(folder, "bulletin", *arguments, code=2)


@pytest.mark.office
def test_an_office_program_opens_it(tmp_path: Path) -> None:
    import pypdfium2

    made = quarter.of(THIRD, Quarter(2026, 3), SECOND)
    (tmp_path / "a.docx").write_bytes(word.render(made, Quarter(2026, 3), OFFICE, 10, "zh"))
    document = pypdfium2.PdfDocument(needs.as_pdf(tmp_path / "a.docx"))
    assert 2 <= len(document) <= 4
    assert "县民政局" in "".join(page.get_textpage().get_text_range() for page in document)
