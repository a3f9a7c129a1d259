"""One writer at a time, and no lock that outlives its process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("cryptography")

from qishan_lint.errors import UsageError
from qishan_lint.signoff import locking

HOLD = """
import sys, time
from pathlib import Path
from qishan_lint.signoff import locking
with locking.held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
ADD = """
import datetime, sys
from pathlib import Path
from qishan_lint.signoff import attested
from tests.external.test_external import PLATFORM, SIGNER
from qishan_lint.signoff import thirdparty
for number in range(10):
    made = thirdparty.External("e", "a.md", "d", sys.argv[2], "2026-11-25", "findings", [str(number)])
    attested.add(Path(sys.argv[1]), "a.md", thirdparty.sign(made, PLATFORM, SIGNER[0].id))
"""


def _start(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True)


def test_a_killed_writer_leaves_the_way_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.2)
    with _start(HOLD, str(tmp_path)) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "held\n"
        with pytest.raises(UsageError), locking.held(tmp_path):
            pass
        writer.kill()
    with locking.held(tmp_path):
        pass


def test_writers_at_once_lose_no_statement(tmp_path: Path) -> None:
    from qishan_lint.signoff import attested

    writers = [_start(ADD, str(tmp_path), name) for name in ("one", "two")]
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    said = [one.statement["predicate"]["findings"] for one in attested.envelopes(tmp_path, "a.md")]
    assert sorted(said) == sorted([[str(number)] for number in range(10)] * 2)


def test_a_lock_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("kept", encoding="utf-8")
    (tmp_path / ".qishan").mkdir()
    (tmp_path / ".qishan/lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError), locking.held(tmp_path):
        pass
    assert (tmp_path / "elsewhere").read_text(encoding="utf-8") == "kept"
