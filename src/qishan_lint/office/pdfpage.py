"""One page of a PDF → the text that is seen, and the text objects that are kept from the eye, by the way they are."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

BLACK_BOX = "黑框下"
UNDER_IMAGE = "图片下"
WHITE_TEXT = "白色文字"
TINY_TEXT = "极小文字"
OFF_PAGE = "页面外"
INVISIBLE = "不可见文字"

MAX_OBJECTS = 50_000
"""Objects of a page that are looked at; a page of text has a few hundred, a map some thousands."""

_COVERED = 0.6
_FULL_PAGE = 0.6
_TINY = 2.0
_NEARLY_WHITE = 250
_OPAQUE = 250

Bounds = tuple[float, float, float, float]


@dataclass(slots=True)
class Page:
    """``hidden`` pairs the label of a way of hiding with a text; ``scanned`` says that a picture fills the page."""

    text: str = ""
    hidden: list[tuple[str, str]] = field(default_factory=list)
    scanned: bool = False
    complete: bool = True


@dataclass(slots=True)
class _Text:
    text: str
    bounds: Bounds
    mode: int
    white: bool
    order: int


@dataclass(slots=True)
class _Cover:
    bounds: Bounds
    order: int
    image: bool
    white: bool


def read(page: Any) -> Page:
    """The page as pypdfium2 gives it. Raises PdfiumError."""
    from pypdfium2 import raw

    textpage = page.get_textpage()
    found = Page()
    texts: list[_Text] = []
    covers: list[_Cover] = []
    for order, item in enumerate(page.get_objects(max_depth=8)):
        if order >= MAX_OBJECTS:
            found.complete = False
            break
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            texts.append(_text(item, textpage, order, raw))
        elif item.type == raw.FPDF_PAGEOBJ_IMAGE:
            covers.append(_Cover(item.get_bounds(), order, image=True, white=False))
        elif item.type == raw.FPDF_PAGEOBJ_PATH and _is_filled(item, raw):
            color = _fill(item, raw)
            covers.append(_Cover(item.get_bounds(), order, image=False, white=min(color[:3]) >= _NEARLY_WHITE))
    area = tuple(page.get_cropbox())
    found.scanned = any(one.image and _share(area, one.bounds) > _FULL_PAGE for one in covers)
    found.hidden = _hidden(texts, covers, area, found.scanned)
    found.text = _without(textpage.get_text_range().replace("\r\n", "\n"), [text for _, text in found.hidden])
    return found


def _hidden(texts: list[_Text], covers: list[_Cover], area: Bounds, scanned: bool) -> list[tuple[str, str]]:
    """The texts that are not seen; those that go together are joined."""
    found: list[tuple[str, str]] = []
    last = None
    for text in texts:
        label = _label(text, covers, area, scanned)
        if label and label == last:
            found[-1] = (label, found[-1][1] + text.text)
        elif label and text.text.strip():
            found.append((label, text.text))
        else:
            label = ""
        last = label
    return found


def _label(text: _Text, covers: list[_Cover], area: Bounds, scanned: bool) -> str:
    """How ``text`` is hidden. The text of a recognised scan lies unseen by design: it is what the picture shows."""
    if _is_outside(text.bounds, area):
        return OFF_PAGE
    if text.mode == 3:
        return "" if scanned else INVISIBLE
    for cover in covers:
        if cover.order > text.order and _share(text.bounds, cover.bounds) > _COVERED:
            if cover.image and _share(area, cover.bounds) > _FULL_PAGE:
                return ""
            return UNDER_IMAGE if cover.image else BLACK_BOX
    if text.white and not any(
        cover.order < text.order and not cover.white and _share(text.bounds, cover.bounds) > _COVERED
        for cover in covers
    ):
        return WHITE_TEXT
    return TINY_TEXT if text.bounds[3] - text.bounds[1] < _TINY and len(text.text.strip()) > 3 else ""


def _text(item: Any, textpage: Any, order: int, raw: Any) -> _Text:
    size = raw.FPDFTextObj_GetText(item, textpage, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    raw.FPDFTextObj_GetText(item, textpage, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    text = buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")
    color = _fill(item, raw)
    white = min(color[:3]) >= _NEARLY_WHITE
    return _Text(text, item.get_bounds(), raw.FPDFTextObj_GetTextRenderMode(item), white, order)


def _fill(item: Any, raw: Any) -> tuple[int, int, int, int]:
    parts = [ctypes.c_uint(0) for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(item, *(ctypes.byref(part) for part in parts)):
        return (0, 0, 0, 255)
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def _is_filled(item: Any, raw: Any) -> bool:
    mode, stroke = ctypes.c_int(0), ctypes.c_int(0)
    raw.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroke))
    return mode.value != 0 and _fill(item, raw)[3] >= _OPAQUE


def _share(inner: Bounds, outer: Bounds) -> float:
    """Which part of ``inner`` lies within ``outer``."""
    width = min(inner[2], outer[2]) - max(inner[0], outer[0])
    height = min(inner[3], outer[3]) - max(inner[1], outer[1])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return width * height / area if width > 0 and height > 0 and area > 0 else 0.0


def _is_outside(bounds: Bounds, area: Bounds) -> bool:
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    return not (area[0] <= x <= area[2] and area[1] <= y <= area[3])


def _without(text: str, hidden: list[str]) -> str:
    for one in hidden:
        text = text.replace(one.strip("\r\n"), "", 1) if one.strip() else text
    return text
