"""Folds: sentences that share a run of 12 Han characters, or are the same, always fall into one fold."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from spelling import corpus


def of(targets: Sequence[str], count: int, seed: int) -> Any:
    """The fold (0 to ``count`` - 1) of each target sentence."""
    parent = list(range(len(targets)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    hashes, owners = corpus.runs(targets)
    order = np.argsort(hashes, kind="stable")
    for one, other in pairwise(order):
        if hashes[one] == hashes[other]:
            parent[root(int(owners[one]))] = root(int(owners[other]))
    first: dict[str, int] = {}
    for number, target in enumerate(targets):
        parent[root(number)] = root(first.setdefault(target, number))
    rng = random.Random(seed)
    drawn: dict[int, int] = {}
    return np.array([drawn.setdefault(root(number), rng.randrange(count)) for number in range(len(targets))])
