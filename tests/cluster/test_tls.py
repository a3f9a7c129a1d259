"""A scheduler and a worker that speak TLS, as docs/scale.md tells an operator to start them, and who gets to use them."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("cryptography")
pytest.importorskip("distributed")

import dask
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from qishan_lint.cluster import dask as engine
from qishan_lint.cluster import reaching
from qishan_lint.errors import TrustError, UsageError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no process groups")

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
QUICK_SECONDS = 20
"""A client that is refused has to say so within this time, the start of Python on a busy machine included."""


class Authority:
    """A certificate authority in ``folder``; everything it issues ends within the hour."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._key = ec.generate_private_key(ec.SECP256R1())
        builder = self._builder(self._name, self._key).add_extension(x509.BasicConstraints(True, 0), critical=True)
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def _builder(self, name: x509.Name, key: ec.EllipticCurvePrivateKey, ended: int = 0) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=ended)
        return (
            x509.CertificateBuilder(self._name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(minutes=30))
            .not_valid_after(now + datetime.timedelta(minutes=30))
        )

    def issue(self, name: str, ended: int = 0) -> tuple[Path, Path]:
        """A certificate, which ended so many hours ago, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = self._builder(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), key, ended)
        address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        made = builder.add_extension(address, critical=False).sign(self._key, hashes.SHA256())
        files = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
        files[1].touch(mode=0o600)
        files[1].write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return files


def configured(authority: Path, certificate: Path, key: Path) -> dict[str, str]:
    """dask's configuration of a client, as environment variables."""
    return {
        "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(authority),
        "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT": str(certificate),
        "DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY": str(key),
    }


@dataclass(frozen=True)
class Cluster:
    """A running cluster: its address without the scheme, its authority, and a folder for what a test writes."""

    place: str
    authority: Authority
    folder: Path


