from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from qishan_lint.spelling.modelfile import Model
from spelling import train  # type: ignore[import-not-found]

Pairs = Sequence[tuple[str, str]]
PAIRS = [(f"第{number}句有债任", f"第{number}句有责任") for number in range(60)]
DATA = train.Data({}, {}, PAIRS, [6.0] * len(PAIRS), [], [])
LISTS = train.Lists("债责任", {}, {}, {}, {})


def test_no_example_is_made_with_the_confusions_of_its_own_part(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[Any, Pairs]] = []

    def make(model: Any, _: Any, pairs: Pairs) -> Any:
        made.append((model, pairs))
        count = len(pairs)
        return SimpleNamespace(features=np.zeros((count, 1)), labels=np.zeros(count), sentence=np.arange(count))

    monkeypatch.setattr(train, "confusing", lambda _, __, pairs: SimpleNamespace(arrays={}, about={}, pairs=set(pairs)))
    monkeypatch.setattr(train.examples, "make", make)
    monkeypatch.setattr(train.reranker, "fit", lambda *_: None)
    monkeypatch.setattr(train.reranker, "arrays", lambda _: {})
    kept = np.arange(len(PAIRS)) % 4 != 1
    train.fitted(Model({}, {}), LISTS, DATA, [("甲", "乙")], kept)
    allowed = {pair for pair, one in zip(PAIRS, kept, strict=True) if one}
    assert made[0][0].pairs == allowed
    assert sorted(pair for _, pairs in made[1:] for pair in pairs) == sorted(allowed)
    for model, pairs in made[1:]:
        assert model.pairs == allowed - set(pairs)
