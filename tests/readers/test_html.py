"""HTML pages: the article without its surroundings, meta tags, references, positions, hostile markup."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qishan_lint.readers import Reading, ReadOptions, html
from tests.readers.positions import check, kinds, source_of

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>我县召开防汛会议-县人民政府门户网站</title>
<meta name="SiteName" content="县人民政府门户网站">
<meta name="ColumnName" content="政务动态"><meta name="ColumnType" content="工作动态">
<meta name="ArticleTitle" content="我县召开防汛会议">
<meta content="2024-05-01 10:20" name="PubDate"/>
<meta name="ContentSource" content="县水利局&amp;应急局">
<meta name="Keywords" content="防汛;会议"><meta name="Description" content="会议摘要">
<meta name="Image" content="/images/a.jpg"><meta name="Url" content="http://www.example.gov.cn/a.html">
<style>p{color:red}</style></head>
<body><nav><ul><li><a href="/">首页</a></li><li><a href="/b/">政务公开</a></li></ul></nav>
<h1>我县召开防汛会议</h1>
<div class="info">发布时间：2024-05-02 <span>来源：</span><span>县政府办</span></div>
<div class="box TRS_Editor"><script>var x = "<p>不是正文</p>";</script>
<p>　　5月1日，<b>我县</b>召开会议，共12<span>3</span>4&nbsp;人
参加，提出<i>“三个到位”</i>的要求。<br>会议由𠮷野😀主持。</p>
<p><img data-original="img/%E5%9B%BE%201.jpg?v=1" src="loading.gif" width="600" style="height:400px"
 alt="会场&quot;全景&quot;" srcset="img/a-1x.jpg 1x, img/a-2x.jpg 2x"></p>
<p>图为会议现场。</p>
<figure><img src="b.png"><figcaption>第二张</figcaption></figure>
<table><tr><th>姓名<th>电话<tr><td colspan=2>甲<tr><td>乙<td>2</table>
<ul><li>一<li>二<ul><li>二之一</ul></ul>
<blockquote><p>引文</p></blockquote>
<![如果 !IE]>好<![endif]><!-- 审核意见：暂缓 -->
<p style="display: none">藏起来的话</p><input type="hidden" value="token-值" data-id="9">
<div data-note="备注：内部掌握">可见</div>
<p>附件：<a href="files/%E9%99%84%E4%BB%B6.docx" title="下载">报名表.docx</a>，<a href="list.html">更多</a></p>
</div>
<div class="share">分享到：微信 微博 <a href="c.html">打印</a></div>
<footer>版权所有 县人民政府</footer></body></html>
"""


def read(text: str | bytes) -> Reading:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    reading = html.read(data, "a.html", ReadOptions())
    check(reading)
    return reading


@pytest.fixture(params=["\n", "\r\n"])
def page(request: pytest.FixtureRequest) -> Reading:
    return read(PAGE.replace("\n", request.param))


def test_the_article_is_read_without_the_page_around_it(page: Reading) -> None:
    assert kinds(page.parts[0]) == [
        ("title", "我县召开防汛会议"),
        ("paragraph", "　　5月1日，我县召开会议，共1234\xa0人参加，提出“三个到位”的要求。\n会议由𠮷野😀主持。"),
        ("caption", "图为会议现场。"),
        ("caption", "第二张"),
        ("cell", "姓名"),
        ("cell", "电话"),
        ("cell", "甲"),
        ("cell", "乙"),
        ("cell", "2"),
        ("list", "一"),
        ("list", "二"),
        ("list", "二之一"),
        ("quote", "引文"),
        ("paragraph", "好"),
        ("paragraph", "可见"),
        ("paragraph", "附件：报名表.docx，更多"),
    ]
    assert page.title == "我县召开防汛会议"


def test_meta_tags_of_the_guide_and_labels_are_fields(page: Reading) -> None:
    assert [(one.name, one.value) for one in page.meta] == [
        ("SiteName", "县人民政府门户网站"),
        ("ColumnName", "政务动态"),
        ("ColumnType", "工作动态"),
        ("ArticleTitle", "我县召开防汛会议"),
        ("PubDate", "2024-05-01 10:20"),
        ("ContentSource", "县水利局&应急局"),
        ("Keywords", "防汛;会议"),
        ("Description", "会议摘要"),
        ("Image", "/images/a.jpg"),
        ("Url", "http://www.example.gov.cn/a.html"),
        ("发布时间", "2024-05-02"),
        ("来源", "县政府办"),
    ]
    source = page.parts[0].source or ""
    for one in page.meta:
        assert one.source_span is not None
        written = source[one.source_span.start : one.source_span.end]
        assert written == one.value or "&amp;" in written


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ("1234\xa0人", "12<span>3</span>4&nbsp;人"),
        ("我县召开会议", "我县</b>召开会议"),
        ("𠮷野😀", "𠮷野😀"),
        ("图为会议现场", "图为会议现场"),
    ],
)
def test_tags_and_entities_inside_a_text_are_part_of_its_place(page: Reading, shown: str, written: str) -> None:
    assert source_of(page.parts[0], shown) == written


