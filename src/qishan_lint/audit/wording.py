"""Wording: what the outputs of an audit say, in the language of the reader."""

from __future__ import annotations

from typing import Any

from qishan_lint.audit.record import Column
from qishan_lint.formats import _words
from qishan_lint.locale import text
from qishan_lint.model import Level


class Words:
    """The texts of the area ``audit`` in one language, and the words that all reports share."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._shared = _words.speaker(lang)

    def __call__(self, key: str, **values: Any) -> str:
        """The text for ``key``; whole numbers are shown as they are."""
        return text(f"audit.{key}", self.lang, **values)

    def level(self, level: Level) -> str:
        """The word for a level."""
        return _words.level_word(level, self._shared)

    def family(self, name: str) -> str:
        """The long name of a family."""
        return _words.resolute_word(name, self._shared)

    def heading(self, name: str) -> str:
        """The heading of a table's column called ``name``; ``family.`` goes before the name of a family."""
        kind, _, rest = name.partition(".")
        return self.family(rest) if kind == "family" and rest else self(f"head.{name}")

    def state(self, column: Column) -> str:
        """Where a column stands: 超 9 天, 剩 12 天, 空白 ..."""
        if column.state == "blank":
            return self("state.blank")
        if column.state == "unlimited" or (column.due is None and column.state != "overdue"):
            return self("state.unlimited")
        if column.due is None:
            return self("state.undated")
        if column.state == "overdue":
            over = (column.age or 0) - column.limit if column.limit is not None else None
            return self("state.duty", due=column.due.isoformat()) if over is None else self("state.over", days=over)
        if column.limit is None:
            return self("state.until", due=column.due.isoformat())
        return self("state.left", days=column.limit - (column.age or 0))

    def clock(self, column: Column) -> str:
        """Days used and the limit: 23 / 14."""
        if column.limit is None:
            return "—" if column.age is None else str(column.age)
        return f"{'—' if column.age is None else column.age} / {column.limit}"

    def numbered(self, number: int, key: str) -> str:
        """The heading ``key`` as the page's part ``number``: 一、部门问题率."""
        return self("part", number="零一二三四五六七八九"[number] if self.lang != "en" else number, title=self(key))

    def percent(self, share: float) -> str:
        """A share with one decimal."""
        return f"{share * 100:.1f}%"
