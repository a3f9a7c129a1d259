"""The column 公开时限 in words → periods: what is understood is understood exactly, the rest is said to be not understood.

The phrasings are those of directories that counties print; where a phrase names no number, none is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

import msgspec

Kind = Literal[
    "deadline", "hold", "gap", "recurring", "prompt", "realtime", "standing", "with-other", "at-event", "ditto",
    "masked-number", "missing", "unknown",
]  # fmt: skip
Unit = Literal["working-day", "day", "month"]


class Period(msgspec.Struct, frozen=True):
    """``amount`` units: a ``deadline`` after ``event``, the least time to ``hold`` it up, or the largest ``gap``.

    ``event`` is one of the known ones (``formed``, ``decided``, ``received`` ...), "" when none is named, "other" for others.
    """

    kind: Kind
    amount: int
    unit: Unit
    event: str = ""


class Recurrence(msgspec.Struct, frozen=True):
    """Due again and again: ``every`` year, half-year, quarter, month or term; ``day`` is "03-31", "10" or a number of days."""

    every: str
    day: str = ""


class Timing(msgspec.Struct, frozen=True):
    """What one cell demands. ``otherwise``: other rules may set another limit. ``words`` is the cell as written."""

    words: str
    kinds: tuple[Kind, ...]
    periods: tuple[Period, ...] = ()
    recurrence: Recurrence | None = None
    otherwise: bool = False

    @property
    def understood(self) -> bool:
        """Whether the cell has a meaning of its own."""
        return not {"unknown", "masked-number", "missing", "ditto"} & set(self.kinds)

    @property
    def deadlines(self) -> tuple[Period, ...]:
        """The periods after an event."""
        return tuple(one for one in self.periods if one.kind == "deadline")


_EVENTS = (
    ("application", r"收到.{0,4}申请"),
    ("evaluated", r"评标报告"),
    ("received", r"下发至|收到|接到"),
    ("decided", r"处罚|许可|行政决定|决定作出|作出.{0,4}决定|执法决定"),
    ("npc-approved", r"人民代表大会|人大.{0,10}批准"),
    ("budget-approved", r"批复"),
    ("surveyed", r"调查结束"),
    ("allocated", r"分配结果"),
    ("awarded", r"中标|成交"),
    ("procedure-done", r"报审程序"),
    ("accepted", r"验收"),
    ("policy", r"政策文件"),
    ("formed", r"形成|变更|制作|制定|获取|产生|印发|更新|发生变化|生成"),
)
_CHINESE = {**dict(zip("零〇一二三四五六七八九两", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True)), "十": 10}
_NUMERAL = re.compile(
    r"[一二三四五六七八九两]?十[一二三四五六七八九]?|[一二三四五六七八九两](?=个?(?:工作日|日|天|个月|月))"
)
_PERIOD = re.compile(r"(\d{1,3})个?(工作日|个月|月(?!\d|底)|日(?!前)|天)")
_HELD = re.compile(r"公[示告]期|公告期限|期限(?:为|不)|不得?少于|公示时间")
_GAP = re.compile(r"跨度|间隔|不超过")
_MASKED = re.compile(r"[*＊×xX_]+\s*个?(?:工作日|日)")
_YEARLY = re.compile(r"(?:每年|当年|次年)(\d{1,2})月(\d{1,2})日(?:前|之前)|年(\d{1,2})月底前")
_OTHERWISE = re.compile(r"另有规定|从其规定")
_SPLIT = re.compile(r"[，,；;。、]")


def parse(words: str) -> Timing:
    """The meaning of one cell."""
    plain = _plain(words)
    if not plain or plain in ("无", "-", "—", "/"):
        return Timing(words, ("missing",))
    if plain in ("同上", "同前", "〃", "″", '"', "''"):
        return Timing(words, ("ditto",))
    if _MASKED.search(plain):
        return Timing(words, ("masked-number",))
    recurrence = _recurrence(plain)
    periods = () if recurrence else tuple(_periods(plain))
    kinds = list(dict.fromkeys(one.kind for one in periods))
    if recurrence:
        kinds.append("recurring")
    kinds += [kind for kind in _words(plain, bool(kinds)) if kind not in kinds]
    if "gap" in kinds and "deadline" in kinds:
        periods, kinds = (
            tuple(one for one in periods if one.kind != "deadline"),
            [kind for kind in kinds if kind != "deadline"],
        )
    return Timing(words, tuple(kinds) or ("unknown",), periods, recurrence, _OTHERWISE.search(plain) is not None)


def _plain(words: str) -> str:
    """Without blanks and widths, numbers in digits, and without what may apply elsewhere in brackets."""
    text = "".join(unicodedata.normalize("NFKC", words).split())
    text = _NUMERAL.sub(lambda match: str(_number(match[0])), text)
    text = re.sub(r"个(\d)", r"\1", text)
    return re.sub(r"\((?!变更)[^()]*另有规定[^()]*\)", "另有规定", text)


def _number(numeral: str) -> int:
    before, ten, after = numeral.partition("十")
    if not ten:
        return _CHINESE[before]
    return 10 * (_CHINESE[before] if before else 1) + (_CHINESE[after] if after else 0)


def _periods(plain: str) -> Iterator[Period]:
    start = 0
    for match in _PERIOD.finditer(plain):
        around = plain[start : match.start()]
        unit: Unit = {"工作日": "working-day", "日": "day", "天": "day"}.get(match[2], "month")  # type: ignore[assignment]
        clause = _SPLIT.split(around)[-1]
        kind: Kind = "hold" if _HELD.search(clause) else "gap" if _GAP.search(clause) else "deadline"
        yield Period(kind, int(match[1]), unit, _event(around) if kind == "deadline" else "")
        start = match.end()


def _event(around: str) -> str:
    for name, pattern in _EVENTS:
        if re.search(pattern, around):
            return name
    return "other" if re.search(r"之?日起|[后时]$|之后", around) else ""


def _recurrence(plain: str) -> Recurrence | None:
    yearly = _YEARLY.search(plain)
    if yearly and yearly[1]:
        return Recurrence("year", f"{int(yearly[1]):02}-{int(yearly[2]):02}")
    if re.search(r"年底前|年末前|12月底前", plain):
        return Recurrence("year", "12-31")
    monthly = re.search(r"每月(\d{1,2})日前", plain)
    if monthly:
        return Recurrence("month", monthly[1])
    quarterly = re.search(r"每?季度?(?:终了|结束)后?(\d{1,2})日?", plain)
    if quarterly:
        return Recurrence("quarter", quarterly[1])
    updated = re.search(r"(半年|每半年|每季度?|每月|每年|每周)(?:至少|不少于)?(?:更新|公开)?", plain)
    if "学期" in plain:
        return Recurrence("term")
    names = {
        "半年": "half-year",
        "每半年": "half-year",
        "每季": "quarter",
        "每季度": "quarter",
        "每月": "month",
        "每年": "year",
        "每周": "week",
    }
    return Recurrence(names[updated[1]]) if updated else None


def _words(plain: str, known: bool) -> Iterator[Kind]:
    """What the words beside numbers say."""
    if re.search(r"同时公[开告布]|同步", plain):
        yield "with-other"
    if re.search(r"实时|即时", plain):
        yield "realtime"
    if "及时" in plain or re.search(r"按(?:工作)?进展", plain):
        yield "prompt"
    if re.search(r"长期|永久|持续|常年", plain):
        yield "standing"
    if not known and re.search(r"(?:时|当日|当天|前),?", plain) and re.search(r"时[,，]|当日|当天", plain):
        yield "at-event"
