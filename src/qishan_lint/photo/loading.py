"""Opening pictures that may be hostile: header first, own caps, and pixels only at the size the checks need."""

from __future__ import annotations

import importlib
import io
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from qishan_lint.photo import sniff

if TYPE_CHECKING:
    from PIL import Image

_PLUGINS = {"jpeg": "Jpeg", "png": "Png", "gif": "Gif", "webp": "WebP", "bmp": "Bmp", "tiff": "Tiff",
            "jpeg2000": "Jpeg2K", "avif": "Avif", "ico": "Ico"}  # fmt: skip
"""What Pillow may try, by the first bytes; formats that start other programs (PostScript) are left out."""

MAX_BYTES = 64 << 20
"""Files above this size are not read."""

MAX_PIXELS = 50_000_000
"""Pictures above this size are not decoded; far below Pillow's own limit."""

MAX_SECONDS = 20.0
"""A decoder that is still asking for bytes after this time is given up."""

MAX_SCANS = 64
"""Progressive pictures with more scans are made to stall decoders; encoders write about ten."""

WORK_SIDE = 1000
"""Longer pictures are scaled down to this side in pixels ..."""

WORK_SLACK = 1.3
"""... unless they exceed it by less than this factor: resampling blurs what the checks look for."""


class PhotoError(Exception):
    """A picture that cannot be checked: ``code`` is empty, too-large, not-a-picture, unsupported, too-many-pixels,
    truncated, corrupt or too-slow; ``detail`` says what was seen instead (technical, never content).
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail

    def __reduce__(self) -> tuple[type[PhotoError], tuple[str, str]]:
        return PhotoError, (self.code, self.detail)


class Header(msgspec.Struct, frozen=True):
    """What a picture file says about itself before any pixel is decoded.

    ``kind`` as in `sniff.kind_of`; ``mode`` as Pillow names it; ``width`` and ``height`` upright (after the EXIF
    orientation); ``bits`` per channel; ``frames`` of an animation, 1 otherwise.
    """

    kind: str
    mode: str
    width: int
    height: int
    bits: int
    frames: int
    progressive: bool


class _Deadline(io.BytesIO):
    """Bytes that refuse to be read after a moment, so that a streaming decoder cannot run on."""

    def __init__(self, data: bytes, seconds: float) -> None:
        super().__init__(data)
        self._until = time.monotonic() + seconds

    def read(self, size: int | None = -1, /) -> bytes:
        if time.monotonic() > self._until:
            raise PhotoError("too-slow")
        return super().read(size)


def read(stream: BinaryIO) -> bytes:
    """The bytes of ``stream``. Raises PhotoError when it is empty or above MAX_BYTES."""
    data = stream.read(MAX_BYTES + 1)
    if not data:
        raise PhotoError("empty")
    if len(data) > MAX_BYTES:
        raise PhotoError("too-large", f"> {MAX_BYTES >> 20} MiB")
    return data


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """The picture in ``data``, header read, pixels not yet. Raises PhotoError."""
    from PIL import Image, UnidentifiedImageError

    if not data:
        raise PhotoError("empty")
    kind = sniff.kind_of(data[: sniff.HEAD])
    form = _registered(kind)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(_Deadline(data, MAX_SECONDS), formats=(form,))
        except PhotoError:
            raise
        except Image.DecompressionBombError:
            raise PhotoError("too-many-pixels") from None
        except UnidentifiedImageError:
            raise PhotoError("corrupt", kind) from None
        except Exception as error:  # decoders raise anything on hostile headers
            raise PhotoError("corrupt", type(error).__name__) from None
        with image:
            yield image


def _registered(kind: str) -> str:
    """Pillow's name of the format, its decoder loaded (that one alone). Raises PhotoError when there is none."""
    if kind == "heic":
        try:
            importlib.import_module("pillow_heif").register_heif_opener()
        except ImportError:
            raise PhotoError("unsupported", kind) from None
        return "HEIF"
    if kind not in _PLUGINS:
        raise PhotoError("unsupported" if kind in ("psd", "svg") else "not-a-picture", kind)
    importlib.import_module(f"PIL.{_PLUGINS[kind]}ImagePlugin")
    return kind.upper()


