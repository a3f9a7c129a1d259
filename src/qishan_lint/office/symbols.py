"""Characters of symbol fonts as Unicode has them: Word keeps a ticked box or a star as a code of its font.

Source: the fonts' encodings as the Unicode standard lists them for its dingbats; only signs that change what a text says.
"""

from __future__ import annotations

_SIGNS = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0xA1: "○", 0xA4: "◉", 0xA8: "□", 0xAB: "★",
        0xB6: "☆", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA1: "■", 0xA2: "■", 0xA3: "□"},
    "webdings": {0x61: "✓", 0x63: "□", 0x67: "■", 0x72: "✗"},
}  # fmt: skip
_PRIVATE = 0xF000


def character(font: str, code: str) -> str:
    """The character that ``font`` shows for the hexadecimal ``code``; a code that is none here stays as it is."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    sign = _SIGNS.get(font.strip().lower(), {}).get(number - _PRIVATE if number >= _PRIVATE else number)
    return sign or (chr(number) if 0 < number < 0xD800 or _PRIVATE <= number <= 0xFFFD else "")
