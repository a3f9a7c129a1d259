"""A missing program skips a test, and fails it where nothing may be missing."""

from __future__ import annotations

import pytest

from tests import needs


def test_what_is_there_lets_the_test_run() -> None:
    needs.need(True, "everything", "nothing to do")


def test_missing_skips_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QISHAN_LINT_REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match="the abacus is missing; buy one"):
        needs.need(False, "the abacus", "buy one")


def test_missing_fails_where_everything_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QISHAN_LINT_REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match="allows no skip"):
        needs.program("no-such-program-anywhere")
