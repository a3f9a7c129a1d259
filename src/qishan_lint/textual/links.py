"""Targets of links and pictures as written → what they point at: a photo, an attachment, or nothing of the item."""

from __future__ import annotations

import functools
import re

from qishan_lint.conventions import table

_DYNAMIC = (".php", ".jsp", ".asp", ".aspx", ".do", ".action")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{1,20}:")


def is_remote(target: str) -> bool:
    """Whether ``target`` names another host or another scheme than a file."""
    return target.startswith(("//", "\\\\")) or (_SCHEME.match(target) is not None and not target.startswith("file:"))


@functools.lru_cache(maxsize=256)  # grouping asks about each file several times in turn
def suffix(target: str) -> str:
    """The suffix of the file that ``target`` names, lower-case with the dot; empty without one."""
    stem, dot, ending = target.rpartition(".")
    if "%" in target or "#" in target or "?" in target or not stem.strip() or not ending.isalnum():
        stem, dot, ending = clean(target).rpartition(".")
    stem = stem.replace("\\", "/").rpartition("/")[2]
    return f".{ending.lower()}" if dot and stem and ending.isalnum() and len(ending) <= 8 else ""


def clean(target: str) -> str:
    """``target`` without query, fragment and surrounding space, percent-decoded."""
    plain = target.strip().partition("#")[0].partition("?")[0]
    if "%" not in plain:
        return plain
    from urllib.parse import unquote

    return unquote(plain, errors="surrogateescape")


def kind(target: str) -> str:
    """``photo``, ``attachment``, or empty for pages, anchors and other schemes."""
    if (
        not target
        or target[0] == "#"
        or (is_remote(target) and not target.lower().startswith(("http:", "https:", "//")))
    ):
        return ""
    ending = suffix(target)
    if ending in table().photos:
        return "photo"
    return (
        ""
        if not ending or ending in table().pages or ending in _DYNAMIC or (is_remote(target) and _is_domain(target))
        else "attachment"
    )


def _is_domain(target: str) -> bool:
    """Whether an address has no path: ``http://www.example.cn`` ends in no file name."""
    return "/" not in target.partition("//")[2].rstrip("/")
