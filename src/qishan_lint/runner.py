"""Many items → their results, in order: what is cached is not checked again, the rest on as many processes as help.

Small runs stay in this process; the rest is done as ``pulling`` says.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from qishan_lint.cache import Cache
from qishan_lint.model import Result
from qishan_lint.pulling import Checker, Engine, check_batch, checked, workers_for
from qishan_lint.sources.grouping import ItemFiles
from qishan_lint.sources.held import Held, Recall
from qishan_lint.sources.tree import MAX_FILE, ReadError, Tree

__all__ = ["Checker", "Engine", "Outcome", "Progress", "check_batch", "key", "run"]

NOT_CHECKED = "item/not-checked"
"""The rule that tells that the check of a file did not come to an end."""

_FLUSH = 256


@dataclass
class Outcome:
    """The results in the order of the items; how many came from the cache; what went wrong in the run itself.

    ``crashes`` are the ids of items whose check failed by a fault of this program, ``unchecked`` those of items that an
    interrupted run did not come to.
    """

    results: list[Result] = field(default_factory=list)
    cached: int = 0
    interrupted: bool = False
    crashes: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)


Progress = Callable[[int, int], None]
"""Called with the number of items done and of all items."""


def run(
    items: Sequence[ItemFiles],
    checker: Checker,
    *,
    jobs: int = 0,
    cache: Path | None = None,
    recall: Recall | None = None,
    progress: Progress | None = None,
    executor: Executor | Engine | None = None,
) -> Outcome:
    """Check ``items``; ``jobs`` processes (0: as many as help), or those of ``executor``."""
    outcome = Outcome()
    done: dict[int, Result] = {}
    with _terminable(), Cache(cache) if cache is not None else contextlib.nullcontext() as known:
        engine = None if executor is None or isinstance(executor, Executor) else executor
        numbers = range(len(items))
        # a run that keeps nothing asks for none
        key_of = functools.cache(lambda number: key(items[number], checker, recall))
        found = known.get([key_of(number) for number in numbers]) if known is not None else {}
        left = engine.known(key_of(number) for number in numbers) if engine is not None else {}
        left = {one: result for one, result in left.items() if is_whole(result)}
        fresh: dict[bytes, Result] = {one: result for one, result in left.items() if one not in found}
        found = {**left, **found}
        seen = {number: found[key_of(number)] for number in numbers if key_of(number) in found} if found else {}
        done.update({number: result for number, result in seen.items() if result.digest})
        outcome.cached = len(done)
        todo = [number for number in numbers if number not in done]
        apart = len(done) < len(seen)  # what killed a worker once could kill this process
        try:
            for number, result, crashed in checked(
                items, todo, checker, workers_for(items, todo, jobs, apart=apart), executor
            ):
                done[number] = result
                if crashed:
                    outcome.crashes.append(items[number].id)
                elif (
                    known is not None and is_whole(result) and is_about(result, items[number], checker, key_of(number))
                ):
                    fresh[key_of(number)] = result
                    if len(fresh) >= _FLUSH:
                        known.put(fresh, int(time.time()))
                        fresh = {}
                if progress is not None:
                    progress(len(done), len(items))
        except KeyboardInterrupt:
            outcome.interrupted = True
        if known is not None:
            known.put(fresh, int(time.time()))
            known.touch([key_of(number) for number in seen], int(time.time()))
            if fresh:
                known.shrink()
    outcome.crashes.sort()
    outcome.unchecked = [files.id for number, files in enumerate(items) if number not in done]
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


def is_whole(result: Result) -> bool:
    """Whether a result may be kept: what a slow moment or a full memory left out is tried again in the next run.

    A result without a digest is that of an item that killed its worker; it is kept so that the next run is careful.
    """
    return not result.digest or all(finding.rule != NOT_CHECKED for finding in result.findings)


def key(files: ItemFiles, checker: Checker, recall: Recall | None = None) -> bytes:
    """A digest of everything that the item's result depends on; of the date too if the document may allow something."""
    return _key(files, checker, *_content(files, None if files.overlay or files.sealed else recall))


def is_about(result: Result, files: ItemFiles, checker: Checker, known: bytes) -> bool:
    """Whether ``result`` is about the content that the key ``known`` stands for.

    A file that changed while it was checked, even one that changed back, makes a result that nobody may find again. What
    belongs to an item is opened more than once; a document alone is read once, and its digest is of what was checked.
    """
    seen = dict(zip(result.files, result.digests, strict=True))
    if result.files == files.paths == (files.document,):
        return known in (_key(files, checker, seen, dated) for dated in (False, True))
    content, dated = _content(files, None)
    return _key(files, checker, content, dated) == known and all(
        seen.get(path, digest) == digest for path, digest in content.items()
    )


def _content(files: ItemFiles, recall: Recall | None) -> tuple[dict[str, str], bool]:
    """The SHA-256 of each file, or why it is not read, as items have it; whether the result depends on the date."""
    tree, dated = files.tree(), False
    found: dict[str, str] = {}
    for path in files.paths:
        try:
            one = _held(tree, path, recall)
        except ReadError as error:
            found[path] = f"-{error.code}"
        else:
            found[path] = one.digest
            dated = dated or (path == files.document and one.may_allow)
    return found, dated


def _held(tree: Tree, path: str, recall: Recall | None) -> Held:
    """What the file at ``path`` holds, from the memory if it has not changed. Raises ReadError."""
    known = recall.held(path) if recall else None
    if known is not None:
        return known
    state = recall.state(path) if recall else None
    fresh = Held.of(tree.read(path, MAX_FILE))
    if recall:
        recall.keep(path, state, fresh)
    return fresh


def _key(files: ItemFiles, checker: Checker, content: Mapping[str, str], dated: bool) -> bytes:
    total = hashlib.sha256(files.id.encode("utf-8", "surrogateescape"))
    for path, digest in content.items():
        total.update(f"\0{path}\0{digest}".encode("utf-8", "surrogateescape"))
    total.update(b"\0" + checker.salt(files, dated=dated))
    return total.digest()
