"""Drawings: small pictures in the rows of the dashboard, as SVG that needs no script and prints in grey.

Nothing is told by colour alone: bars over their limit are hatched, weeks without an item too, and every picture carries
its figures as a text for those who do not see it. Lengths are CSS pixels.
"""

from __future__ import annotations

from collections.abc import Sequence

from qishan_lint.formats.html._markup import Markup, join, tag
from qishan_lint.rates import Rate

WIDE, HIGH = 170, 20
FULL = 1.5
"""A bar ends at so many times the limit: what is further over is cut."""

CELL = 16
_DARK = 4
"""Items of a week from which its cell is drawn darkest."""


def patterns() -> Markup:
    """The hatchings that the other drawings refer to; once a page."""
    line = tag("line", x1=0, y1=0, x2=0, y2=8, stroke_width=4, class_="hatch-line")
    thin = tag("line", x1=0, y1=0, x2=0, y2=5, stroke_width=1, class_="none-line")
    bar = tag("line", x1=0, y1=0, x2=0, y2=8, stroke_width=3, class_="gap-line")
    return tag(
        "svg",
        tag(
            "defs",
            _pattern("over", 8, line, "rotate(45)"),
            _pattern("none", 5, thin, "rotate(45)"),
            _pattern("soon", 8, bar, ""),
        ),
        width=0,
        height=0,
        class_="defs",
        aria_hidden="true",
    )


def _pattern(name: str, size: int, line: Markup, turn: str) -> Markup:
    back = tag("rect", width=size, height=size, class_=f"{name}-back")
    return tag(
        "pattern",
        back,
        line,
        id=name,
        width=size,
        height=size,
        patternUnits="userSpaceOnUse",
        patternTransform=turn or None,
    )


def _picture(width: int, height: int, title: str, *shapes: Markup) -> Markup:
    return tag(
        "svg",
        tag("title", title),
        *shapes,
        role="img",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
    )


def interval(rate: Rate, mean: float | None, most: float, title: str) -> Markup:
    """A rate as a dot on its interval, the mean of all as a dashed line if there is one; ``most`` is the share at the
    right end.
    """
    middle = HIGH // 2

    def at(share: float) -> float:
        return round(4 + (WIDE - 16) * min(share / most, 1.0), 1)

    low, high = at(rate.low), at(rate.high)
    shapes = [
        *([] if mean is None else [_line(at(mean), 0, at(mean), HIGH, "mean")]),
        _line(low, middle, high, middle, "range"),
        _line(low, middle - 2, low, middle + 2, "end"),
    ]
    if rate.high > most:
        shapes.append(tag("text", "›", x=WIDE - 9, y=middle + 4, class_="beyond"))
    else:
        shapes.append(_line(high, middle - 2, high, middle + 2, "end"))
    shapes.append(tag("circle", cx=str(at(rate.share)), cy=middle, r="4.5", class_="dot"))
    return _picture(WIDE, HIGH, title, *shapes)


def axis(most: float) -> Markup:
    """The shares above the intervals, at round steps."""
    step = 0.1 if most < 0.35 else 0.2 if most < 0.65 else 0.5
    labels = [_share(number * step, most) for number in range(round(most / step) + 1) if number * step <= most + 0.001]
    return tag("svg", *labels, width=WIDE, height=HIGH, viewBox=f"0 0 {WIDE} {HIGH}", class_="axis", aria_hidden="true")


def _share(share: float, most: float) -> Markup:
    anchor = "start" if share == 0 else "end" if share > most - 0.001 else "middle"
    x = round(4 + (WIDE - 16) * share / most, 1)
    return tag("text", f"{share * 100:.0f}%", x=str(x), y=HIGH - 6, text_anchor=anchor)


def used(share: float | None, state: str, title: str) -> Markup:
    """The used part of a limit; a thick line stands where it ends."""
    whole = WIDE - 2
    width = 0.0 if share is None else round(whole * min(share, FULL) / FULL, 1)
    fill = {"overdue": "url(#over)", "soon": "url(#soon)"}.get(state)
    end = round(1 + whole / FULL, 1)
    return _picture(
        WIDE,
        HIGH,
        title,
        tag("rect", x=1, y=4, width=whole, height=12, class_="track"),
        tag("rect", x=1, y=4, width=str(width), height=12, class_="fill", fill=fill),
        tag("rect", x=1, y=4, width=whole, height=12, class_="frame"),
        _line(end, 1, end, HIGH - 1, "limit"),
    )


def weeks(counts: Sequence[int], title: str) -> Markup:
    """The items of each week as a number on a shade, this week at the right; weeks without one are hatched."""
    shapes = [_week(number, count) for number, count in enumerate(counts)]
    return _picture(CELL * len(counts), HIGH, title, *shapes)


def _week(number: int, count: int) -> Markup:
    x = number * CELL
    if not count:
        return tag("rect", x=x, y=3, width=CELL - 2, height=14, fill="url(#none)", class_="week0")
    shade = min(count, _DARK)
    text = str(count) if count < 100 else "…"
    return join(
        tag("rect", x=x, y=3, width=CELL - 2, height=14, class_=f"week{shade}"),
        tag("text", text, x=x + CELL // 2 - 1, y=14, text_anchor="middle", class_=f"on{shade}"),
    )


def _line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return tag("line", x1=str(x1), y1=str(y1), x2=str(x2), y2=str(y2), class_=class_)
