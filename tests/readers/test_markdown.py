"""Markdown articles: blocks, references and positions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qishan_lint.model import Span
from qishan_lint.readers import Reading, ReadOptions, markdown
from tests.readers.positions import check, kinds, source_of

ARTICLE = """---
title: 我县召开防汛会议
date: 2024-05-01
---

# 我县召开防汛会议

　　5月1日，**我县**召开防汛会议 &nbsp; 12<b>3</b>4 人参加\\*。
第二行继续，see
the end 𠮷野😀结束。
　　新的一段。

![会场](img/a.jpg "说明") 见[附件](b.pdf)，<https://example.gov.cn/a> 或 https://example.gov.cn/b。

![第二张][r]

图为会议现场。

| 姓名 | 电话 |
|---|---|
| 甲 | 1 |
|  | 2 |

> 引用的话
> 第二行

1. 一
2. 二

   二之二

```py
password = 1
    二
```

用 `code` 说明。

<!-- 审核意见：暂缓 -->
<img src="x.jpg" alt="院子">

<div>你<b>好</b> &lt;x <span style="display:none">藏</span></div>

[r]: c.png
"""


def read(text: str | bytes) -> Reading:
    data = text if isinstance(text, bytes) else text.encode()
    reading = markdown.read(data, "a.md", ReadOptions())
    check(reading)
    return reading


@pytest.fixture(params=["\n", "\r\n"])
def article(request: pytest.FixtureRequest) -> Reading:
    return read(ARTICLE.replace("\n", request.param))


def test_blocks_are_those_that_a_reader_sees(article: Reading) -> None:
    assert kinds(article.parts[0]) == [
        ("title", "我县召开防汛会议"),
        ("title", "我县召开防汛会议"),
        ("paragraph", "　　5月1日，我县召开防汛会议 \xa0 1234 人参加*。第二行继续，see the end 𠮷野😀结束。"),
        ("paragraph", "　　新的一段。"),
        ("paragraph", " 见附件，https://example.gov.cn/a 或 https://example.gov.cn/b。"),
        ("caption", "图为会议现场。"),
        ("cell", "姓名"),
        ("cell", "电话"),
        ("cell", "甲"),
        ("cell", "1"),
        ("cell", "2"),
        ("quote", "引用的话第二行"),
        ("list", "一"),
        ("list", "二"),
        ("list", "二之二"),
        ("code", "password = 1\n    二"),
        ("paragraph", "用 code 说明。"),
        ("paragraph", "你好 <x"),
    ]
    assert article.title == "我县召开防汛会议"


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ("1234", "12<b>3</b>4"),
        ("\xa0", "&nbsp;"),
        ("*。", "*。"),
        ("我县召开防汛会议 ", "我县**召开防汛会议 "),
        ("𠮷野😀", "𠮷野😀"),
        ("<x", "&lt;x"),
        ("password = 1", "password = 1"),
    ],
)
def test_markup_inside_a_text_is_part_of_its_place(article: Reading, shown: str, written: str) -> None:
    assert source_of(article.parts[0], shown) == written


def test_references_stand_where_they_are_written(article: Reading) -> None:
    source = article.parts[0].source or ""
    found = [(one.kind, one.target, one.alt, one.caption) for one in article.references]
    assert found == [
        ("photo", "img/a.jpg", "会场", "说明"),
        ("attachment", "b.pdf", "附件", ""),
        ("photo", "c.png", "第二张", "图为会议现场。"),
        ("photo", "x.jpg", "院子", ""),
    ]
    for one in article.references:
        line, column = map(int, one.where.split(":"))
        assert one.span is not None
        assert source.split("\n")[line - 1][column - 1 :].startswith(source[one.span.start : one.span.start + 5])
        assert source[one.span.start] in "![<"


def test_addresses_and_code_are_zones(article: Reading) -> None:
    part = article.parts[0]
    found = [(zone.kind, part.text[zone.span.start : zone.span.end]) for zone in part.zones]
    assert found == [("url", "https://example.gov.cn/a"), ("url", "https://example.gov.cn/b"), ("code", "code")]


def test_what_nobody_sees_is_a_part_of_its_own(article: Reading) -> None:
    hidden = next(part for part in article.parts if part.hidden)
    assert kinds(hidden) == [
        ("alt", "会场"),
        ("alt", "第二张"),
        ("comment", "审核意见：暂缓"),
        ("alt", "院子"),
        ("hidden", "藏"),
    ]


def test_front_matter_is_a_part_without_the_title(article: Reading) -> None:
    meta = next(part for part in article.parts if part.role == "metadata")
    assert kinds(meta) == [("field", "title:"), ("field", "date: 2024-05-01")]
    assert [(field.name, field.value) for field in article.meta] == [
        ("title", "我县召开防汛会议"),
        ("date", "2024-05-01"),
    ]


def test_tables_know_their_headings(article: Reading) -> None:
    (table,) = article.parts[0].tables
    text = article.parts[0].text
    found = [(cell.row, cell.column, cell.header, text[cell.span.start : cell.span.end]) for cell in table.cells]
    assert found == [
        (0, 0, "姓名", "姓名"),
        (0, 1, "电话", "电话"),
        (1, 0, "姓名", "甲"),
        (1, 1, "电话", "1"),
        (2, 1, "电话", "2"),
    ]
    assert table.where == "表1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 标题\n\n正文", [("title", "标题"), ("paragraph", "正文")]),
        ("正文\n\n# 标题\n", [("paragraph", "正文"), ("heading", "标题")]),
        ("标题\n===\n\n正文", [("title", "标题"), ("paragraph", "正文")]),
        ("- a\n  - b\n- c\n", [("list", "a"), ("list", "b"), ("list", "c")]),
        ("- a\n\n  b\n", [("list", "a"), ("list", "b")]),
        ("> - a\n", [("list", "a")]),
        ("    缩进代码\n", [("code", "缩进代码")]),
        (" ```\na\n\tb\n ```\n", [("code", "a\n   b")]),
        ("![a](a.jpg)\n", []),
        ("&nbsp;\n\n正文", [("paragraph", "正文")]),
        ("第一行  \n第二行", [("paragraph", "第一行\n第二行")]),
        ("a[^1]\n\n[^1]: 注\n", [("paragraph", "a"), ("note", "注")]),
        ("发布时间：2024-05-01\n\n正文", [("field", "发布时间：2024-05-01"), ("paragraph", "正文")]),
        ("<table><tr><td>甲</td></tr></table>\n", [("cell", "甲")]),
        ("<script>\nvar a=1\n</script>\n\n正文", [("paragraph", "正文")]),
        ("5~6月，~~删除~~", [("paragraph", "5~6月，~~删除~~")]),
        ("\n", []),
        ("", []),
    ],
)
def test_single_constructs(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(read(text).parts[0]) == expected


def test_links_to_pages_and_anchors_are_no_attachments() -> None:
    text = (
        "[a](b.md) [c](#d) [e](mailto:a@b.cn) [f](https://a.cn) [g](/h/) [i](j.html?k=1) [l](表%20格.xlsx) [m](n.JPG)"
    )
    found = [(one.kind, one.target, one.alt) for one in read(text).references]
    assert found == [("attachment", "表%20格.xlsx", "l"), ("photo", "n.JPG", "m")]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("文 ![图](a b.jpg) 与[表](附件 1.xlsx)。", ["a b.jpg", "附件 1.xlsx"]),
        ("`![图](a b.jpg)`", []),
        ("    ![图](a b.jpg)", []),
        ("![图](a%20b.jpg) [x](<a b.pdf>)", []),
        ("见[注](第 1 条)。", []),
    ],
)
def test_links_that_markdown_does_not_take_are_problems(text: str, targets: list[str]) -> None:
    reading = read(text)
    part = reading.parts[0]
    assert [problem.data["file"] for problem in reading.problems] == targets
    for problem in reading.problems:
        assert problem.part == part.id
        assert problem.span is not None
        assert part.text[problem.span.start : problem.span.end].endswith(f"({problem.data['file']})")


def test_a_picture_in_the_text_itself_is_embedded() -> None:
    reading = read("![图](data:image/png;base64,iVBORw0KGgo=)\n\n![坏](data:image/png;base64,!)")
    assert [(one.name, one.data[:4], one.where) for one in reading.embedded] == [
        ("data-1.png", b"\x89PNG", "1:1"),
        ("data-2.png", b"", "3:1"),
    ]


def test_toml_front_matter() -> None:
    reading = read('+++\ntitle = "标题"\ndate = 2024-05-01\ntags = ["a", "b"]\n+++\n\n正文')
    assert [(one.name, one.value) for one in reading.meta] == [
        ("title", "标题"),
        ("date", "2024-05-01"),
        ("tags", "a、b"),
    ]
    assert source_of(reading.parts[0], "标题") == "标题"


@pytest.mark.parametrize(
    "front", ["title: [a", "a: &b 1\nc: *b", "a: !!python/object:os.system x\nb: [", "\tx: 1", "'a"]
)
def test_broken_front_matter_is_reported_and_the_body_read(front: str) -> None:
    reading = read(f"---\n{front}\n---\n\n正文")
    assert [problem.code for problem in reading.problems] == ["front-matter"]
    assert ("paragraph", "正文") in kinds(reading.parts[0])


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    assert kinds(read("---\n\n正文\n").parts[0]) == [("paragraph", "正文")]


def test_gb18030_and_bom() -> None:
    text = "# 标题\n\n县政府召开常务会议，研究部署防汛抗旱工作。\n"
    assert read(text.encode("gb18030")).problems[0].code == "encoding-not-utf8"
    part = read(b"\xef\xbb\xbf" + text.encode()).parts[0]
    assert part.source == text
    assert source_of(part, "研究部署") == "研究部署"


def test_unknown_bytes_give_a_problem_and_no_part() -> None:
    reading = read("县政府召开会议".encode("utf-16-le"))
    assert (reading.parts, [one.code for one in reading.problems]) == ((), ["encoding-utf16"])


def test_too_long_a_text_is_refused() -> None:
    reading = markdown.read("正文".encode() * 100, "a.md", ReadOptions(max_text=50))
    assert (reading.parts, [one.code for one in reading.problems]) == ((), ["too-large"])


MARKUP = [
    "正文", "，", "𠮷😀", "12", " ", "\n", "\r\n", "\t", "　　", "**", "*", "_", "`", "```\n", "# ", "> ",
    "- ", "1. ", "|", "|---|\n", "![图](a.jpg)", "[附件](b.pdf)", "[r]", "[r]: c.png\n", "<b>", "</b>",
    "<div>", "</div>", "<!-- c -->", "<br>", "&nbsp;", "&lt;", "&#x41;", "\\*", "\\", "~~", "<script>",
    "<img src=a.png alt=b>", "<p hidden>", "</p>", "<td>", "<table>", "</table>", "---\n",
    "title: 标题\n", "date: 2024-05-01\n", "[^1]", "[^1]: 注\n", "<http://a.cn>", "\n\n", "<![x]>",
    "===\n", "&", "<", "]", "(",
]  # fmt: skip


@settings(max_examples=400)
@given(st.lists(st.sampled_from(MARKUP), max_size=30).map("".join))
def test_every_character_stands_where_the_part_says(text: str) -> None:
    read(text)


@settings(max_examples=150)
@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    read(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))


@given(st.text(alphabet="县政府召开会议，。“”、；《》", min_size=1, max_size=60))
def test_plain_chinese_is_editable_as_a_whole(body: str) -> None:
    part = read(f"---\ntitle: 标题\n---\n\n{body}\n").parts[0]
    block = part.blocks[1]
    assert part.text[block.span.start : block.span.end] == body
    assert part.editable(Span(block.span.start, block.span.end))


_TEXT = st.text(alphabet="县开展工作，。“”（）1２.)-+=# \u3000:!~`*_<>&|[]\\\r\t\n\nab\x0c\u2028", max_size=60)
_PLAIN = st.lists(st.text(alphabet="县开展工作，。：1.)\u3000a!", min_size=1, max_size=12), max_size=6).map("\n\n".join)


@given(st.sampled_from(("", "---\ntitle: 题\n---\n", "---\ntitle: 题\n---\n\n")), st.one_of(_TEXT, _PLAIN))
def test_plain_paragraphs_are_read_as_the_parser_reads_them(front: str, body: str) -> None:
    source = front + body
    plain = markdown._plain(source, len(front), None)
    if plain is not None:
        walked = markdown._walked(source, len(front), None)
        assert plain.visible.part("a", "a") == walked.visible.part("a", "a")
        assert plain.hidden.length == walked.hidden.length == 0
        assert plain.references == walked.references


@pytest.mark.parametrize("body", ["正文一。\n\n正文二。\n", "\n2024年，正文。", "1.5倍增长。\n\n\n末段"])
def test_usual_bodies_need_no_parser(body: str) -> None:
    assert markdown._plain(body, 0, None) is not None


@pytest.mark.parametrize("body", ["- 列表", "1. 列表", "正\n文", "# 标题", "正 \n", "    代码", "a\n===", "1)"])
def test_markup_needs_the_parser(body: str) -> None:
    assert markdown._plain(body, 0, None) is None
