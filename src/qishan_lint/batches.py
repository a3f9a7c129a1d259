"""Work cut into batches by estimated cost: the dearest items first and alone, the estimate corrected while running."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Sequence

from qishan_lint.sources.grouping import ItemFiles, kind

BATCH_SECONDS = 2.0
"""The most estimated seconds of one batch of several items."""

LEAST_SECONDS = 0.1
"""No batch is cut smaller for the sake of an even end: what a batch costs by itself would show."""

SHARE = 3
"""Each worker's next batch is at most one in so many of its part of what is left, so that all end together."""

_FETCHED = 25_000
"""Bytes of a file that is fetched only when it is checked; its size is not asked for."""

_INERTIA = 0.7
_FACTORS = (0.05, 50.0)


class Pile:
    """What is still to be done, dearest first."""

    def __init__(self, items: Sequence[ItemFiles], todo: Iterable[int], workers: int = 1) -> None:
        self._costs = {number: cost(items[number]) for number in todo}
        self._left = deque(sorted(self._costs, key=lambda one: (-self._costs[one], one)))
        self._singles: deque[int] = deque()
        self._seconds = sum(self._costs.values())
        self._workers = max(1, workers)
        self._factor = 1.0

    def __len__(self) -> int:
        return len(self._left) + len(self._singles)

    def take(self) -> list[int]:
        """The next batch; empty when nothing is left."""
        if self._singles:
            return [self._singles.popleft()]
        share = self._seconds * self._factor / (SHARE * self._workers)
        room = max(LEAST_SECONDS, min(BATCH_SECONDS, share)) / self._factor
        batch: list[int] = []
        while self._left and (not batch or self._costs[self._left[0]] <= room):
            batch.append(self._left.popleft())
            room -= self._costs[batch[-1]]
            self._seconds -= self._costs[batch[-1]]
        return batch

    def give_back(self, batch: Iterable[int]) -> None:
        """Put ``batch`` back, to be taken item by item and before all others."""
        self._singles.extend(batch)

    def learn(self, batch: Iterable[int], seconds: float) -> None:
        """Correct the estimate by the ``seconds`` that ``batch`` took."""
        estimated = sum(self._costs[number] for number in batch)
        if estimated > 0:
            factor = _INERTIA * self._factor + (1 - _INERTIA) * seconds / estimated
            self._factor = min(max(factor, _FACTORS[0]), _FACTORS[1])


def cost(files: ItemFiles) -> float:
    """Estimated seconds: texts and attachments by size, photos by number."""
    total = 0.0002 + (_size(files, files.document) / 5e6 if files.document else 0.0)
    for path in files.companions:
        total += 0.045 if kind(path) == "photo" else 0.02 + _size(files, path) / 2e6
    return total


def _size(files: ItemFiles, path: str) -> int:
    if path in files.overlay:
        return len(files.overlay[path]) if isinstance(files.overlay, dict) else _FETCHED
    if files.sealed:
        return 0
    try:
        return os.stat(f"{files.root}/{path}").st_size  # noqa: PTH116 (a path object for each of 100,000 costs more than the look)
    except OSError:
        return 0
