"""How long each kind takes: a kind that keeps the time of its checks, for ``--statistics``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from qishan_lint.kinds import Context, Kind, Rule
from qishan_lint.model import Item, Match


class Times(dict[str, float]):
    """Seconds by kind; compared and hashed by identity, so that a plan can be kept for it."""

    __hash__ = object.__hash__  # type: ignore[assignment]


class Timed:
    """A kind that adds the time of every check to ``times``; in all else the kind itself."""

    def __init__(self, kind: Kind, name: str, times: Times) -> None:
        self._kind = kind
        self._name = name
        self._times = times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kind, name)

    @property
    def prepare(self) -> Callable[[Sequence[Item], Rule], None]:
        """That of the kind, if it has one."""
        prepare: Callable[[Sequence[Item], Rule], None] = self._kind.prepare  # type: ignore[attr-defined]

        def timed(items: Sequence[Item], rule: Rule) -> None:
            started = time.perf_counter()
            prepare(items, rule)
            self._add(time.perf_counter() - started)

        return timed

    def _add(self, seconds: float) -> None:
        self._times[self._name] = self._times.get(self._name, 0.0) + seconds

    def check(self, item: Item, rule: Rule, context: Context) -> Iterator[Match]:
        """The matches of the kind; what the caller does between them does not count."""
        matches = iter(self._kind.check(item, rule, context))
        while True:
            started = time.perf_counter()
            match = next(matches, None)
            self._add(time.perf_counter() - started)
            if match is None:
                return
            yield match
