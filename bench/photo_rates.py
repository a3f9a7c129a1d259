"""Recall at given false-positive rates, with bootstrap intervals, from scored pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

PARTIAL = ("pip", "pinwheel")
"""Layouts without a cut right through the picture."""

FEWEST = 2000
"""With fewer photos among the singles the rates are marked "not resolved"."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A picture of a labelled set: its label line, its scores, and what it cost."""

    label: dict[str, str]
    collage: float
    inset: float
    filled: bool
    flat: float
    seconds: float

    @property
    def single(self) -> bool:
        """Whether it is a plain photo."""
        return self.label["layout"] == "single"

    @property
    def core(self) -> bool:
        """Whether it is a collage with a cut right through it."""
        return self.label["label"] == "1" and self.label["layout"] not in PARTIAL


def threshold(negatives: Sequence[float], rate: float) -> float:
    """The score that at most the share ``rate`` of ``negatives`` exceeds."""
    ranked = np.sort(np.asarray(negatives))[::-1]
    return float(ranked[min(int(len(ranked) * rate), len(ranked) - 1)])


def recall(positives: Sequence[float], limit: float) -> float:
    """The share of ``positives`` above ``limit``; nan for none."""
    return float(np.mean(np.asarray(positives) > limit)) if len(positives) else float("nan")


def interval(
    positives: Sequence[float], negatives: Sequence[float], rate: float, rounds: int = 500
) -> tuple[float, float]:
    """The 95 % bootstrap interval of the recall at ``rate``: both sides are drawn anew, so the threshold moves too."""
    rng = np.random.default_rng(1)
    good, bad = np.asarray(positives), np.asarray(negatives)
    found = [
        recall(rng.choice(good, len(good)).tolist(), threshold(rng.choice(bad, len(bad)).tolist(), rate))
        for _ in range(rounds)
    ]
    low, high = np.percentile(found, (2.5, 97.5))
    return float(low), float(high)


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The 95 % Wilson interval of a share."""
    if not count:
        return float("nan"), float("nan")
    z, share = 1.96, hits / count
    middle = (share + z * z / 2 / count) / (1 + z * z / count)
    half = z / (1 + z * z / count) * (share * (1 - share) / count + z * z / 4 / count**2) ** 0.5
    return middle - half, middle + half


GROUPS: dict[str, Callable[[Scored], bool]] = {
    "gutter 3 px or more": lambda one: one.core and int(one.label["gutter"]) >= 3,
    "gutter 1-2 px": lambda one: one.core and 1 <= int(one.label["gutter"]) <= 2,
    "no gutter": lambda one: one.core and int(one.label["gutter"]) == 0,
    "no gutter, unrelated": lambda one: _plain(one, "unrelated"),
    "no gutter, exposure": lambda one: _plain(one, "exposure"),
    "no gutter, same photo": lambda one: _plain(one, "crops"),
    "no gutter, same scene": lambda one: _plain(one, "burst"),
    "rescaled afterwards": lambda one: one.core and float(one.label["post_scale"]) < 1,
    "rounded corners": lambda one: one.core and int(one.label["rounded"]) > 0,
}


def _plain(one: Scored, mode: str) -> bool:
    return one.core and int(one.label["gutter"]) == 0 and one.label["mode"] == mode


def table(scored: Sequence[Scored], is_photo: Callable[[Scored], bool]) -> Iterable[str]:
    """The lines of the report; what is no photo by ``is_photo``, or has a side fill, does not count as found."""

    def score(one: Scored) -> float:
        return one.collage if is_photo(one) and not one.filled else float("-inf")

    negatives = [score(one) for one in scored if one.single]
    core = [score(one) for one in scored if one.core]
    photos = len({one.label["sources"] for one in scored if one.single})
    mark = "" if photos >= FEWEST else "  not resolved"
    yield f"{len(negatives)} singles of {photos} photos, {len(core)} collages with a through cut{mark}"
    for rate in (0.01, 0.005, 0.001):
        limit = threshold(negatives, rate)
        low, high = interval(core, negatives, rate)
        yield f"recall at {100 * rate:g} %: {recall(core, limit):.3f}  [{low:.3f}, {high:.3f}]  threshold {limit:.2f}"
    limit = threshold(negatives, 0.005)
    yield f"at 0.5 % (threshold {limit:.2f}):"
    layouts = sorted({one.label["layout"] for one in scored if one.label["label"] == "1"})
    groups = {name: [score(one) for one in scored if test(one)] for name, test in GROUPS.items()}
    groups |= {name: [score(one) for one in scored if one.label["layout"] == name] for name in layouts}
    for name, values in groups.items():
        hits = sum(value > limit for value in values)
        low, high = wilson(hits, len(values))
        yield f"  {name:22} {recall(values, limit):.3f}  {hits}/{len(values)}  [{low:.3f}, {high:.3f}]"
    yield "singles that were framed, at the same threshold:"
    for kind in sorted({one.label["layout"] for one in scored if one.label["label"] == "0" and not one.single}):
        mine = [one for one in scored if one.label["layout"] == kind]
        fired, filled = sum(score(one) > limit for one in mine), sum(one.filled for one in mine)
        yield f"  {kind:22} {fired}/{len(mine)} fire, {filled} found as side fill"
    yield from _insets(scored)


def _insets(scored: Sequence[Scored]) -> Iterable[str]:
    negatives = [one.inset for one in scored if one.single and not one.filled]
    inside = [one.inset for one in scored if one.label["layout"] == "pip"]
    if inside:
        limit = threshold(negatives, 0.005)
        low, high = interval(inside, negatives, 0.005)
        yield f"inset at 0.5 % of its own: {recall(inside, limit):.3f} [{low:.3f}, {high:.3f}] threshold {limit:.2f}"
