"""A filled worksheet held against its list: the same sample drawn again, the verdicts counted, and what they prove."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from qishan_lint.errors import UsageError
from qishan_lint.model import Text
from qishan_lint.sampling import proof
from qishan_lint.sampling.draw import Plan, draw, stratum
from qishan_lint.sampling.frame import Frame
from qishan_lint.sampling.proof import Proof
from qishan_lint.sampling.worksheet import Verdict


class Outcome(msgspec.Struct, frozen=True):
    """``strata``: name → size in the list, drawn, judged, bad. ``missing`` were drawn and have no verdict."""

    month: str
    digest: str
    plan: Plan
    strata: dict[str, tuple[int, int, int, int]]
    missing: tuple[str, ...]
    bad: tuple[Verdict, ...]
    proof: Proof


def of(frame: Frame, plan: Plan, verdicts: Mapping[str, Verdict]) -> Outcome:
    """The outcome. What could not be looked at counts as bad. Raises UsageError for verdicts on items not drawn."""
    sample = draw(frame, plan)
    drawn = {unit.id: unit for unit in sample.units}
    strange = sorted(verdicts.keys() - drawn.keys())
    if strange:
        raise UsageError(
            Text(
                f"抽查表里有没抽中的稿件：{strange[0]}", f"the worksheet has an item that was not drawn: {strange[0]}"
            ),
            remedy=Text("用 sample draw 写出的表，不要换稿件", "use the sheet that sample draw wrote, with its items"),
        )
    strata: dict[str, tuple[int, int, int, int]] = {}
    for name, (size, chosen) in sample.strata.items():
        own = [verdicts[id_] for id_, unit in drawn.items() if id_ in verdicts and stratum(unit, plan.by) == name]
        strata[name] = (size, chosen, len(own), sum(not one.good for one in own))
    shown = proof.of({name: (size, judged, bad) for name, (size, _, judged, bad) in strata.items()})
    missing = tuple(id_ for id_ in drawn if id_ not in verdicts)
    bad = tuple(one for one in verdicts.values() if not one.good)
    return Outcome(frame.month, frame.digest, plan, strata, missing, bad, shown)
