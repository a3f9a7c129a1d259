"""Pictures that may be hostile: what is refused, how fast, and what is read of the others."""

import contextlib
import io
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from qishan_lint.photo import loading, survey, traces
from qishan_lint.photo.drawing import draw
from qishan_lint.photo.loading import PhotoError

HOSTILE: list[tuple[dict[str, Any], str]] = [
    ({"draw": "empty"}, "empty"),
    ({"draw": "web-page"}, "not-a-picture"),
    ({"draw": "heic"}, "unsupported"),
    ({"draw": "bomb", "size": "20000x20000"}, "too-many-pixels"),
    ({"draw": "bomb", "size": "9000x9000"}, "too-many-pixels"),
    ({"draw": "liar", "size": "7000x7000"}, "truncated"),
    ({"draw": "many-scans", "size": "300x200"}, "too-slow"),
    ({"draw": "photo", "cut": 0.6}, "truncated"),
    ({"draw": "photo", "cut": 0.6, "progressive": True}, "truncated"),
    ({"draw": "photo", "cut": 0.6, "size": "4000x3000"}, "truncated"),
    ({"draw": "photo", "cut": 0.6, "as": "png"}, "truncated"),
]


@pytest.mark.parametrize(("spec", "code"), HOSTILE)
def test_hostile_pictures_are_refused_by_name_and_quickly(spec: dict[str, Any], code: str) -> None:
    if code == "unsupported" and _installed("pillow_heif"):
        code = "corrupt"
    data = draw(spec)
    began = time.perf_counter()
    with pytest.raises(PhotoError) as caught:
        survey.survey(data)
    assert caught.value.code == code
    assert time.perf_counter() - began < 5


def _installed(module: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(module) is not None


@pytest.mark.parametrize("size", ["1x100000", "100000x1", "1x1", "3x5000"])
def test_slivers_have_a_size_and_nothing_else(size: str) -> None:
    seen = survey.survey(draw({"draw": "bomb", "size": size}))
    assert f"{seen.width}x{seen.height}" == size
    assert seen.lines == ()


def test_hoard_of_metadata_does_not_hide_the_picture() -> None:
    data = draw({"draw": "hoard", "size": "640x480"})
    began = time.perf_counter()
    assert survey.survey(data).width == 640
    assert traces.traces(data).position == ()
    assert time.perf_counter() - began < 5


def test_file_above_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_BYTES", 100)
    with pytest.raises(PhotoError, match="too-large"):
        loading.read(io.BytesIO(bytes(101)))
    assert loading.read(io.BytesIO(bytes(100))) == bytes(100)


def test_decoder_that_keeps_asking_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_SECONDS", -1.0)
    with pytest.raises(PhotoError, match="too-slow"):
        loading.decode(draw({"draw": "photo", "size": "600x400"}))


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"as": "jpeg"}, ("jpeg", "RGB", 600, 400, 8, 1)),
        ({"as": "jpeg", "orientation": 6}, ("jpeg", "RGB", 400, 600, 8, 1)),
        ({"as": "jpeg", "mode": "CMYK"}, ("jpeg", "CMYK", 600, 400, 8, 1)),
        ({"as": "gif", "frames": 3}, ("gif", "P", 600, 400, 8, 3)),
        ({"as": "webp", "frames": 2}, ("webp", "RGB", 600, 400, 8, 2)),
        ({"as": "bmp"}, ("bmp", "RGB", 600, 400, 8, 1)),
        ({"draw": "sixteen-bit"}, ("png", "RGB", 600, 400, 16, 1)),
    ],
)
def test_header(spec: dict[str, Any], expected: tuple[Any, ...]) -> None:
    head = loading.header(draw({"draw": "photo", "size": "600x400", **spec}))
    assert (head.kind, head.mode, head.width, head.height, head.bits, head.frames) == expected


def test_large_photo_is_decoded_small_and_upright() -> None:
    image, size = loading.decode(draw({"draw": "photo", "size": "4000x3000", "orientation": 6}))
    assert image.size == (750, 1000)
    assert size == (3000, 4000)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "I", "CMYK"])
def test_every_mode_becomes_rgb_over_white(mode: str) -> None:
    picture = Image.new("RGBA", (80, 80), (200, 200, 200, 255))
    stored = Image.new(mode, (80, 80), 51400) if mode.startswith("I") else picture.convert(mode)
    out = io.BytesIO()
    stored.save(out, "TIFF")
    image, _ = loading.decode(out.getvalue())
    assert image.mode == "RGB"
    assert abs(int(image.resize((1, 1)).getpixel((0, 0))[0]) - (255 if mode == "1" else 200)) <= 60  # type: ignore[index]


def test_transparent_pixels_are_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (70, 70), (0, 0, 0, 0)).save(out, "PNG")
    assert loading.decode(out.getvalue())[0].getpixel((9, 9)) == (255, 255, 255)


DAMAGE = st.tuples(st.integers(0, 9999), st.integers(0, 255))
SAMPLES = [draw({"draw": "photo", "size": "96x80", "as": kind, "gps": True}) for kind in ("jpeg", "png", "webp")]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SAMPLES), st.lists(DAMAGE, max_size=12), st.floats(0, 1))
def test_damage_never_gets_past_as_another_exception(data: bytes, damage: list[tuple[int, int]], share: float) -> None:
    broken = bytearray(data)
    for at, value in damage:
        broken[at % len(broken)] = value
    for function in (loading.header, traces.traces, survey.survey):
        with contextlib.suppress(PhotoError):
            function(bytes(broken[: int(len(broken) * share)]))
