"""A numbered finding of a card, and the anchors that lead from the text to it and back."""

from __future__ import annotations

from dataclasses import dataclass

from qishan_lint.formats._summary import Group
from qishan_lint.formats.html._markup import Markup, tag
from qishan_lint.model import Finding


@dataclass(frozen=True, slots=True)
class Entry:
    """The finding ``number`` of the card ``card``, both from 1."""

    card: int
    number: int
    group: Group

    @property
    def finding(self) -> Finding:
        """The hit that is shown."""
        return self.group.first

    @property
    def anchor(self) -> str:
        """The id of the finding on the right side."""
        return f"f{self.card}-{self.number}"

    @property
    def mark(self) -> str:
        """The id of its first hit on the left side."""
        return f"m{self.card}-{self.number}"

    def link(self, target: str, lang: str) -> Markup:
        """The number as a link to the finding or to its hit."""
        label = f"{self.number} {self.finding.message.get(lang)}"
        return tag("a", str(self.number), class_=f"n {self.finding.level}", href=f"#{target}", aria_label=label)
