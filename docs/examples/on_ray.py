"""Checks a folder that all machines of a Ray cluster share: ``python on_ray.py /shared/site``; prints lines of JSON.

Every machine needs qishan-lint installed. Items travel as the paths of their files; photos and attachments are read
where the check runs.
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import msgspec
import ray

from qishan_lint import capabilities, sources
from qishan_lint.checker import Checker
from qishan_lint.pulling import check_batch
from qishan_lint.settings import Choice
from qishan_lint.sources.grouping import ItemFiles

BATCH = 200
"""Items a task: a second or more of work."""
IN_FLIGHT = 64
"""Tasks that wait or run at once."""


@ray.remote
def check(checker: Checker, batch: tuple[ItemFiles, ...]) -> list[bytes]:
    """The results of ``batch``, each as JSON."""
    return [msgspec.json.encode(result) for result, _ in check_batch(checker, batch)]


def main() -> None:
    """Check what the arguments name."""
    ray.init()
    items = sources.discover([sys.argv[1]], root=Path(sys.argv[1]))
    checker = Checker(Choice(), None, datetime.date.today(), capabilities.installed())
    running: list[ray.ObjectRef] = []
    for start in range(0, len(items), BATCH):
        if len(running) == IN_FLIGHT:
            running = printed(running)
        running.append(check.remote(checker, items[start : start + BATCH]))
    while running:
        running = printed(running)


def printed(running: list[ray.ObjectRef]) -> list[ray.ObjectRef]:
    """Print the results of the task that ends first; the others."""
    done, rest = ray.wait(running)
    for line in ray.get(done[0]):
        print(line.decode())
    return rest


if __name__ == "__main__":
    main()
