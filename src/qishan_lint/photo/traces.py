"""What a picture's metadata gives away: position, owner, camera serial, editor, moment; never the values themselves."""

from __future__ import annotations

import datetime
import io
import re
import struct
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from qishan_lint.photo import loading

if TYPE_CHECKING:
    from PIL import Image

GPS, EXIF_IFD = 0x8825, 0x8769
_LATITUDE, _LONGITUDE = 2, 4
_OWNER = {0x013B: "Artist", 0x8298: "Copyright", 0x9C9D: "XPAuthor", 0xA430: "CameraOwnerName"}
_SERIAL = {0xA431: "BodySerialNumber", 0xA435: "LensSerialNumber", 0xC62F: "CameraSerialNumber"}
_SOFTWARE = (0x0131, 0x000B, 0x9C9C)
_TAKEN = (0x9003, 0x9004)

_MOST_XMP = 2_000_000
_XMP_GPS = re.compile(r"\bexif:GPS(?:Latitude|Longitude|Position)\b")
_XMP_OWNER = re.compile(r"\b(?:aux:OwnerName|exifEX:CameraOwnerName|photoshop:AuthorsPosition|dc:creator)\b")
_XMP_SERIAL = re.compile(r"\b(?:aux:(?:Lens)?SerialNumber|exifEX:(?:Body|Lens)SerialNumber)\b")
_XMP_TOOL = re.compile(r"xmp:CreatorTool\s{0,9}(?:=\s{0,9}[\"']|>)([^\"'<]{1,120})")
_IPTC_PLACES = {(2, 90): "City", (2, 92): "Sub-location", (2, 100): "CountryCode"}
_IPTC_OWNER = {(2, 80): "By-line", (2, 116): "CopyrightNotice"}


class Traces(msgspec.Struct, frozen=True):
    """What was found, by the names of the fields.

    ``position`` counts only with a latitude or longitude in it. ``software`` lists editors as the file names them
    (at most 120 characters each). ``taken`` is the camera's clock. ``thumbnail`` is the embedded preview's bytes,
    which lies as the sensor does: ``orientation`` (1..8, as EXIF counts) turns both upright.
    """

    position: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    serial: tuple[str, ...] = ()
    software: tuple[str, ...] = ()
    taken: datetime.datetime | None = None
    thumbnail: bytes = b""
    orientation: int = 1


def traces(data: bytes) -> Traces:
    """The traces in the picture ``data``; fields that cannot be parsed count as absent. Raises PhotoError."""
    with loading.opened(data) as image:
        exif = _exif(image)
        more = _ifd(exif, EXIF_IFD)
        gps = _ifd(exif, GPS)
        both = {**exif, **more}
        xmp = _xmp(image)
        iptc = _iptc(image)
        position = [name for tag, name in ((_LATITUDE, "GPSLatitude"), (_LONGITUDE, "GPSLongitude")) if gps.get(tag)]
        position += sorted(set(_XMP_GPS.findall(xmp)))
        return Traces(
            tuple(position),
            (*_named(both, _OWNER), *sorted(set(_XMP_OWNER.findall(xmp))), *_named(iptc, _IPTC_OWNER)),
            (*_named(both, _SERIAL), *sorted(set(_XMP_SERIAL.findall(xmp)))),
            tuple(dict.fromkeys((*_texts(both, _SOFTWARE), *filter(None, map(str.strip, _XMP_TOOL.findall(xmp)[:5]))))),
            next(_moments(both), None),
            _thumbnail(image),
            next((turn for turn in range(2, 9) if both.get(0x0112) == turn), 1),
        )


def _exif(image: Image.Image) -> Any:
    """Pillow's own getexif also reads XMP for orientation; any failure means that there is nothing to be had."""
    try:
        return image.getexif()
    except Exception:  # broken metadata must not hide the picture
        return {}


def _ifd(exif: Any, tag: int) -> Mapping[int, Any]:
    try:
        return dict(exif.get_ifd(tag))
    except Exception:  # as above
        return {}


