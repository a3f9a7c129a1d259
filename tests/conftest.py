"""Settings of all tests: hypothesis draws the same examples everywhere and does not time single ones."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
