"""Every way to show a picture: what is signed covers it, or nobody can sign; a swapped picture never passes unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("cryptography")


from qishan_lint import gate, signing
from qishan_lint.errors import TrustError, UsageError
from qishan_lint.signing import Order
from qishan_lint.signoff import mentions
from qishan_lint.trust import Trust
from tests.signoff.test_verify import DAY, POLICY, PRIVATE, public
from tests.trees import jpeg, plant

CONFIGURATION = "extends: none\nselect: [wording/wrong-word]\n"
FRONT = "---\ntitle: 丰收节开幕\n---\n\n丰收节在凤鸣镇开幕。\n\n"
PICTURE = "镇/会场 一.JPG"
NEIGHBOUR = {"镇/b.md": "# 另一篇\n\n正文。\n"}
"""Without it the folder would be one item, with all that lies in it."""


def _approved(root: Path) -> bool:
    """Have all three levels sign what is there, and ask the gate; False when they may not or it is not enough."""
    office = signing.Office(root, POLICY, DAY)
    try:
        for by in ("jia", "yi", "bing"):
            (shown,) = signing.look(office, ("镇/a.md",))
            signing.sign(office, shown, shown.digest, Order(shown.level), (public(by), PRIVATE[by]))
    except (UsageError, TrustError):
        return False
    return _passes(root)


def _passes(root: Path) -> bool:
    (decision,) = gate.decide(signing.Office(root, POLICY, DAY), ("镇/a.md",), Trust(POLICY))
    return not decision.reasons


@pytest.mark.parametrize(
    "article",
    [
        FRONT + "![会场](<会场 一.JPG>)\n",
        FRONT + "![会场](%E4%BC%9A%E5%9C%BA%20%E4%B8%80.JPG)\n",
        FRONT + "![会场](./../镇/会场%20一.JPG?v=1#x)\n",
        FRONT + "![会场][图]\n\n[图]: <会场 一.JPG> \"会场\"\n",
        FRONT + '<img src="会场 一.JPG" alt="会场">\n',
        FRONT + "<IMG\nSRC='会场&#32;一.JPG'>\n",
        FRONT + '<img srcset="会场%20一.JPG 2x" alt="会场">\n',
        FRONT + '<picture><source srcset="会场%20一.JPG 1x"></picture>\n',
        FRONT + '<div style="background:url(\'会场 一.JPG\')">会场</div>\n',
        FRONT + '<style>p{background:url("会场 一.JPG")}</style>\n',
        FRONT + '<video poster="会场 一.JPG"></video>\n',
        FRONT + '<object data="会场 一.JPG"></object>\n',
        FRONT + '<embed src="会场 一.JPG">\n',
        FRONT + '<iframe src="会场 一.JPG"></iframe>\n',
        FRONT + '<input type="image" src="会场 一.JPG">\n',
        FRONT + '<svg><image href="会场 一.JPG"/></svg>\n',
        FRONT + '<svg><image xlink:href="会场 一.JPG"/></svg>\n',
        FRONT + '<img data-src="会场 一.JPG">\n',
        FRONT + '<body background="会场 一.JPG">\n',
        FRONT + "![[会场 一.JPG]]\n",
        FRONT + "{{< figure src=\"会场 一.JPG\" >}}\n",
        FRONT + "[会场](<会场 一.JPG>)\n",
        FRONT + '<a href="会场 一.JPG">会场</a>\n',
        FRONT + '<table background="别处.jpg;会场 一.JPG">\n',
        FRONT + '<div data-show="别处.jpg, 会场 一.JPG">\n',
        FRONT + "<style>p{background:url('\\4f1a\\573a  一.JPG')}</style>\n",
        FRONT + "<script>show('\\u4f1a\\u573a 一.JPG')</script>\n",
        FRONT + '<img src="..\\镇\\会场 一.JPG">\n',
        FRONT + '<base href="别处/">\n\n![会场](<会场 一.JPG>)\n',
        FRONT.replace("title:", "cover: 会场 一.JPG\ntitle:"),
        FRONT.replace("title:", "images:\n  - 会场 一.JPG\ntitle:"),
        FRONT.replace("title:", "thumbnail:\n  src: 会场 一.JPG\ntitle:"),
    ],
)  # fmt: skip
def test_a_picture_however_it_is_shown(tmp_path: Path, article: str) -> None:
    plant(tmp_path, {"qishan-lint.yaml": CONFIGURATION, "镇/a.md": article, PICTURE: jpeg(200), **NEIGHBOUR})
    if _approved(tmp_path):
        plant(tmp_path, {PICTURE: jpeg(20)})
        assert not _passes(tmp_path)


def test_the_plain_way_can_be_signed(tmp_path: Path) -> None:
    plant(tmp_path, {"qishan-lint.yaml": CONFIGURATION, "镇/a.md": FRONT + "![会场](<会场 一.JPG>)\n"})
    plant(tmp_path, {PICTURE: jpeg(200), **NEIGHBOUR})
    assert _approved(tmp_path)


def test_names_of_what_is_not_there_do_not_hinder(tmp_path: Path) -> None:
    text = FRONT + "请把证件照存为 1.jpg 上传，样式见 https://example.invalid/a.css。\n"
    plant(tmp_path, {"qishan-lint.yaml": CONFIGURATION, "镇/a.md": text, **NEIGHBOUR})
    assert _approved(tmp_path)


@pytest.mark.parametrize(
    ("name", "markup"),
    [
        ("会议.docx", '<p data-file="会议.docx">'),
        ("数据.xlsx", "{{< sheet 数据.xlsx >}}"),
        ("材料.wps", '<p data-file="材料.wps">'),
        ("录像.m3u8", "{{< video 录像.m3u8 >}}"),
        ("会场", '<svg><image href="会场"/></svg>'),
        ("共用/说明", "{{< include 共用/说明 >}}".replace(" 共用", ' "共用').replace("说明 ", '说明" ')),
    ],
)
def test_any_file_that_is_named_and_not_read(tmp_path: Path, name: str, markup: str) -> None:
    plant(tmp_path, {"qishan-lint.yaml": CONFIGURATION, "镇/a.md": FRONT + markup + "\n", **NEIGHBOUR})
    assert _approved(tmp_path)
    plant(tmp_path, {f"镇/{name}": b"x"})
    assert not _passes(tmp_path)


@pytest.mark.parametrize(
    "markup",
    [
        '<iframe src="https://example.invalid/"></iframe>',
        "<OBJECT data='x'></OBJECT>",
        '<meta http-equiv="refresh" content="0">',
        '<base href="/">',
    ],
)
def test_a_page_within_the_page_cannot_be_signed(tmp_path: Path, markup: str) -> None:
    plant(tmp_path, {"qishan-lint.yaml": CONFIGURATION, "镇/a.md": FRONT + markup + "\n", **NEIGHBOUR})
    assert not _approved(tmp_path)


def test_a_link_to_another_article_does_not_hinder(tmp_path: Path) -> None:
    plant(tmp_path, {"qishan-lint.yaml": CONFIGURATION, "镇/a.md": FRONT + "见[另一篇](b.md)。\n", **NEIGHBOUR})
    assert _approved(tmp_path)


def test_a_source_with_too_many_names_cannot_be_signed(tmp_path: Path) -> None:
    text = FRONT + "".join(f'<p id="{number}">' for number in range(mentions.MOST + 1)) + "\n"
    plant(tmp_path, {"qishan-lint.yaml": CONFIGURATION, "镇/a.md": text, **NEIGHBOUR})
    assert not _approved(tmp_path)
