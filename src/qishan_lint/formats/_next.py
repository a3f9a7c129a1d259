"""Next steps: at most three commands that carry on from the one that was typed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from qishan_lint.formats._escape import visible
from qishan_lint.formats._summary import Summary
from qishan_lint.formats._words import Say

_WITH_VALUE = ("--format", "-f", "--output", "-o", "--select", "--fix-only", "--color")
_ALONE = ("--fix", "--unsafe-fixes", "--diff", "--statistics", "--quiet", "-q")
_PLAIN = re.compile(r"[\w@%+=:,./~\\-]{1,4096}")
MOST = 3
_LONGEST = 300
"""Characters of a typed command that are repeated; a hook and a script name hundreds of files."""


def steps(summary: Summary, command: Sequence[str], say: Say) -> list[tuple[str, str]]:
    """What to do next and the command for it, the most urgent first; nothing for standard input."""
    if "-" in command or not summary.total.findings:
        return []
    base = _shortened([quoted(word) for word in _kept(command or ("qishan-lint", "check"))])
    found = []
    if summary.families["sensitive"].findings:
        found.append((say("next.sensitive"), f"{base} --select sensitive"))
    if summary.fixable:
        found.append((say("next.fix", count=summary.fixable), f"{base} --fix"))
    found.append((say("next.report"), f"{base} --format html -o {quoted(say('next.file'))}"))
    return found[:MOST]


def _shortened(words: Sequence[str]) -> str:
    """The command in one line, an ellipsis for the words after which it would be too long to read."""
    lengths = itertools.accumulate(len(word) + 1 for word in words)
    shown = [word for word, length in zip(words, lengths, strict=True) if length <= _LONGEST]
    return " ".join(shown if len(shown) == len(words) else [*shown, "…"])


def _kept(command: Sequence[str]) -> list[str]:
    """The command without the options that the next steps replace."""
    kept, skip = [], False
    for word in command:
        if skip:
            skip = False
        elif word in _WITH_VALUE:
            skip = True
        elif word not in _ALONE and word.partition("=")[0] not in _WITH_VALUE:
            kept.append(word)
    return kept


def quoted(word: str) -> str:
    """``word`` as one word of a shell; Chinese file names need no quotes."""
    shown = visible(word)
    if _PLAIN.fullmatch(shown):
        return shown
    escaped = shown.replace("'", "'\\''")
    return f"'{escaped}'"
