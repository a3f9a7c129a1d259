"""Characters taken for one another, and such as are not."""

from __future__ import annotations

import pytest

from qishan_lint.spelling.likeness import alike


@pytest.mark.parametrize(("one", "other"), [("建", "健"), ("局", "据"), ("国", "过"), ("未", "末"), ("林", "琳")])
def test_alike(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(("one", "other"), [("建", "国"), ("国", "华"), ("建", "囯"), ("", "国"), ("a", "国")])
def test_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)