def environment(more: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DASK_")}
    return {**inherited, "PYTHONPATH": str(ROOT / "src"), "DASK_CONFIG": os.devnull, **more}


@contextlib.contextmanager
def running(folder: Path, arguments: list[str], more: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """``dask`` with ``arguments``, ended at the end whatever happens."""
    with (folder / f"{arguments[0]}.log").open("wb") as log:
        command = [sys.executable, "-m", "dask", *arguments]
        with subprocess.Popen(command, env=environment(more), cwd=folder, stdout=log, stderr=log) as process:
            try:
                yield process
            finally:
                process.terminate()  # the worker's nanny ends the worker
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("tls")
    authority = Authority(folder, "authority")
    certificate, key = authority.issue("node")
    named = ["--tls-ca-file", str(authority.file), "--tls-cert", str(certificate), "--tls-key", str(key)]
    common = ["--host", "tls://127.0.0.1", "--dashboard-address", "127.0.0.1:0", *named]
    contact = folder / "scheduler.json"
    scheduler = ["scheduler", *common, "--port", "0", "--scheduler-file", str(contact)]
    with running(folder, scheduler, {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}) as process:
        address = _address(process, contact)
        worker = ["worker", address, "--nthreads", "1", *common]
        with running(folder, worker, {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}):
            yield Cluster(address.removeprefix("tls://"), authority, folder)


def _address(process: subprocess.Popen[bytes], contact: Path) -> str:
    """The address that the scheduler chose, as soon as it has written it down whole."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, ValueError):
            return str(json.loads(contact.read_bytes())["address"])
        time.sleep(0.05)
    pytest.fail(f"the scheduler did not start: {(contact.parent / 'scheduler.log').read_text()}")


def check(executor: str, folder: Path, more: Mapping[str, str], seconds: float) -> tuple[int, str]:
    """The exit code and messages of ``qishan-lint check`` of the invented site, which may take so many seconds."""
    command = [sys.executable, "-m", "qishan_lint", "check", str(ROOT / "fixtures/site"), "--no-cache", "--lang", "en"]
    command += ["--today", "2026-11-25", "--format", "json", "--output", str(folder / "report.json")]
    command += ["--executor", executor, "--shards", str(folder / "shards")] if executor else []
    done = subprocess.run(command, env=environment(more), capture_output=True, timeout=seconds, check=False)
    return done.returncode, (done.stdout + done.stderr).decode()


def refused(executor: str, folder: Path, more: Mapping[str, str], code: int = 2) -> str:
    """What a client is told that may not use the cluster: at once, and nothing was checked."""
    ended, said = check(executor, folder, more, QUICK_SECONDS)
    assert ended == code, said
    assert "Traceback" not in said
    assert said.startswith("error: ")
    assert len(said.splitlines()) == 2, said
    assert not (folder / "report.json").exists()
    return said


def test_the_report_is_that_of_this_process(cluster: Cluster, tmp_path: Path) -> None:
    client = configured(cluster.authority.file, *cluster.authority.issue("client"))
    reports = []
    for executor in ("", f"tls://{cluster.place}"):
        code, said = check(executor, tmp_path, client, 90)
        assert code == 1, said
        reports.append((tmp_path / "report.json").read_bytes())
    assert reports[0] == reports[1]
    assert list((tmp_path / "shards").glob("*.gz"))


def test_without_a_certificate_nothing_is_tried(cluster: Cluster, tmp_path: Path) -> None:
    said = refused(f"tls://{cluster.place}", tmp_path, {}, 3)
    assert "no client certificate is configured" in said


def settings(authority: Path, certificate: Path, key: Path) -> dict[str, str]:
    """The same, for this process."""
    named = {"ca-file": authority, "client.cert": certificate, "client.key": key}
    return {f"distributed.comm.tls.{name}": str(path) for name, path in named.items()}


@pytest.mark.parametrize("left", ["ca-file", "client.cert"])
def test_half_of_the_settings_is_none(cluster: Cluster, left: str) -> None:
    own = settings(cluster.authority.file, *cluster.authority.issue("client"))
    with dask.config.set({**own, f"distributed.comm.tls.{left}": None}), pytest.raises(TrustError):
        reaching.reach(f"tls://{cluster.place}", 5)


@pytest.mark.parametrize("wrong", ["another's key", "no such file"])
def test_certificates_that_do_not_fit_are_told(cluster: Cluster, wrong: str) -> None:
    certificate, key = cluster.authority.issue("client")
    key = key.with_name("none.key") if wrong == "no such file" else cluster.authority.issue("another")[1]
    own = settings(cluster.authority.file, certificate, key)
    with dask.config.set(own), pytest.raises(UsageError, match="cannot be used"):
        reaching.reach(f"tls://{cluster.place}", 5)


def test_a_certificate_of_another_authority_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    foreign = configured(cluster.authority.file, *Authority(tmp_path, "other").issue("foreign"))
    assert "use one in force that the cluster's authority issued" in refused(
        f"tls://{cluster.place}", tmp_path, foreign
    )


def test_a_certificate_that_has_ended_is_refused(cluster: Cluster) -> None:
    ended = settings(cluster.authority.file, *cluster.authority.issue("ended", ended=2))
    with dask.config.set(ended), pytest.raises(UsageError, match="certificate") as caught:
        reaching.reach(f"tls://{cluster.place}", 5)
    assert caught.value.remedy is not None
    assert "use one in force" in caught.value.remedy.en


def test_a_scheduler_of_another_authority_is_not_trusted(cluster: Cluster, tmp_path: Path) -> None:
    other = Authority(tmp_path, "other")
    own = settings(other.file, *other.issue("client"))
    with dask.config.set(own), pytest.raises(UsageError, match="no trust in its certificate"):
        reaching.reach(f"tls://{cluster.place}", 5)


def test_plain_tcp_gets_no_answer(cluster: Cluster, tmp_path: Path) -> None:
    assert f"write tls://{cluster.place}" in refused(f"tcp://{cluster.place}", tmp_path, {})


@pytest.mark.parametrize("scheme", ["tcp", "tls"])
def test_what_never_answers_is_not_waited_for(cluster: Cluster, scheme: str) -> None:
    """dask itself would wait for ever."""
    own = settings(cluster.authority.file, *cluster.authority.issue("client"))
    with socket.create_server(("127.0.0.1", 0)) as silent, dask.config.set(own):
        address = f"{scheme}://127.0.0.1:{silent.getsockname()[1]}"
        started = time.monotonic()
        with pytest.raises(UsageError, match="does not answer"):
            reaching.reach(address, 1)
        assert time.monotonic() - started < QUICK_SECONDS


def test_a_cluster_of_this_machine_runs_though_others_must_encrypt(tmp_path: Path) -> None:
    with dask.config.set({"distributed.comm.require-encryption": True}), engine.connected("dask", tmp_path, 1) as one:
        assert one.workers == 1
