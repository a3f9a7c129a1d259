"""The server: it waits with everything loaded, and gives each request to a child of its own.

A child that crashes, hangs or eats memory harms nobody else. One is forked ahead when there is time. The parent reads no
configuration and no content, so nothing in it can grow stale but the program and its rules; when those change on disk it
refuses and ends.
"""

from __future__ import annotations

import contextlib
import errno
import os
import selectors
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NoReturn

from qishan_lint import filestate
from qishan_lint.errors import UsageError
from qishan_lint.model import Text
from qishan_lint.serve import child, protocol
from qishan_lint.shipped import rules_folder

MOST = 16
"""Requests at a time; what comes beyond is refused and runs by itself."""

_ENDING = 5.0
"""Seconds that a server which was told to end is waited for."""
_PATIENCE = 1.0
"""Seconds for a client to say what it wants."""


@dataclass(frozen=True)
class Spare:
    """A child that waits for a request, which it gets through ``channel``."""

    pid: int
    channel: socket.socket


@dataclass
class Server:
    """The listening socket, the connection of each child that is at work, and the child that waits for the next request.

    ``ahead`` tells whether one is to be forked ahead: not after one died before it was asked for, until the next request.
    """

    listening: socket.socket
    state: str
    entry: child.Entry
    connections: dict[int, socket.socket] = field(default_factory=dict)
    spare: Spare | None = None
    ahead: bool = True


def serve(entry: child.Entry, idle: float) -> None:
    """Serve until nobody has asked for ``idle`` seconds, the program changes, or a signal to end comes.

    ``entry`` runs a command line.
    Raises UsageError where there can be no local socket, and when a server runs already.
    """
    address = protocol.address()
    if address is None:
        raise UsageError(
            Text("这里不能启动服务：系统没有本地套接字，或缓存文件夹的路径太长", "no local socket is possible here"),
            remedy=Text("照常使用 check；或用 QISHAN_LINT_CACHE_DIR 指定短一些的文件夹", "use check without it"),
        )
    with _listening(address) as listening:
        child.warm(entry)
        try:
            _loop(Server(listening, _state(), entry), idle)
        finally:
            with contextlib.suppress(FileNotFoundError):
                Path(address).unlink()


def stop() -> bool:
    """Tell the server to end, and wait until it has, for a few seconds; whether there was one."""
    address = protocol.address()
    if address is None:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.connect(address)
        except OSError:
            return False
        protocol.send(connection, {"identity": protocol.identity(), "stop": True})
    until = time.monotonic() + _ENDING
    with _lock(address) as lock:
        while not _taken(lock) and time.monotonic() < until:
            time.sleep(0.01)
    return True


def _lock(address: str) -> IO[str]:
    """The file that the one server holds, beside its socket."""
    return (Path(address).parent / "serve.lock").open("w", encoding="ascii")


def _taken(lock: IO[str]) -> bool:
    """Whether this process holds the lock now; False while another one does."""
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
            raise
        return False
    return True


@contextlib.contextmanager
def _listening(address: str) -> Iterator[socket.socket]:
    """The socket, which nobody else can open, held by one server at a time."""
    Path(address).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _lock(address) as lock:
        if not _taken(lock):
            raise UsageError(Text("已有服务在运行", "a server is running already"))
        Path(address).unlink(missing_ok=True)
        before = os.umask(0o177)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
            try:
                listening.bind(address)
            finally:
                os.umask(before)
            listening.listen(MOST)
            yield listening


def _loop(server: Server, idle: float) -> None:
    waker, wake = socket.socketpair()
    for end in (waker, wake):
        end.setblocking(False)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGTERM, _end)
    with selectors.DefaultSelector() as selector, waker, wake:
        selector.register(server.listening, selectors.EVENT_READ)
        selector.register(waker, selectors.EVENT_READ)
        try:
            _work(server, selector, waker, idle)
        finally:
            signal.set_wakeup_fd(-1)  # the child that waits ends with the channel to it


def _work(server: Server, selector: selectors.BaseSelector, waker: socket.socket, idle: float) -> None:
    last = time.monotonic()
    while server.connections or time.monotonic() - last < idle:
        if server.spare is None and server.ahead and not server.connections:
            with contextlib.suppress(OSError):  # short of memory or processes: the next request forks its own
                server.spare = _forked(server, selector, rehearsing=True)
        for key, _ in selector.select(None if server.connections else idle - (time.monotonic() - last)):
            last = time.monotonic()
            if key.fileobj is server.listening:
                if not _accept(server, selector):
                    return
            elif key.fileobj is waker:
                _drain(waker)
            else:
                _interrupt(server, selector, key.data)
        _reap(server, selector)


