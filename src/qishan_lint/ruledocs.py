"""A rule as a page: the same text for ``explain``, ``rules show`` and the documentation."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from qishan_lint.catalog import FAMILIES
from qishan_lint.compiled import Entry
from qishan_lint.locale import text
from qishan_lint.rulefile import ExampleFile


def page(entry: Entry, lang: str) -> str:
    """The page of a rule in Markdown."""
    rule = entry.file
    level = text(f"rules.level.{rule.level}", lang)
    waivable = text("rules.waivable" if rule.waivable else "rules.not-waivable", lang)
    lines = [
        f"# {rule.name.get(lang)}",
        "",
        f"`{rule.id}` · {level} · {waivable} · {text('rules.kind', lang)} `{rule.kind}`",
        "",
        f"## {text('rules.why', lang)}",
        "",
        rule.why.get(lang),
        "",
        f"{text('rules.source', lang)}{rule.source}",
        "",
    ]
    lines += _dates(entry, lang)
    lines += _examples(rule.examples, lang)
    lines += _parameters(entry, lang)
    lines += [
        f"## {text('rules.silence', lang)}",
        "",
        text("rules.silence-how" if rule.waivable else "rules.silence-never", lang).replace("RULE", rule.id),
        "",
    ]
    return "\n".join(lines)


def index(entries: Iterable[Entry], lang: str) -> str:
    """All rules as one page in Markdown: a table a family, with level, name and source."""
    lines = [f"# {text('rules.index', lang)}", "", text("rules.index-note", lang), ""]
    for family in FAMILIES:
        members = sorted((e for e in entries if e.file.id.startswith(f"{family}/")), key=lambda entry: entry.file.id)
        lines += [f"## {family} ({len(members)})", "", text("rules.index-head", lang), "|---|---|---|---|---|"]
        lines += [_row(entry, lang) for entry in members] + [""]
    return "\n".join(lines)


def _row(entry: Entry, lang: str) -> str:
    rule = entry.file
    fixable = any(example.fixed is not None for example in rule.examples)
    marks = [text("rules.list.fixable", lang)] * fixable + [text("rules.not-waivable", lang)] * (not rule.waivable)
    cells = (
        f"`{rule.id}`",
        text(f"rules.level.{rule.level}", lang),
        rule.name.get(lang),
        ", ".join(marks),
        rule.source,
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _dates(entry: Entry, lang: str) -> list[str]:
    rule = entry.file
    since = [text("rules.from", lang, date=rule.since)] if rule.since else []
    until = [text("rules.until", lang, date=rule.until)] if rule.until else []
    return [*since, *until, ""] if since or until else []


def _examples(examples: tuple[ExampleFile, ...], lang: str) -> list[str]:
    lines = [f"## {text('rules.examples', lang)}", ""]
    for example in examples:
        given = example.good if example.bad is None else example.bad
        mark = text("rules.good" if example.bad is None else "rules.bad", lang)
        shown = given if isinstance(given, str) else _short(given or {})
        line = f"- {mark}{shown}".replace("\n", " ⏎ ")
        lines.append(line + (f" → {example.fixed}".replace("\n", " ⏎ ") if example.fixed is not None else ""))
    return [*lines, ""]


def _short(item: dict[str, object]) -> str:
    return "; ".join(f"{key}: {value}" for key, value in item.items())


def _parameters(entry: Entry, lang: str) -> list[str]:
    params: dict[str, object] = msgspec.json.decode(entry.params)
    small = {key: value for key, value in params.items() if len(str(value)) <= 120}
    if not params:
        return []
    lines = [f"## {text('rules.parameters', lang)}", ""]
    for key, value in params.items():
        mark = text("rules.unconfirmed", lang) if key in entry.file.unconfirmed else ""
        shown = f"{value}" if key in small else text("rules.long-list", lang)
        lines.append(f"- `{key}`: {shown}{mark}")
    return [*lines, ""]
