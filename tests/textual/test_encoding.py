"""Encodings: what is decoded is written back byte for byte, and what cannot be told is reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.textual import encoding

NEWS = "县政府召开常务会议，研究部署防汛抗旱和粮食生产工作，要求各镇、各部门压实责任，确保群众生命财产安全。"
TRADITIONAL = "縣政府召開會議，討論預算與農產品銷售問題，並聽取各單位報告，強調應加強為民服務。"
TEXTS = st.text(st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\t\r\n")), max_size=200)


@given(TEXTS)
def test_utf8_comes_back_byte_for_byte(text: str) -> None:
    for bom in (b"", b"\xef\xbb\xbf"):
        data = bom + text.encode()
        decoded = encoding.decode(data)
        if text.startswith("\ufeff"):
            continue
        assert decoded.text == text
        assert decoded.problem == ""
        assert decoded.encode(decoded.text) == data


@given(st.lists(st.sampled_from([*NEWS, "\r\n", "\n", "\t", "2024", "𠮷", "é", "㐂"]), max_size=60))
def test_gb18030_comes_back_byte_for_byte(pieces: list[str]) -> None:
    text = NEWS + "".join(pieces)
    data = text.encode("gb18030")
    decoded = encoding.decode(data)
    assert (decoded.text, decoded.problem) == (text, "encoding-not-utf8")
    assert decoded.encode(text) == data


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_is_believed(name: str) -> None:
    data = ("\ufeff" + NEWS).encode(name)
    decoded = encoding.decode(data)
    assert (decoded.text, decoded.encoding, decoded.problem) == (NEWS, name, "encoding-not-utf8")
    assert decoded.encode(NEWS) == data


@pytest.mark.parametrize("text", [NEWS, TRADITIONAL, "标题\r\n\r\n正文 2024 年。\r\n", NEWS * 30])
@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark_is_reported_and_not_read(text: str, name: str) -> None:
    decoded = encoding.decode(text.encode(name))
    assert (decoded.text, decoded.problem) == ("", "encoding-utf16")


@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL * 20, "標題：" + TRADITIONAL])
def test_big5_is_reported_and_not_read(text: str) -> None:
    decoded = encoding.decode(text.encode("big5"))
    assert (decoded.text, decoded.problem) == ("", "encoding-big5")


@pytest.mark.parametrize(
    "data",
    [
        b"\x80\x81\xff" * 9,
        NEWS.encode("gb18030")[:-1],
        NEWS.encode()[:-1],
        b"\xff\xfe\x00\xd8\x00",
        b"PK\x03\x04\x00\x00",
    ],
)
def test_anything_else_is_unknown(data: bytes) -> None:
    decoded = encoding.decode(data)
    assert decoded.text == ""
    assert decoded.problem.startswith("encoding-")
    assert decoded.problem != "encoding-not-utf8"


@given(st.binary(max_size=300))
def test_no_bytes_are_lost_or_raise(data: bytes) -> None:
    decoded = encoding.decode(data)
    if decoded.encoding:
        assert decoded.encode(decoded.text) == data
    else:
        assert decoded.problem


def test_empty_is_empty() -> None:
    assert encoding.decode(b"").text == ""
    assert encoding.decode(b"").problem == ""
