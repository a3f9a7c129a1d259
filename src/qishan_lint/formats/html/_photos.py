"""Photos of a card: small pictures inside the page, cut lines drawn over them, sensitive ones made unrecognisable."""

from __future__ import annotations

import base64
import io
import posixpath
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from qishan_lint.formats._words import Say, photo_size
from qishan_lint.formats.html._entry import Entry
from qishan_lint.formats.html._markup import Markup, join, tag
from qishan_lint.model import Finding, Line

_COARSE = 12
"""Cells a side that are left of a sensitive photo: too few for a face or a number, whatever is done to them."""


@dataclass
class Album:
    """The pictures that the page may still hold, in bytes; afterwards there are names only."""

    thumbnail: Callable[[str], bytes | None] | None
    room: int = 3_000_000
    known: dict[tuple[str, bool], bytes | None] = field(default_factory=dict)

    def picture(self, path: str, *, blurred: bool) -> bytes | None:
        """The JPEG for ``path``, None when there is none or no room for it."""
        key = (path, blurred)
        if key not in self.known:
            data = _sound(self.thumbnail(path)) if self.thumbnail and self.room > 0 else None
            data = coarse(data) if data and blurred else data
            self.room -= len(data or b"")
            self.known[key] = data if self.room >= 0 else None
        return self.known[key]


def _sound(data: bytes | None) -> bytes | None:
    """``data`` when it is a picture that can be decoded."""
    from PIL import Image

    if not data:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return data


def coarse(data: bytes) -> bytes:
    """The picture reduced to a few cells and enlarged again: the detail is gone from the bytes, not just hidden."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        size = picture.size
        small = picture.convert("RGB").resize((_COARSE, _COARSE), Image.Resampling.BOX)
    out = io.BytesIO()
    small.resize(size, Image.Resampling.BICUBIC).save(out, "JPEG", quality=60)
    return out.getvalue()


def figures(paths: Iterable[str], entries: Sequence[Entry], album: Album, say: Say, lang: str) -> Markup:
    """A figure for each photo, the findings about it linked in its caption."""
    by_path = {path: [entry for entry in entries if entry.finding.place.path == path] for path in paths}
    shown = (_figure(path, found, album, say, lang) for path, found in by_path.items())
    return tag("div", shown, class_="photos")


def _figure(path: str, found: Sequence[Entry], album: Album, say: Say, lang: str) -> Markup:
    name = posixpath.basename(path)
    blurred = any(entry.finding.sensitive for entry in found)
    messages = [entry.finding.message.get(lang) for entry in found]
    data = album.picture(path, blurred=blurred)
    shown = tag("p", say("html.no-thumbnail"), class_="no-photo")
    if data is not None:
        alt = say("colon").join([name, say("semicolon").join(messages)] if messages else [name])
        shown = _picture(data, alt, [entry.finding for entry in found], say)
    size = next((size for entry in found if (size := photo_size(entry.finding))), "")
    state = say("html.masked") if blurred else "" if found else say("verdict.clear")
    links = (entry.link(entry.anchor, lang) for entry in found)
    return tag("figure", shown, tag("figcaption", tag("span", name, class_="name"), f" {size} {state} ", links))


def _picture(data: bytes, alt: str, found: Sequence[Finding], say: Say) -> Markup:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        width, height = picture.size
    source = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
    image = tag("img", src=source, alt=alt, width=width, height=height)
    lines = [line for finding in found for line in finding.place.lines]
    full = _full_size(lines, found, width / height)
    drawn = _cuts(lines, *full, say) if full else ""
    return tag("div", image, drawn, class_="picture")


def _full_size(lines: Sequence[Line], found: Sequence[Finding], ratio: float) -> tuple[int, int] | None:
    """The size that the lines are measured in: as the finding says, else from the ends of a line across the photo."""
    if not lines:
        return None
    for finding in found:
        width, _, height = photo_size(finding).partition("×")
        if height:
            return int(width), int(height)
    down = max((max(line.y1, line.y2) for line in lines if line.x1 == line.x2), default=0)
    across = max((max(line.x1, line.x2) for line in lines if line.y1 == line.y2), default=0)
    if down:
        return max(1, round(down * ratio)), down
    return (across, max(1, round(across / ratio))) if across else None


def _cuts(lines: Sequence[Line], width: int, height: int, say: Say) -> Markup:
    """The lines and where they are, over the picture; the caption and the finding say the same in words."""
    size = max(1, width // 20)
    drawn = []
    for line in lines:
        ends = {"x1": line.x1, "y1": line.y1, "x2": line.x2, "y2": line.y2}
        drawn += [tag("line", class_="halo", **ends), tag("line", class_="cut", **ends)]
        upright = line.x1 == line.x2
        label = say("html.cut", where=f"x={line.x1}" if upright else f"y={line.y1}")
        x = min(max(line.x1 if upright else width // 2, 4 * size), width - 4 * size)
        y = size if upright else min(max(line.y1, size), height - size)
        drawn.append(tag("rect", x=x - 4 * size, y=y - size * 3 // 4, width=8 * size, height=size * 3 // 2))
        drawn.append(tag("text", label, x=x, y=y + size // 3, font_size=size, text_anchor="middle"))
    return tag("svg", join(*drawn), viewBox=f"0 0 {width} {height}", aria_hidden="true", class_="cuts")
