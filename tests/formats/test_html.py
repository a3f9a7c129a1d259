"""The HTML report as a document: one file, a strict policy, everything escaped, pictures made unrecognisable."""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from qishan_lint.formats._summary import Group
from qishan_lint.formats.html._entry import Entry
from qishan_lint.formats.html._evidence import passage_markup, passages
from qishan_lint.formats.html._markup import Markup, tag
from qishan_lint.formats.html._photos import Album, coarse
from qishan_lint.model import Excerpt, Finding, Level, Place, Report, Text
from tests.formats import sample_report as made

PAGE = made.bytes_of("html", made.sample(), thumbnail=made.jpeg).decode()
KNOWN = frozenset(
    re.findall(
        r"\w+",
        """html head meta title style script body header main footer nav section article form dialog a b button
        caption code dd del details div dl dt em fieldset figcaption figure h1 h2 h3 h4 i img input ins kbd label
        legend li mark ol p q span strong summary svg line rect text table tbody td th thead tr ul""",
    )
)


class Elements(HTMLParser):
    """Names and attributes of all elements, and whether they are nested as they should be."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        given_ = dict(attrs)
        self.attributes |= set(given_)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        if tag not in ("meta", "img", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def elements(page: str) -> Elements:
    parser = Elements()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


def test_one_file_without_anything_remote() -> None:
    found = elements(PAGE)
    assert all(link.startswith(("#", "data:image/jpeg;base64,")) for link in found.links)
    assert not re.search(r"url\((?!data:)|@import|https?://", PAGE)
    assert not {name for name in found.attributes if name.startswith("on")} | ({"style"} & found.attributes)


def test_policy_allows_its_own_style_and_scripts_by_hash_and_nothing_else() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', PAGE)
    assert policy is not None
    allowed = dict(part.strip().split(" ", 1) for part in policy[1].replace("&#x27;", "'").split(";"))
    assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == "'none'"
    assert allowed["img-src"] == "data:"
    for directive, pattern in (("style-src", r"<style>(.*?)</style>"), ("script-src", r"<script>(.*?)</script>")):
        blocks = re.findall(pattern, PAGE, re.DOTALL)
        hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()}'" for block in blocks]
        assert allowed[directive].split(" ") == hashes


def test_links_lead_somewhere_and_ids_are_unique() -> None:
    found = elements(PAGE)
    assert len(set(found.ids)) == len(found.ids)
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)


def test_marks_and_findings_lead_to_each_other() -> None:
    marks = set(re.findall(r'<mark[^>]* id="m([\d-]+)"', PAGE))
    assert marks
    for number in marks:
        assert f'href="#f{number}"' in PAGE
        assert f'href="#m{number}"' in PAGE


@settings(max_examples=30)
@given(st.text(st.characters(codec=None), max_size=50))
def test_no_text_adds_an_element(text: str) -> None:
    hostile = f"</p></script><script>{text}<b onclick=x>&lt;"
    finding = made.in_text("wording/wrong-word", "a.md", 3, hostile, hostile, hostile, hostile, suggestions=(hostile,))
    finding = replace(finding, message=Text(hostile, hostile), excerpt=Excerpt(hostile, hostile, hostile))
    result = replace(
        made.clear(1), path=hostile, title=hostile, department=hostile, column=hostile, findings=(finding,)
    )
    report = replace(made.report(result), configuration=hostile, unconfirmed=((hostile, hostile),))
    found = elements(made.bytes_of("html", report).decode())
    assert found.names <= KNOWN
    assert not {name for name in found.attributes if name.startswith("on")}


def test_large_reports_are_small_and_complete() -> None:
    report = made.large()
    page = made.bytes_of("html", report)
    assert len(page) < 5_000_000
    text = page.decode()
    assert text.count("<li><b class=") == 10_000
    assert 'class="large"' in text


def test_plain_strings_are_text_and_markup_is_not_escaped_twice() -> None:
    assert tag("p", "a<b", tag("b", "&"), title='"x"') == '<p title="&quot;x&quot;">a&lt;b<b>&amp;</b></p>'
    assert isinstance(tag("p"), Markup)


def _hit(start: int, before: str, hit: str, after: str, number: int) -> Entry:
    finding = Finding(
        rule="wording/wrong-word",
        level=Level.ERROR,
        item="a.md",
        place=Place(path="a.md", part="a.md", offset=start),
        message=Text("错", "wrong"),
        excerpt=Excerpt(before, hit, after),
    )
    return Entry(1, number, Group((finding,)))


def test_hits_of_one_sentence_are_marked_in_it() -> None:
    text = "请各村登陆系统，尽快报送有关数据报送。"
    entries = [_hit(3, text[:3], text[3:5], text[5:], 1), _hit(16, text[8:16], text[16:18], text[18:], 2)]
    ((passage,),) = passages(entries).values()
    assert passage.text == text
    assert [(mark.start, mark.end) for mark in passage.marks] == [(3, 5), (16, 18)]


def test_a_hit_inside_another_is_marked_inside_it() -> None:
    text = "请各村登陆系统。"
    entries = [_hit(0, "", text, "", 1), _hit(3, text[:3], text[3:5], text[5:], 2)]
    ((passage,),) = passages(entries).values()
    shown = re.sub(r"<a[^>]*>(\d)</a>", r"[\1]", passage_markup(passage, "zh"))
    assert re.sub(r"<mark[^>]*>", "<", shown).replace("</mark>", ">") == "<请各村<登陆>[2]系统。>[1]"


def test_hits_that_cross_stay_apart() -> None:
    text = "请各村登陆系统。"
    entries = [_hit(1, text[:1], text[1:4], text[4:], 1), _hit(3, text[:3], text[3:5], text[5:], 2)]
    assert [len(several) for several in passages(entries).values()] == [2]


def test_excerpts_that_disagree_stay_apart() -> None:
    entries = [_hit(3, "请各村", "登陆", "系统", 1), _hit(6, "某某", "系统", "中", 2)]
    ((one, two),) = passages(entries).values()
    assert (one.text, two.text) == ("请各村登陆系统", "某某系统中")


def test_sensitive_photos_lose_their_detail_in_the_bytes() -> None:
    picture = Image.effect_noise((320, 180), 90).convert("RGB")
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=95)
    with Image.open(io.BytesIO(coarse(data.getvalue()))) as blurred:
        assert blurred.size == (320, 180)
        cells = blurred.convert("L").resize((160, 90), Image.Resampling.BOX)
    assert _contrast(cells) < 4
    assert _contrast(picture.convert("L").resize((160, 90), Image.Resampling.BOX)) > 20


def _contrast(picture: Image.Image) -> float:
    """The mean difference of neighbouring pixels."""
    steps = [abs(one - two) for one, two in itertools.pairwise(picture.tobytes())]
    return sum(steps) / len(steps)


def test_a_photo_with_a_sensitive_finding_is_never_embedded_as_it_is() -> None:
    photo = "content/石桥镇/动态/会场.jpg"
    finding = Finding(
        rule="sensitive/citizen-id",
        level=Level.ERROR,
        item=made.fire().id,
        place=Place(path=photo),
        message=Text("照片里有公民身份号码", "an ID number in the photo"),
        sensitive=True,
    )
    report = made.report(replace(made.fire(), findings=(finding,)))
    page = made.bytes_of("html", report, thumbnail=made.jpeg).decode()
    original = made.jpeg(photo)
    assert original is not None
    assert base64.b64encode(original).decode() not in page
    assert "data:image/jpeg;base64," in page
    assert "已遮盖" in page


def test_cut_lines_are_drawn_in_the_size_of_the_photo() -> None:
    assert '<svg viewBox="0 0 1600 900"' in PAGE
    assert 'class="cut" x1="803" y1="0" x2="803" y2="900"/>' in PAGE
    assert "切线 x=803" in PAGE


def test_what_is_no_picture_is_left_out() -> None:
    for data in (b"", b"not a picture", (made.jpeg("a") or b"")[:300]):
        page = made.bytes_of("html", made.sample(), thumbnail=lambda path, data=data: data).decode()
        assert "data:image" not in page
        assert "没有缩略图" in page


def test_pictures_stop_when_the_page_is_full() -> None:
    size = len(made.jpeg("a") or b"")
    album = Album(made.jpeg, room=size * 3 // 2)
    assert album.picture("a", blurred=False) is not None
    assert album.picture("b", blurred=False) is None
    assert album.picture("a", blurred=False) is not None


def test_english_page_marks_what_is_chinese() -> None:
    page = made.bytes_of("html", made.sample(), lang="en").decode()
    assert '<html lang="en">' in page
    assert '<h3 lang="zh-CN">青禾县举办' in page


def states() -> list[tuple[Report, str]]:
    return [
        (made.spotless(), "5 篇都没有发现问题"),
        (made.empty(), "没有可查的篇目"),
        (made.report(made.fire(), interrupted=True), "已中断"),
    ]


def test_states() -> None:
    for report, words in states():
        page = made.bytes_of("html", report).decode()
        assert words in page
        elements(page)
