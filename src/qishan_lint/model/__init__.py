"""The values that flow through the linter, from what was read to what is reported.

Every value is frozen; a later stage builds new values (``msgspec.structs.replace``) and never patches earlier ones.
Structs of msgspec are made ten times as fast as data classes, which matters where an article has a hundred of them.
Offsets are counted in characters (Unicode code points), half-open ``[start, end)``.
"""

from qishan_lint.model.cells import Cells, Lazy
from qishan_lint.model.finding import Box, Edit, Excerpt, Finding, Fix, Line, Match, Place, Spot, Value, Waiver
from qishan_lint.model.item import (
    Attachment,
    Block,
    Cell,
    Field,
    Item,
    Part,
    Photo,
    Problem,
    Role,
    Segment,
    Span,
    Table,
    Zone,
)
from qishan_lint.model.report import Report, Result, RuleInfo, Statement
from qishan_lint.model.texts import Level, Text

__all__ = [
    "Attachment",
    "Block",
    "Box",
    "Cell",
    "Cells",
    "Edit",
    "Excerpt",
    "Field",
    "Finding",
    "Fix",
    "Item",
    "Lazy",
    "Level",
    "Line",
    "Match",
    "Part",
    "Photo",
    "Place",
    "Problem",
    "Report",
    "Result",
    "Role",
    "RuleInfo",
    "Segment",
    "Span",
    "Spot",
    "Statement",
    "Table",
    "Text",
    "Value",
    "Waiver",
    "Zone",
]
