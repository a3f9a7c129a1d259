"""Words and codes inside photos: values masked, own sites left out; recognition itself is replaced or optional."""

from pathlib import Path
from typing import Any

import pytest

from qishan_lint.model import Box
from qishan_lint.photo import codes, study
from qishan_lint.photo.words import Words
from tests.kinds.photo_items import check, drawn, item

CITIZEN = "110101180001010015"


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What was read in a photo is remembered by its digest, and all tests draw the same photo."""
    monkeypatch.setenv("QISHAN_LINT_CACHE_DIR", str(tmp_path))


def read(monkeypatch: pytest.MonkeyPatch, *lines: str, **params: Any) -> list[Any]:
    found = tuple(Words(line, (10, 20 * number, 300, 18)) for number, line in enumerate(lines))
    monkeypatch.setattr(study, "read", lambda photo: found)
    return check("photo-text", params, item(drawn("a.jpg")))


def test_identities_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    (match,) = read(monkeypatch, "会议签到", f"身份证 {CITIZEN}", identities=["citizen-id"])
    assert CITIZEN not in str(match.data)
    assert str(match.data["found"]).startswith("11****")
    assert match.spot.box == Box(10, 20, 300, 18)


def test_other_identities_are_left_to_the_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, f"身份证 {CITIZEN}", identities=["bank-card"]) == []


@pytest.mark.parametrize(("line", "found"), [("机 密 ★ 10年", True), ("机密★", True), ("保密工作会议", False)])
def test_marks_ignore_blanks(monkeypatch: pytest.MonkeyPatch, line: str, found: bool) -> None:
    assert bool(read(monkeypatch, line, marks=["机密★"])) is found


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://WWW.Example.gov.cn/a", "www.example.gov.cn"),
        ("HTTP://example.com:80", "example.com"),
        ("https://user@evil.example/x", "evil.example"),
        ("weixin://x", ""),
        ("http://[bad", ""),
        ("12345", ""),
    ],
)
def test_host_of_an_address(text: str, host: str) -> None:
    assert codes.host_of(text) == host


@pytest.mark.parametrize(
    ("host", "reported"),
    [("example.gov.cn", False), ("gov.cn", False), ("notgov.cn", True), ("gov.cn.evil.example", True), ("", True)],
)
def test_only_own_sites_are_left_out(monkeypatch: pytest.MonkeyPatch, host: str, reported: bool) -> None:
    monkeypatch.setattr(study, "coded", lambda photo: (codes.Code("QR Code", host, (1, 2, 3, 4)),))
    assert bool(check("photo-code", {"domains": ["gov.cn"]}, item(drawn("a.jpg")))) is reported


def test_code_in_a_drawn_photo() -> None:
    pytest.importorskip("zxingcpp", reason="needs the extra [qr]")
    (match,) = check("photo-code", {}, item(drawn("a.png", size="800x600", code="https://example.com/a")))
    assert str(match.data["told"]).count("example.com") == 2
    assert match.spot.box is not None
    assert match.spot.box.x < 60
