"""Addresses of persons in networks: e-mail, QQ and WeChat accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qishan_lint.identity import around
from qishan_lint.identity.fold import Folded
from qishan_lint.identity.headings import Columns
from qishan_lint.identity.value import Identity, mask
from qishan_lint.identity.words import group, words

_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])([A-Za-z0-9][A-Za-z0-9._%+\-]{0,40}@((?:[A-Za-z0-9\-]{1,30}\.){1,4}[A-Za-z]{2,10}))(?![A-Za-z0-9@])"
)
_ACCOUNT = re.compile(
    r"(?<![A-Za-z0-9])(?:QQ|微信)(?:号|账号)?[:： ]{0,3}([A-Za-z0-9][A-Za-z0-9_\-]{4,19})(?![A-Za-z0-9_\-])"
)


def find(folded: Folded, known: Columns) -> Iterator[Identity]:
    """The e-mail addresses that are no office's own, and the accounts that are called so."""
    del known
    for match in _MAIL.finditer(folded.text):
        if match[2].lower().endswith(words().official_mail):
            continue
        sentence = around.before(folded, match.start(), 40)
        contact = group("contact").stands_in(sentence) or "邮箱" in sentence
        first, last = folded.span(*match.span(1))
        name = len(match[1].partition("@")[0])
        shown = folded.source[first:last]
        masked = shown[:1] + "*" * (name - 1) + shown[name:] if name > 1 else "*" + shown[1:]
        yield Identity("email", first, last, masked, 0.9, match[1].lower(), contact=contact)
    for match in _ACCOUNT.finditer(folded.text):
        public = group("public_network").stands_in(around.before(folded, match.start(1), 16))
        first, last = folded.span(*match.span(1))
        masked = mask(folded.source[first:last], 2, 0)
        yield Identity("social", first, last, masked, 0.7, match[1], contact=public, labelled=True)
