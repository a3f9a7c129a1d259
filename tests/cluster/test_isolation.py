"""What crashes, hangs or eats memory costs its own finding under every executor; all else is done, once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qishan_lint import pulling, runner
from tests.hostile import Hostile, planted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL, no limit of memory")

REASONS = {"die": "crash", "hang": "time", "eat": "memory"}
COUNT = 200


def check(tmp_path: Path, executor: str, orders: list[str]) -> list[str]:
    monkey = pulling.ITEM_SECONDS
    items = planted(tmp_path / "site", orders)
    pulling.ITEM_SECONDS = 3.0
    try:
        if executor != "dask":
            outcome = runner.run(items, Hostile(), jobs=1 if executor == "serial" else 2)
        else:
            dask = pytest.importorskip("qishan_lint.cluster.dask")
            pytest.importorskip("distributed")
            with dask.connected("dask", tmp_path / "shards", 2) as engine:
                outcome = runner.run(items, Hostile(), executor=engine)
    finally:
        pulling.ITEM_SECONDS = monkey
    assert [result.id for result in outcome.results] == [files.id for files in items]
    assert not outcome.unchecked
    return [result.findings[0].message.en for result in outcome.results]


@pytest.mark.parametrize(
    ("executor", "where"),
    [("serial", "child"), ("processes", "child"), ("processes", "worker"), ("dask", "child"), ("dask", "worker")],
)
def test_three_hostile_items_cost_three_findings(tmp_path: Path, executor: str, where: str) -> None:
    orders = [f"say {number}" for number in range(COUNT)]
    for place, order in ((40, "die"), (90, "hang"), (150, "eat")):
        orders[place] = f"{where} {order}"
    expected = [
        f"failed: {REASONS[rest]}" if word == where else rest
        for word, _, rest in (one.partition(" ") for one in orders)
    ]
    assert check(tmp_path, executor, orders) == expected
