"""What a collage's finding says: where, how sure, at which level; and what is left to other rules."""

from typing import Any

import pytest

from qishan_lint.model import Level, Line, Text
from qishan_lint.photo import study
from qishan_lint.photo.survey import Survey
from tests.kinds.photo_items import check, drawn, item

PARAMS = {"likely": 1.0, "sure": 3.0, "flat": 0.5}
LINES = (Line(400, 0, 400, 600), Line(0, 300, 400, 300))


def found(monkeypatch: pytest.MonkeyPatch, **seen: Any) -> list[Any]:
    survey = Survey(800, 600, **({"lines": LINES} | seen))
    monkeypatch.setattr(study, "surveyed", lambda photo: survey)
    return check("photo-collage", PARAMS, item(drawn("a.jpg")))


@pytest.mark.parametrize(("score", "level"), [(0.9, "none"), (1.0, None), (2.9, None), (3.0, Level.ERROR)])
def test_levels(monkeypatch: pytest.MonkeyPatch, score: float, level: Level | str | None) -> None:
    assert [match.level for match in found(monkeypatch, collage=score)] == ([] if level == "none" else [level])


def test_lines_words_and_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    (match,) = found(monkeypatch, collage=2.0)
    assert match.spot.lines == LINES
    assert match.data["where"] == Text("第400列、第300行", "column 400 and row 300")
    assert match.confidence == pytest.approx(0.881, abs=0.001)


def test_screenshots_are_left_to_their_own_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(monkeypatch, collage=9.0, flat=0.6) == []


def test_drawn_collage_from_end_to_end() -> None:
    (match,) = check("photo-collage", PARAMS, item(drawn("a.jpg", draw="collage-2", size="800x400", seed=6)))
    assert match.spot.lines[0].x1 == pytest.approx(400, abs=2)
    assert match.level is Level.ERROR
