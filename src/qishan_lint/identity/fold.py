"""Folding: digits of every script become ASCII, invisible characters vanish, each character remembers its origin."""

from __future__ import annotations

import re

import msgspec

_ODD = re.compile(
    r"[０-９Ａ-Ｚａ-ｚ٠-٩①-⑨⓪⑴-⑼\U0001d7ce-\U0001d7ff×\u00ad\u200b-\u200f\u2060\ufeff＠．：－]|[〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{7}"
)
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_CHINESE = str.maketrans("〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789")
_CHINESE_RUN = re.compile(r"[〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{7,40}")
_FORMS = {
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    **{chr(0x0660 + digit): str(digit) for digit in range(10)},
    **{chr(0x2460 + digit): str(digit + 1) for digit in range(9)},
    **{chr(0x2474 + digit): str(digit + 1) for digit in range(9)},
    **{chr(0x1D7CE + number): str(number % 10) for number in range(50)},
    **{chr(0xFF21 + letter): chr(0x41 + letter) for letter in range(26)},
    **{chr(0xFF41 + letter): chr(0x61 + letter) for letter in range(26)},
    "⓪": "0", "＠": "@", "．": ".", "：": ":", "－": "-", "×": "X",
}  # fmt: skip
_FORM = re.compile(f"[{''.join(map(re.escape, _FORMS))}]")


class Folded(msgspec.Struct, frozen=True):
    """A folded text; ``origin`` gives the place of each character in the original, None when nothing moved."""

    text: str
    source: str
    origin: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that ``[start, end)`` of the folded text comes from."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """``text`` folded. Idempotent; ordinary text is returned as it is."""
    if _ODD.search(text) is None:
        return Folded(text, text)
    plain = _CHINESE_RUN.sub(lambda run: run[0].translate(_CHINESE), text)
    plain = _FORM.sub(lambda odd: _FORMS[odd[0]], plain)
    if not any(character in plain for character in _INVISIBLE):
        return Folded(plain, text)
    kept = [number for number, character in enumerate(plain) if character not in _INVISIBLE]
    return Folded("".join(plain[number] for number in kept), text, tuple(kept))
