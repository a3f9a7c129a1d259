"""The engine over dask.distributed: an address, or a cluster of this machine for one run.

Tasks reach workers pickled: whoever can talk to a scheduler can run programs on it. Beyond this machine only TLS with
client certificates is accepted, taken from dask's own configuration (``distributed.comm.tls``).
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from qishan_lint import cycles, extras, pulling, runner
from qishan_lint.cluster import reaching, shards
from qishan_lint.errors import TrustError, UsageError
from qishan_lint.model import Result, Text
from qishan_lint.sources.grouping import ItemFiles

LOCAL = "dask"
"""The name of a cluster of this machine, for one run."""

CONNECT_SECONDS = 10
WORKER_SECONDS = 60


class Summary(msgspec.Struct, frozen=True):
    """What a worker sends back: the name of its shard and the seconds that it took."""

    shard: str
    seconds: float


@dataclass(frozen=True)
class Dask:
    """Workers of a dask cluster that share the folder ``place`` with this process. See ``pulling.Engine``."""

    executor: Any
    workers: int
    lost: tuple[type[BaseException], ...]
    place: Path

    def submit(self, checker: pulling.Checker, batch: Sequence[ItemFiles]) -> Future[pulling.Batch]:
        """See ``pulling.Engine``: the shard is read when the summary has come."""
        outer: Future[pulling.Batch] = Future()
        inner = self.executor.submit(work, str(self.place), checker, list(batch))

        def arrived(done: Future[Summary]) -> None:
            try:
                lines = shards.read(self.place, done.result().shard)
                results = tuple((line.result, line.crashed) for line in lines)
                outer.set_result(pulling.Batch(results, done.result().seconds))
            except BaseException as error:
                outer.set_exception(error)

        inner.add_done_callback(arrived)
        return outer

    def known(self, keys: Iterable[bytes]) -> dict[bytes, Result]:
        """See ``pulling.Engine``."""
        return shards.known(self.place, keys)


def work(place: str, checker: pulling.Checker, batch: list[ItemFiles]) -> Summary:
    """Check ``batch`` in a worker, write its shard. Done twice, it writes the same file twice.

    The keys are made here too: the process that gives out the work would be as busy with them as with all the rest.
    Raises UsageError in a worker that may not start children, by which hostile files are read.
    """
    if multiprocessing.current_process().daemon:
        raise UsageError(
            Text("工作进程不能再开子进程", "the workers may not start children of their own"),
            remedy=Text(
                "启动 dask worker 前设置 DASK_DISTRIBUTED__WORKER__DAEMON=False",
                "set DASK_DISTRIBUTED__WORKER__DAEMON=False before starting dask workers",
            ),
        )
    _begin()
    keys = [runner.key(files, checker) for files in batch]
    done = pulling.timed_batch(checker, batch, guarded=True)
    lines = [
        shards.Line(key.hex(), crashed, result, runner.is_about(result, files, checker, key))
        for files, key, (result, crashed) in zip(batch, keys, done.results, strict=True)
    ]
    return Summary(shards.write(Path(place), lines), done.seconds)


@functools.cache
def _begin() -> None:
    """Prepare a worker when its first batch comes; again and again it would keep what each batch leaves in circles."""
    cycles.look_seldom()


@contextlib.contextmanager
def connected(name: str, place: Path, jobs: int = 0) -> Iterator[pulling.Engine]:
    """The engine called ``name``: ``dask``, or ``dask://HOST:PORT``, ``tls://HOST:PORT``, ``tcp://127.0.0.1:PORT``.

    ``place`` is the folder of the shards, ``jobs`` the number of workers of a local cluster (0: one a processor).
    Raises UsageError for a name that is none and a scheduler that does not answer, TrustError for one without TLS.
    """
    address = "" if name == LOCAL else _address(name)
    extras.need("cluster", "distributed")
    import dask
    import distributed

    settings = {
        "distributed.worker.daemon": False,
        "distributed.scheduler.allowed-failures": 0,
        "distributed.worker.profile.enabled": False,
        "distributed.admin.tick.interval": "1s",  # every 20 ms it looks whether it is late; the workers' work is ours
        "distributed.admin.system-monitor.interval": "10s",
        "distributed.logging.distributed": "critical",
    }
    with contextlib.ExitStack() as stack:
        stack.enter_context(dask.config.set(settings))
        if not address:
            stack.enter_context(dask.config.set({"distributed.comm.require-encryption": None}))  # never leaves loopback
            count = jobs or pulling.processors()
            address = stack.enter_context(_local(count))
        else:
            reaching.reach(address, CONNECT_SECONDS)
        client = stack.enter_context(_client(address))
        count = _threads(client)
        yield Dask(client.get_executor(pure=False, retries=0), count, (distributed.KilledWorker,), place.absolute())


def _local(count: int) -> Any:
    import distributed

    make: Any = distributed.LocalCluster
    return make(
        n_workers=count,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # its pages of health: two runs at once need two ports
        silence_logs=50,
    )


def _client(address: Any) -> Any:
    import distributed

    make: Any = distributed.Client
    try:
        return make(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError, TypeError) as error:
        raise UsageError(
            Text(f"连不上集群：{type(error).__name__}", f"the cluster does not answer: {type(error).__name__}"),
            where=str(address),
        ) from error


def _threads(client: Any) -> int:
    """The number of workers; each must do one task at a time, or one could not be stopped without the others."""
    try:
        client.wait_for_workers(1, timeout=WORKER_SECONDS)
    except TimeoutError as error:
        raise UsageError(Text("集群里没有工作进程", "the cluster has no worker")) from error
    found = client.scheduler_info(n_workers=-1)["workers"]
    if any(worker["nthreads"] != 1 for worker in found.values()):
        raise UsageError(
            Text("工作进程的线程数必须是 1", "every worker must have one thread"),
            remedy=Text("用 dask worker --nthreads 1 启动", "start them with dask worker --nthreads 1"),
        )
    return len(found)


def _address(name: str) -> str:
    """The address as dask writes it. ``dask://`` is TLS, on this machine plain TCP."""
    parts = urlsplit(name)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if parts.scheme not in {"dask", "tls", "tcp"} or not host or not port or parts.path not in {"", "/"}:
        raise UsageError(
            Text(f"不认识的执行方式“{name}”", f"unknown executor “{name}”"),
            remedy=Text(
                "可用：dask、dask://主机:端口、tls://主机:端口", "use dask, dask://HOST:PORT or tls://HOST:PORT"
            ),
        )
    here = _is_here(host)
    if parts.scheme == "tcp" and not here:
        raise TrustError(
            Text(f"不用明文连接别的机器：{name}", f"another machine is not reached in the clear: {name}"),
            remedy=Text("用 tls:// 和客户端证书", "use tls:// with client certificates"),
        )
    plain = here and parts.scheme != "tls"
    shown = f"[{host}]" if ":" in host else host
    return f"{'tcp' if plain else 'tls'}://{shown}:{port}"


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
