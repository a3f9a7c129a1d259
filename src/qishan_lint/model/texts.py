"""Levels, and texts in both languages."""

from __future__ import annotations

import enum

import msgspec


class Level(enum.StrEnum):
    """How serious a finding is: an error blocks publication, a warning needs a look, info only informs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """3 for error, 2 for warning, 1 for info: compare levels by it."""
        return _RANKS[self.value]


_RANKS = {"error": 3, "warning": 2, "info": 1}


class Text(msgspec.Struct, frozen=True, gc=False):
    """A text for people in both languages of the tool."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        """The wording for ``lang`` (``zh`` or ``en``)."""
        return self.en if lang == "en" else self.zh
