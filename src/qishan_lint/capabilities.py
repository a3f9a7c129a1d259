"""The optional parts that are installed: results may depend on them, so reports and cache keys list them."""

from __future__ import annotations

import functools
import importlib.util

_MODULES = {
    "heic": "pillow_heif",
    "neural": "onnxruntime",
    "ocr": "rapidocr",
    "qr": "zxingcpp",
    "sign": "cryptography",
    "xlsx": "xlsxwriter",
}


@functools.cache
def installed() -> tuple[str, ...]:
    """The names of the extras whose modules can be found, in alphabetical order."""
    return tuple(name for name, module in _MODULES.items() if importlib.util.find_spec(module) is not None)
