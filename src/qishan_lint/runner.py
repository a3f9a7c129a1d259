"""Many items → their results, in order: what is cached is not checked again, the rest on as many processes as help.

Small runs stay in this process. Larger ones are cut into batches of about a second, dearest items first, pulled by workers.
A batch whose worker died is tried again item by item, so that one hostile file costs one finding, not the run.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from qishan_lint.cache import Cache
from qishan_lint.grouping import ItemFiles, kind
from qishan_lint.model import Result
from qishan_lint.tree import ReadError

MAX_FILE = 200 << 20
SERIAL_SECONDS = 0.6
"""Below this estimated cost another process would cost more than it saves (seconds)."""

BATCH_SECONDS = 1.0
_FLUSH = 256


class Checker(Protocol):
    """The check of one item, as it travels to the workers."""

    def __call__(self, files: ItemFiles) -> Result:
        """The result for an item."""
        ...

    def salt(self, files: ItemFiles) -> bytes:
        """What the result depends on beside the bytes of the item's files."""
        ...

    def failed(self, files: ItemFiles, reason: str) -> Result:
        """The result for an item whose check did not come to an end: a finding that says so."""
        ...


@dataclass
class Outcome:
    """The results in the order of the items; how many came from the cache; what went wrong in the run itself.

    ``crashes`` are the ids of items whose check failed by a fault of this program.
    """

    results: list[Result] = field(default_factory=list)
    cached: int = 0
    interrupted: bool = False
    crashes: list[str] = field(default_factory=list)


Progress = Callable[[int, int], None]
"""Called with the number of items done and of all items."""


def run(
    items: Sequence[ItemFiles],
    checker: Checker,
    *,
    jobs: int = 0,
    cache: Path | None = None,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Outcome:
    """Check ``items``; ``jobs`` processes (0: as many as help), or those of ``executor``."""
    outcome = Outcome()
    done: dict[int, Result] = {}
    with Cache(cache) if cache is not None else contextlib.nullcontext() as known:
        keys = [_key(files, checker.salt(files)) for files in items] if known is not None else []
        found = known.get(keys) if known is not None else {}
        done.update({number: found[key] for number, key in enumerate(keys) if key in found})
        outcome.cached = len(done)
        fresh: dict[bytes, Result] = {}
        todo = [number for number in range(len(items)) if number not in done]
        try:
            for number, result, crashed in _checked(items, todo, checker, jobs, executor):
                done[number] = result
                if crashed:
                    outcome.crashes.append(items[number].id)
                elif known is not None:
                    fresh[keys[number]] = result
                    if len(fresh) >= _FLUSH:
                        known.put(fresh, int(time.time()))
                        fresh = {}
                if progress is not None:
                    progress(len(done), len(items))
        except KeyboardInterrupt:
            outcome.interrupted = True
        if known is not None:
            known.put(fresh, int(time.time()))
            known.touch([key for key in keys if key in found], int(time.time()))
            if fresh:
                known.shrink()
    outcome.results = [done[number] for number in sorted(done)]
    return outcome


def _key(files: ItemFiles, salt: bytes) -> bytes:
    """A digest of everything that the item's result depends on."""
    total = hashlib.sha256(salt)
    tree = files.tree()
    total.update(files.id.encode("utf-8", "surrogateescape"))
    for path in files.paths:
        try:
            digest = hashlib.sha256(tree.read(path, MAX_FILE)).digest()
        except ReadError as error:
            digest = error.code.encode()
        total.update(b"\0" + path.encode("utf-8", "surrogateescape") + b"\0" + digest)
    return total.digest()


_Checked = tuple[int, Result, bool]


def _checked(
    items: Sequence[ItemFiles], todo: Sequence[int], checker: Checker, jobs: int, executor: Executor | None
) -> Iterator[_Checked]:
    costs = {number: _cost(items[number]) for number in todo}
    workers = jobs or _processors()
    if executor is None and (workers == 1 or len(todo) < 2 or (jobs == 0 and sum(costs.values()) < SERIAL_SECONDS)):
        yield from ((number, *_one(checker, items[number])) for number in todo)
        return
    batches = _batches(todo, costs)
    if executor is not None:
        yield from _pulled(executor, batches, items, checker)
        return
    suspects = yield from _survivors(workers, batches, items, checker)
    for number in suspects:
        left = yield from _survivors(1, [[number]], items, checker)
        for lost in left:
            yield lost, checker.failed(items[lost], "crash"), False


def _survivors(
    workers: int, batches: list[list[int]], items: Sequence[ItemFiles], checker: Checker
) -> Generator[_Checked, None, list[int]]:
    """The results of ``batches``; returns the items that were in the hands of workers when one died."""
    pending = {number for batch in batches for number in batch}
    with _pool(min(workers, len(batches))) as pool:
        try:
            for entry in _pulled(pool, batches, items, checker):
                pending.discard(entry[0])
                yield entry
        except BrokenProcessPool:
            return sorted(pending)
        except (KeyboardInterrupt, GeneratorExit):
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return []


def _pool(workers: int) -> ProcessPoolExecutor:
    import multiprocessing

    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["qishan_lint.checker"])
    return ProcessPoolExecutor(workers, mp_context=context)


def _pulled(
    executor: Executor, batches: list[list[int]], items: Sequence[ItemFiles], checker: Checker
) -> Iterator[_Checked]:
    waiting: dict[Future[list[tuple[Result, bool]]], list[int]] = {
        executor.submit(check_batch, checker, [items[number] for number in batch]): batch for batch in batches
    }
    for future in as_completed(waiting):
        for number, (result, crashed) in zip(waiting[future], future.result(), strict=True):
            yield number, result, crashed


def check_batch(checker: Checker, batch: Iterable[ItemFiles]) -> list[tuple[Result, bool]]:
    """The results of a batch, each with whether its check crashed: what any executor or engine can call."""
    return [_one(checker, files) for files in batch]


def _one(checker: Checker, files: ItemFiles) -> tuple[Result, bool]:
    """The result of one item; a fault of this program becomes a finding and is remembered as a crash."""
    from qishan_lint.errors import UsageError

    try:
        return checker(files), False
    except UsageError:
        raise
    except Exception as error:
        frame = _last_frame(error)
        return checker.failed(files, f"{type(error).__name__} {frame}"), True


def _last_frame(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else ""


def _batches(todo: Sequence[int], costs: dict[int, float]) -> list[list[int]]:
    """Batches of about BATCH_SECONDS, the dearest items first and alone."""
    batches: list[list[int]] = []
    filled = BATCH_SECONDS
    for number in sorted(todo, key=lambda one: (-costs[one], one)):
        if filled + costs[number] > BATCH_SECONDS:
            batches.append([])
            filled = 0.0
        batches[-1].append(number)
        filled += costs[number]
    return batches


def _cost(files: ItemFiles) -> float:
    """Estimated seconds: texts by number, photos and attachments by kind and size."""
    cost = 0.0006
    for path in files.companions:
        cost += 0.045 if kind(path) == "photo" else 0.02 + _size(files, path) / 2e6
    return cost


def _size(files: ItemFiles, path: str) -> int:
    if path in files.overlay:
        return len(files.overlay[path])
    try:
        return (files.root / path).stat().st_size
    except OSError:
        return 0


@functools.cache
def _processors() -> int:
    """The processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
