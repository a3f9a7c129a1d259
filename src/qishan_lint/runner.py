"""Many items → their results, in order: what is cached is not checked again, the rest on as many processes as help.

Small runs stay in this process. Larger ones are cut into batches of about a second, dearest items first, which workers
pull. What a worker had in hand when it died is tried again item by item, so that one hostile file costs one finding.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from qishan_lint.cache import Cache
from qishan_lint.model import Result
from qishan_lint.sources.grouping import ItemFiles, kind
from qishan_lint.sources.tree import ReadError

MAX_FILE = 200 << 20
SERIAL_SECONDS = 0.6
"""Below this estimated cost another process would cost more than it saves (seconds)."""

BATCH_SECONDS = 1.0
LAST_SECONDS = 5.0
"""How long a worker that was told to end may take to be gone."""

NOT_CHECKED = "item/not-checked"
"""The rule that tells that the check of a file did not come to an end."""

_FLUSH = 256
_AHEAD = 2
_MARK = b"qishan-lint"


class Checker(Protocol):
    """The check of one item, as it travels to the workers."""

    def __call__(self, files: ItemFiles) -> Result:
        """The result for an item."""
        ...

    def salt(self, files: ItemFiles, *, dated: bool) -> bytes:
        """What the result depends on beside the bytes of the item's files; ``dated``: on the date in any case."""
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
    with _terminable(), Cache(cache) if cache is not None else contextlib.nullcontext() as known:
        keys = [_key(files, checker) for files in items] if known is not None else []
        found = known.get(keys) if known is not None else {}
        done.update({number: found[key] for number, key in enumerate(keys) if key in found and found[key].digest})
        outcome.cached = len(done)
        fresh: dict[bytes, Result] = {}
        todo = [number for number in range(len(items)) if number not in done]
        apart = len(done) < sum(key in found for key in keys)  # what killed a worker once could kill this process
        try:
            for number, result, crashed in _checked(
                items, todo, checker, _workers(items, todo, jobs, apart=apart), executor
            ):
                done[number] = result
                if crashed:
                    outcome.crashes.append(items[number].id)
                elif known is not None and _is_whole(result) and _key(items[number], checker) == keys[number]:
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
    outcome.crashes.sort()
    outcome.results = [done[number] for number in sorted(done)]
    return outcome


@contextlib.contextmanager
def _terminable() -> Iterator[None]:
    """A polite end (SIGTERM) of the process is an interruption like Ctrl-C: what is done is kept and reported."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


def _is_whole(result: Result) -> bool:
    """Whether a result may be kept: what a slow moment or a full memory left out is tried again in the next run.

    A result without a digest is that of an item that killed its worker; it is kept so that the next run is careful.
    """
    return not result.digest or all(finding.rule != NOT_CHECKED for finding in result.findings)


def _key(files: ItemFiles, checker: Checker) -> bytes:
    """A digest of everything that the item's result depends on; of the date too if the document may allow something."""
    tree = files.tree()
    total, dated = hashlib.sha256(files.id.encode("utf-8", "surrogateescape")), False
    for path in files.paths:
        try:
            data = tree.read(path, MAX_FILE)
        except ReadError as error:
            digest = error.code.encode()
        else:
            digest = hashlib.sha256(data).digest()
            dated = dated or (path == files.document and _may_allow(data))
        total.update(b"\0" + path.encode("utf-8", "surrogateescape") + b"\0" + digest)
    total.update(b"\0" + checker.salt(files, dated=dated))
    return total.digest()


def _may_allow(data: bytes) -> bool:
    """Whether the mark of a directive, which may end on some day, stands in ``data``, in one byte a letter or two."""
    return _MARK in data or _MARK.decode().encode("utf-16-le")[:-1] in data


_Checked = tuple[int, Result, bool]
_Given = dict[Future[list[tuple[Result, bool]]], list[int]]


def _workers(items: Sequence[ItemFiles], todo: Sequence[int], jobs: int, *, apart: bool) -> int:
    """How many processes help with ``todo``; 0 when this one does it best, unless it has to be done ``apart``."""
    if jobs == 0 and not apart and sum(_cost(items[number]) for number in todo) < SERIAL_SECONDS:
        return 0
    workers = jobs or _processors()
    return workers if workers > 1 or apart else 0


def _checked(
    items: Sequence[ItemFiles], todo: Sequence[int], checker: Checker, workers: int, executor: Executor | None
) -> Iterator[_Checked]:
    if executor is None and not workers:
        yield from ((number, *_one(checker, items[number])) for number in todo)
        return
    costs = {number: _cost(items[number]) for number in todo}
    batches = deque(_batches(todo, costs))
    if executor is not None:
        yield from _pulled(executor, batches, items, checker, given={}, ahead=_AHEAD * (workers or _processors()))
        return
    while batches:
        suspects = yield from _until_broken(workers, batches, items, checker, ahead=_AHEAD * workers)
        alone = deque([number] for number in suspects)
        while alone:
            for number in (yield from _until_broken(1, alone, items, checker, ahead=1)):
                yield number, checker.failed(items[number], "crash"), False


def _until_broken(
    workers: int, batches: deque[list[int]], items: Sequence[ItemFiles], checker: Checker, *, ahead: int
) -> Generator[_Checked, None, list[int]]:
    """The results of ``batches``, which are used up; if a worker dies, returns the items that were given out then."""
    given: _Given = {}
    others = set(multiprocessing.active_children())
    with _pool(min(workers, len(batches))) as pool:
        try:
            yield from _pulled(pool, batches, items, checker, given=given, ahead=ahead)
        except BrokenProcessPool:
            return sorted(number for batch in given.values() for number in batch)
        except (KeyboardInterrupt, GeneratorExit):
            pool.shutdown(wait=False, cancel_futures=True)
            left = set(multiprocessing.active_children()) - others
            for child in left:
                child.terminate()  # nobody waits for the end of what they have in hand
            for child in left:
                child.join(LAST_SECONDS)
            raise
    return []


def _pool(workers: int) -> ProcessPoolExecutor:
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["qishan_lint.checker"])
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_obey)


def _obey() -> None:
    """Ctrl-C reaches the workers too: they end at once and silently; what to say is said by the process they serve."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _pulled(
    executor: Executor,
    batches: deque[list[int]],
    items: Sequence[ItemFiles],
    checker: Checker,
    *,
    given: _Given,
    ahead: int,
) -> Iterator[_Checked]:
    """The results of ``batches``, of which ``ahead`` are ``given`` out at a time."""
    while batches or given:
        while batches and len(given) < ahead:
            future = executor.submit(check_batch, checker, [items[number] for number in batches[0]])
            given[future] = batches.popleft()
        finished, _ = wait(given, return_when=FIRST_COMPLETED)
        for future in sorted(finished, key=lambda one: one.exception() is not None):
            for number, (result, crashed) in zip(given[future], future.result(), strict=True):
                yield number, result, crashed
            del given[future]


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
    """Estimated seconds: texts and attachments by size, photos by number."""
    cost = 0.0002 + (_size(files, files.document) / 5e6 if files.document else 0.0)
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
