"""Fingerprints survive shifts, tell repetitions apart, and hold nothing of a secret."""

from __future__ import annotations

import msgspec

from qishan_lint.fingerprint import Namer
from qishan_lint.model import Block, Part, Place, Span
from qishan_lint.placing import Masker

PLACE = Place(path="a.md")


def masked(text: str) -> str:
    return text.replace("秘", "*")


def part(*paragraphs: str) -> Part:
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block("paragraph", Span(at, at + len(paragraph))))
        at += len(paragraph) + 1
    return Part(id="", path="a.md", text="\n".join(paragraphs), blocks=tuple(blocks))


def name(text: Part, word: str, namer: Namer | None = None, start: int = 0) -> str:
    at = text.text.index(word, start)
    return (namer or Namer(Masker(masked))).name("wording/x", PLACE, text, Span(at, at + len(word)))


def test_lines_above_do_not_matter() -> None:
    assert name(part("请登陆系统填报。"), "登陆") == name(part("新的一段。", "请登陆系统填报。"), "登陆")


def test_digits_and_secrets_nearby_do_not_matter() -> None:
    assert name(part("第1次登陆秘系统"), "登陆") == name(part("第2次登陆*系统"), "登陆")


def test_context_matters() -> None:
    assert name(part("请登陆系统。"), "登陆") != name(part("请登陆网站。"), "登陆")


def test_rule_matters() -> None:
    text = part("请登陆系统。")
    other = Namer(Masker(masked)).name("wording/y", PLACE, text, Span(1, 3))
    assert name(text, "登陆") != other


def test_repetitions_are_told_apart_by_order() -> None:
    text = part("请登陆系统。", "请登陆系统。")
    namer = Namer(Masker(masked))
    first, second = name(text, "登陆", namer), name(text, "登陆", namer, start=7)
    assert first != second
    again = Namer(Masker(masked))
    assert [name(text, "登陆", again), name(text, "登陆", again, start=7)] == [first, second]


def test_heading_above_matters() -> None:
    plain = part("一、总体要求", "请登陆系统。")
    headed = msgspec.structs.replace(
        plain, blocks=(msgspec.structs.replace(plain.blocks[0], kind="heading", level=1), plain.blocks[1])
    )
    assert name(plain, "登陆") != name(headed, "登陆")