def _xmp(image: Image.Image) -> str:
    raw = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    raw = raw.encode("utf-8", "replace") if isinstance(raw, str) else raw
    return raw[:_MOST_XMP].decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _iptc(image: Image.Image) -> Mapping[Any, Any]:
    from PIL import ImageFile, IptcImagePlugin

    if image.format not in ("JPEG", "MPO", "TIFF") or not isinstance(image, ImageFile.ImageFile):
        return {}
    try:
        return IptcImagePlugin.getiptcinfo(image) or {}
    except Exception:  # as above
        return {}


def _named(fields: Mapping[Any, Any], names: Mapping[Any, str]) -> Iterator[str]:
    for tag, name in names.items():
        if _text(fields.get(tag)):
            yield name


def _texts(fields: Mapping[Any, Any], tags: tuple[int, ...]) -> Iterator[str]:
    for tag in tags:
        text = _text(fields.get(tag))
        if text:
            yield text


def _text(value: Any) -> str:
    """A field as text: UTF-8, then GB18030; the XP fields are UTF-16. Cameras pad with blanks and NUL."""
    if isinstance(value, str):
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            return str(value).strip("\0 ")[:120]
    if isinstance(value, bytes):
        encodings = ("utf-16-le",) if len(value) > 3 and value[1::2].count(0) * 3 > len(value) else ("utf-8", "gb18030")
        for encoding in encodings:
            try:
                return value.decode(encoding).strip("\0 ")[:120]
            except UnicodeDecodeError:
                continue
        return "?"
    return str(value)[:120] if value else ""


def _moments(fields: Mapping[int, Any]) -> Iterator[datetime.datetime]:
    for tag in _TAKEN:
        try:
            yield datetime.datetime.strptime(_text(fields.get(tag))[:19], "%Y:%m:%d %H:%M:%S")
        except ValueError:
            continue


def _thumbnail(image: Image.Image) -> bytes:
    """The preview in the second directory of the EXIF block, at most 256 KiB (Pillow does not hand it out)."""
    raw = image.info.get("exif", b"")
    raw = raw.removeprefix(b"Exif\0\0") if isinstance(raw, bytes) else b""
    try:
        order = {b"II": "<", b"MM": ">"}[raw[:2]]
        (first,) = struct.unpack_from(order + "I", raw, 4)
        (count,) = struct.unpack_from(order + "H", raw, first)
        (second,) = struct.unpack_from(order + "I", raw, first + 2 + 12 * count)
        place = dict(_longs(raw, second, order)) if second else {}
    except (KeyError, struct.error):
        return b""
    start, length = place.get(0x0201, 0), place.get(0x0202, 0)
    return raw[start : start + length] if start and 0 < length <= 1 << 18 and start + length <= len(raw) else b""


def _longs(raw: bytes, at: int, order: str) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(order + "H", raw, at)
    for number in range(min(count, 64)):
        tag, kind, _, value = struct.unpack_from(order + "HHII", raw, at + 2 + 12 * number)
        if kind == 4:
            yield tag, value


def minimal_exif(data: bytes) -> bytes:
    """A TIFF structure with only the orientation and the moment of ``data``; empty when it has neither."""
    from PIL import Image as Pictures

    with loading.opened(data) as image:
        old = _exif(image)
        orientation, taken = old.get(0x0112), _ifd(old, EXIF_IFD).get(0x9003)
    new = Pictures.Exif()
    if orientation in range(2, 9):
        new[0x0112] = orientation
    if isinstance(taken, str) and re.fullmatch(r"[\d: ]{19}", taken):
        new.get_ifd(EXIF_IFD)[0x9003] = taken
    return new.tobytes().removeprefix(b"Exif\0\0") if len(new) or new.get_ifd(EXIF_IFD) else b""


def preview(found: Traces) -> Image.Image | None:
    """The embedded preview as an upright picture, None when there is none that can be read."""
    from PIL import Image as Pictures
    from PIL import ImageOps

    try:
        with Pictures.open(io.BytesIO(found.thumbnail), formats=("JPEG",)) as image:
            if image.width * image.height > 1_000_000:
                return None
            small = image.convert("RGB")
        small.getexif()[0x0112] = found.orientation
        return ImageOps.exif_transpose(small)
    except Exception:  # a broken preview shows nothing
        return None
