"""The review sheet as a page of HTML that prints on one sheet of A4, with an annex when findings are many."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from qishan_lint.formats.html._markup import Markup, join, tag
from qishan_lint.photo import codes
from qishan_lint.sheet import Sheet

SUFFIX = ".html"

_STYLE = """
@page{size:A4;margin:11mm 17mm 8mm}
*{box-sizing:border-box}
body{margin:0 auto;max-width:176mm;background:#fff;color:#000;font:11pt/1.4 FangSong,"Noto Serif CJK SC",serif}
h1,h2{margin:0;text-align:center;font-family:SimSun,"Noto Serif CJK SC",serif}
h1{font-size:20pt;letter-spacing:2pt}
h2{font-size:13pt}
p{margin:0}
.top,.foot{display:flex;justify-content:space-between;gap:8mm}
.top{margin:3mm 0 1mm}
.foot{font-size:8.5pt;margin-top:1mm;overflow-wrap:anywhere}
table{border-collapse:collapse;width:calc(100% - .3mm);table-layout:fixed}
th,td{border:.4pt solid #000;padding:1mm 2mm;text-align:left;vertical-align:middle;overflow-wrap:anywhere}
th{font-family:SimHei,"Noto Sans CJK SC",sans-serif;text-align:center}
.qr{text-align:center;padding:1mm}
.qr img{display:block;width:29mm;height:29mm;margin:auto;image-rendering:pixelated}
code{font:10pt/1.4 "Courier New","Noto Sans Mono CJK SC",monospace}
ol{margin:0;padding-left:6mm}
.box{height:35mm;position:relative;vertical-align:top}
.box.low{height:27mm}
.signed{position:absolute;left:2mm;right:2mm;bottom:1.5mm;display:flex;justify-content:space-between}
.annex{break-before:page}
"""


def render(sheet: Sheet) -> bytes:
    """The page in UTF-8. Raises UsageError without the extra for QR codes."""
    say = sheet.say
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag(
            "meta",
            http_equiv="Content-Security-Policy",
            content="default-src 'none'; img-src data:; style-src 'unsafe-inline'",
        ),
        tag("title", f"{say('title')} {sheet.title}"),
        tag("style", Markup(_STYLE)),
    )
    parts = [
        tag("h2", sheet.office) if sheet.office else "",
        tag("h1", say("title")),
        tag(
            "p", tag("span", say("number"), "________________"), tag("span", say("day", day=_day(sheet))), class_="top"
        ),
        tag(
            "table",
            tag("colgroup", (tag("col", style=f"width:{width}%") for width in _WIDTHS)),
            tag("tbody", _rows(sheet)),
        ),
        tag("p", say("foot"), class_="foot"),
        tag("p", say("record", item=sheet.item), class_="foot"),
    ]
    if sheet.annex:
        parts.append(tag("section", tag("h2", say("annex")), tag("p", sheet.title), _list(sheet.annex), class_="annex"))
    lang = "en" if sheet.lang == "en" else "zh-CN"
    return f"<!doctype html>\n{tag('html', head, tag('body', tag('main', parts)), lang=lang)}\n".encode()


_WIDTHS = (15, 22, 13, 17, 13, 20)
"""Widths of the six columns in percent."""


def _rows(sheet: Sheet) -> Iterator[Markup]:
    say = sheet.say
    yield tag("tr", _head(say("item")), _cell(tag("b", sheet.title), 5))
    yield tag(
        "tr",
        _head(say("section")),
        _cell(sheet.office),
        _head(say("author")),
        _cell(""),
        _head(say("column")),
        _cell(sheet.column),
    )
    yield tag("tr", _head(say("source")), _cell(say("sources")), _head(say("nature")), _cell(say("natures"), 3))
    yield tag("tr", _head(say("basis")), _cell("", 3), _head(say("deadline")), _cell(""))
    yield tag("tr", _head(say("holds")), _cell(sheet.contents, 5))
    picture = f"data:image/png;base64,{base64.b64encode(codes.png(sheet.payload)).decode()}"
    code = tag("td", tag("img", src=picture, alt=sheet.code), class_="qr", rowspan=3)
    yield tag(
        "tr", _head(say("checked"), tag("br"), f"qishan-lint {sheet.version}", rows=2), _cell(_counts(sheet), 4), code
    )
    shown = (
        say("see-annex", count=len(sheet.lines)) if sheet.annex else _list(sheet.lines) if sheet.lines else say("none")
    )
    yield tag("tr", _cell(shown, 4))
    yield tag("tr", _head(say("code")), _cell(tag("code", sheet.code), 4))
    review = join(*(tag("p", say(f"secrecy-{line}")) for line in (1, 2)), _signed(say("secrecy-3"), say("date")))
    yield tag("tr", _head(say("secrecy")), tag("td", review, colspan=5, class_="box low"))
    for level in sheet.levels:
        opinion = join(say("opinion"), _signed(say("decision"), say("date")))
        yield tag("tr", _head(level), tag("td", opinion, colspan=5, class_="box"))
    yield tag("tr", _head(say("third")), _cell(f"{say('thirds')}　　{say('date')}", 5))
    yield tag(
        "tr", _head(say("published")), _cell(f"{say('publisher')}　{say('date')}", 3), _head(say("archive")), _cell("")
    )


def _head(*children: str, rows: int | None = None) -> Markup:
    return tag("th", *children, scope="row", rowspan=rows)


def _cell(content: str, columns: int | None = None) -> Markup:
    return tag("td", content, colspan=columns)


def _signed(decision: str, day: str) -> Markup:
    return tag("span", tag("span", decision), tag("span", day), class_="signed")


def _list(lines: tuple[str, ...]) -> Markup:
    return tag("ol", (tag("li", line) for line in lines))


def _counts(sheet: Sheet) -> str:
    errors, warnings, hints, waivers = sheet.counts
    return sheet.say("counts", day=sheet.day, errors=errors, warnings=warnings, hints=hints, waivers=waivers)


def _day(sheet: Sheet) -> str:
    return sheet.day.isoformat() if sheet.lang == "en" else f"{sheet.day.year}年{sheet.day.month}月{sheet.day.day}日"
