"""Batches given out to workers, a few ahead of each, and their results: in this process, in others, in a cluster.

What a worker had in hand when it died is tried again item by item, so that one hostile file costs one finding.
"""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import accumulate
from pathlib import Path
from typing import Protocol

import msgspec

from qishan_lint import cycles, isolation
from qishan_lint.batches import Pile, cost
from qishan_lint.model import Item, Result
from qishan_lint.sources.grouping import ItemFiles

SERIAL_SECONDS = 0.6
"""Below this estimated cost another process would cost more than it saves (seconds)."""

ITEM_SECONDS = 120.0
FILE_SECONDS = 65.0
"""How long the check of one item may take in a worker, and how much longer for each file beside its document: a file
that is read in a child of its own may take that child's limit."""

WORKER_MEMORY = 4 << 30
"""Bytes that a worker may take beyond what it has when it begins; what wants more fails by itself."""

TOGETHER, TOGETHER_SECONDS = 8, 0.01
"""So many items are read ahead at most, each of no more than this estimated cost (seconds)."""

LAST_SECONDS = 5.0
"""How long a worker that was told to end may take to be gone."""

_AHEAD = 2
_AHEAD_FAR = 4


class Checker(Protocol):
    """The check of one item, as it travels to the workers."""

    def __call__(self, files: ItemFiles, item: Item | None = None) -> Result:
        """The result for an item, which is read unless it was read ahead."""
        ...

    def ahead(self, batch: Sequence[ItemFiles]) -> Mapping[str, Item]:
        """Those of the items of ``batch``, by id, that are worth reading ahead, because they share work."""
        ...

    def salt(self, files: ItemFiles, *, dated: bool) -> bytes:
        """What the result depends on beside the bytes of the item's files; ``dated``: on the date in any case."""
        ...

    def failed(self, files: ItemFiles, reason: str) -> Result:
        """The result for an item whose check did not come to an end: a finding that says so."""
        ...


class Batch(msgspec.Struct, frozen=True):
    """The results of a batch, each with whether its check crashed, and the seconds it took."""

    results: tuple[tuple[Result, bool], ...]
    seconds: float


class Engine(Protocol):
    """Workers elsewhere (a cluster), as the runner uses them."""

    @property
    def workers(self) -> int:
        """How many items are checked at the same time."""
        ...

    @property
    def lost(self) -> tuple[type[BaseException], ...]:
        """What is raised for a batch whose worker died, perhaps by the fault of another batch that it had."""
        ...

    def submit(self, checker: Checker, batch: Sequence[ItemFiles]) -> Future[Batch]:
        """Have ``batch`` checked, guarded; an exception of the type ``lost`` says that its worker died."""
        ...

    def known(self, keys: Iterable[bytes]) -> dict[bytes, Result]:
        """Results among ``keys`` that an earlier run left behind when it was killed; without any, no key is asked for."""
        ...


Checked = tuple[int, Result, bool]


_Given = dict[Future[Batch], tuple[list[int], float]]
_Submit = Callable[[list[int]], Future[Batch]]


def workers_for(items: Sequence[ItemFiles], todo: Sequence[int], jobs: int, *, apart: bool) -> int:
    """How many processes help with ``todo``; 0 when this one does it best, unless it has to be done ``apart``."""
    if (
        jobs == 0
        and not apart
        and all(one < SERIAL_SECONDS for one in accumulate(cost(items[number]) for number in todo))
    ):
        return 0
    workers = jobs or processors()
    return workers if workers > 1 or apart else 0


def checked(
    items: Sequence[ItemFiles],
    todo: Sequence[int],
    checker: Checker,
    workers: int,
    executor: Executor | Engine | None,
) -> Iterator[Checked]:
    """The results of ``todo``, numbers of ``items``, as they come, each with whether its check crashed."""
    if executor is None and not workers:
        results = check_batch(checker, (items[number] for number in todo))
        yield from ((number, *one) for number, one in zip(todo, results, strict=True))
    elif executor is None:
        yield from _in_processes(items, todo, checker, workers)
    elif isinstance(executor, Executor):
        count = workers or processors()

        def plainly(batch: list[int]) -> Future[Batch]:
            return executor.submit(timed_batch, checker, [items[number] for number in batch])

        yield from _pulled(plainly, Pile(items, todo, count), given={}, ahead=_AHEAD * count)
    else:
        yield from _in_cluster(executor, items, todo, checker)


def _in_processes(items: Sequence[ItemFiles], todo: Sequence[int], checker: Checker, workers: int) -> Iterator[Checked]:
    pile = Pile(items, todo, workers)
    while pile:
        for number in (yield from _until_broken(workers, pile, items, checker, ahead=_AHEAD * workers)):
            started = time.monotonic()
            alone = Pile(items, [number])
            if (yield from _until_broken(1, alone, items, checker, ahead=1)):
                late = time.monotonic() - started >= _allowed(items[number])
                yield number, checker.failed(items[number], "time" if late else "crash"), False


