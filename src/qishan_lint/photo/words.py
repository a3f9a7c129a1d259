"""Words in a picture, read by optical character recognition on this machine; nothing is sent anywhere."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import msgspec

from qishan_lint import onnx

if TYPE_CHECKING:
    from PIL import Image

LEAST_SURE = 0.5
"""Lines that the recogniser itself doubts more are left out."""


class Words(msgspec.Struct, frozen=True):
    """A line of recognised text and its box x, y, width, height in pixels of the picture."""

    text: str
    box: tuple[int, int, int, int]


@functools.cache
def _engine() -> Any:
    """The recogniser, its models out of its own package; loading takes about two seconds, so once a worker."""
    import logging

    onnx.runtime()  # RapidOCR imports it
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})


def read(image: Image.Image) -> tuple[Words, ...]:
    """The lines of text in ``image`` (RGB), from top to bottom. Needs the extra "ocr"."""
    import numpy as np

    result = _engine()(np.asarray(image)[:, :, ::-1].copy())
    if result.txts is None:
        return ()
    lines = zip(result.boxes, result.txts, result.scores, strict=True)
    found = [Words(text, _box(corners)) for corners, text, score in lines if score >= LEAST_SURE]
    return tuple(sorted(found, key=lambda line: (line.box[1], line.box[0])))


def _box(corners: Any) -> tuple[int, int, int, int]:
    """The upright box around four corners."""
    xs, ys = [int(x) for x, _ in corners], [int(y) for _, y in corners]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
