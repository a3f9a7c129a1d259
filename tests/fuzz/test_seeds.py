"""Every input kept from fuzzing is read without an exception, in seconds; the name's suffix says the reader."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from qishan_lint.readers import suffixes
from tests.office.files import read, spans_hold

FOLDER = Path(__file__).parent / "seeds"
SEEDS = sorted(path for path in FOLDER.iterdir() if path.suffix in suffixes())
MOST_SECONDS = 5


def test_seeds_are_there() -> None:
    assert SEEDS


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name)
def test_seed(seed: Path) -> None:
    started = time.monotonic()
    reading = read(seed.read_bytes(), seed.name)
    assert time.monotonic() - started < MOST_SECONDS
    assert all(spans_hold(part) for part in reading.parts)
