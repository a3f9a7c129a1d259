"""A checker that crashes, hangs and eats memory, in its worker or in a child, as files tell it to."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qishan_lint import isolation, pulling
from qishan_lint.model import Finding, Item, Level, Place, Result, Text
from qishan_lint.sources.grouping import ItemFiles

LIMITS = isolation.Limits(seconds=1.5, cpu_seconds=2, memory=256 << 20)


def obey(order: str) -> str:
    """Do as told, in whatever process this is."""
    if order == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "hang":
        time.sleep(600)
    if order == "eat":
        return str(len(bytearray(64 << 30)))
    return order


@dataclass(frozen=True)
class Hostile:
    """Obeys "worker ORDER" itself and "child ORDER" in a child; says every other word. Notes each check in ``log``."""

    log: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        return _hasty, (self.log,)

    def __call__(self, files: ItemFiles, item: Item | None = None) -> Result:
        data = files.tree().read(files.id, 1 << 20).decode()
        where, _, order = data.partition(" ")
        if self.log:
            Path(self.log, f"{files.id}-{os.getpid()}-{time.monotonic_ns()}").touch()
        if where == "slow":
            time.sleep(0.05)
        if where == "worker":
            obey(order)
        if where == "child":
            answer = isolation.call("tests.hostile:obey", order, limits=LIMITS)
            if isinstance(answer, isolation.Failure):
                return self.failed(files, answer.reason)
        return _result(files, order, "0")

    def failed(self, files: ItemFiles, reason: str) -> Result:
        return _result(files, f"failed: {reason}", "")

    def ahead(self, batch: Sequence[ItemFiles]) -> dict[str, Item]:
        return {}

    def salt(self, files: ItemFiles, *, dated: bool) -> bytes:
        return b""


def _hasty(log: str) -> Hostile:
    """In a worker, items get little time."""
    pulling.ITEM_SECONDS = 3.0
    return Hostile(log)


def _result(files: ItemFiles, words: str, digest: str) -> Result:
    found = Finding("a/b", Level.ERROR, files.id, Place(files.id), Text(words, words))
    return Result(files.id, files.id, digest, findings=(found,))


def planted(root: Path, orders: list[str]) -> list[ItemFiles]:
    """An item for each order."""
    root.mkdir(exist_ok=True)
    for number, order in enumerate(orders):
        (root / f"{number:05}.md").write_text(order, encoding="utf-8")
    return [ItemFiles(id=f"{number:05}.md", root=root, document=f"{number:05}.md") for number in range(len(orders))]