def _in_cluster(engine: Engine, items: Sequence[ItemFiles], todo: Sequence[int], checker: Checker) -> Iterator[Checked]:
    pile = Pile(items, todo, engine.workers)

    def submit(batch: list[int]) -> Future[Batch]:
        return engine.submit(checker, [items[number] for number in batch])

    suspects: list[int] = []

    def again(batch: list[int], _seconds: float) -> Iterator[Checked]:
        """Items of a lost batch go again one by one; one that is lost then waits until nothing else can be to blame."""
        if len(batch) > 1:
            pile.give_back(batch)
        else:
            suspects.extend(batch)
        return iter(())

    def failed(batch: list[int], seconds: float) -> Iterator[Checked]:
        for number in batch:
            late = seconds >= _allowed(items[number])
            yield number, checker.failed(items[number], "time" if late else "crash"), False

    yield from _pulled(submit, pile, given={}, ahead=_AHEAD_FAR * engine.workers, lost=(engine.lost, again))
    for number in sorted(suspects):
        yield from _pulled(submit, Pile(items, [number]), given={}, ahead=1, lost=(engine.lost, failed))


def _until_broken(
    workers: int, pile: Pile, items: Sequence[ItemFiles], checker: Checker, *, ahead: int
) -> Generator[Checked, None, list[int]]:
    """The results of ``pile``, which is used up; if a worker dies, returns the items that were given out then."""
    given: _Given = {}
    others = set(multiprocessing.active_children())
    with _pool(min(workers, len(pile))) as pool:

        def submit(batch: list[int]) -> Future[Batch]:
            return pool.submit(timed_batch, checker, [items[number] for number in batch], guarded=True)

        try:
            yield from _pulled(submit, pile, given=given, ahead=ahead)
        except BrokenProcessPool:
            return sorted(number for batch, _ in given.values() for number in batch)
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
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Prepare a worker. Ctrl-C reaches it too: it ends at once and silently; the process that it serves says why."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    cycles.look_seldom()


_Lost = tuple[tuple[type[BaseException], ...], Callable[[list[int], float], Iterator[Checked]]]


def _pulled(
    submit: _Submit, pile: Pile, *, given: _Given, ahead: int, lost: _Lost = ((), lambda _batch, _seconds: iter(()))
) -> Iterator[Checked]:
    """The results of ``pile``, of which ``ahead`` batches are ``given`` out at a time.

    Of a batch that ends with one of the exceptions in ``lost``, the results are what its function makes of it.
    """
    while pile or given:
        while pile and len(given) < ahead:
            batch = pile.take()
            try:
                given[submit(batch)] = (batch, time.monotonic())
            except BaseException:
                pile.give_back(batch)
                raise
        finished, _ = wait(given, return_when=FIRST_COMPLETED)
        for future in sorted(finished, key=lambda one: one.exception() is not None):
            batch, since = given[future]
            if isinstance(future.exception(), lost[0]):
                yield from lost[1](batch, time.monotonic() - since)
            else:
                done = future.result()
                pile.learn(batch, done.seconds)
                for number, (result, crashed) in zip(batch, done.results, strict=True):
                    yield number, result, crashed
            del given[future]


def timed_batch(checker: Checker, batch: Iterable[ItemFiles], *, guarded: bool = False) -> Batch:
    """What ``check_batch`` finds, with the time it took.

    ``guarded``, in a process that exists for this work: it ends itself when an item takes too long or too much memory. One
    such call at a time in a process.
    """
    if guarded:
        isolation.bound_process(WORKER_MEMORY)
    started = time.perf_counter()
    with isolation.watched() if guarded else contextlib.nullcontext(_unwatched) as allow:
        results = tuple(_in_turn(checker, batch, allow))
    return Batch(results, time.perf_counter() - started)


def _unwatched(seconds: float) -> None:
    """However long it takes."""


def _allowed(files: ItemFiles) -> float:
    return ITEM_SECONDS + FILE_SECONDS * len(files.companions)


def check_batch(checker: Checker, batch: Iterable[ItemFiles]) -> Iterator[tuple[Result, bool]]:
    """The results of a batch, each with whether its check crashed: what any executor or engine can call."""
    return _in_turn(checker, batch, _unwatched)


def _in_turn(
    checker: Checker, batch: Iterable[ItemFiles], allow: Callable[[float], None]
) -> Iterator[tuple[Result, bool]]:
    """The results of ``batch``; ``allow`` is told how many seconds what comes next may take."""
    for group in _groups(batch):
        allow(ITEM_SECONDS)
        ready = _ahead(checker, group)
        for files in group:
            allow(_allowed(files))
            yield _one(checker, files, ready.get(files.id))


def _groups(batch: Iterable[ItemFiles]) -> Iterator[list[ItemFiles]]:
    """``batch`` in groups that are read ahead: short texts by themselves; every other item is alone."""
    group: list[ItemFiles] = []
    for files in batch:
        light = not files.companions and cost(files) <= TOGETHER_SECONDS
        if group and (not light or len(group) == TOGETHER):
            yield group
            group = []
        if light:
            group.append(files)
        else:
            yield [files]
    if group:
        yield group


def _ahead(checker: Checker, group: Sequence[ItemFiles]) -> Mapping[str, Item]:
    """What is read ahead of a group; nothing where that fails, for each item by itself tells what is wrong with it."""
    try:
        return checker.ahead(group) if len(group) > 1 else {}
    except Exception:
        return {}


def _one(checker: Checker, files: ItemFiles, item: Item | None) -> tuple[Result, bool]:
    """The result of one item; a fault of this program becomes a finding and is remembered as a crash."""
    from qishan_lint.errors import UsageError

    try:
        return checker(files, item), False
    except UsageError:
        raise
    except MemoryError:
        return checker.failed(files, "memory"), False
    except Exception as error:
        frame = _last_frame(error)
        return checker.failed(files, f"{type(error).__name__} {frame}"), True


def _last_frame(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else ""


@functools.cache
def processors() -> int:
    """The processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
