"""Lines end at LF, CR LF, or CR alone: whatever the ends, the same text is at the same place."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint import checking
from qishan_lint.settings import Choice
from qishan_lint.textual import lines
from tests.trees import plant

TEXTS = st.text(st.sampled_from(["甲", "😀", "\t", "\n", "\r", "\u2028"]), max_size=30)
ARTICLES = {
    "a.md": "---\ntitle: 县政府召开常务会议\ndate: 2026-11-20\n---\n\n第一段。\n\n请登陆系统，![图](没有.jpg)。\n",
    "b.md": "+++\ntitle = '县政府召开常务会议'\n+++\n\n<!-- qishan-lint: allow wording/wrong-word -->\n\n请登陆系统。\n",
    "c.md": "---\ntitle: 县政府: 常务会议\ndate: 2026-11-20\n---\n\n第一段。\n```\n代码\n登陆系统\n```\n\n请登陆系统。\n",
    "d.html": "<html><head>\n<title>县政府</title></head>\n<body>\n<h1>县政府</h1>\n<p>请登陆系统</p></body></html>\n",
    "e.txt": "县政府召开常务会议\n\n第一段。\n\n请登陆系统。\n",
}


@given(TEXTS)
def test_a_line_begins_behind_each_end(text: str) -> None:
    ends = [
        index + 1 for index, sign in enumerate(text) if sign == "\n" or (sign == "\r" and text[index + 1 :][:1] != "\n")
    ]
    assert lines.starts(text) == (0, *ends)


@given(TEXTS, st.integers(0, 30))
def test_a_place_leads_back_to_its_character(text: str, offset: int) -> None:
    at = min(offset, len(text))
    line, column = lines.position(text, at)
    assert lines.starts(text)[line - 1] + column - 1 == at
    assert lines.begin(text, at) == lines.starts(text)[line - 1]
    assert lines.where(text, at) == f"{line}:{column}"


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_other_line_ends_change_no_finding_and_no_place(tmp_path: Path, name: str, end: str) -> None:
    def places(text: str) -> list[tuple[str, str]]:
        plant(tmp_path, {name: text})
        request = checking.Request(
            paths=(str(tmp_path / name),), root=tmp_path, today=datetime.date(2026, 11, 25), choice=Choice(), jobs=1
        )
        report, _ = checking.check(request)
        return [(one.rule, one.place.where) for one in report.findings]

    expected = places(ARTICLES[name])
    assert any(rule == "wording/wrong-word" for rule, _ in expected) or "allow" in ARTICLES[name]
    assert places(ARTICLES[name].replace("\n", end)) == expected
