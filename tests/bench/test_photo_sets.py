"""Labelled sets are the same for the same seed, and their labels describe the pictures."""

import csv
import hashlib
from pathlib import Path

import pytest
from PIL import Image

from bench import collages, photo_rates
from qishan_lint.photo.drawing import scene


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    (folder / "burst_a").mkdir()
    for number in range(6):
        scene((480, 360), number).save(folder / f"{number}.jpg")
        scene((480, 360), 40 + number).save(folder / "burst_a" / f"{number}.jpg")
    return folder


def built(photos: Path, out: Path, seed: int) -> dict[str, str]:
    collages.build(photos, out, seed=seed, per_layout=1, singles=2, per_frame=1)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}


def test_same_seed_same_bytes(photos: Path, tmp_path: Path) -> None:
    assert built(photos, tmp_path / "a", 5) == built(photos, tmp_path / "b", 5)
    assert built(photos, tmp_path / "c", 6) != built(photos, tmp_path / "a", 5)


def test_labels_describe_the_pictures(photos: Path, tmp_path: Path) -> None:
    built(photos, tmp_path, 5)
    with (tmp_path / "labels.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["layout"] for row in rows} == {*collages.LAYOUTS, *collages.FRAMES, "single"}
    for row in rows:
        with Image.open(tmp_path / row["file"]) as image:
            assert image.size == (int(row["width"]), int(row["height"]))
        area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in boxes(row["cells"]))
        assert row["label"] == "0" or area == pytest.approx(1, abs=0.01) or row["layout"] == "pip"


def boxes(text: str) -> list[tuple[float, ...]]:
    return [tuple(float(value) for value in cell.split(",")) for cell in text.split()]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no photo"):
        collages.build(tmp_path, tmp_path / "out", seed=1, per_layout=1, singles=1, per_frame=1)


def test_threshold_lets_the_rate_through() -> None:
    negatives = list(range(1000))
    limit = photo_rates.threshold([float(value) for value in negatives], 0.005)
    assert sum(value > limit for value in negatives) == 5
    assert photo_rates.recall([limit, limit + 1], limit) == 0.5


def test_interval_holds_the_recall() -> None:
    positives, negatives = [float(x) for x in range(50, 150)], [float(x) for x in range(100)]
    low, high = photo_rates.interval(positives, negatives, 0.01, rounds=50)
    assert low <= photo_rates.recall(positives, photo_rates.threshold(negatives, 0.01)) <= high
    assert photo_rates.wilson(5, 10) == pytest.approx((0.237, 0.763), abs=0.001)
