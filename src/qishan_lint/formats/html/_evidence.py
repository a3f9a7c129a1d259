"""The left side of a card: what the article says around each hit, hits numbered as on the right side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qishan_lint.formats._words import Say, shown_path
from qishan_lint.formats.html._entry import Entry
from qishan_lint.formats.html._markup import Markup, join, tag
from qishan_lint.model import Excerpt, Finding, Result
from qishan_lint.placing import CONTEXT

HITS = 3
"""Hits of one finding that are shown."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A hit inside a passage: from where to where, of which finding; ``first`` of its hits or a later one."""

    start: int
    end: int
    entry: Entry
    first: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one text: where it begins there (-1: unknown), its characters, the hits in it."""

    start: int
    text: str
    marks: tuple[Mark, ...]

    @property
    def end(self) -> int:
        """Where it ends in the text that it is a piece of."""
        return self.start + len(self.text)


def passages(entries: Iterable[Entry]) -> dict[tuple[str, str], list[Passage]]:
    """The passages by file and part, in reading order; those that overlap are one."""
    found: dict[tuple[str, str], list[Passage]] = {}
    for entry in entries:
        for ordinal, hit in enumerate(entry.group.hits[:HITS]):
            if hit.excerpt is not None and (hit.excerpt.before or hit.excerpt.hit or hit.excerpt.after):
                passage = _passage(entry, hit, hit.excerpt, first=ordinal == 0)
                found.setdefault((hit.place.path, hit.place.part), []).append(passage)
    return {key: _merged(sorted(several, key=lambda each: each.start)) for key, several in found.items()}


def _passage(entry: Entry, hit: Finding, excerpt: Excerpt, *, first: bool) -> Passage:
    text = excerpt.before + excerpt.hit + excerpt.after
    before = len(excerpt.before)
    # A hit that was shortened for the excerpt no longer tells how long it is in the text.
    exact = hit.place.offset >= before and len(excerpt.hit) <= 2 * CONTEXT
    start = hit.place.offset - before if exact else -1
    return Passage(start, text, (Mark(before, before + len(excerpt.hit), entry, first),))


def _merged(several: Sequence[Passage]) -> list[Passage]:
    merged: list[Passage] = []
    for passage in several:
        joined = _joined(merged[-1], passage) if merged else None
        if joined is None:
            merged.append(passage)
        else:
            merged[-1] = joined
    return merged


def _joined(one: Passage, two: Passage) -> Passage | None:
    """Both passages as one, when they overlap, agree where they do, and no hit ends inside another."""
    if one.start < 0 or two.start < 0 or two.start > one.end:
        return None
    shift = two.start - one.start
    shared = min(len(one.text) - shift, len(two.text))
    if one.text[shift : shift + shared] != two.text[:shared]:
        return None
    marks = [Mark(mark.start + shift, mark.end + shift, mark.entry, mark.first) for mark in two.marks]
    if any(_crossing(mark, other) or _crossing(other, mark) for mark in marks for other in one.marks):
        return None
    every = sorted((*one.marks, *marks), key=lambda mark: (mark.start, -mark.end))
    return Passage(one.start, one.text + two.text[shared:], tuple(every))


def _crossing(one: Mark, two: Mark) -> bool:
    return one.start < two.start < one.end < two.end


def evidence(entries: Sequence[Entry], result: Result, say: Say, lang: str) -> Iterator[Markup]:
    """The passages of each file under its heading."""
    for (path, _), several in passages(entries).items():
        hits = [hit for passage in several for mark in passage.marks for hit in mark.entry.group.hits[:HITS]]
        yield tag("h4", heading(path, hits, result, say))
        # What is quoted is Chinese, whatever language the report is in.
        quoted = "zh-CN" if lang == "en" else None
        yield from (tag("p", passage_markup(passage, lang), class_=_style(passage), lang=quoted) for passage in several)


def heading(path: str, hits: Sequence[Finding], result: Result, say: Say) -> str:
    """Which file and where in it."""
    name = shown_path(path, result)
    title = say("html.attachment", name=name) if name else say("html.article")
    lines = sorted({hit.place.line for hit in hits if hit.place.line})
    if lines:
        listed = say("list-comma").join(str(line) for line in lines[:6]) + ("…" if len(lines) > 6 else "")
        return f"{title}{say('html.gap')}{say('html.lines', lines=listed)}"
    places = list(dict.fromkeys(hit.place.where for hit in hits if hit.place.where))
    listed = say("list-comma").join(places[:HITS]) + ("…" if len(places) > HITS else "")
    return f"{title}{say('html.gap')}{listed}" if listed else title


def _style(passage: Passage) -> str:
    return "passage cut" if _cut_before(passage) else "passage"


def _cut_before(passage: Passage) -> bool:
    return bool(passage.marks) and passage.marks[0].start >= CONTEXT


def passage_markup(passage: Passage, lang: str) -> Markup:
    """The text with its hits marked, each mark linked to its finding."""
    before = "…" if _cut_before(passage) else ""
    last = max((mark.end for mark in passage.marks), default=len(passage.text))
    after = "…" if len(passage.text) - last >= CONTEXT else ""
    return join(before, marked(passage.text, 0, len(passage.text), passage.marks, lang), after)


def marked(text: str, start: int, end: int, marks: Sequence[Mark], lang: str) -> Markup:
    """``text[start:end]`` with ``marks``, which lie in it in order, a mark before those inside it."""
    parts: list[str] = []
    position = start
    for number, mark in enumerate(marks):
        if mark.start < position:
            continue  # inside the one before
        inner = [other for other in marks[number + 1 :] if other.end <= mark.end]
        content = marked(text, mark.start, mark.end, inner, lang)
        parts += [text[position : mark.start], _mark(mark, content, lang)]
        position = max(mark.end, position)
    return join(*parts, text[position:end])


def _mark(mark: Mark, content: Markup, lang: str) -> Markup:
    finding = mark.entry.finding
    style = f"{finding.level} masked" if finding.sensitive and "*" in content else finding.level.value
    marked = tag("mark", content, class_=style, id=mark.entry.mark if mark.first else None)
    return join(marked, mark.entry.link(mark.entry.anchor, lang))
