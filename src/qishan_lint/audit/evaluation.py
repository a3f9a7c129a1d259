"""Rehearsal of an evaluation: the indicators that files can show, each with its evidence, and those that they cannot.

Nothing counts as clear that was not looked at: a rule that did not run or a file that could not be read leaves an
indicator unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from qishan_lint import shipped
from qishan_lint.audit import limits
from qishan_lint.audit.record import Audit, Column, Evaluation, Finding, Indicator
from qishan_lint.errors import UsageError
from qishan_lint.model import Level, Text

MOST_EVIDENCE = 12
"""Pieces of evidence that are named one by one; the rest is counted."""

Outcome = Literal["clear", "hit", "unknown"]


class Stale(Struct, frozen=True, forbid_unknown_fields=True):
    """Hit when ``least`` columns of these ``counts`` are overdue, blank ones too if they count.

    With ``site``, the newest item of all stands for columns that are not there.
    """

    counts: tuple[str, ...]
    least: int
    blank: bool = False
    site: bool = False


class Blank(Struct, frozen=True, forbid_unknown_fields=True):
    """Hit when ``least`` columns are empty."""

    least: int


class Entry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An indicator as written in the table: one way of telling, or none."""

    id: str
    part: Literal["veto", "deduction"]
    title: Text
    source: str
    rules: tuple[str, ...] = ()
    level: Level = Level.ERROR
    stale: Stale | None = None
    blank: Blank | None = None
    classes: tuple[str, ...] = ()
    points: float | None = None
    rest: Text | None = None


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """An evaluation's table under ``rules/evaluations``."""

    title: Text
    source: str
    indicators: tuple[Entry, ...]


def names() -> tuple[str, ...]:
    """The evaluations that can be rehearsed."""
    return tuple(sorted(path.stem for path in (shipped.rules_folder() / "evaluations").glob("*.yaml")))


def load(name: str) -> Table:
    """The table of the evaluation ``name``. Raises UsageError when there is none."""
    if name not in names():
        raise UsageError(
            Text(f"没有名为“{name}”的评估", f"there is no evaluation “{name}”"),
            remedy=Text("可用：" + "、".join(names()), "available: " + ", ".join(names())),
        )
    return shipped.table(f"evaluations/{name}.yaml", Table)


def evaluate(audit: Audit, name: str) -> Evaluation:
    """What the files of ``audit`` show of the indicators of ``name``."""
    found = load(name)
    indicators = tuple(_indicator(entry, audit) for entry in found.indicators)
    return Evaluation(name=name, title=found.title, source=found.source, indicators=indicators)


def _indicator(entry: Entry, audit: Audit) -> Indicator:
    outcome, evidence = _told(entry, audit)
    return Indicator(
        id=entry.id,
        part=entry.part,
        title=entry.title,
        outcome=outcome,
        source=entry.source,
        evidence=tuple(evidence),
        rest=entry.rest,
        points=entry.points if outcome == "hit" else None,
    )


def _told(entry: Entry, audit: Audit) -> tuple[Outcome, Sequence[Text]]:
    if entry.rules:
        return _by_rules(entry, audit)
    if entry.stale is not None:
        return _by_clocks(entry.stale, audit.columns)
    if entry.blank is not None:
        blank = [column for column in audit.columns if column.state == "blank"]
        return _enough(blank, entry.blank.least, audit.columns)
    if entry.classes:
        own = [column for column in audit.columns if column.kind in entry.classes]
        return _enough([column for column in own if column.state == "overdue"], 1, own)
    return "unknown", ()


def _by_rules(entry: Entry, audit: Audit) -> tuple[Outcome, Sequence[Text]]:
    hits = [
        finding
        for finding in audit.findings
        if finding.level.rank >= entry.level.rank and (finding.rule in entry.rules or finding.family in entry.rules)
    ]
    if hits:
        return "hit", _listed([_of_finding(finding) for finding in hits])
    families = {rule.family for rule in audit.rules.values()}
    missing = [name for name in entry.rules if name not in audit.rules and name not in families]
    doubts = [Text(f"规则 {name} 没有运行", f"the rule {name} did not run") for name in missing]
    if audit.counts.unread:
        doubts.append(Text(f"有 {audit.counts.unread} 个文件读不了", f"{audit.counts.unread} files could not be read"))
    return ("unknown", doubts) if doubts or not audit.items else ("clear", ())


def _by_clocks(wanted: Stale, columns: Sequence[Column]) -> tuple[Outcome, Sequence[Text]]:
    counting = {each.id for each in limits.table().classes if each.veto in wanted.counts}
    own = [column for column in columns if column.kind in counting]
    if not own and wanted.site:
        return _whole_site(columns)
    late = [column for column in own if column.state == "overdue" and column.vetoed]
    if wanted.blank:
        own = [*own, *(column for column in columns if column.state == "blank" and column not in own)]
        late += [column for column in own if column.state == "blank"]
    return _enough(late, wanted.least, own)


def _whole_site(columns: Sequence[Column]) -> tuple[Outcome, Sequence[Text]]:
    """Without a declared home page, the newest item of the site stands for it."""
    limit = next(each.days for each in limits.table().classes if each.veto == "home")
    ages = [column.age for column in columns if column.age is not None]
    if not ages or limit is None:
        return "unknown", [Text("没有可用的日期", "there is no usable date")]
    evidence = Text(
        f"没有声明首页栏目，按全站最新一篇计：{min(ages)} 天前",
        f"no home page is declared; the newest item of the site is {min(ages)} days old",
    )
    return ("hit" if min(ages) > limit else "clear"), [evidence]


def _enough(late: Sequence[Column], least: int, own: Sequence[Column]) -> tuple[Outcome, Sequence[Text]]:
    """Hit when there are enough of them; what nobody has any column for cannot be told."""
    if not own:
        return "unknown", [Text("没有这类栏目", "there is no such column")]
    evidence = _listed([_of_column(column) for column in late])
    return ("hit" if len(late) >= least else "clear"), evidence


def _listed(evidence: Sequence[Text]) -> Sequence[Text]:
    if len(evidence) <= MOST_EVIDENCE:
        return evidence
    rest = len(evidence) - MOST_EVIDENCE
    return [*evidence[:MOST_EVIDENCE], Text(f"另有 {rest} 处", f"and {rest} more")]


def _of_finding(finding: Finding) -> Text:
    where = ":".join(part for part in (finding.path or finding.item, finding.where) if part)
    return Text(f"{finding.message.zh}（{where}）", f"{finding.message.en} ({where})")


def _of_column(column: Column) -> Text:
    name = f"{column.department} {column.name}".strip()
    if column.state == "blank":
        return Text(f"{name}：空白", f"{name}: blank")
    if column.age is None:
        return Text(f"{name}：没有可用的日期", f"{name}: no usable date")
    return Text(f"{name}：已 {column.age} 天未更新（{column.latest}）", f"{name}: {column.age} days ({column.latest})")


def outcomes(evaluation: Evaluation) -> Iterable[tuple[Outcome, int]]:
    """How many indicators were hit, clear and unknown, in this order."""
    order: tuple[Outcome, ...] = ("hit", "clear", "unknown")
    return [(each, sum(one.outcome == each for one in evaluation.indicators)) for each in order]
