from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qishan_lint.spelling import hashing
from spelling import table  # type: ignore[import-not-found]


@settings(max_examples=30)
@given(st.dictionaries(st.integers(0, 2**64 - 1), st.integers(0, 254), min_size=1, max_size=300))
def test_every_stored_value_is_found(stored: dict[int, int]) -> None:
    keys = np.array(list(stored), dtype=np.uint64)
    values = np.array(list(stored.values()), dtype=np.uint8)
    assert (hashing.look_up(table.build(keys, values), keys) == values + 1).all()


def test_what_was_not_stored_is_absent_but_once_in_256_times() -> None:
    rng = np.random.default_rng(1)
    keys = rng.integers(0, 2**63, 60_000, dtype=np.uint64)
    built = table.build(np.unique(keys[:20_000]), np.zeros(len(np.unique(keys[:20_000])), np.uint8))
    found = hashing.look_up(built, keys[20_000:])
    assert 0.002 < (found > 0).mean() < 0.006


def test_equal_keys_cannot_be_placed() -> None:
    with pytest.raises(ValueError, match="cannot be placed"):
        table.build(np.array([7, 7], dtype=np.uint64), np.array([1, 2], dtype=np.uint8))
