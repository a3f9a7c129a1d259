"""What the tool itself says, in both languages: one JSON file an area, each key with its ``zh`` and ``en`` text.

The texts of rules stand with the rules, not here.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

import msgspec

from qishan_lint.model import Text


def text(key: str, lang: str, **values: Any) -> str:
    """The text for ``key`` (``area.name``) in ``lang``, its placeholders filled from ``values``.

    Raises KeyError for an unknown key: a missing text is a programming error.
    """
    area, _, name = key.partition(".")
    template = _area(area)[name].get(lang)
    return template.format(**values) if values else template


@functools.cache
def _area(area: str) -> dict[str, Text]:
    data = resources.files(__name__).joinpath(f"{area}.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, Text])
