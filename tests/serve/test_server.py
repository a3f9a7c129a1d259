"""The server does what the command would have done alone: same bytes, same exit code, same folder and environment."""

import os
import shutil
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qishan_lint.serve import protocol

pytestmark = pytest.mark.skipif(protocol.address() is None, reason="no local sockets on this system")

COMMAND = [sys.executable, "-m", "qishan_lint"]


def run(command: list[str], **options: Any) -> "subprocess.CompletedProcess[bytes]":
    """A finished command, whatever its exit code."""
    return subprocess.run(command, check=False, **options)


GOOD = "---\ntitle: 县政府召开常务会议\ndate: 2026-11-20\n---\n\n11月19日，县政府召开常务会议，研究部署有关工作。\n"
BAD = GOOD.replace("研究部署", "登陆系统，研究部署")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A cache folder whose path is short enough for a socket."""
    folder = tempfile.mkdtemp(prefix="ql")
    yield Path(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def running(place: Path) -> Iterator[Path]:
    process = subprocess.Popen([*COMMAND, "serve"], env=environment(place), cwd="/")
    try:
        wait_for(place)
        yield place
    finally:
        process.terminate()
        process.wait(10)


def environment(place: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "QISHAN_LINT_CACHE_DIR": str(place), "QISHAN_LINT_SERVER": "", **more}


def wait_for(place: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(place / "serve.sock"))
            except OSError:
                time.sleep(0.05)
            else:
                return
    pytest.fail("the server did not come up")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "好.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "坏.md").write_text(BAD, encoding="utf-8")
    return tmp_path


def both(place: Path, folder: Path, *arguments: str, stdin: bytes = b"", **more: str):
    """What a command gives with the server, and what it gives alone."""
    return [
        run(
            [*COMMAND, "check", "--today", "2026-11-25", *arguments],
            env=environment(place, **more, QISHAN_LINT_SERVER=wish),
            cwd=folder,
            input=stdin,
            capture_output=True,
        )
        for wish in ("", "off")
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        (".", "--format", "jsonl"),
        ("坏.md", "--lang", "en", "--no-cache"),
        ("--help",),
        ("--help", "--lang", "en"),
        ("坏.md", "--color", "always"),
        ("missing.md",),
        (".", "--frmat", "json"),
        (".", "--format", "jsonl", "--jobs", "2", "--no-cache"),
    ],
)
def test_the_same_as_alone(running, site, arguments):
    served, alone = both(running, site, *arguments)
    assert served.returncode == alone.returncode
    assert _timeless(served.stdout) == _timeless(alone.stdout)
    assert served.stderr == alone.stderr


def _timeless(output: bytes) -> bytes:
    return b"\n".join(line for line in output.splitlines() if "秒".encode() not in line and b" s" not in line)


def test_standard_input_and_encoding_are_those_of_the_command(running, site):
    served, alone = both(
        running, site, "-", "--stdin-filename", "x.md", "-f", "github", stdin=BAD.encode(), PYTHONIOENCODING="gbk"
    )
    assert served.stdout == alone.stdout
    assert "登陆" in served.stdout.decode("gbk")


def test_a_new_configuration_counts_at_once(running, site):
    first, _ = both(running, site, "坏.md", "-f", "jsonl")
    (site / "qishan-lint.yaml").write_text("extends: recommended\nignore: [wording]\n", encoding="utf-8")
    second, _ = both(running, site, "坏.md", "-f", "jsonl")
    assert "wording/" in first.stdout.decode()
    assert "wording/" not in second.stdout.decode()


def test_only_its_user_can_ask(running):
    assert stat.S_IMODE((running / "serve.sock").stat().st_mode) == 0o600


def test_there_is_one_server(running):
    second = run([*COMMAND, "serve"], env=environment(running), capture_output=True, cwd="/")
    assert second.returncode == 2
    assert "已有服务在运行" in second.stderr.decode()


def long(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"\xff" * 4, *map(long, (b"{}}", b"[]", b"[" * 1000, "{'名': 1}".encode()))]
)
def test_garbage_does_not_end_it(running, site, data):
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.connect(str(running / "serve.sock"))
        stranger.sendall(data)
    wait_for(running)
    served, alone = both(running, site, "好.md", "-f", "jsonl")
    assert served.stdout == alone.stdout


@pytest.fixture
def own(place: Path) -> Iterator[Path]:
    """A folder for a test that starts and ends a server of its own."""
    folder = tempfile.mkdtemp(prefix="ql")
    yield Path(folder)
    run([*COMMAND, "serve", "--stop"], env=environment(Path(folder)), capture_output=True)
    shutil.rmtree(folder, ignore_errors=True)


def test_another_version_is_refused(own):
    """A server of another program has nothing more to do, and leaves."""
    server = subprocess.Popen([*COMMAND, "serve"], env=environment(own), cwd="/")
    wait_for(own)
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(own / "serve.sock"))
        protocol.send(client, {"identity": ["0"], "arguments": []}, [0, 1, 2])
        assert client.recv(1) == protocol.REFUSED
    assert server.wait(10) == 0


def test_a_client_that_does_not_wait_harms_nobody(own, site):
    """On a busy machine a command gives up on the server and runs by itself: then its request is still to be read."""
    server = subprocess.Popen([*COMMAND, "serve"], env=environment(own), cwd="/")
    wait_for(own)
    run([*COMMAND, "check", "--help"], env=environment(own), capture_output=True)  # answered: it waits for the next one
    server.send_signal(signal.SIGSTOP)
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(own / "serve.sock"))
        protocol.send(client, {"identity": protocol.identity(), "arguments": ["--version"]}, [0, 1, 2])
    server.send_signal(signal.SIGCONT)
    served, alone = both(own, site, "好.md", "-f", "jsonl")
    assert served.stdout == alone.stdout
    assert server.poll() is None


def children(server: "subprocess.Popen[bytes]") -> list[int]:
    """The processes that the server has forked; none where the system does not tell."""
    told = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    return list(map(int, told.read_text().split())) if told.exists() else []


def test_an_interruption_reaches_the_child(own, site):
    server = subprocess.Popen([*COMMAND, "serve"], env=environment(own), cwd="/")
    wait_for(own)
    command = subprocess.Popen(
        [*COMMAND, "check", "-"], env=environment(own), cwd=site, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    until = time.monotonic() + 20
    while not any(Path(f"/proc/{one}/cwd").resolve() == site for one in children(server)) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)  # it waits for its standard input, in the child
    command.send_signal(signal.SIGINT)
    assert command.wait(20) == 130
    assert run([*COMMAND, "serve", "--stop"], env=environment(own)).returncode == 0
    assert server.wait(10) == 0
    assert not (own / "serve.sock").exists()


def test_an_environment_has_one_server_by_whatever_name_its_interpreter_is_called(monkeypatch) -> None:
    before = protocol.identity()
    monkeypatch.setattr(sys, "executable", f"{sys.executable}.other")
    assert protocol.identity() == before


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs to know the children of a process")
def test_the_child_that_waits_may_die(own: Path, site: Path) -> None:
    """It is not forked again and again, and the next request is done all the same; then one waits again."""
    server = subprocess.Popen([*COMMAND, "serve"], env=environment(own), cwd="/")
    wait_for(own)
    (spare,) = waiting(server)
    os.kill(spare, signal.SIGKILL)
    while spare in children(server):
        time.sleep(0.01)
    time.sleep(0.2)
    assert children(server) == []
    served, alone = both(own, site, "坏.md", "-f", "jsonl")
    assert served.stdout == alone.stdout
    assert len(waiting(server)) == 1
    assert run([*COMMAND, "serve", "--stop"], env=environment(own)).returncode == 0
    assert server.wait(10) == 0


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs to know the children of a process")
def test_the_child_that_waits_ends_with_the_server(own: Path) -> None:
    server = subprocess.Popen([*COMMAND, "serve"], env=environment(own), cwd="/")
    wait_for(own)
    (spare,) = waiting(server)
    server.kill()
    server.wait(10)
    until = time.monotonic() + 20
    while Path(f"/proc/{spare}/task").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{spare}/task").exists()


def waiting(server: "subprocess.Popen[bytes]") -> list[int]:
    """The children of a server that has nothing to do, once there are any."""
    until = time.monotonic() + 60
    while not children(server) and time.monotonic() < until:
        time.sleep(0.02)
    return children(server)


def test_on_demand_and_ending_when_idle(own, site):
    first = run(
        [*COMMAND, "check", "好.md", "--exit-zero"],
        env=environment(own, QISHAN_LINT_SERVER="auto"),
        cwd=site,
        capture_output=True,
        timeout=60,
    )
    assert first.returncode == 0
    wait_for(own)
    assert run([*COMMAND, "serve", "--stop"], env=environment(own)).returncode == 0
    idle = subprocess.Popen([*COMMAND, "serve", "--idle", "1"], env=environment(own), cwd="/")
    assert idle.wait(30) == 0


def test_a_server_that_was_stopped_is_gone(own: Path) -> None:
    for _ in range(3):
        server = subprocess.Popen([*COMMAND, "serve"], env=environment(own), cwd="/")
        wait_for(own)
        assert run([*COMMAND, "serve", "--stop"], env=environment(own)).returncode == 0
        assert not (own / "serve.sock").exists()
        assert server.wait(10) == 0


def test_where_there_can_be_no_socket(own, tmp_path):
    long = tmp_path / ("长" * 60)
    refused = run([*COMMAND, "serve"], env=environment(long), capture_output=True, cwd="/")
    assert refused.returncode == 2
    assert "路径太长" in refused.stderr.decode()
