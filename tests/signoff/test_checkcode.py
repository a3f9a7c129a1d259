"""The check code: one spelling to print, many to type, and no single slip passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.errors import UsageError
from qishan_lint.signoff import checkcode
from tests.refusals import refused

DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(DIGESTS)
def test_what_is_printed_can_be_typed(digest: str) -> None:
    code = checkcode.of(digest)
    assert len(code) == 28 + 6
    assert checkcode.read(code) == code
    assert checkcode.read(code.lower().replace(" ", "-").replace("0", "o").replace("1", "l")) == code


@given(DIGESTS, st.integers(0, 27), st.sampled_from(checkcode.SYMBOLS))
def test_a_wrong_symbol_is_seen(digest: str, place: int, symbol: str) -> None:
    bare = checkcode.of(digest).replace(" ", "")
    typed = bare[:place] + symbol + bare[place + 1 :]
    if typed != bare:
        with pytest.raises(UsageError):
            checkcode.read(typed)


@given(DIGESTS, st.integers(0, 24))
def test_swapped_neighbours_are_seen(digest: str, place: int) -> None:
    bare = checkcode.of(digest).replace(" ", "")
    typed = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
    if typed != bare:
        with pytest.raises(UsageError):
            checkcode.read(typed)


@pytest.mark.parametrize("typed", ["", "ABCD", "U" * 28, "0" * 29, "二" * 28])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with refused(UsageError, ("核对码输错了", "the check code is mistyped"), remedy=True):
        checkcode.read(typed)


def test_the_code_of_an_item_stays_what_it_was() -> None:
    """It stands on paper."""
    digest = checkcode.digest("镇/a.md", {"镇/a.md": "1" * 64, "b.jpg": "2" * 64})
    assert digest == "db604d90f76f22f4a817e18ce5857767b04231e8f6e95dc477ea1fda0c9447a5"
    assert checkcode.of(digest) == "VDG4 V47Q DWHF 9A0Q W66E B1BQ CYQV"


def test_another_name_or_another_file_is_another_code() -> None:
    codes = {
        checkcode.of(checkcode.digest(item, subject))
        for item, subject in (("a.md", {"a.md": "1"}), ("b.md", {"a.md": "1"}), ("a.md", {"a.md": "2"}))
    }
    assert len(codes) == 3
