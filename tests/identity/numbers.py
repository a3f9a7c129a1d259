"""Numbers of people who cannot exist: births in the 1800s, with valid check digits; cards of zeros."""

from __future__ import annotations

from qishan_lint.identity.cards import luhn
from qishan_lint.identity.citizen import check_digit


def citizen(serial: int = 101, born: str = "18930512", region: str = "610323") -> str:
    """An 18-digit number with its check digit."""
    first = f"{region}{born}{serial:03d}"
    return first + check_digit(first)


def ending_in_x() -> str:
    """An 18-digit number whose check digit is X."""
    return next(number for number in map(citizen, range(1000)) if number.endswith("X"))


def card(prefix: str = "622848", length: int = 19, serial: int = 1234) -> str:
    """A card number with its Luhn digit."""
    body = prefix + f"{serial:0{length - len(prefix) - 1}d}"
    return next(body + str(digit) for digit in range(10) if luhn(body + str(digit)))
