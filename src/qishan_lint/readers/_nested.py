"""Files inside files: the reader that fits the bytes, within depth and budget, its places told from the outside."""

from __future__ import annotations

import posixpath

import msgspec

from qishan_lint import readers
from qishan_lint.model import Block, Part, Problem, Role
from qishan_lint.office import places
from qishan_lint.office.budget import Budget
from qishan_lint.office.package import Package
from qishan_lint.office.places import NESTED
from qishan_lint.office.refusal import Refused
from qishan_lint.office.sniff import SUFFIXES, family
from qishan_lint.office.sweep import sweep
from qishan_lint.readers import Embedded, Reading, ReadOptions

MAX_DEPTH = 4
"""Files within files within files: a workbook in a Word file in a zip in a zip is the deepest that is read."""

LINE = "第{}行"

EITHER = (".wps", ".wpt", ".et", ".ett", ".dps", ".dpt")
"""Names that WPS gives to files in its old format and in OOXML alike."""

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic")
"""Members that are pictures by their names."""

_TEXTUAL = (".xml", ".rels", ".vml")
_FILES = (".docx", ".xlsx", ".pptx", ".html", ".rtf", ".txt", ".pdf")


def elsewhere(data: bytes, path: str, options: ReadOptions, own: str) -> Reading | None:
    """The reading by another reader when ``data`` is not of the family ``own``, whatever its name; else None."""
    found = family(data)
    if found == own:
        return None
    if found == "encrypted":
        return Reading(problems=(Problem("encrypted", path),))
    suffix = SUFFIXES.get(found)
    reader = None if suffix is None else readers.for_suffix(suffix)
    if reader is None:
        detail = found or f"{len(data)} B"
        return Reading(problems=(Problem("unknown-format" if found else "broken", path, data={"detail": detail}),))
    reading = reader.read(data, path, options)
    if path.lower().endswith(EITHER):
        return reading
    mismatch = Problem("format-mismatch", path, data={"found": found})
    return msgspec.structs.replace(reading, problems=(mismatch, *reading.problems))


def read(name: str, data: bytes, path: str, options: ReadOptions, *, budget: Budget, hidden: str = "") -> Reading:
    """The reading of ``data``, the file ``name`` inside the file at ``path``.

    ``hidden`` is the label of a place that readers do not see ("嵌入对象 …"); empty for what they can open themselves.
    """
    label = hidden or name
    if options.depth + 1 > MAX_DEPTH:
        data_ = {"where": label, "limit": str(MAX_DEPTH)}
        return Reading(problems=(Problem("nested-too-deep", path, label, data=data_),))
    suffix = SUFFIXES.get(family(data)) or _suffix(name)
    reader = readers.for_suffix(suffix)
    if reader is None:
        return Reading(problems=(Problem("unknown-format", path, label, data={"where": label, "detail": suffix}),))
    inner = msgspec.structs.replace(
        options,
        depth=options.depth + 1,
        budget=budget,
        role="attachment" if options.role == "article" else options.role,
    )
    return _told_from_outside(reader.read(data, name, inner), path, label, "hidden" if hidden else None)


def members(package: Package, path: str, options: ReadOptions) -> list[Reading]:
    """What lies in an OOXML package as a file of its own, and the words in its binary parts."""
    found = []
    for name in package.members:
        if name.lower().endswith((*_TEXTUAL, *PICTURES)) or name.startswith("docProps/thumbnail"):
            continue
        try:
            found.append(_object(name, package.read(name), path, options, package))
        except Refused as refused:
            package.faults.append(refused)
    return found


def _object(name: str, data: bytes, path: str, options: ReadOptions, package: Package) -> Reading:
    short = posixpath.basename(name)
    if "/embeddings/" in name or name.lower().endswith(_FILES):
        label = places.EMBEDDED.format(short)
        return read(short, data, path, options, budget=package.budget, hidden=label)
    label = places.BINARY.format(short)
    draft = sweep(data, label)
    return Reading(parts=(draft.part(f"{path}#{name}", path, "hidden"),) if draft.blocks else ())


def join(first: Reading, *others: Reading) -> Reading:
    """One reading with everything that ``others`` found added to ``first``."""
    return msgspec.structs.replace(
        first,
        parts=tuple(part for one in (first, *others) for part in one.parts),
        embedded=tuple(each for one in (first, *others) for each in one.embedded),
        problems=tuple(each for one in (first, *others) for each in one.problems),
    )


def _suffix(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


def _told_from_outside(reading: Reading, path: str, label: str, role: Role | None) -> Reading:
    return Reading(
        parts=tuple(_part(part, path, label, role) for part in reading.parts),
        embedded=tuple(
            Embedded(f"{label}!{one.name}", NESTED.format(label, one.where), one.data, one.alt, one.caption)
            for one in reading.embedded
        ),
        problems=tuple(
            Problem(one.code, path, _place(label, one.where), data={**one.data, "where": _place(label, one.where)})
            for one in reading.problems
        ),
    )


def _part(part: Part, path: str, label: str, role: Role | None) -> Part:
    return msgspec.structs.replace(
        part,
        id=f"{path}#{label}/{part.id}",
        path=path,
        where=_place(label, part.where),
        role=role or part.role,
        blocks=_blocks(part, label),
        source=None,
        segments=(),
    )


def _blocks(part: Part, label: str) -> tuple[Block, ...]:
    """The blocks with places told from outside: lines are counted for texts, which have no other names for them."""
    line, position, found = 1, 0, []
    for block in part.blocks:
        where = block.where
        if not where:
            line += part.text.count("\n", position, block.span.start)
            position = block.span.start
            where = LINE.format(line)
        found.append(msgspec.structs.replace(block, where=_place(label, where)))
    return tuple(found)


def _place(label: str, where: str) -> str:
    return NESTED.format(label, where) if where else label
