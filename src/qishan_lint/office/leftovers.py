"""The members of an OOXML package that no other module reads: XML by its texts, files as files, binaries swept."""

from __future__ import annotations

from collections.abc import Callable

from qishan_lint.office import generic, places
from qishan_lint.office.draft import Draft
from qishan_lint.office.package import Package
from qishan_lint.office.refusal import Refused
from qishan_lint.office.xmlpart import parse


def drafts(package: Package, is_read: Callable[[str], bool]) -> list[tuple[str, Draft]]:
    """The texts of all XML members for which ``is_read`` is false, by member; hidden from those who look at pages."""
    found = []
    for name in package.members:
        if is_read(name) or not name.endswith((".xml", ".rels", ".vml")):
            continue
        try:
            root = parse(package.read(name), name)
        except Refused as refused:
            package.faults.append(refused)
            continue
        label = places.LINK if name.endswith(".rels") else places.member_label(name)
        draft = Draft(label)
        if name.endswith(".rels"):
            for element in root:
                if element.get("TargetMode") == "External":
                    draft.line("field", label, element.get("Target", ""), element, "Target")
        else:
            generic.collect(root, draft, label)
        if draft.blocks:
            found.append((name, draft))
    return found
