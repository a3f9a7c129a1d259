"""Guess: one stretch of a text that is probably wrong, and what was probably meant."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guess:
    """``text[start:end]`` should probably read ``replacement``.

    ``confidence`` is the reranker's probability (0 to 1). ``kind`` says how the two are confused: ``sound``,
    ``look``, ``typing`` (a slip of one key), ``word`` (two characters of the same sound), ``idiom`` (the other three
    characters of an idiom say what is meant) or ``doubled``.
    """

    start: int
    end: int
    replacement: str
    confidence: float
    kind: str
