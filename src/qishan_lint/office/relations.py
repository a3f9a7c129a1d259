"""The relationships of a part of an OOXML package: which member, or which outside address, an id leads to."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from qishan_lint.office.package import Package
from qishan_lint.office.refusal import Refused
from qishan_lint.office.xmlpart import local, parse


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: its kind (the last word of its type), and a member's name or an outside address."""

    kind: str
    target: str
    external: bool


def relations(package: Package, part: str) -> dict[str, Relation]:
    """The relationships of ``part`` by id; empty for a part without any, or with broken ones."""
    folder, name = posixpath.split(part)
    member = posixpath.join(folder, "_rels", f"{name}.rels")
    if member not in package.members:
        return {}
    try:
        root = parse(package.read(member), member)
    except Refused:
        return {}
    found = {}
    for element in root:
        if local(element) == "Relationship":
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(kind, target if external else _inside(folder, target), external)
    return found


def main_part(package: Package, default: str) -> str:
    """The member that holds the document itself."""
    for relation in relations(package, "").values():
        if relation.kind == "officeDocument" and relation.target in package.members:
            return relation.target
    return default


def _inside(folder: str, target: str) -> str:
    path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(path)
