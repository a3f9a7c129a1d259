"""Examples: the proposals for wrong sentences, each labelled by whether it restores the right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qishan_lint.spelling import alphabet, proposals
from qishan_lint.spelling.modelfile import Model
from qishan_lint.spelling.proposals import Proposals

_CHUNK = 4000


@dataclass(frozen=True)
class Labelled:
    """The proposals for the tokens ``ids``, whether each restores what was meant, and its sentence's number."""

    ids: Any
    made: Proposals
    labels: Any
    sentence: Any


@dataclass(frozen=True)
class Examples:
    """A row of ``features`` for each proposal, its label, and the number of its sentence."""

    features: Any
    labels: Any
    sentence: Any


def make(model: Model, tokens: Any, pairs: Sequence[tuple[str, str]]) -> Examples:
    """The examples of ``pairs`` (wrong, right), which must be equally long."""
    parts = []
    for start in range(0, len(pairs), _CHUNK):
        one = labelled(model, tokens, pairs[start : start + _CHUNK])
        parts.append((one.made.features, one.labels, one.sentence + start))
    return Examples(*map(np.concatenate, zip(*parts, strict=True)))


def labelled(model: Model, tokens: Any, pairs: Sequence[tuple[str, str]]) -> Labelled:
    """The labelled proposals for ``pairs``, read as one text."""
    wrong, right = "\n".join(pair[0] for pair in pairs), "\n".join(pair[1] for pair in pairs)
    stream = alphabet.tokenise(wrong, tokens)
    made = proposals.make(model, alphabet.joined([stream.ids]))
    points = np.frombuffer(right.encode("utf-32-le"), dtype=np.uint32)
    meant = tokens[np.minimum(points, 0xFFFF)][np.minimum(stream.at, len(right) - 1)].astype(np.int64)
    meant[[0, -1]] = alphabet.BOUNDARY
    meant, given = np.append(meant, 0), np.append(stream.ids, 0).astype(np.int64)
    labels = (meant[made.at] == made.new) & (given[made.at] != made.new)
    double = made.size == 2
    labels &= ~double | ((meant[made.at + 1] == made.second) & (given[made.at + 1] != made.second))
    breaks = np.array([offset for offset, character in enumerate(wrong) if character == "\n"])
    return Labelled(stream.ids, made, labels, np.searchsorted(breaks, stream.at[made.at]))
