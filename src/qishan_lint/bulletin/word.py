"""The bulletin as an editable Word file in the order that offices use: rectification, the whole, departments, demands, annexes.

It names rules and figures, never the words that were found: those stand in the workbook, and the text passes ``check``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from qishan_lint import locale, rates
from qishan_lint.audit import tally
from qishan_lint.audit.record import Audit, Finding
from qishan_lint.audit.tally import FEWEST, Department
from qishan_lint.audit.wording import Words
from qishan_lint.bulletin.quarter import Quarter
from qishan_lint.declared import Auditing
from qishan_lint.formats._summary import RESOLUTES
from qishan_lint.model import Level
from qishan_lint.office import wordfile
from qishan_lint.office.wordfile import Cell, Paragraph, Run, Table
from qishan_lint.rates import Rate

MOST_RULES = 5
"""Rules that are named for one department."""
REPEATED = 3
"""Items of one department from which on a fault counts as repeated."""
_WIDTHS = (11, 38, 14, 16, 17, 28, 17, 33)


class _Writer:
    """Says things in one language about one audit."""

    def __init__(self, audit: Audit, quarter: Quarter, auditing: Auditing, days: int, lang: str) -> None:
        self.audit, self.quarter, self.auditing, self.days, self.lang = audit, quarter, auditing, days, lang
        self.words = Words(lang)
        self.departments = [one for one in tally.departments(audit) if one.rate.of]
        self.whole = rates.wilson(audit.counts.faulty, audit.counts.items)

    def say(self, key: str, **values: object) -> str:
        return locale.text(f"bulletin.{key}", self.lang, **values)

    def listed(self, parts: list[str]) -> str:
        return self.say("comma").join(parts)

    def parts(self) -> Iterator[Paragraph | Table]:
        """Everything, from the masthead to the annexes."""
        yield from self._head()
        yield from self._before()
        yield from self._whole()
        yield from self._units()
        yield _heading(self.say("asked.heading"))
        sensitive = self.audit.counts.families.get("sensitive", 0)
        yield _text(self.say("asked.1", days=self.days))
        yield _text(self.say("asked.2", count=sensitive))
        yield _text(self.say("asked.3"))
        yield _text(self.say("asked.4"))
        if self.auditing.office:
            yield wordfile.text("")
            yield wordfile.text(self.auditing.office, size=16, align="right")
        yield _heading(self.say("annex.heading"))
        yield _text(self.say("annex.1"))
        yield _text(self.say("annex.2"))

    def title(self) -> str:
        """The title."""
        site = self.auditing.title or self.audit.site
        return self.say("title", site=site, year=self.quarter.year, number=self.say(f"number.{self.quarter.number}"))

    def _head(self) -> Iterator[Paragraph]:
        if self.auditing.masthead:
            yield wordfile.text(self.auditing.masthead, size=26, bold=True, font="宋体", align="center")
            yield wordfile.text(self.auditing.issue, size=14, align="center")
        yield wordfile.text(self.title(), size=20, bold=True, font="宋体", align="center", level=1)
        yield wordfile.text("")
        yield wordfile.text(self.say("addressed"), size=16)
        number = self.say(f"number.{self.quarter.number}")
        yield _text(self.say("opening", year=self.quarter.year, number=number, day=self._day()))

    def _before(self) -> Iterator[Paragraph]:
        yield _heading(self.say("before.heading"))
        since = self.audit.comparison
        if since is None:
            yield _text(self.say("before.none"))
            return
        rate = since.rectified / since.due if since.due else 1.0
        figures = {name: getattr(since, name) for name in ("due", "rectified", "withdrawn", "open", "reopened", "new")}
        yield _text(self.say("before.rate", day=since.earlier, rate=f"{rate:.1%}", **figures))
        if since.waived or since.unchecked:
            yield _text(self.say("before.waived", count=len(since.waived), unchecked=len(since.unchecked)))
        behind = [
            self.say("before.department", name=name, rectified=done, due=due)
            for name, (done, due) in sorted(since.departments.items())
            if name and due and done / due < rate
        ]
        if behind:
            yield _text(self.say("before.behind", names=self.listed(behind)))

    def _whole(self) -> Iterator[Paragraph | Table]:
        counts, levels = self.audit.counts, self.audit.counts.levels
        yield _heading(self.say("whole.heading"))
        known = {"errors": levels.get("error", 0), "warnings": levels.get("warning", 0), "hints": levels.get("info", 0)}
        yield _text(
            self.say(
                "whole.counts",
                items=counts.items,
                faulty=counts.faulty,
                findings=counts.findings,
                **known,
                **_shares(self.whole),
            )
        )
        kinds = [
            self.say("family", name=self.words.family(name), count=counts.families.get(name, 0)) for name in RESOLUTES
        ]
        yield _text(self.say("whole.families", families=self.listed(kinds)))
        late = len(tally.late(self.audit))
        yield _text(self.say("whole.columns" if late else "whole.columns.none", day=self._day(), count=late))
        areas = self.audit.directories
        if areas:
            sums = {name: sum(getattr(one, name) for one in areas) for name in ("entries", "covered", "gaps")}
            yield _text(self.say("whole.directories", **sums))
        for ledger in self.audit.ledgers:
            share = f"{ledger.on_time / ledger.due:.1%}" if ledger.due else "—"
            title = ledger.title.get(self.lang)
            yield _text(self.say("whole.ledgers", title=title, on=ledger.on_time, due=ledger.due, rate=share))
        yield self._table()
        yield wordfile.text(self.say("table.note", fewest=FEWEST), size=10.5)

    def _table(self) -> Table:
        heads = ("rank", "department", "items", "faulty", "rate", "interval", "band", "before")
        rows = [[_cell(self.say(f"head.{name}"), bold=True) for name in heads]]
        rows += [self._row(one) for one in self.departments]
        whole = _shares(self.whole)
        rows.append(
            [
                _cell(text, bold=True)
                for text in (
                    "",
                    self.say("whole"),
                    str(self.whole.of),
                    str(self.whole.hits),
                    whole["rate"],
                    f"{whole['low']}–{whole['high']}",
                    "",
                    "",
                )
            ]
        )
        return Table(rows, _WIDTHS, heads=1)

    def _row(self, one: Department) -> list[Cell]:
        shares = _shares(one.rate)
        before = f"{one.before.share:.1%}（{one.before.hits}/{one.before.of}）" if one.before and one.before.of else "—"
        texts = (
            str(one.rank or "—"), one.name or "—", str(one.rate.of), str(one.rate.hits), shares["rate"],
            f"{shares['low']}–{shares['high']}", self.say(f"short.{self._band(one)}"), before,
        )  # fmt: skip
        return [_cell(text) for text in texts]

    def _units(self) -> Iterator[Paragraph]:
        yield _heading(self.say("units.heading"))
        shown = [one for one in self.departments if one.rate.hits]
        if not shown:
            yield _text(self.say("units.none"))
        for number, one in enumerate(shown, 1):
            own = [each for each in self.audit.findings if each.department == one.name and each.level is not Level.INFO]
            yield _text("".join(self._unit(number, one, own)))

    def _unit(self, number: int, one: Department, own: list[Finding]) -> Iterator[str]:
        name = f"{number}. {one.name or '—'}"
        yield self.say(
            "unit",
            name=name,
            items=one.rate.of,
            faulty=one.rate.hits,
            band=self.say(f"band.{self._band(one)}"),
            **_shares(one.rate),
        )
        if one.before and one.before.of:
            yield self.say("unit.before", rate=f"{one.before.share:.1%}", faulty=one.before.hits, items=one.before.of)
        rules = Counter(finding.rule for finding in own).most_common(MOST_RULES)
        named = [self.say("unit.rule", name=self._rule(rule), count=count) for rule, count in rules]
        yield self.say("unit.rules", rules=self.listed(named))
        places = Counter(rule for rule, _ in {(finding.rule, finding.item) for finding in own})
        often = [(rule, count) for rule, count in places.most_common(MOST_RULES) if count >= REPEATED]
        if often:
            again = [self.say("unit.repeat-rule", name=self._rule(rule), count=count) for rule, count in often]
            yield self.say("unit.repeat", rules=self.listed(again))
        if one.due - one.rectified > 0:
            yield self.say("unit.open", count=one.due - one.rectified)

    def _rule(self, rule: str) -> str:
        known = self.audit.rules.get(rule)
        return known.name.get(self.lang) if known else rule

    def _band(self, one: Department) -> str:
        return "unranked" if one.rank is None else rates.band(one.rate, self.whole.share)

    def _day(self) -> str:
        day = self.audit.as_of
        return day.isoformat() if self.lang == "en" else f"{day.year}年{day.month}月{day.day}日"


def render(audit: Audit, quarter: Quarter, auditing: Auditing, days: int, lang: str) -> bytes:
    """The Word file; ``days`` are the working days to report in."""
    writer = _Writer(audit, quarter, auditing, days, lang)
    return wordfile.write(writer.parts(), writer.title(), margins=(30, 27))


def _shares(rate: Rate) -> dict[str, str]:
    return {"rate": f"{rate.share:.1%}", "low": f"{rate.low:.1%}", "high": f"{rate.high:.1%}"}


def _heading(words: str) -> Paragraph:
    return wordfile.text(words, size=16, font="黑体", indent=2, level=2)


def _text(words: str) -> Paragraph:
    return wordfile.text(words, size=16, indent=2, align="both")


def _cell(words: str, *, bold: bool = False) -> Cell:
    return Cell([Paragraph((Run(words, 10.5, bold=bold),), "center")])
