"""Confusion: which characters and two-character words are taken for one another, by sound and by look.

Sounds come from pypinyin (MIT); looks from the glyphs of Noto Sans CJK SC (SIL Open Font License), drawn and compared
at training time; what writers took for one another comes from the pairs. Only the lists of pairs go into the model.
"""

from __future__ import annotations

import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

TONE, SOUND, NEAR, EDIT, SHAPE = 1, 2, 4, 8, 16
ONCE, OFTEN = 64, 128
"""Writers took the one for the other in the pairs: at all, and in at least ``_MANY`` of them. (32 marks words.)"""
_MANY = 3
_NEAR_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("h", "f"), ("l", "r"))
_NEAR_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"), ("uang", "uan"), ("iang", "ian"), ("ong", "eng"))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PIXELS, _ALIKE, _ALIKE_PART, _MOST_ALIKE = 40, 0.66, 0.72, 24
_PARTS = (
    (0.36, 0.0, 1.0, 1.0),
    (0.0, 0.0, 0.6, 1.0),
    (0.0, 0.34, 1.0, 1.0),
    (0.0, 0.0, 1.0, 0.6),
    (0.5, 0.0, 1.0, 1.0),
)


def sounds(characters: Iterable[str]) -> dict[str, set[str]]:
    """Every reading of each character, as letters with the tone's number."""
    from pypinyin import Style, pinyin

    found = {}
    for character in characters:
        readings = pinyin(character, style=Style.TONE3, heteronym=True, neutral_tone_with_five=True, errors="ignore")
        found[character] = {one.replace("ü", "v") for one in readings[0]} if readings else set()
    return found


def near(sound: str) -> set[str]:
    """The toneless sounds that dialects and sloppy typing take for ``sound``."""
    found = {sound}
    for pair in _NEAR_INITIALS:
        for one, other in (pair, pair[::-1]):
            if sound.startswith(one) and not (len(one) == 1 and sound[1:2] == "h"):
                found.add(other + sound[len(one) :])
    for item in list(found):
        for long, short in _NEAR_FINALS:
            if item.endswith(long):
                found.add(item[: -len(long)] + short)
            elif item.endswith(short):
                found.add(item[: -len(short)] + long)
    return found - {sound}


def blurred(sound: str) -> str:
    """``sound`` without the distinctions that sloppy typing drops."""
    for long, short in _NEAR_INITIALS[:3]:
        sound = short + sound[2:] if sound.startswith(long) else sound
    if sound.startswith("l") and len(sound) > 2:
        sound = "n" + sound[1:]
    return sound[:-1] if sound.endswith(("ang", "eng", "ing")) else sound


def edited(sound: str) -> set[str]:
    """The strings one letter away from ``sound``."""
    found = {sound[:i] + sound[i + 1 :] for i in range(len(sound))}
    found |= {sound[:i] + letter + sound[i:] for i in range(len(sound) + 1) for letter in _LETTERS}
    found |= {sound[:i] + letter + sound[i + 1 :] for i in range(len(sound)) for letter in _LETTERS}
    return found - {sound}


def look_alikes(characters: str, font_wheel: Path) -> dict[str, list[str]]:
    """The characters drawn most like each, or like a part of it, from the font in the wheel ``noto-cjk-sans-otc``."""
    glyphs = _glyphs(characters, font_wheel)
    whole = _unit(glyphs)
    found: dict[str, list[str]] = {character: [] for character in characters}
    views = [(whole, _ALIKE)]
    for part in _PARTS:
        views.append((_unit(_cropped(glyphs, part)), _ALIKE_PART))
    for view, least in views:
        for other in (whole, view):
            _collect(found, characters, view @ other.T, least)
    return found


