"""Which photos a rule looks at, and what it does with those that cannot be read."""

from typing import Any, get_args

import pytest

from qishan_lint.model import Item, Level, Problem, Span
from qishan_lint.photo import study
from qishan_lint.photo.loading import PhotoError
from tests.kinds.photo_items import check, drawn, item, photo


def test_lead_body_and_thumbnail() -> None:
    photos = [drawn(name) for name in ("a.jpg", "b.jpg", "t.jpg", "a.jpg")]
    drawings = (photo("c.svg", b"<svg/>"), photo("稿件.docx!word/media/image1.emf", b"\1\0\0\0"))
    one = item(*photos, *drawings, meta={"image": "/img/t.jpg"})
    whiches = get_args(study.Which)
    paths = {which: [photo.path for photo in study.chosen(one, which)] for which in whiches}
    assert paths == {"all": ["a.jpg", "b.jpg"], "lead": ["a.jpg"], "body": ["b.jpg"], "thumbnail": ["t.jpg"]}


def test_a_picture_that_the_article_shows_is_no_mere_thumbnail() -> None:
    one = item(photo("t.jpg", b"x", span=Span(3, 9)), meta={"image": "t.jpg"})
    assert [photo.path for photo in study.chosen(one)] == ["t.jpg"]


def test_rules_about_pixels_are_silent_on_what_cannot_be_read() -> None:
    one = item(photo("a.jpg", b""), photo("b.jpg", b"<html>"), drawn("c.jpg", cut=0.5))
    silent: dict[str, dict[str, Any]] = {
        "photo-size": {"min-width": 9000},
        "photo-collage": {"likely": -99.0, "sure": 99.0},
        "photo-layout": {"what": "bars"},
        "photo-look": {"measure": "flat", "below": 2.0},
        "photo-duplicate": {},
    }
    counts = {kind: len(check(kind, params, one)) for kind, params in silent.items()}
    assert counts == {"photo-size": 1} | dict.fromkeys(list(silent)[1:], 0)


def test_every_unreadable_photo_is_reported_by_exactly_one_code() -> None:
    one = item(photo("a.jpg", b""), photo("b.jpg", b"<html>"), drawn("c.jpg", cut=0.5), drawn("d.jpg"))
    codes = ["empty", "not-a-picture", "corrupt", "unreadable", "too-slow", "too-large", "truncated", "too-many-pixels"]
    found = [match.data["code"] for match in check("photo-readable", {"codes": codes}, one)]
    assert found == ["empty", "not-a-picture", "truncated"]


def test_what_the_reader_reported_is_not_reported_again() -> None:
    one = item(photo("a.jpg", b""))
    assert len(check("photo-readable", {"codes": ["empty"]}, one)) == 1
    told = Item(one.id, one.path, one.digest, one.parts, one.photos, problems=(Problem("photo-unreadable", "a.jpg"),))
    assert check("photo-readable", {"codes": ["empty"]}, told) == []


def test_a_photo_that_cannot_be_opened_is_unreadable() -> None:
    def refuse() -> None:
        raise PermissionError

    broken = type(drawn("a.jpg"))("a.jpg", "", "", "", "00", 9, refuse)  # type: ignore[arg-type]
    (match,) = check("photo-readable", {"codes": ["unreadable"]}, item(broken))
    assert match.data["detail"] == " PermissionError"


@pytest.mark.parametrize(("width", "level"), [(590, None), (470, Level.ERROR), (600, "none")])
def test_size_has_two_levels(width: int, level: Level | str | None) -> None:
    params = {"min-width": 600, "severe-min-width": 480}
    found = check("photo-size", params, item(drawn("a.jpg", size=f"{width}x400")))
    assert [match.level for match in found] == ([] if level == "none" else [level])


def test_large_photo_is_judged_in_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study, "ALONE_PIXELS", 1000)
    seen = study.surveyed(drawn("a.jpg", size="320x240", seed=77))
    assert not isinstance(seen, PhotoError)
    assert (seen.width, seen.height) == (320, 240)
    assert isinstance(study.surveyed(drawn("b.jpg", size="320x240", seed=78, cut=0.5)), PhotoError)