def test_lazy_and_responsive_pictures(page: Reading) -> None:
    found = [(one.kind, one.target, one.caption, one.shown) for one in page.references]
    assert found == [
        ("photo", "img/%E5%9B%BE%201.jpg?v=1", "图为会议现场。", (600, 400)),
        ("photo", "img/a-1x.jpg", "图为会议现场。", (600, 400)),
        ("photo", "img/a-2x.jpg", "图为会议现场。", (600, 400)),
        ("photo", "b.png", "第二张", None),
        ("attachment", "files/%E9%99%84%E4%BB%B6.docx", "", None),
        ("photo", "/images/a.jpg", "", None),
    ]
    assert page.references[0].alt == '会场"全景"'
    assert page.references[-2].alt == "报名表.docx"
    source = page.parts[0].source or ""
    for one in page.references[:-1]:
        assert one.span is not None
        line, column = map(int, one.where.split(":"))
        assert source.split("\n")[line - 1][column - 1] == "<" == source[one.span.start]


def test_hidden_text_is_a_part_of_its_own(page: Reading) -> None:
    hidden = next(part for part in page.parts if part.hidden)
    assert kinds(hidden) == [
        ("alt", '会场"全景"'),
        ("comment", "审核意见：暂缓"),
        ("hidden", "藏起来的话"),
        ("value", "token-值"),
        ("data-note", "备注：内部掌握"),
        ("title", "下载"),
    ]


