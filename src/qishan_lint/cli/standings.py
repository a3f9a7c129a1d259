"""The table of ``signoff status``: an item a line, a column for each level, below it what it waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from qishan_lint import standing
from qishan_lint.cli.language import chosen, t
from qishan_lint.formats import _escape, _paint, _width
from qishan_lint.standing import Standing

_STYLES = {"approved": "ok", "waiting": "warning", "returned": "error", "void": "error", "none": "dim"}
_CELL = 12


def render(found: Sequence[Standing], levels: Sequence[str], width: int, *, color: bool) -> str:
    """The table as text of ``width`` cells; every text of an item is made safe for a terminal."""
    paint = _paint.painter(color)
    names = [*levels, t("signoff.third-party")]
    room = max(20, width - _CELL * len(names) - 1)
    heads = "".join(_width.pad(_width.head(name, _CELL - 1), _CELL) for name in names)
    rule = "-" * min(width, room + _CELL * len(names))
    lines = [_width.pad(t("signoff.column"), room) + heads.rstrip(), rule]
    for one in found:
        lines += _item(one, room, width, paint)
    return "\n".join([*lines, rule, _summary(found), ""])


def _item(one: Standing, room: int, width: int, paint: _paint.Paint) -> Iterator[str]:
    name = _width.pad(_width.tail(_escape.visible(one.item), room - 1), room)
    yield (name + "".join(_cell(state, day, paint) for state, day in one.levels)).rstrip()
    if not one.reasons:
        yield "  " + paint(t("signoff.publishable"), "ok")
    for reason in one.reasons:
        for line in _width.wrap(_escape.visible(reason.get(chosen())), width - 2):
            yield f"  {line}"


def _cell(state: str, day: str, paint: _paint.Paint) -> str:
    text = f"{t(f'signoff.state.{state}')} {day}".strip()
    return paint(text, _STYLES[state]) + " " * max(1, _CELL - _width.of(text))


def _summary(found: Sequence[Standing]) -> str:
    outcomes = [one.outcome for one in found]
    counts = {name: outcomes.count(name) for name in get_args(standing.Outcome)}
    return t("signoff.summary", items=len(found), **counts)
