"""What is refused is refused for the reason that was meant, not for another one that happens to hold as well."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from qishan_lint.errors import UsageError


@contextlib.contextmanager
def refused(
    kind: type[UsageError], message: tuple[str, str], where: str = "", *, remedy: bool = False
) -> Iterator[None]:
    """The block raises exactly ``kind`` with this message, in Chinese and in English, and names ``where``."""
    with pytest.raises(kind) as caught:
        yield
    error = caught.value
    assert type(error) is kind
    assert ((error.message.zh, error.message.en), error.where) == (message, where)
    assert (error.remedy is not None and bool(error.remedy.zh and error.remedy.en)) == remedy