def header(data: bytes) -> Header:
    """The header of the picture in ``data``. Raises PhotoError."""
    kind = sniff.kind_of(data[: sniff.HEAD])
    with opened(data) as image:
        width, height = image.size
        if _guarded(lambda: image.getexif().get(0x0112), 1) in (5, 6, 7, 8):
            width, height = height, width
        frames = 1 if image.format == "MPO" else _guarded(lambda: getattr(image, "n_frames", 1), 1)
        progressive = bool(image.info.get("progressive") or image.info.get("progression"))
        return Header(kind, image.mode, width, height, _bits(data, image, kind), int(frames), progressive)


def _guarded(function: Any, default: Any) -> Any:
    try:
        return function()
    except PhotoError:
        raise
    except Exception:  # broken metadata must not hide the picture
        return default


def _bits(data: bytes, image: Image.Image, kind: str) -> int:
    if kind == "png":
        return data[24] if len(data) > 24 else 8
    if kind == "tiff":
        bits = _guarded(lambda: image.tag_v2.get(258, (8,)), (8,))  # type: ignore[attr-defined]
        return int(max(bits)) if isinstance(bits, tuple) else int(bits)
    return 16 if image.mode.startswith("I;16") else 1 if image.mode == "1" else 8


def decode(data: bytes) -> tuple[Image.Image, tuple[int, int]]:
    """The upright RGB picture at working size, and the upright width and height of the file.

    Transparent parts become white. JPEGs above twice WORK_SIDE are decoded smaller at once. Raises PhotoError.
    """
    with opened(data) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise PhotoError("too-many-pixels", f"{width}x{height}")
        if image.format in ("JPEG", "MPO"):
            if data.count(b"\xff\xda") > MAX_SCANS and _scans(data) > MAX_SCANS:
                raise PhotoError("too-slow", "scans")
            share = min(1.0, WORK_SIDE / max(image.size))
            image.draft("RGB", (max(1, int(width * share)), max(1, int(height * share))))
        _load(image)
        picture = _upright(_flat(image))
        if max(picture.size) > WORK_SIDE * WORK_SLACK:
            picture.thumbnail((WORK_SIDE, WORK_SIDE), _box(), reducing_gap=None)
        turned = (width >= height) != (picture.width >= picture.height)
        return picture, (height, width) if turned else (width, height)


def _box() -> Any:
    from PIL import Image

    return Image.Resampling.BOX


def _scans(data: bytes) -> int:
    from qishan_lint.photo.jpeg import segments

    return sum(marker == 0xDA for marker, _, _ in segments(data))


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except PhotoError:
        raise
    except MemoryError:
        raise PhotoError("too-many-pixels") from None
    except Exception as error:  # OSError for truncation; decoders raise others on corrupt data
        text = str(error).lower()
        raise PhotoError("truncated" if "truncat" in text or "incomplete" in text else "corrupt", text[:60]) from None


def _flat(image: Image.Image) -> Image.Image:
    """RGB over white; 16-bit grey is brought to 8 bits first, which plain conversion would clip."""
    from PIL import Image as Pictures

    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 257).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        over = image.convert("RGBA")
        flat = Pictures.new("RGBA", over.size, "white")
        flat.alpha_composite(over)
        return flat.convert("RGB")
    return image.convert("RGB") if image.mode != "RGB" else image


def _upright(image: Image.Image) -> Image.Image:
    from PIL import ImageOps

    if _guarded(lambda: image.getexif().get(0x0112), 1) in (None, 1):
        return image
    return _guarded(lambda: ImageOps.exif_transpose(image), image) or image
