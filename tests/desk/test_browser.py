"""A full round at three desks in a real browser, on a copy of the example site; then the gate lets that item pass."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import needs
from tests.desk.conftest import DAY, PASSPHRASE, PEOPLE

pytestmark = pytest.mark.browser

SITE = Path(__file__).parents[2] / "fixtures" / "site"
ITEM = "content/乡镇动态/柳湾镇人居环境.md"
OTHER = "content/要闻动态/图书馆延时开放.md"
_TOOL = (sys.executable, "-m", "qishan_lint")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, keyring: Path) -> Path:
    """The example site with a policy of three levels, in a repository."""
    folder = tmp_path_factory.mktemp("desk") / "site"
    shutil.copytree(SITE, folder)
    lines = ["version: 1", "levels: [股室, 分管领导, 主要领导]", "reviewers:"]
    for level, (id_, name) in enumerate(PEOPLE.items(), 1):
        shown = _run(folder, "signoff", "key", "show", str(keyring / f"{id_}.key")).strip()
        lines.append(
            f'  - {{id: {id_}, name: {name}, levels: [{level}], paths: ["**"], keys: [{{public: "{shown}"}}]}}'
        )
    (folder / ".qishan").mkdir()
    (folder / ".qishan" / "policy.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for arguments in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=x", "-c", "user.email=x@example.invalid", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def observed(site: Path, keyring: Path) -> dict[str, Any]:
    """What the browser saw."""
    needs.chromium()
    with contextlib.ExitStack() as desks:
        addresses = [desks.enter_context(_desk(site, keyring / f"{id_}.key")) for id_ in PEOPLE]
        return needs.visit("desk.mjs", site, PASSPHRASE, ITEM, OTHER, *addresses)


def _run(folder: Path, *arguments: str, code: int = 0) -> str:
    environment = {**os.environ, "QISHAN_LINT_CACHE_DIR": str(folder.parent / "cache")}
    done = subprocess.run((*_TOOL, *arguments), cwd=folder, env=environment, capture_output=True, check=False)
    output = (done.stdout + done.stderr).decode()
    assert done.returncode == code, output
    return output


@contextlib.contextmanager
def _desk(site: Path, key: Path) -> Iterator[str]:
    """The address that opens a desk, while it runs."""
    command = (*_TOOL, "review", "--key", str(key), "--no-browser", "--today", DAY.isoformat())
    environment = {**os.environ, "QISHAN_LINT_CACHE_DIR": str(site.parent / "cache"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=site, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        try:
            yield next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
        finally:
            process.terminate()


def test_no_violation_of_accessibility_and_no_sideways_scrolling(observed) -> None:
    assert len(observed["visits"]) == 9 * 4 + 1
    for visit in observed["visits"]:
        where = (visit["name"], visit["width"], visit["scheme"])
        assert visit["violations"] == [], where
        assert visit["overflow"] <= 0, where
        assert visit["passes"] > 10, where


def test_everything_can_be_read_and_signed_without_javascript(observed) -> None:
    assert "柳湾镇组织各村开展村庄环境整治" in observed["plain"]["text"]
    assert observed["plain"]["dialog"] == 1


def test_three_levels_sign_and_the_gate_lets_that_item_pass_alone(observed, site) -> None:
    assert observed["signed"] == [1, 2, 3]
    _run(site, "gate", ITEM, "--policy-from", "HEAD", "--today", DAY.isoformat())
    _run(site, "gate", OTHER, "--policy-from", "HEAD", "--today", DAY.isoformat(), code=1)


def test_an_edit_while_it_is_read_signs_nothing_and_keeps_the_comment(observed, site) -> None:
    assert observed["conflict"]["status"] == 409
    assert observed["conflict"]["buttons"] == 0
    text = "".join(observed["conflict"]["text"])
    assert "又补充了一段说明" in text
    assert observed["kept"] == "数字请核对来源"
    assert not (site / ".qishan/signoffs" / f"{OTHER}.json").exists()


def test_every_stop_of_the_tab_key_shows_where_it_is(observed) -> None:
    assert len(observed["stops"]) > 30
    for stop in observed["stops"]:
        assert stop["ring"], stop["what"]
        assert stop["seen"], stop["what"]


def test_the_browser_had_nothing_to_complain_of(observed) -> None:
    assert [one for one in observed["messages"] if "409" not in one] == []
