"""What the desk knows while it runs: the queue, what each page showed, drafts of comments; and the decision itself."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from qishan_lint import checker, signing
from qishan_lint.desk import queue, replaced, view
from qishan_lint.desk.queue import TABS, Entry, Tab
from qishan_lint.desk.view import View
from qishan_lint.errors import UsageError
from qishan_lint.model import Text
from qishan_lint.signing import ItemChangedError, Office, Order
from qishan_lint.signoff import keys
from qishan_lint.signoff.policy import Reviewer

MOST_SEEN = 200
"""Pages whose content is remembered, to show what changed since."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form asks for: the decision on the version ``digest``, the comment, what was ticked, the passphrase."""

    decision: Literal["approve", "return"]
    digest: str
    comment: str
    read: bool
    passphrase: str = field(repr=False)


class ConflictError(Exception):
    """The item is not what the page showed: ``old`` is that, None when it is forgotten."""

    def __init__(self, old: View | None) -> None:
        super().__init__()
        self.old = old


class Desk:
    """One office at one desk, for one reviewer or, without a key, for whoever reads."""

    def __init__(self, office: Office, paths: tuple[str, ...], key: Path | None, lang: str) -> None:
        self.office, self.lang = office, lang
        self._paths, self._key = paths, key
        self._entries: dict[str, Entry] = {}
        self._seen: OrderedDict[tuple[str, str], View] = OrderedDict()
        self._lock = threading.Lock()
        self.drafts: dict[str, str] = {}
        self.reviewer: Reviewer | None = None
        if key is not None:
            owner = signing.owner_of(office, keys.public(key))
            self.reviewer = office.policy.reviewer(owner)

    def refresh(self) -> None:
        """Check everything again, under the configuration as it is now."""
        checker.forget()
        found = {one.item: one for one in queue.entries(self.office, self.reviewer, self._paths)}
        with self._lock:
            self._entries = found

    def tabs(self) -> Mapping[Tab, list[Entry]]:
        """The rows of the queue, by tab."""
        with self._lock:
            rows = sorted(self._entries.values(), key=lambda one: (queue.GROUPS.index(one.group), one.item))
        return {tab: [one for one in rows if one.tab == tab] for tab in TABS}

    def has(self, item: str) -> bool:
        """Whether the queue knows the item: nothing else is ever read."""
        with self._lock:
            return item in self._entries

    def look(self, item: str) -> View:
        """The item as it is now. Raises UsageError when it is gone, TrustError when it cannot be trusted."""
        (shown,) = signing.look(self.office, (item,))
        found = view.of(self.office, self.reviewer, shown, self.lang)
        with self._lock:
            self._entries[item] = queue.entry(self.office, self.reviewer, shown)
            self._seen[item, found.digest] = found
            while len(self._seen) > MOST_SEEN:
                self._seen.popitem(last=False)
        return found

    def decide(self, item: str, wish: Wish) -> None:
        """Sign what the page showed. Raises ConflictError when it is no longer that, UsageError for what is missing.

        Nothing is written then. The comment is kept until a decision is signed.
        """
        self.drafts[item] = wish.comment
        if self._key is None or self.reviewer is None:
            raise UsageError(Text("没有指定密钥，只能看", "without a key you can only read"))
        if wish.decision == "approve" and not wish.read:
            raise UsageError(Text("请先确认已读正文、照片和附件", "confirm that you have read everything"))
        (shown,) = signing.look(self.office, (item,))
        old = self._seen.get((item, wish.digest))
        if wish.digest != shown.digest:
            raise ConflictError(old)
        absent = queue.signs_for(self.office, self.reviewer, shown)
        if absent is None:
            raise UsageError(Text("这一篇现在不由您签", "it is not yours to sign now"), where=item)
        order = Order(shown.level, wish.decision, wish.comment.strip(), on_behalf_of=absent or None)
        try:
            signing.sign(self.office, shown, wish.digest, order, keys.unlock(self._key, wish.passphrase))
        except ItemChangedError:
            raise ConflictError(old) from None
        replaced.keep(self.office, shown)
        self.drafts.pop(item, None)
        self.look(item)
