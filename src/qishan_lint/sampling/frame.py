"""The frozen list of a month's items, with a digest that everybody can compare before the seed is known."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from qishan_lint import files
from qishan_lint.audit.record import Audit
from qishan_lint.errors import UsageError
from qishan_lint.model import Text

MOST_BYTES = 1 << 28
LEAST_RULE = 8
"""Characters that a rule for the seed has at least."""


class Unit(msgspec.Struct, frozen=True):
    """One item of the list; ``digest`` is that of its files."""

    id: str
    title: str
    department: str
    column: str
    digest: str


class Frame(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """The list of ``month`` as of a day. ``rule`` says beforehand which public value will be the seed."""

    version: Literal[1] = 1
    site: str
    month: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    frozen: datetime.date
    rule: str
    units: tuple[Unit, ...]
    digest: str


def freeze(audit: Audit, month: str, rule: str) -> Frame:
    """The items of ``audit`` published in ``month`` ("2026-11"; empty: all). Raises UsageError without any, or a rule."""
    if len(rule.strip()) < LEAST_RULE:
        raise UsageError(
            Text("要先写明以后用哪个公开数值作种子", "say beforehand which public value will be the seed"),
            remedy=Text(
                "例如 --seed-rule “12月1日福利彩票双色球开奖号码”",
                "such as --seed-rule 'lottery numbers of 1 December'",
            ),
        )
    chosen = month or audit.as_of.isoformat()[:7]
    units = [
        Unit(one.id, one.title, one.department, one.column, one.digest)
        for one in audit.items
        if not month or (one.published is not None and one.published.isoformat().startswith(month))
    ]
    if not units:
        raise UsageError(Text(f"{chosen} 没有稿件", f"there is no item of {chosen}"))
    ordered = tuple(sorted(units, key=lambda unit: unit.id))
    digest = _digest(audit.site, chosen, rule, ordered)
    return Frame(site=audit.site, month=chosen, frozen=audit.as_of, rule=rule.strip(), units=ordered, digest=digest)


def write(path: Path, frame: Frame) -> None:
    """Write ``frame`` to ``path``, whole or not at all."""
    files.write(path, msgspec.json.format(msgspec.json.encode(frame), indent=1) + b"\n")


def read(path: Path) -> Frame:
    """The frame at ``path``. Raises UsageError when it is missing, broken or was changed after it was frozen."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(Text("抽查名单太大", "the list is too large"), where=str(path))
        found = msgspec.json.decode(path.read_bytes(), type=Frame)
    except OSError:
        raise UsageError(
            Text(f"读不了抽查名单：{path}", f"cannot read the list: {path}"),
            remedy=Text("先运行 qishan-lint sample freeze", "run qishan-lint sample freeze first"),
        ) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UsageError(Text(f"不是抽查名单：{error}", f"not a frozen list: {error}"), where=str(path)) from None
    if _digest(found.site, found.month, found.rule, found.units) != found.digest:
        raise UsageError(
            Text(
                "名单冻结之后被改过，不能用来抽样",
                "the list was changed after it was frozen: no sample can be drawn from it",
            ),
            where=str(path),
            remedy=Text(
                "用冻结时的文件，或重新冻结并公布校验值", "take the file as it was frozen, or freeze and announce anew"
            ),
        )
    return found


def _digest(site: str, month: str, rule: str, units: tuple[Unit, ...]) -> str:
    total = hashlib.sha256()
    for part in (site, month, rule.strip(), *(field for unit in units for field in msgspec.structs.astuple(unit))):
        total.update(f"{len(part.encode())}:".encode() + part.encode("utf-8", "surrogatepass"))
    return total.hexdigest()
