"""Columns: the items of each, its class, its limit and its state, worst first."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qishan_lint.audit import clocks, limits
from qishan_lint.audit.places import Place
from qishan_lint.audit.record import Column
from qishan_lint.declared import Auditing
from qishan_lint.declared import Column as Declared
from qishan_lint.errors import ConfigError
from qishan_lint.model import Text

OWN = "本单位配置"
"""Where a limit comes from that the configuration sets."""

_UNKNOWN = Text("", "")
_ORDER = ("overdue", "blank", "soon", "current", "unlimited")


@dataclass(slots=True)
class Members:
    """What is known of the items of one column: the days of those with a date, how many have none, whose they are."""

    place: Place
    days: list[datetime.date] = field(default_factory=list)
    undated: int = 0
    departments: set[str] = field(default_factory=set)
    type: str = ""

    def add(self, department: str, published: datetime.date | None, type_: str) -> None:
        """Count one item."""
        self.departments.add(department)
        self.type = self.type or type_
        if published is None:
            self.undated += 1
        else:
            self.days.append(published)

    @property
    def items(self) -> int:
        """All items of the column."""
        return len(self.days) + self.undated


class Gathered:
    """The members of every column, declared or met. With ``apart``, departments' columns of one name are several."""

    def __init__(self, declared: Sequence[Declared], *, apart: bool) -> None:
        self._declared = declared
        self._apart = apart
        self._by_key: dict[tuple[int, str, str], Members] = {}
        for number, column in enumerate(declared):
            place = Place(column.name, column.department, number)
            self._by_key[(number, "", "")] = Members(place)

    def add(self, place: Place, published: datetime.date | None, type_: str) -> None:
        """Count an item; one without a column counts nowhere."""
        if not place.column:
            return
        department = place.department if self._apart else ""
        key = (place.declared, "", "") if place.declared is not None else (-1, place.column, department)
        self._by_key.setdefault(key, Members(Place(place.column, department))).add(place.department, published, type_)

    def add_empty(self, places: Iterable[Place]) -> None:
        """Note columns that a folder stands for and that nobody has filled."""
        declared = {column.name for column in self._declared}
        for place in places:
            department = place.department if self._apart else ""
            if place.column not in declared:
                self._by_key.setdefault((-1, place.column, department), Members(Place(place.column, department)))

    def names(self) -> tuple[str, ...]:
        """The names of the columns met so far."""
        return tuple(dict.fromkeys(members.place.column for members in self._by_key.values()))

    def columns(self, auditing: Auditing, as_of: datetime.date, within: int | None, where: str) -> tuple[Column, ...]:
        """The state of each column on ``as_of``. Raises ConfigError naming the file ``where`` for an unknown class."""
        _check_classes([*auditing.limits, *auditing.soon, *(one.kind for one in self._declared if one.kind)], where)
        by_name: dict[str, list[Members]] = {}
        for members in self._by_key.values():
            by_name.setdefault(members.place.column, []).append(members)
        found = [
            self._column(self._shown(members, by_name), auditing, as_of, within) for members in self._by_key.values()
        ]
        return tuple(sorted(found, key=_urgency))

    def _shown(self, members: Members, by_name: Mapping[str, list[Members]]) -> Members:
        """The members of a column; a home page shows those of other columns, by default of all."""
        number = members.place.declared
        declared = self._declared[number] if number is not None else None
        if declared is None or _kind(declared, members).id != "home":
            return members
        whole = Members(members.place)
        for name, parts in by_name.items():
            for part in parts:
                if not declared.of or name in declared.of or part is members:
                    whole.days += part.days
                    whole.undated += part.undated
        return whole

    def _column(self, members: Members, auditing: Auditing, as_of: datetime.date, within: int | None) -> Column:
        number = members.place.declared
        declared = self._declared[number] if number is not None else None
        kind = _kind(declared, members)
        days = (declared.days if declared else None) or auditing.limits.get(kind.id)
        clock = clocks.of(kind, days=days, soon=auditing.soon.get(kind.id), within=within)
        seen = clocks.read(clock, members.days, as_of, members.items)
        department = members.place.department or (members.departments.pop() if len(members.departments) == 1 else "")
        return Column(
            name=members.place.column,
            department=department,
            kind=kind.id,
            title=kind.title,
            state=seen.state,
            latest=seen.latest,
            age=seen.age,
            limit=clock.days if clock else None,
            due=seen.due,
            items=members.items,
            undated=members.undated,
            weeks=seen.weeks,
            declared=declared is not None,
            confirmed=days is not None or kind.confirmed,
            source=OWN if days is not None else kind.source,
            vetoed=seen.vetoed and (declared is None or declared.first_level),
        )


def _kind(declared: Declared | None, members: Members) -> limits.Class:
    if declared is not None and declared.kind:
        return limits.named(declared.kind) or limits.Class(id="", title=_UNKNOWN, source="")
    guess = limits.guessed(members.place.column, members.type)
    return guess or limits.Class(id="", title=_UNKNOWN, source="")


def _check_classes(names: Iterable[str], where: str) -> None:
    known = [each.id for each in limits.table().classes]
    for name in names:
        if name not in known:
            raise ConfigError(
                Text(f"没有名为“{name}”的栏目类别", f"there is no class of columns “{name}”"),
                where=where,
                remedy=Text("可用：" + "、".join(known), "available: " + ", ".join(known)),
            )


def _urgency(column: Column) -> tuple[object, ...]:
    """Overdue columns first, then by the share of the limit that is used."""
    used = (column.age or 0) / column.limit if column.limit else 0.0
    return (_ORDER.index(column.state), -used, column.name, column.department)
