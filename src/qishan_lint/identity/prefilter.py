"""A cheap look: whether a text can hold any identity at all. Most prose cannot, and costs nothing more.

The separators between digits are those of ``fold``; the words are those that keys and addresses begin with.
"""

from __future__ import annotations

import re

_SEPARATOR = r"[\s.·\-–—_\u00ad\u200b-\u200f\u2060\ufeff]{0,3}"
_DIGIT = "[0-9０-９٠-٩①-⑨⓪⑴-⑼\U0001d7ce-\U0001d7ffOoIl]"
_SOME = re.compile(
    rf"{_DIGIT}(?:{_SEPARATOR}{_DIGIT}){{6}}"
    r"|[〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{7}"
    r"|@[A-Za-z0-9]|密码|口令|[Pp]assw|PRIVATE KEY|AKIA|LTAI|[Ss]ecret|[Tt]oken|[Aa]ccess.?[Kk]ey|jdbc:|护照|通行证|单元\d"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\- ]?[A-Z0-9]{4}|[村组区]\d{1,4}号|QQ|微信号"
)


def may_hold(text: str) -> bool:
    """Whether ``find`` could find something in ``text``."""
    return _SOME.search(text) is not None
