"""What was found in a ledger, in the words and the form of every other report."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping

import msgspec

from qishan_lint.identity import mask_text
from qishan_lint.ledgers.kinds import faults
from qishan_lint.model import Finding, Level, Place, Text

Value = str | int | Text


class Teller:
    """Makes the findings of one file; equal ones are told apart by their order, so that fingerprints stay apart."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._seen: Counter[str] = Counter()

    def finding(
        self,
        fault: str,
        where: str,
        key: str,
        level: Level | None = None,
        **data: Value,
    ) -> Finding:
        """The finding ``fault`` at ``where``; ``key`` names the case across runs, whatever row it stands in."""
        known = faults()[fault]
        safe = {name: value if isinstance(value, Text) else mask_text(str(value)) for name, value in data.items()}
        name = f"{fault}\0{self._path.rpartition('/')[2]}\0{mask_text(key)}"
        self._seen[name] += 1
        return Finding(
            rule=fault,
            level=level or known.level,
            item=self._path,
            place=Place(path=self._path, where=where),
            message=Text(_filled(known.message.zh, safe, "zh"), _filled(known.message.en, safe, "en")),
            data={name: value.zh if isinstance(value, Text) else value for name, value in safe.items()},
            scope="audit",
            fingerprint=hashlib.sha256(f"{name}\0{self._seen[name]}".encode("utf-8", "surrogatepass")).hexdigest()[:32],
        )


def _filled(template: str, data: Mapping[str, str | Text], lang: str) -> str:
    return template.format_map({key: one.get(lang) if isinstance(one, Text) else one for key, one in data.items()})


def named(number: str, row: int) -> Text:
    """How a message calls a case: by its number, which is masked if it looks like a person's, and its row."""
    shown = mask_text(number[:40])
    return Text(f"第{row}行（{shown}）" if shown else f"第{row}行", f"row {row} {shown}" if shown else f"row {row}")


def working_days(count: int, stated: bool = False) -> Text:
    """A number of days in words; ``stated``: calendar days."""
    if stated:
        return Text(f"{count}天", f"{count} days" if count != 1 else "1 day")
    return Text(f"{count}个工作日", f"{count} working days" if count != 1 else "1 working day")


def hidden(value: str) -> str:
    """A name or address with all but its first character masked."""
    return value[:1] + "*" * min(len(value) - 1, 8)


class Sum(msgspec.Struct):
    """The figures of a ledger. Not-yet-due, waiting and undecided cases count as received, and in no rate of time."""

    total: int = 0
    answered: int = 0
    on_time: int = 0
    late: int = 0
    overdue: int = 0
    soon: int = 0
    open: int = 0
    waiting: int = 0
    undecided: int = 0
    unknown: int = 0

    @property
    def due(self) -> int:
        """The cases whose period has ended one way or the other: the denominator of the rate of time."""
        return self.on_time + self.late + self.overdue
