"""Neural: a small transformer reads the whole window around a doubtful place and judges the trees' guesses again.

It comes as ONNX with whole-number weights, packed, beside the model and needs the extra ``neural``. What it is asked is what
stands at the place and what else might, once with the text as given and once with the place covered; a logistic of the
trees' log-odds and its four answers gives the probability.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qishan_lint import onnx
from qishan_lint.spelling.alphabet import BOUNDARY, UNKNOWN
from qishan_lint.spelling.modelfile import ModelError
from qishan_lint.spelling.proposals import Proposals

WEIGHTS = "neural-1.onnx.xz"
TREES = 2
"""Version of the model whose guesses it judges: the odds of other trees mean something else."""
FLOOR = 0.02
"""Guesses that the trees believe less are not worth a reading, which costs two milliseconds."""
MOST = 256
"""So many guesses of a text that is read in one piece are judged, the likeliest; a text full of nonsense has thousands."""
_BATCH = 32
"""Guesses judged together: the answers for one take 100 KB."""
_CERTAIN = 1e-6


@dataclass(frozen=True, slots=True)
class Judge:
    """The weights, ready to run, and what their header says: window, tokens, factors, thresholds, the trees' version."""

    session: Any
    about: Mapping[str, Any]

    def measures(self, ids: Any, made: Proposals, rows: Any) -> Any:
        """Four numbers for each of ``rows``: how much likelier the change is than the text, and how likely at all.

        Both once as the text stands and once with the place covered, in nats. NaN where a character is unknown to it.
        """
        import numpy as np

        known, window = self.about["tokens"], self.about["window"]
        middle, mask = window // 2, known
        padded = np.concatenate([np.full(middle, BOUNDARY), ids, np.full(window, BOUNDARY)]).astype(np.int64)
        padded[padded >= known] = UNKNOWN
        at, size = made.at[rows].astype(np.int64), made.size[rows]
        places, which = np.unique(at * 2 + (size == 2), return_inverse=True)
        given = padded[(places // 2)[:, None] + np.arange(window)]
        covered = given.copy()
        covered[:, middle] = mask
        covered[places % 2 == 1, middle + 1] = mask
        likely = [self._run(windows)[which] for windows in (given, covered)]
        row = np.arange(len(rows))
        answers = []
        for one in likely:
            was, new = np.zeros(len(rows)), np.zeros(len(rows))
            for place, change in ((0, made.new[rows]), (1, made.second[rows])):
                counts = (size > place) & (change < known)
                token = np.where(counts, change, 0).astype(np.int64)
                before = padded[at + middle + place]
                was += np.where(size > place, one[row, place, before], 0)
                new += np.where(counts, one[row, place, token], np.where(size > place, np.nan, 0))
            answers += [new - was, new]
        return np.column_stack(answers)

    def probability(self, ids: Any, made: Proposals, believed: Any) -> Any:
        """``believed``, the trees' probability of each change in ``made``, judged again where it is worth it."""
        import numpy as np

        rows = np.flatnonzero(believed >= FLOOR)
        if not len(rows):
            return believed
        rows = rows[np.argsort(-believed[rows], kind="stable")[:MOST]]
        parts = range(0, len(rows), _BATCH)
        found = np.concatenate([self.measures(ids, made, rows[at : at + _BATCH]) for at in parts])
        certain = np.clip(believed[rows], _CERTAIN, 1 - _CERTAIN)
        score = columns(np.log(certain / (1 - certain)), found, made.size[rows]) @ np.array(self.about["factors"])
        again = believed.copy()
        again[rows] = np.where(np.isnan(score), believed[rows], 1 / (1 + np.exp(-score)))
        return again

    def _run(self, windows: Any) -> Any:
        """The log-probability of every token in the two middle places of each window.

        One after another: windows that run together share the scale of their whole numbers, and what is found in one
        place would depend on the others.
        """
        import numpy as np

        name = self.session.get_inputs()[0].name
        return np.concatenate([self.session.run(None, {name: window[None]})[0] for window in windows])


def columns(odds: Any, measures: Any, size: Any) -> Any:
    """What the logistic weighs: a constant, the trees' log-odds, the measures (within 12 nats), and whether it is a word."""
    import numpy as np

    double = (size == 2).astype(np.float64)
    near = np.clip(measures, -12, 12)
    return np.column_stack([np.ones(len(odds)), odds, near, double, near[:, [0, 2]] * double[:, None]])


def load(path: Path) -> Judge:
    """The judge stored at ``path``. Raises ModelError, OSError; needs the extra ``neural``."""
    runtime = onnx.runtime()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = runtime.InferenceSession(lzma.decompress(path.read_bytes()), options, providers=["CPUExecutionProvider"])
    about = json.loads(session.get_modelmeta().custom_metadata_map["about"])
    if about["trees"] != TREES:
        raise ModelError(f"{path} judges guesses of version {about['trees']}, not {TREES}")
    return Judge(session, about)