def _glyphs(characters: str, font_wheel: Path) -> Any:
    from PIL import Image, ImageDraw, ImageFont

    with zipfile.ZipFile(font_wheel) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith((".ttc", ".otc", ".otf")))
        font = ImageFont.truetype(BytesIO(wheel.read(name)), _PIXELS, index=2)
    rows = []
    for character in characters:
        image = Image.new("L", (_PIXELS, _PIXELS), 0)
        ImageDraw.Draw(image).text((_PIXELS // 2, _PIXELS // 2), character, fill=255, font=font, anchor="mm")
        rows.append(np.asarray(image))
    return np.stack(rows)


def _cropped(glyphs: Any, part: tuple[float, float, float, float]) -> Any:
    from PIL import Image

    box = tuple(share * _PIXELS for share in part)
    return np.stack([np.asarray(Image.fromarray(one).resize((_PIXELS, _PIXELS), box=box)) for one in glyphs])


def _unit(glyphs: Any) -> Any:
    from PIL import Image, ImageFilter

    def smooth(glyph: Any) -> Any:
        image = Image.fromarray(glyph)
        inside = image.getbbox() or (0, 0, 1, 1)
        image = image.crop(inside).resize((24, 24)).filter(ImageFilter.GaussianBlur(1.0))
        return np.asarray(image, dtype=np.float32).ravel()

    matrix = np.stack([smooth(glyph) for glyph in glyphs])
    matrix -= matrix.mean(axis=1, keepdims=True)
    return matrix / (np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-6)


def _collect(found: dict[str, list[str]], characters: str, alike: Any, least: float) -> None:
    """Keep the best of each row of ``alike`` that reach ``least``, in both directions."""
    for row, line in enumerate(alike):
        best = np.argpartition(-line, _MOST_ALIKE)[: _MOST_ALIKE + 1]
        for column in best:
            if line[column] > least and column != row:
                found[characters[row]].append(characters[column])
                found[characters[column]].append(characters[row])


def characters(
    sources: str, frequency: Mapping[str, int], shapes: Mapping[str, list[str]], least: int
) -> dict[str, dict[str, int]]:
    """For each source the candidates seen at least ``least`` times, with the flags of how they are alike."""
    readings = sounds(sources)
    toned: dict[str, set[str]] = defaultdict(set)
    plain: dict[str, set[str]] = defaultdict(set)
    for character, sounds_ in readings.items():
        if frequency.get(character, 0) >= least:
            for sound in sounds_:
                toned[sound].add(character)
                plain[sound[:-1]].add(character)
    result = {}
    for character in sources:
        flags: dict[str, int] = defaultdict(int)
        for sound in readings[character]:
            _mark(flags, toned[sound], TONE)
            _mark(flags, plain[sound[:-1]], SOUND)
            for other in near(sound[:-1]):
                _mark(flags, plain.get(other, ()), NEAR)
            for other in edited(sound[:-1]):
                _mark(flags, (one for one in plain.get(other, ()) if frequency[one] >= least * 200), EDIT)
        _mark(flags, (one for one in shapes.get(character, ()) if frequency.get(one, 0) >= least), SHAPE)
        flags.pop(character, None)
        result[character] = dict(flags)
    return result


def _mark(flags: dict[str, int], found: Iterable[str], flag: int) -> None:
    for one in found:
        flags[one] |= flag


def with_pairs(
    found: Mapping[str, Mapping[str, int]], pairs: Iterable[tuple[str, str]], known: Iterable[str]
) -> dict[str, dict[str, int]]:
    """``found`` with the ``known`` Han characters that ``pairs`` (wrong, right) take for one another, flagged so."""
    times: Counter[tuple[str, str]] = Counter()
    for wrong, right in pairs:
        times.update({(one, other) for one, other in zip(wrong, right, strict=True) if one != other})
    result = {source: dict(row) for source, row in found.items()}
    han = {one for one in known if "\u4e00" <= one <= "\u9fff"}
    for (one, other), count in times.items():
        if one in han and other in han:
            row = result.setdefault(one, {})
            row[other] = row.get(other, 0) | ONCE | (OFTEN if count >= _MANY else 0)
    return result


def words(lexicon: Iterable[str], counts: Mapping[str, int], least: int, most: int) -> dict[tuple[str, str], list[str]]:
    """The two-character words seen at least ``least`` times by their two blurred sounds, the commonest first."""
    from pypinyin import lazy_pinyin

    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for word in lexicon:
        if counts.get(word, 0) >= least:
            one, other = lazy_pinyin(word)
            groups[blurred(one), blurred(other)].append(word)
    return {sound: sorted(group, key=lambda word: -counts[word])[:most] for sound, group in groups.items()}


def compact(found: Mapping[str, Mapping[str, int]], order: str) -> tuple[Any, Any, Any]:
    """Offsets a source, candidates (indices into ``order``) and flags, as arrays."""
    index = {character: number for number, character in enumerate(order)}
    offsets, targets, flags = [0], [], []
    for character in order:
        row = sorted(found.get(character, {}).items(), key=lambda item: index[item[0]])
        targets += [index[one] for one, _ in row]
        flags += [flag for _, flag in row]
        offsets.append(len(targets))
    return np.array(offsets, np.uint32), np.array(targets, np.uint16), np.array(flags, np.uint8)
