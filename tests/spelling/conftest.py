"""The speller that ships, and the training scripts, which build the small tables of these tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qishan_lint import spelling

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "training"))


@pytest.fixture(scope="session")
def speller() -> spelling.Speller:
    return spelling.load()
