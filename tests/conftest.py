"""Settings of all tests: hypothesis draws the same examples everywhere and does not time single ones.

Commands that tests run do their work themselves, whatever server the machine has running.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
os.environ["QISHAN_LINT_SERVER"] = "off"
