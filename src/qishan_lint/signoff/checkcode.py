"""The check code of a review sheet: what people compare when a signature is on paper.

It stands for one version of one item: 130 bits of the digest in 26 symbols of Crockford's base 32, and two more that
catch every wrong symbol and every swap of neighbours (the rest modulo a prime below 32 squared). Fewer bits would let
whoever writes both versions find two with one code.
"""

from __future__ import annotations

from collections.abc import Mapping

from qishan_lint.errors import UsageError
from qishan_lint.model import Text
from qishan_lint.signoff import canonical
from qishan_lint.signoff.statement import nfc

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
_PRIME = 1021
_ALIKE = str.maketrans("OIL", "011", " -·")


def digest(item: str, subject: Mapping[str, str]) -> str:
    """The SHA-256 of an item's name and of the digests of its files, in hexadecimal."""
    return canonical.digest({"item": nfc(item), "subject": dict(subject)})


def of(digest: str) -> str:
    """The code for ``digest`` (SHA-256 in hexadecimal), in seven groups of four symbols."""
    number = int(digest, 16) >> (256 - 5 * LENGTH)
    code = _symbols(number, LENGTH) + _symbols(number % _PRIME, 2)
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def read(code: str) -> str:
    """``code`` as ``of`` writes it, whatever blanks and look-alike letters it was typed with. Raises UsageError."""
    bare = code.upper().translate(_ALIKE)
    if len(bare) != LENGTH + 2 or any(symbol not in SYMBOLS for symbol in bare):
        raise _mistyped()
    number = _number(bare[:LENGTH])
    if _number(bare[LENGTH:]) != number % _PRIME:
        raise _mistyped()
    return " ".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def _symbols(number: int, length: int) -> str:
    return "".join(SYMBOLS[number >> 5 * place & 31] for place in range(length - 1, -1, -1))


def _number(symbols: str) -> int:
    number = 0
    for symbol in symbols:
        number = number * 32 + SYMBOLS.index(symbol)
    return number


def _mistyped() -> UsageError:
    return UsageError(
        Text("核对码输错了", "the check code is mistyped"),
        remedy=Text(
            "照审核表重新输入，28 位，空格可省", "type the 28 symbols of the sheet again, blanks may be left out"
        ),
    )
