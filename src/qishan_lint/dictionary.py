"""Dictionary: words that are right in this repository, in a file of their own that the configuration extends.

What a configuration extends counts as part of it, for the cache and for the gate; so such a file needs nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from qishan_lint import catalog, config, files, settings
from qishan_lint.errors import ConfigError, UsageError
from qishan_lint.model import Report, Text

NAME = "qishan-words.yaml"
"""The file unless another is named."""
KIND = "spelling"
SHORTEST, LONGEST = 2, 16
"""How long a word may be; one of a single character would silence every guess about it."""
_HEAD = "# 本库认可的词语，由 qishan-lint dictionary add 写入；配置文件以 extends 引用。\n# Words right in this repository.\n"


class Doubted(NamedTuple):
    """A spelling that several items share: as it stands with its neighbours, what was suggested, in how many items."""

    written: str
    meant: str
    items: int


def doubted(report: Report, least: int) -> list[Doubted]:
    """The spellings that ``report`` doubts in ``least`` items or more, the commonest first: probably names."""
    rules = frozenset(_rules())
    found = {
        (_word(finding.data["found"]), finding.data["expected"], finding.item)
        for finding in report.findings
        if finding.rule in rules and "found" in finding.data
    }
    counted = Counter((written, meant) for written, meant, _ in found)
    rows = [Doubted(written, meant, items) for (written, meant), items in counted.items() if items >= least]
    return sorted(rows, key=lambda row: (-row.items, row.written))


def add(path: Path, words: Iterable[str]) -> int:
    """Add ``words`` to the file at ``path``; how many were new. Raises UsageError, ConfigError, OSError."""
    import yaml

    wanted = [word.strip() for word in words]
    for word in wanted:
        _check(word)
    known = read(path) if path.exists() else []
    together = sorted({*known, *wanted})
    rules = {rule: {"dictionary": list(together)} for rule in _rules()}
    text = yaml.safe_dump({"extends": "none", "rules": rules}, allow_unicode=True, sort_keys=False, width=100)
    files.write(path, (_HEAD + text).encode())
    return len(together) - len(set(known))


def read(path: Path) -> list[str]:
    """The words of the file at ``path``. Raises ConfigError when it holds anything but words."""
    try:
        found = config.parse(path.read_text(encoding="utf-8-sig"), path)
    except UnicodeDecodeError:
        raise ConfigError(Text("词语文件不是 UTF-8 编码", "the file of words is not UTF-8"), where=str(path)) from None
    plain = config.Config(extends="none", rules={rule: found.rules.get(rule, {}) for rule in _rules()})
    if found != plain or any(set(values) != {"dictionary"} for values in plain.rules.values()):
        raise ConfigError(
            Text("文件里不只有词语，不改写它", "the file holds more than words and is left as it is"),
            where=str(path),
            remedy=Text("用 --file 另指一个文件", "name another file with --file"),
        )
    return sorted({word for values in plain.rules.values() for word in map(str, values["dictionary"])})


def advice(path: Path, words: Iterable[str]) -> Text | None:
    """What to do when the configuration beside ``path`` does not come to know ``words``; else None."""
    settings.forget()
    used = settings.for_folder(path.resolve().parent, settings.Choice()).base().rules
    known = [set(used[rule].params.get("dictionary", ())) for rule in _rules() if rule in used]
    if set(words) <= set.intersection(set(words), *known):
        return None
    return Text(
        f"配置还没有用到 {path.name}：在 extends 里写上 {path.name}，配置自己的 dictionary 里的词也移到这个文件",
        f"the configuration does not use {path.name} yet: add it to extends, and move words of its own dictionary there",
    )


def _word(found: str) -> str:
    """``found`` without the marks at its ends, so that it can be added as it is."""
    inside = [place for place, one in enumerate(found) if one.isalnum()]
    return found[inside[0] : inside[-1] + 1] if inside else found


def _rules() -> list[str]:
    return sorted(id_ for id_, entry in catalog.load().entries.items() if entry.file.kind == KIND)


def _check(word: str) -> None:
    if SHORTEST <= len(word) <= LONGEST and all(one.isalnum() or one in "·—-" for one in word):
        return
    raise UsageError(
        Text(f"“{word[:40]}”不是词语", f"“{word[:40]}” is no word"),
        remedy=Text(
            f"每个词 {SHORTEST} 到 {LONGEST} 个字，中间没有空格、标点",
            f"{SHORTEST} to {LONGEST} letters a word, no blanks",
        ),
    )
