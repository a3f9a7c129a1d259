"""Examples: the proposals for wrong sentences, each labelled by whether it restores the right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qishan_lint.spelling import alphabet, proposals
from qishan_lint.spelling.modelfile import Model

_CHUNK = 4000


@dataclass(frozen=True)
class Examples:
    """A row of ``features`` for each proposal, its label, and the number of its sentence."""

    features: Any
    labels: Any
    sentence: Any


def make(model: Model, tokens: Any, pairs: Sequence[tuple[str, str]]) -> Examples:
    """The examples of ``pairs`` (wrong, right), which must be equally long."""
    parts = [_chunk(model, tokens, pairs[start : start + _CHUNK], start) for start in range(0, len(pairs), _CHUNK)]
    return Examples(*(np.concatenate([getattr(part, name) for part in parts]) for name in Examples.__annotations__))


def _chunk(model: Model, tokens: Any, pairs: Sequence[tuple[str, str]], first: int) -> Examples:
    wrong, right = "\n".join(pair[0] for pair in pairs), "\n".join(pair[1] for pair in pairs)
    stream = alphabet.tokenise(wrong, tokens)
    made = proposals.make(model, stream.ids)
    points = np.frombuffer(right.encode("utf-32-le"), dtype=np.uint32)
    meant = tokens[np.minimum(points, 0xFFFF)][np.minimum(stream.at, len(right) - 1)].astype(np.int64)
    meant[[0, -1]] = alphabet.BOUNDARY
    meant, given = np.append(meant, 0), np.append(stream.ids, 0).astype(np.int64)
    labels = (meant[made.at] == made.new) & (given[made.at] != made.new)
    double = made.size == 2
    labels &= ~double | ((meant[made.at + 1] == made.second) & (given[made.at + 1] != made.second))
    breaks = np.array([offset for offset, character in enumerate(wrong) if character == "\n"])
    sentence = np.searchsorted(breaks, stream.at[made.at]) + first
    return Examples(made.features, labels, sentence)
