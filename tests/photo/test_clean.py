"""Metadata is taken out, and nothing else changes."""

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from qishan_lint.photo import clean, loading, traces
from qishan_lint.photo.drawing import draw

TELLING = {"gps": True, "owner": "Zhang San", "serial": "0", "software": "Editor 1", "taken": "2024-05-01 09:00:00"}


def pixels(data: bytes) -> Any:
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_only_orientation_and_moment_stay(kind: str, orientation: int) -> None:
    data = draw({"draw": "photo", "size": "320x200", "as": kind, "orientation": orientation, **TELLING})
    before, cleaned = traces.traces(data), clean.clean(data)
    after = traces.traces(cleaned)
    assert before.position
    assert before.owner
    assert before.serial
    assert (after.position, after.owner, after.serial, after.software) == ((), (), (), ())
    assert after.taken == before.taken
    assert loading.header(cleaned) == loading.header(data)
    assert np.array_equal(pixels(cleaned), pixels(data))
    assert clean.clean(cleaned) == cleaned


@pytest.mark.parametrize("kind", ["jpeg", "webp", "png"])
def test_xmp_profile_and_trailer(kind: str) -> None:
    from PIL import ImageCms, PngImagePlugin

    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="0,0N"/></x:xmpmeta>'
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out, options = io.BytesIO(), {"xmp": xmp}
    if kind == "png":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options = {"pnginfo": info}  # type: ignore[dict-item]
    Image.effect_noise((90, 70), 50).convert("RGB").save(out, kind.upper(), icc_profile=profile, **options)
    data = out.getvalue() + (b"trailer: 0,0" if kind == "jpeg" else b"")
    assert "exif:GPSLatitude" in traces.traces(data).position
    cleaned = clean.clean(data)
    assert traces.traces(cleaned).position == ()
    assert b"GPSLatitude" not in cleaned
    assert b"trailer" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as image:
        assert image.info["icc_profile"] == profile
    assert np.array_equal(pixels(cleaned), pixels(data))


def test_preview_goes_too() -> None:
    data = draw({"draw": "photo", "size": "320x200", "as": "jpeg", "preview": 5})
    assert traces.preview(traces.traces(data)) is not None
    assert traces.traces(clean.clean(data)).thumbnail == b""


@pytest.mark.parametrize("kind", ["gif", "bmp", "tiff"])
def test_other_formats_are_left_alone(kind: str) -> None:
    data = draw({"draw": "photo", "size": "80x70", "as": kind})
    with pytest.raises(clean.CannotCleanError):
        clean.clean(data)
    assert clean.stripped(data) is None


DAMAGE = st.tuples(st.integers(0, 9999), st.integers(0, 255))
SAMPLES = [draw({"draw": "photo", "size": "64x64", "as": kind, **TELLING}) for kind in ("jpeg", "png", "webp")]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SAMPLES), st.lists(DAMAGE, max_size=6), st.floats(0, 1))
def test_damaged_files_are_refused_or_cleaned_to_something_stable(
    data: bytes, damage: list[tuple[int, int]], share: float
) -> None:
    broken = bytearray(data)
    for at, value in damage:
        broken[at % len(broken)] = value
    try:
        cleaned = clean.clean(bytes(broken[: int(len(broken) * share)]))
    except (clean.CannotCleanError, loading.PhotoError):
        return
    assert clean.clean(cleaned) == cleaned
