"""Presentations in OOXML (.pptx): slides in their order, hidden slides, notes, comments and everything else apart."""

from __future__ import annotations

import re

from qishan_lint.model import Part, Problem
from qishan_lint.office import generic, leftovers
from qishan_lint.office.draft import Draft
from qishan_lint.office.package import Package
from qishan_lint.office.places import SLIDE
from qishan_lint.office.refusal import Refused
from qishan_lint.office.xmlpart import parse
from qishan_lint.readers import Reading, ReadOptions, _nested

SUFFIXES = (".pptx", ".pptm", ".ppsx", ".potx")

_SLIDE = re.compile(r"ppt/slides/slide([0-9]{1,6})\.xml")
_LAYOUT = ("ppt/theme/", "ppt/slideLayouts/", "ppt/slideMasters/", "ppt/tableStyles", "[Content_Types]")
_READ = ("ppt/slides/slide", *_LAYOUT)
_HIDDEN = "{} 隐藏幻灯片"


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """The presentation, slide by slide."""
    other = _nested.elsewhere(data, path, options, "slides")
    if other is not None:
        return other
    try:
        package = Package(data, options.purse())
    except Refused as refused:
        return Reading(problems=(refused.problem(path),))
    parts: list[Part] = []
    hidden: list[str] = []
    slides = {int(match[1]): name for name in package.members if (match := _SLIDE.fullmatch(name))}
    for number, name in sorted(slides.items()):
        try:
            root = parse(package.read(name), name)
        except Refused as refused:
            package.faults.append(refused)
            continue
        unseen = root.get("show") in ("0", "false")
        where = (_HIDDEN if unseen else "{}").format(SLIDE.format(number))
        hidden += [where] if unseen else []
        draft = Draft(where)
        generic.collect(root, draft, where)
        if draft.blocks:
            parts.append(draft.part(f"{path}#{name}", path, "hidden" if unseen else options.role))
    for name, draft in leftovers.drafts(package, lambda name: name.startswith(_READ)):
        parts.append(draft.part(f"{path}#{name}", path, "hidden"))
    whole = _nested.join(Reading(parts=tuple(parts)), *_nested.members(package, path, options))
    problems = [one.problem(path) for one in package.faults]
    if hidden:
        problems.append(Problem("hidden-content", path, data={"what": "、".join(hidden)}))
    if not slides and not problems:
        problems.append(Problem("broken", path, data={"detail": "PPTX"}))
    return _nested.join(whole, Reading(problems=tuple(problems)))
