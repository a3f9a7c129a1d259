"""Keys and passwords: what opens a system. A leaked one must be changed, so nothing of it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qishan_lint.identity.fold import Folded
from qishan_lint.identity.headings import Columns
from qishan_lint.identity.value import Identity

_VALUE = r"[A-Za-z0-9!@#$%^&*()_+\-=\[\]{}|.~/?]"
_PATTERNS = (
    re.compile(r"(?P<key>-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)"),
    re.compile(r"(?P<key>jdbc:[a-z0-9]{1,20}(?::[a-z0-9]{1,20})?:[^\s，。；\"']{5,300})"),
    re.compile(r"(?<![A-Za-z0-9+])[a-z][a-z0-9+]{1,15}://(?P<key>[^\s:@/]{0,40}:[^\s:@/]{3,64})@[A-Za-z0-9.\-]{1,80}"),
    re.compile(
        r"(?:密码|口令)(?:为|是)(?P<key>(?=[A-Za-z]{0,20}[0-9])(?=[0-9]{0,20}[A-Za-z])[A-Za-z0-9!@#$%^&*_\-]{6,40})"
    ),
    re.compile(r"(?<![A-Za-z0-9])(?P<key>(?:AKIA|ASIA)[A-Z0-9]{16})(?![A-Za-z0-9])"),
    re.compile(r"(?<![A-Za-z0-9])(?P<key>LTAI[A-Za-z0-9]{12,26})(?![A-Za-z0-9])"),
    re.compile(r"(?<![A-Za-z0-9])(?P<key>AKID[A-Za-z0-9]{32})(?![A-Za-z0-9])"),
    re.compile(
        rf"(?:密码|口令|password|passwd|pwd)(?:为|是)?[ \t]{{0,3}}[:：=][ \t]{{0,3}}[\"'“]?"
        rf"(?P<key>(?=[^\s]{{0,40}}[0-9A-Za-z]){_VALUE}{{4,64}})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:secret[ _\-]?(?:access[ _\-]?)?key|access[ _\-]?key(?:[ _\-]?(?:id|secret))?|api[ _\-]?key"
        rf"|app[ _\-]?secret|token)"
        rf"[\"']?[ \t]{{0,3}}[:：=][ \t]{{0,3}}[\"']?(?P<key>{_VALUE}{{16,200}})",
        re.IGNORECASE,
    ),
)
_PLACEHOLDER = re.compile(
    r"[*xX.\-_]{3,64}|(?:your|example|test|changeme|password|123456|none|null)[A-Za-z0-9_\-]{0,20}", re.IGNORECASE
)


def find(folded: Folded, known: Columns) -> Iterator[Identity]:
    """The keys in a text; what is plainly a placeholder is none."""
    del known
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded.text):
            key = match["key"]
            if _PLACEHOLDER.fullmatch(key):
                continue
            first, last = folded.span(*match.span("key"))
            yield Identity("secret-key", first, last, "*" * (last - first), 0.95, key)
