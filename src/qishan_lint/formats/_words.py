"""The words of reports: levels, families, sources, positions, in the language of the reader."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Any

from qishan_lint.formats._escape import visible
from qishan_lint.formats._summary import Group, Verdict, family
from qishan_lint.locale import text
from qishan_lint.model import Finding, Level, Place, Result, RuleInfo

Say = Callable[..., str]
LEVELS = (Level.ERROR, Level.WARNING, Level.INFO)
_VERDICTS = {Verdict.BLOCKED: "blocked", Verdict.WORK: "work", Verdict.CLEAR: "clear"}
_LINE = re.compile(r"\d{1,9}:\d{1,9}")
_KNOWN = ("short", "wording", "photo", "stale", "item", "form", "ledger", "directory")


def speaker(lang: str) -> Say:
    """A function that gives the text for a key of this area in ``lang``."""

    def say(key: str, **values: Any) -> str:
        shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        return text(f"formats.{key}", lang, **shown)

    return say


def level_word(level: Level, say: Say) -> str:
    """The word for a level."""
    return say(f"level.{level}")


def counted(number: int, level: Level, say: Say) -> str:
    """A number of findings of a level."""
    return say(f"counted.{level}.{'one' if number == 1 else 'many'}", count=number)


def verdict_word(verdict: Verdict, say: Say) -> str:
    """What becomes of an item, in words."""
    return say(f"verdict.{_VERDICTS[verdict]}")


def family_word(rule: str, rules: Mapping[str, RuleInfo], say: Say) -> str:
    """The short word for a rule's family; marks of secrecy have their own."""
    name = family(rule)
    if name == "sensitive":
        known = rules.get(rule)
        return say("family.secrecy" if known is not None and known.kind == "mark" else "family.privacy")
    return say(f"family.{name}") if name in _KNOWN else visible(name)


def resolute_word(name: str, say: Say) -> str:
    """The long name of a family, as tables and tiles call it."""
    return say(f"resolute.{name}") if name in (*_KNOWN, "sensitive") else visible(name)


def source_words(rule: RuleInfo, lang: str, say: Say) -> str:
    """Where a rule comes from; the two standing phrases of rule files are translated."""
    if lang != "en":
        for start, key in (("house style", "source.house"), ("own knowledge", "source.own")):
            if rule.source.lower().startswith(start):
                return say(key)
    return visible(rule.source)


def reason(finding: Finding, rules: Mapping[str, RuleInfo], lang: str, say: Say) -> str:
    """Why the rule is there, and its source."""
    rule = rules.get(finding.rule)
    if rule is None:
        return ""
    return say("reason", why=visible(rule.why.get(lang)), source=source_words(rule, lang, say))


def shown_path(path: str, result: Result) -> str:
    """``path`` as seen from the folder of the item; empty for the item's own file."""
    if path in ("", result.path):
        return ""
    folder = posixpath.dirname(result.path)
    inside = path.startswith(folder + "/") if folder else False
    return visible(path[len(folder) + 1 :] if inside else path)


def position(group: Group, result: Result, say: Say) -> str:
    """Where the finding is, as a person finds it, and how many more there are."""
    place = group.first.place
    path, where = shown_path(place.path, result), visible(place.where)
    if path and _LINE.fullmatch(where) and not place.line:
        # A photo: ``where`` is the line of the article that refers to it.
        size = photo_size(group.first)
        shown = "  ".join(part for part in (path, size, say("in-article", where=where)) if part)
    else:
        shown = " > ".join(part for part in (path, where) if part) or say("whole-item")
    return say("and-more", where=shown, count=len(group.hits)) if len(group.hits) > 1 else shown


def related(finding: Finding, result: Result, say: Say) -> str:
    """The other places that the finding is about, the first few."""
    shown = []
    for place in finding.related[:3]:
        path = shown_path(place.path, result) or ("" if place.where else visible(place.path))
        shown.append(" > ".join(part for part in (path, visible(place.where)) if part))
    return say("list-comma").join(shown) + ("…" if len(finding.related) > 3 else "")


def photo_size(finding: Finding) -> str:
    """The size of the photo in question, when the finding knows it."""
    width, height = finding.data.get("width", ""), finding.data.get("height", "")
    return f"{width}×{height}" if width.isdecimal() and height.isdecimal() else ""


def gutter(place: Place) -> str:
    """The line number or the cell, for the margin of an excerpt."""
    return str(place.line) if place.line else visible(place.where.rpartition("!")[2])


def suggestion(finding: Finding, say: Say) -> str:
    """What to do: the replacements proposed, or empty."""
    return say("or").join(visible(each) for each in finding.suggestions[:3])


def replaced(finding: Finding) -> str:
    """The text that the suggestions would replace; empty when they stand for themselves."""
    if finding.excerpt is None or finding.sensitive or not finding.suggestions:
        return ""
    return visible(finding.excerpt.hit.strip())