def test_tables_know_rows_columns_and_headings(page: Reading) -> None:
    (table,) = page.parts[0].tables
    text = page.parts[0].text
    found = [(cell.row, cell.column, cell.header, text[cell.span.start : cell.span.end]) for cell in table.cells]
    assert found == [
        (0, 0, "姓名", "姓名"),
        (0, 1, "电话", "电话"),
        (1, 0, "姓名", "甲"),
        (2, 0, "姓名", "乙"),
        (2, 1, "电话", "2"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>a<p>b", [("paragraph", "a"), ("paragraph", "b")]),
        ("甲 乙\n丙 d\ne", [("paragraph", "甲 乙丙 d e")]),
        ("<p>甲 <b>乙</b>\n<i>丙</i></p>", [("paragraph", "甲 乙丙")]),
        ("<pre>a\n  b</pre>", [("code", "a\n  b")]),
        ("<h2>一</h2><p>二", [("heading", "一"), ("paragraph", "二")]),
        ("<h1>题</h1>文", [("title", "题"), ("paragraph", "文")]),
        ("<title>题_县政府</title><p>文", [("title", "题"), ("paragraph", "文")]),
        ("<title>甲&amp;乙_县政府</title><p>文", [("title", "甲&乙_县政府"), ("paragraph", "文")]),
        ("<p>&nbsp;</p><p>文</p>", [("paragraph", "文")]),
        ("a<br/>b<br>c", [("paragraph", "a\nb\nc")]),
        ("<div>a<div>b</div>c</div>", [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")]),
        ("<li>a</li>b", [("list", "a"), ("paragraph", "b")]),
        ("文<!-- 未完", [("paragraph", "文")]),
        ("文<", [("paragraph", "文<")]),
        ("1 < 2 &amp 3 &#65; &bad; &", [("paragraph", "1 < 2 & 3 A &bad; &")]),
        ("<![CDATA[x]]>文<?php echo 1 ?>", [("paragraph", "文")]),
        ("", []),
    ],
)
def test_single_constructs(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(read(text).parts[0]) == expected


SENTENCE = "县委、县政府召开全县防汛工作会议，安排部署下一阶段重点任务。"


@pytest.mark.parametrize(
    "template",
    [
        "<body><div id=nav>{links}</div><div id=c><p>{text}</p></div><div>{links}</div></body>",
        "<body><table><tr><td>{links}<td><p>{text}</table>{links}</body>",
        "<body><div>{links}</div><article><p>{text}</p></article></body>",
        "<body><div>{links}</div><div id=Zoom>{text}</div></body>",
        "<div>{links}</div><div><div><p>{text}</p></div></div>",
    ],
)
def test_the_body_is_found_by_name_tag_or_density(template: str) -> None:
    links = "".join(f"<a href='{number}.html'>栏目名称{number}</a>" for number in range(40))
    reading = read(template.format(links=links, text=SENTENCE * 4))
    assert kinds(reading.parts[0]) == [("paragraph", SENTENCE * 4)]


def test_the_title_is_the_heading_nearest_above_the_article() -> None:
    head = "<h1>某县人民政府</h1><h1>我县召开会议</h1><div class=info>来源：县水利局</div>"
    reading = read(f"{head}<div id=zoom><p>{SENTENCE}</div>")
    assert kinds(reading.parts[0]) == [("title", "我县召开会议"), ("paragraph", SENTENCE)]
    assert [(one.name, one.value) for one in reading.meta] == [("来源", "县水利局")]


def test_an_empty_container_stays_empty() -> None:
    reading = read("<body><div><a href=a.html>首页</a> 县政府</div><div class='TRS_Editor'></div><p>版权</p></body>")
    assert kinds(reading.parts[0]) == []


@pytest.mark.parametrize(
    ("declared", "encoding", "where"),
    [
        ("<meta charset=gb2312>", "utf-8", "2:15"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "utf-8", "2:61"),
        ("<meta charset='UTF-8'>", "gb18030", "2:16"),
        ("<meta charset=utf-8>", "utf-8", ""),
        ("<meta charset=gbk>", "gb18030", ""),
        ("<meta charset=gbk>", "utf-8-sig", ""),
        ("", "gb18030", ""),
    ],
)
def test_a_wrong_declaration_of_the_encoding_is_a_problem(declared: str, encoding: str, where: str) -> None:
    reading = read(f"<html>\n{declared}<p>{SENTENCE}</p>".encode(encoding))
    found = [problem.where for problem in reading.problems if problem.code == "charset-mismatch"]
    assert found == ([where] if where else [])


def test_deep_nesting_is_read() -> None:
    depth = 20_000
    reading = read("<div>" * depth + "文" + "</div>" * depth)
    assert kinds(reading.parts[0]) == [("paragraph", "文")]


PUMPS = [
    "<!--", "<", "<a", "</", "<a b='", '<a b="', "<![", "<!", "<?", "&", "&#", "<a b=", "<p>", "<b>",
    "</b>", "<td>", "<li>", "<a href=x.pdf>", "<table>", "<tr><td>", "<div hidden>", "<script>",
    "</script", "<title>", "<br>", "-->", "<h1>", "<meta name=a content=b>", "<img src=a.jpg>",
    "发布时间：", "&nbsp;", "<![a", "<![a]", "<![CDATA[", "]]>",
]  # fmt: skip


@pytest.mark.parametrize("pump", PUMPS)
def test_repeated_markup_is_read_in_linear_time(pump: str) -> None:
    began = time.process_time()
    html.read((pump * (100_000 // len(pump)) + ">").encode(), "a.html", ReadOptions())
    assert time.process_time() - began < 4


PIECES = [
    "文", "，", "𠮷😀", "12", " ", "\n", "\r\n", "\t", "　", "<p>", "</p>", "<div>", "</div>", "<b>",
    "</b>", "<br>", "&nbsp;", "&lt;", "&#65;", "&", "<", ">", "<!--", "-->", "<![x]>", "<!x>", "<?x?>",
    "<table>", "<tr>", "<td>", "</td>", "</table>", "<li>", "<ul>", "</ul>", "<img src=a.jpg alt=图>",
    "<a href=b.pdf>", "</a>", "<script>", "</script>", "<style>", "<p hidden>", "<h1>", "</h1>",
    "<title>", "</title>", "<meta name=PubDate content='2024'>", "<pre>", "</pre>", "<a b='", '"',
    "<textarea>", "<svg>", "</svg>", "<nav>", "</nav>", "<div class=TRS_Editor>", "<article>",
    "</article>", "]]>", "<![CDATA[", "</", "<p/>", "<body>", "</body>", "<input type=hidden value=x>",
]  # fmt: skip


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_every_character_stands_where_the_part_says(text: str) -> None:
    read(text)


@settings(max_examples=200)
@given(st.text(alphabet=st.sampled_from("<>!-/=\"'&;#[]?a文 \n"), max_size=60))
def test_any_markup_is_read(text: str) -> None:
    read(text)
