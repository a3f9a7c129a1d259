"""QR and bar codes in a picture, and the host they lead to; and a QR code as a picture."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qishan_lint import extras

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its kind ("QRCode"), the host of the address in it ("" for none), its box x, y, width, height."""

    kind: str
    host: str
    box: tuple[int, int, int, int]


def find(image: Image.Image, scale: float) -> tuple[Code, ...]:
    """The codes in ``image``; boxes are multiplied by ``scale``. Needs zxing-cpp (extra "qr")."""
    import zxingcpp

    found = []
    for result in zxingcpp.read_barcodes(image.convert("L")):
        corners = result.position
        points = (corners.top_left, corners.top_right, corners.bottom_left, corners.bottom_right)
        xs, ys = [point.x for point in points], [point.y for point in points]
        x, y = min(xs), min(ys)
        box = (round(x * scale), round(y * scale), round((max(xs) - x) * scale), round((max(ys) - y) * scale))
        kind = str(result.format).rpartition(".")[2]
        found.append(Code(kind, host_of(result.text), box))
    return tuple(found)


def host_of(text: str) -> str:
    """The host of a web address in lower case, "" for anything else."""
    try:
        parts = urlsplit(text.strip())
        return (parts.hostname or "") if parts.scheme.lower() in ("http", "https") else ""
    except ValueError:
        return ""


def png(text: str) -> bytes:
    """A QR code of ``text`` as a PNG file, eight pixels a cell. Raises UsageError without the extra ``qr``."""
    extras.need("qr", "zxingcpp")
    import zxingcpp
    from PIL import Image as Pictures

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    out = io.BytesIO()
    Pictures.fromarray(zxingcpp.write_barcode_to_image(code, scale=8, add_quiet_zones=True)).save(out, "PNG")
    return out.getvalue()
