"""An office of one item and three reviewers, and a desk for each of them."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("starlette")
pytest.importorskip("cryptography")

from starlette.testclient import TestClient

from qishan_lint import signing
from qishan_lint.desk import app, clerk
from qishan_lint.desk.desk import Desk
from qishan_lint.desk.guard import OPEN, Session
from qishan_lint.signoff import keys
from qishan_lint.signoff.policy import Key, Policy, Reviewer
from tests.trees import plant

DAY = datetime.date(2026, 11, 25)
PASSPHRASE = "an invented passphrase"
PEOPLE = {"jia": "甲", "yi": "乙", "bing": "丙"}
ITEM = "镇/a.md"
TEXT = "---\ntitle: 秋粮收购现场会\ndate: 2026-11-20\n---\n\n全镇收购秋粮三万吨。\n\n各村已经腾出仓容。\n"
PORT = 8000


@dataclass
class Place:
    """The office, the desks' pages by reviewer, and where the keys lie."""

    office: signing.Office
    keys: Path
    client: Callable[[str | None], TestClient]


@pytest.fixture(scope="session")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key files of all people: making one takes long."""
    folder = tmp_path_factory.mktemp("keys")
    for id_, name in PEOPLE.items():
        keys.new(folder / f"{id_}.key", name, PASSPHRASE, cost=min(keys._COSTS))
    return folder


@pytest.fixture
def place(tmp_path: Path, keyring: Path) -> Iterator[Place]:
    root, uploads = tmp_path / "site", clerk.Uploads()
    root.mkdir()
    plant(root, {"qishan-lint.yaml": "extends: none\nenable: [wording/wrong-word]\n", ITEM: TEXT})
    office = signing.Office(root, _policy(keyring), DAY, tmp_path / "cache")

    def client(id_: str | None) -> TestClient:
        desk = Desk(office, (), keyring / f"{id_}.key" if id_ else None, "zh")
        desk.refresh()
        session = Session(PORT)
        made = TestClient(
            app.build(desk, session, uploads), base_url=f"http://127.0.0.1:{PORT}", follow_redirects=False
        )
        made.headers["origin"] = f"http://127.0.0.1:{PORT}"
        assert made.get(OPEN, params={"token": session.token}).status_code == 303
        return made

    yield Place(office, keyring, client)
    uploads.close()


def _policy(keyring: Path) -> Policy:
    reviewers = [
        Reviewer(id=id_, name=name, levels=[level], paths=["**"], keys=[_key(keyring / f"{id_}.key")])
        for level, (id_, name) in enumerate(PEOPLE.items(), 1)
    ]
    return Policy(version=1, levels=["股室", "分管领导", "主要领导"], reviewers=reviewers)


def _key(path: Path) -> Key:
    return Key(public=base64.b64encode(keys.public(path).raw).decode())
