"""The table of ``signoff status``: an item a line, a column for each level, below it what it waits for and what changed."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import get_args

from qishan_lint import standing
from qishan_lint.cli.language import chosen, t
from qishan_lint.formats import _escape, _paint, _width
from qishan_lint.since import Since
from qishan_lint.standing import Standing

_STYLES = {"approved": "ok", "waiting": "warning", "returned": "error", "void": "error", "none": "dim"}
_HEADLINES = {"publishable": "ok", "waits": "bold", "repair": "bold", "untrusted": "error"}
_CELL = 12


def render(found: Sequence[Standing], levels: Sequence[str], width: int, *, policy: str, color: bool) -> str:
    """The table as text of ``width`` cells below ``policy``, which says by which policy; texts are made safe for a terminal."""
    paint = _paint.painter(color)
    names = [*levels, t("signoff.third-party")]
    room = max(20, width - _CELL * len(names) - 1)
    heads = "".join(_width.pad(_width.head(name, _CELL - 1), _CELL) for name in names)
    rule = "-" * min(width, room + _CELL * len(names))
    lines = [paint(policy, "dim"), "", _width.pad(t("signoff.column"), room) + heads.rstrip(), rule]
    cell = functools.cache(functools.partial(_cell, paint=paint))  # a state on a day is many items', as is a headline
    headline = functools.cache(lambda text, style: [f"  {paint(each, style)}" for each in _width.wrap(text, width - 2)])
    for one in found:
        name = _width.pad(_width.tail(_escape.visible(one.item), room - 1), room)
        lines.append((name + "".join(cell(state, day) for state, day in one.levels)).rstrip())
        lines += headline(_escape.visible(one.headline.get(chosen())), _HEADLINES[one.outcome])
        lines += _more(one, width, paint)
    return "\n".join([*lines, rule, _summary(found, levels), *_next(found, paint), ""])


def _more(one: Standing, width: int, paint: _paint.Paint) -> Iterator[str]:
    """The reasons that the headline does not say, and what changed."""
    for reason in one.reasons if one.outcome != "waits" or len(one.reasons) > 1 else ():  # one is said above
        for line in _width.wrap(_escape.visible(reason.get(chosen())), width - 4):
            yield "    " + paint(line, "dim")
    if one.since is not None and one.since.files:
        yield from _difference(one.since, width, paint)


def _difference(since: Since, width: int, paint: _paint.Paint) -> Iterator[str]:
    """The changed files, and the changed paragraphs of the text with their changed stretches marked."""
    yield "    " + paint(t("signoff.since", person=_escape.visible(since.person), day=since.day), "bold")
    for path, kind in since.files:
        yield f"      {_escape.visible(path)}  {t(f'signoff.file.{kind}')}"
    if since.rows is None:
        yield "      " + paint(t("signoff.no-old"), "dim")
    for row in since.rows or ():
        for sign, pieces, style in (("-", row.old, "error"), ("+", row.new, "ok")):
            if pieces:
                text = "".join(f"[{piece}]" if changed else piece for changed, piece in pieces)
                whole = text[1:-1] if len(pieces) == 1 and pieces[0][0] else text
                for line in _width.wrap(_escape.visible(whole), width - 8):
                    yield "      " + paint(f"{sign} {line}", style)


def _cell(state: str, day: str, paint: _paint.Paint) -> str:
    text = f"{t(f'signoff.state.{state}')} {day}".strip()
    return paint(text, _STYLES[state]) + " " * max(1, _CELL - _width.of(text))


def _summary(found: Sequence[Standing], levels: Sequence[str]) -> str:
    outcomes = [one.outcome for one in found]
    waiting = [one.level for one in found if one.outcome == "waits"]
    names = dict(enumerate((t("signoff.third-party"), *levels)))
    waits = [t("signoff.waits-for", count=waiting.count(level), level=names[level]) for level in sorted(set(waiting))]
    counts = {name: outcomes.count(name) for name in get_args(standing.Outcome) if name != "waits"}
    return t("signoff.summary", items=len(found), waits="".join(waits), **counts)


def _next(found: Sequence[Standing], paint: _paint.Paint) -> Iterator[str]:
    """What to do next: look at what changed, unless that is shown, and sign."""
    steps = []
    if any(state == "void" for one in found for state, _ in one.levels) and all(one.since is None for one in found):
        steps.append((t("signoff.see-changes"), "qishan-lint signoff status --diff"))
    if any(one.level for one in found):
        steps.append((t("signoff.see-desk"), "qishan-lint review ."))
    if steps:
        room = max(_width.of(label) for label, _ in steps) + 2
        yield ""
        for number, (label, command) in enumerate(steps):
            head = t("signoff.next")
            lead = paint(head, "bold") if number == 0 else " " * _width.of(head)
            yield f"{lead}  {_width.pad(label, room)}{paint(command, 'command')}"
