"""After kill -9 of everything, a run goes on from its shards: nothing is lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qishan_lint import runner
from qishan_lint.cluster import dask
from tests.hostile import Hostile, planted

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no process groups")

COUNT = 120
PROGRAM = """
import sys
from pathlib import Path
from qishan_lint import batches, runner
from qishan_lint.cluster import dask
from tests.hostile import Hostile, planted
if __name__ == "__main__":
    batches.BATCH_SECONDS = batches.LEAST_SECONDS = 0.001
    root = Path(sys.argv[1])
    with dask.connected("dask", root / "shards", 2) as engine:
        runner.run(planted(root / "site", ["slow x"] * 120), Hostile(str(root / "log")), executor=engine)
"""


def shards(root: Path) -> int:
    return len(list((root / "shards").glob("*.gz")))


def test_killed_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], start_new_session=True, cwd=Path(__file__).parents[2]
    )
    deadline = time.monotonic() + 60
    while shards(tmp_path) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = shards(tmp_path)
    assert before >= 4
    checked = len(list((tmp_path / "log").iterdir()))
    assert checked < COUNT
    items = planted(tmp_path / "site", ["slow x"] * COUNT)
    with dask.connected("dask", tmp_path / "shards", 2) as engine:
        outcome = runner.run(items, Hostile(str(tmp_path / "log")), executor=engine)
        again = runner.run(items, Hostile(str(tmp_path / "log")), executor=engine)
    assert [result.id for result in outcome.results] == [files.id for files in items]
    assert outcome.cached >= 4
    assert again.cached == COUNT
    assert again.results == outcome.results


def test_worker_killed_mid_run_loses_and_doubles_nothing(tmp_path: Path) -> None:
    items = planted(tmp_path / "site", ["slow x"] * COUNT)
    killed: list[int] = []

    def kill_one(done: int, _total: int) -> None:
        if done >= 5 and not killed:
            (pid,) = list(engine.executor._client.run(os.getpid).values())[:1]  # type: ignore[attr-defined]
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    with dask.connected("dask", tmp_path / "shards", 2) as engine:
        outcome = runner.run(items, Hostile(), executor=engine, progress=kill_one)
    assert killed
    assert [result.id for result in outcome.results] == [files.id for files in items]
    assert {result.findings[0].message.en for result in outcome.results} == {"x"}
