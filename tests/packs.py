"""Rule packs for tests: a folder with one rule of an office's own, as the office would write it."""

from __future__ import annotations

from pathlib import Path

from tests.trees import plant

OWN = "wording/own-word"
PLACE = "wording/own-word.yaml"
PARAMS = "{terms: {旧桥镇: {right: 石桥镇}}}"
RULE = f"""\
id: {OWN}
name: {{zh: 本县用词, en: Own word}}
kind: terms
level: warning
message: {{zh: "“{{found}}”{{advice}}{{note}}", en: "“{{found}}” {{advice}}{{note}}"}}
why: {{zh: 本县规定, en: House style}}
source: 本县规定
params: {PARAMS}
examples: [{{bad: 旧桥镇。, fixed: 石桥镇。}}, {{good: 石桥镇。}}]
"""


def rule(*changes: tuple[str, str], more: str = "") -> str:
    """The rule's file, the first text of each of ``changes`` replaced by the second, with ``more`` lines at the end."""
    text = RULE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text + more


def pack(folder: Path, text: str | bytes = RULE, **lists: str | bytes) -> Path:
    """The pack ``folder`` with the rule ``text``, and beside it ``lists`` by their names without ``.tsv``."""
    return plant(folder, {PLACE: text, **{f"wording/{name}.tsv": content for name, content in lists.items()}})