def _end(*_: object) -> NoReturn:
    raise SystemExit(0)


def _accept(server: Server, selector: selectors.BaseSelector) -> bool:
    """Take a request; False when this server has to end."""
    connection, _ = server.listening.accept()
    connection.settimeout(_PATIENCE)
    try:
        if not protocol.is_ours(connection):
            raise OSError(errno.EPERM, "another user")
        header, streams = _received(connection)
    except (OSError, ValueError):
        connection.close()
        return True
    current = _state() == server.state and header.get("identity") == protocol.identity()
    if "stop" in header or not current or len(server.connections) >= MOST:
        _refuse(connection, streams)
        return "stop" not in header and current
    try:
        connection.sendall(protocol.BEGUN)
    except OSError:  # it did not wait, and runs by itself
        _refuse(connection, streams)
        return True
    pid = _given(server, selector, header, [*streams, connection.fileno()])
    for stream in streams:
        os.close(stream)
    server.connections[pid] = connection
    selector.register(connection, selectors.EVENT_READ, pid)
    return True


def _received(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """A request and its streams. Raises OSError, ValueError."""
    header, streams = protocol.receive(connection, 3)
    if len(streams) != 3 and "stop" not in header:
        for stream in streams:
            os.close(stream)
        raise ValueError(len(streams))
    return header, streams


def _given(server: Server, selector: selectors.BaseSelector, header: dict[str, Any], streams: list[int]) -> int:
    """The child that got the request: the one that waits, or a new one where none does."""
    spare, server.spare, server.ahead = server.spare, None, True
    if spare is not None:
        with spare.channel:
            try:
                protocol.send(spare.channel, header, streams)
            except OSError:  # it has died just now
                os.waitpid(spare.pid, 0)
            else:
                return spare.pid
    spare = _forked(server, selector, rehearsing=False)
    with spare.channel, contextlib.suppress(OSError):  # dead already: its end is told like that of any other
        protocol.send(spare.channel, header, streams)
    return spare.pid


def _forked(server: Server, selector: selectors.BaseSelector, *, rehearsing: bool) -> Spare:
    """A new child that waits for a request."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        _become_child(server, selector, theirs, rehearsing=rehearsing)
    theirs.close()
    with contextlib.suppress(OSError):  # it has done so itself
        os.setpgid(pid, pid)
    return Spare(pid, ours)


def _become_child(
    server: Server, selector: selectors.BaseSelector, channel: socket.socket, *, rehearsing: bool
) -> NoReturn:
    """Leave everything of the server behind, then do the work; never returns."""
    code = protocol.LOST
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        os.setpgid(0, 0)  # an interruption reaches this child's own workers too
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        selector.close()
        server.listening.close()
        for connection in server.connections.values():
            connection.close()
        if rehearsing:
            child.rehearse()
        code = child.serve(server.entry, channel)
    finally:
        os._exit(code)


def _refuse(connection: socket.socket, streams: list[int]) -> None:
    with connection, contextlib.suppress(OSError):
        connection.sendall(protocol.REFUSED)
    for stream in streams:
        os.close(stream)


def _interrupt(server: Server, selector: selectors.BaseSelector, pid: int) -> None:
    """Pass an interruption on to the child; a client that has gone interrupts too."""
    connection = server.connections[pid]
    with contextlib.suppress(OSError):
        if connection.recv(1) == b"":
            selector.unregister(connection)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGINT)


def _reap(server: Server, selector: selectors.BaseSelector) -> None:
    """Tell the clients of children that died how it ended; the others have told theirs."""
    if server.spare is not None and os.waitpid(server.spare.pid, os.WNOHANG)[0]:
        server.spare.channel.close()
        server.spare, server.ahead = None, False
    for pid in list(server.connections):
        done, status = os.waitpid(pid, os.WNOHANG)
        if not done:
            continue
        connection = server.connections.pop(pid)
        with contextlib.suppress(KeyError):
            selector.unregister(connection)
        code = os.waitstatus_to_exitcode(status)
        with connection, contextlib.suppress(OSError):
            connection.sendall(b"%d\n" % (code if code >= 0 else 128 - code))


def _drain(waker: socket.socket) -> None:
    with contextlib.suppress(BlockingIOError):
        while waker.recv(4096):
            pass


def _state() -> str:
    return filestate.digest((Path(__file__).parent.parent, rules_folder()))
