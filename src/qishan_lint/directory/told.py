"""What a gap is called: its rule, its level, and the sentence about it, in both languages; and where a fault stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qishan_lint import locale, shipped
from qishan_lint.model import Level, Statement, Text

if TYPE_CHECKING:
    from qishan_lint.directory.faults import Fault
    from qishan_lint.directory.gaps import Gap

FAMILY = "directory"


def statements() -> dict[str, Statement]:
    """Everything that can be said of a site beside its directories, by rule."""
    return shipped.table("directories/gaps.yaml", dict[str, Statement])


def rule(gap: Gap) -> str:
    """The rule about ``gap``."""
    return f"{FAMILY}/{gap.code}"


def level(gap: Gap) -> Level:
    """How serious it is: what is not sure is information."""
    return statements()[rule(gap)].level if gap.sure else Level.INFO


def place(one: Gap | Fault) -> Text:
    """Where the entry stands: area, row of the sheet, name; empty for a gap about an item alone."""
    found = _both("row" if one.row else "whole", area=one.area, row=one.row, entry=one.entry)
    return Text(found.zh.strip(), found.en.strip())


def sentence(gap: Gap) -> Text:
    """What is wrong."""
    message, limit = statements()[rule(gap)].message, Text("", "")
    if gap.limit is not None:
        limit = _both(f"limit.{gap.limit.unit}", amount=gap.limit.amount)
    unsure = Text("", "") if gap.sure else _both("suggested")
    return Text(
        message.zh.format(detail=gap.detail + limit.zh) + unsure.zh,
        message.en.format(detail=gap.detail + limit.en) + unsure.en,
    )


def _both(key: str, **values: object) -> Text:
    return Text(*(locale.text(f"directory.{key}", lang, **values) for lang in ("zh", "en")))
