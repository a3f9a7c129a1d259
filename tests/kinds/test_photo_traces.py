"""Metadata that tells too much: which photos can be repaired, and that no value is told."""

import pytest

from qishan_lint import fix
from qishan_lint.photo import clean
from tests.kinds.photo_items import check, drawn, item


@pytest.mark.parametrize(("path", "repair"), [("a.jpg", True), ("a.png", True), ("a.webp", True), ("a.tif", False)])
def test_position_and_its_repair(path: str, repair: bool) -> None:
    (match,) = check("photo-traces", {"trace": "position"}, item(drawn(path, gps=True)))
    assert bool(match.repair) is repair
    assert match.data["found"] == "GPSLatitude、GPSLongitude"


def test_repair_is_known_to_the_fixer() -> None:
    (match,) = check("photo-traces", {"trace": "position"}, item(drawn("a.jpg", gps=True)))
    module, _, name = fix.ACTIONS[match.repair].partition(":")
    assert module == clean.__name__
    assert callable(getattr(clean, name))


def test_photos_inside_a_document_are_reported_but_not_repaired() -> None:
    (match,) = check("photo-traces", {"trace": "position"}, item(drawn("稿件.docx!word/media/a.jpg", gps=True)))
    assert match.repair == ""


def test_names_of_people_are_never_told() -> None:
    (match,) = check("photo-traces", {"trace": "owner"}, item(drawn("a.jpg", owner="Zhang San")))
    assert "Zhang" not in str(match)


@pytest.mark.parametrize(
    ("path", "software", "found"),
    [("a.jpg", "Meitu 9", "meitu"), ("会议拼图.jpg", "", "拼图"), ("a.jpg", "Camera 1.0", None)],
)
def test_editors_by_metadata_and_by_name(path: str, software: str, found: str | None) -> None:
    params = {"trace": "editor", "editors": ["meitu"], "names": ["拼图"]}
    spec = {"software": software} if software else {}
    told = [match.data["found"] for match in check("photo-traces", params, item(drawn(path, **spec)))]
    assert told == [found] * bool(found)
