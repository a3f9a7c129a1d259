"""Screen: what the command says of an audit in the terminal: figures, columns that need somebody, indicators hit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qishan_lint.audit import evaluation, tally
from qishan_lint.audit.record import Audit, Column
from qishan_lint.audit.wording import Words
from qishan_lint.formats import _width
from qishan_lint.formats._escape import visible

MOST = 20
"""Columns and departments that the terminal shows; the outputs hold all."""


def render(audit: Audit, lang: str, width: int) -> str:
    """The lines, ended by a line end."""
    words = Words(lang)
    lines = [words("title", site=visible(audit.site)), "", *_figures(audit, words), *_columns(audit, words)]
    if audit.evaluation is not None:
        lines += _evaluation(audit, words)
    if not audit.items:
        lines += ["", words("screen.empty")]
    return "".join(f"{piece}\n" for line in lines for piece in (_width.wrap(line, width) or [""]))


def _figures(audit: Audit, words: Words) -> Iterator[str]:
    counts, since = audit.counts, audit.comparison
    share = words.percent(counts.faulty / counts.items) if counts.items else "—"
    yield words(
        "screen.figures", day=audit.as_of.isoformat(), items=counts.items, faulty=counts.faulty, share=share,
        findings=counts.findings, late=len(tally.late(audit)), columns=len(audit.columns),
    )  # fmt: skip
    if since is not None:
        rate = words.percent(since.rectified / since.due) if since.due else "—"
        yield words("screen.rectified", rectified=since.rectified, due=since.due, share=rate)
        yield words(
            "since", day=since.earlier.isoformat(), new=since.new, open=since.open, reopened=since.reopened,
            withdrawn=since.withdrawn, waived=len(since.waived), unchecked=len(since.unchecked),
        )  # fmt: skip
    if audit.directories:
        yield words(
            "screen.directories", covered=sum(one.covered for one in audit.directories),
            entries=sum(one.entries for one in audit.directories), gaps=sum(one.gaps for one in audit.directories),
        )  # fmt: skip
    for one in audit.ledgers:
        yield visible(words("screen.ledger", title=one.title.get(words.lang), on_time=one.on_time, due=one.due))
    if counts.unread:
        yield words("unread", count=counts.unread)


def _columns(audit: Audit, words: Words) -> Iterator[str]:
    wanting = [column for column in audit.columns if column.state in ("overdue", "blank", "soon")]
    if wanting:
        yield ""
        yield from _aligned([_row(column, words) for column in wanting[:MOST]])
    if len(wanting) > MOST:
        yield words("columns.more", count=len(wanting) - MOST)
    loose = sum(column.state == "unlimited" and not column.kind for column in audit.columns)
    if loose:
        yield words("screen.unclassed", count=loose)


def _row(column: Column, words: Words) -> tuple[str, ...]:
    name = " ".join(part for part in (column.name, column.department) if part)
    return (visible(name), words.clock(column), words.state(column))


def _aligned(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    listed = list(rows)
    widths = [max(_width.of(row[number]) for row in listed) for number in range(len(listed[0]))]
    for row in listed:
        yield "  " + "  ".join(_width.pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _evaluation(audit: Audit, words: Words) -> Iterator[str]:
    found = audit.evaluation
    if found is None:
        return
    counts = dict(evaluation.outcomes(found))
    yield ""
    yield f"{found.title.get(words.lang)}  " + words(
        "evaluation.counts", hit=counts["hit"], clear=counts["clear"], unknown=counts["unknown"]
    )
    for one in found.indicators:
        if one.outcome == "hit":
            points = f" -{one.points:g}" if one.points is not None else ""
            yield f"  {words(f'part.{one.part}')} {one.id} {one.title.get(words.lang)}{points}"
            yield from (f"    {visible(each.get(words.lang))}" for each in one.evidence[:3])
    unknown = [one for one in found.indicators if one.outcome == "unknown"]
    if unknown:
        yield words(
            "screen.unknown", names=words("comma").join(f"{one.id} {one.title.get(words.lang)}" for one in unknown)
        )
