"""Answers that are worked out once."""

from __future__ import annotations

from qishan_lint.once import once


def test_the_latest_argument_is_known_by_identity() -> None:
    asked: list[list[int]] = []

    @once
    def total(numbers: list[int]) -> int:
        asked.append(numbers)
        return sum(numbers)

    first, equal = [1, 2], [1, 2]
    assert [total(first), total(first)] == [3, 3]
    assert len(asked) == 1
    assert total(equal) == 3
    assert len(asked) == 2
    assert total(first) == 3
    assert len(asked) == 3


def test_none_is_an_argument_like_others() -> None:
    assert once(lambda value: value is None)(None)
