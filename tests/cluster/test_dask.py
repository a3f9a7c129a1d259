"""Which addresses are accepted, and what is said about the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from qishan_lint.cluster import dask, shards
from qishan_lint.errors import TrustError, UsageError
from qishan_lint.model import Result


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("dask://127.0.0.1:8786", "tcp://127.0.0.1:8786"),
        ("dask://[::1]:8786", "tcp://[::1]:8786"),
        ("tcp://localhost:1", "tcp://localhost:1"),
        ("dask://10.0.0.1:8786", "tls://10.0.0.1:8786"),
        ("tls://127.0.0.1:8786", "tls://127.0.0.1:8786"),
    ],
)
def test_only_this_machine_is_reached_in_the_clear(name: str, address: str) -> None:
    assert dask._address(name) == address


@pytest.mark.parametrize("name", ["tcp://10.0.0.1:8786", "tcp://localhost.example:1", "tcp://0.0.0.0:1"])
def test_plain_connection_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(TrustError):
        dask._address(name)


@pytest.mark.parametrize("name", ["ray", "dask:", "dask://", "dask://a", "dask://a:x", "dask://a:1/p", "http://a:1"])
def test_other_names_are_explained(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        dask._address(name)
    assert caught.value.remedy is not None


def test_tls_without_certificates_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(TrustError), dask.connected("dask://192.0.2.1:8786", tmp_path):
        pass


@pytest.mark.parametrize("damage", [b"", b"no gzip", None])
def test_damaged_shard_is_checked_again(tmp_path: Path, damage: bytes | None) -> None:
    keys = [bytes([number]) * 32 for number in range(2)]
    name = shards.write(tmp_path, [shards.Line(key.hex(), False, Result("a", "a", "1")) for key in keys])
    assert set(shards.known(tmp_path, keys)) == set(keys)
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[:-9] if damage is None else damage)
    assert shards.known(tmp_path, keys) == {} or damage == b""
    if damage != b"":
        with pytest.raises(UsageError):
            shards.read(tmp_path, name)


def test_what_crashed_or_changed_meanwhile_is_not_known(tmp_path: Path) -> None:
    keys = [bytes([number]) * 32 for number in range(3)]
    result = Result("a", "a", "1")
    lines = [shards.Line(keys[0].hex(), True, result), shards.Line(keys[1].hex(), False, result, False)]
    shards.write(tmp_path, [*lines, shards.Line(keys[2].hex(), False, result)])
    assert set(shards.known(tmp_path, keys)) == {keys[2]}
