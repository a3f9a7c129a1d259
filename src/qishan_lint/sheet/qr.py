"""QR codes as pictures."""

from __future__ import annotations

import io

from qishan_lint import extras


def png(text: str) -> bytes:
    """The code of ``text`` as a PNG file. Raises UsageError without the extra ``qr``."""
    extras.need("qr", "zxingcpp")
    import zxingcpp
    from PIL import Image

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    out = io.BytesIO()
    Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=8, add_quiet_zones=True)).save(out, "PNG")
    return out.getvalue()
