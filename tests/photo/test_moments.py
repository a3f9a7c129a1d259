"""Days in the names that machines give to photos."""

import datetime

import pytest

from qishan_lint.photo.moments import named_day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("IMG_20240501_093000.jpg", (2024, 5, 1)),
        ("图/微信图片_20240501093000.jpg", (2024, 5, 1)),
        ("mmexport1714527000000.jpg", (2024, 5, 1)),
        ("Screenshot_2024-05-01-09-30-00.png", (2024, 5, 1)),
        ("20240501.jpg", None),
        ("会议20240501.jpg", None),
        ("IMG_20241301_093000.jpg", None),
        ("IMG_1234.jpg", None),
        ("mmexport171452700000012345.jpg", None),
    ],
)
def test_named_day(name: str, day: tuple[int, int, int] | None) -> None:
    assert named_day(name) == (datetime.date(*day) if day else None)
