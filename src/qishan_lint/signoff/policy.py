"""The policy: which levels there are, and who may sign what, at which level, and when."""

from __future__ import annotations

import base64
import binascii
import datetime
import re
from typing import Annotated, Literal

from msgspec import Meta, Struct

from qishan_lint import yamlfile
from qishan_lint.errors import ConfigError
from qishan_lint.model import Text
from qishan_lint.signoff.keys import key_id

PATH = ".qishan/policy.yaml"


class Key(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """A public key in base64, and the days on which it counts: ``until`` is the last; from ``revoked`` on, none."""

    public: str
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None
    revoked: datetime.date | None = None

    @property
    def raw(self) -> bytes:
        """The raw public bytes. Raises ValueError for another spelling than standard base64 of 32 bytes."""
        data = base64.b64decode(self.public, validate=True)
        if len(data) != 32 or base64.b64encode(data).decode() != self.public:
            raise ValueError(self.public)
        return data

    def valid(self, day: datetime.date) -> bool:
        """Whether the key counts on ``day``."""
        first, last = self.valid_from or day, self.valid_until or day
        return first <= day <= last and (self.revoked is None or day < self.revoked)


class Reviewer(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """A person, the levels (from 1) and paths that they sign for, and their keys."""

    id: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]
    name: Annotated[str, Meta(min_length=1, max_length=40)]
    levels: Annotated[list[int], Meta(min_length=1)]
    paths: Annotated[list[str], Meta(min_length=1)]
    keys: list[Key] = []


class Delegation(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """While ``absent`` is away, ``deputy`` signs for them at one level; it cannot be passed on."""

    absent: str
    deputy: str
    level: int
    reason: Annotated[str, Meta(min_length=1)]
    valid_from: datetime.date
    valid_until: datetime.date
    paths: Annotated[list[str], Meta(min_length=1)]


class Policy(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """One policy. ``receipts`` are the keys whose word about first seen counts.

    ``platforms`` are the keys of third parties; with ``external``, one must have passed the item within
    ``external_days``. ``registrars`` are the reviewers who may enter and confirm signatures on paper.
    """

    version: Literal[1]
    levels: Annotated[list[str], Meta(min_length=1, max_length=9)]
    reviewers: list[Reviewer] = []
    delegations: list[Delegation] = []
    receipts: list[Key] = []
    platforms: list[Key] = []
    external: bool = False
    external_days: Annotated[int, Meta(ge=0, le=366)] = 7
    registrars: list[str] = []
    rules_grace_days: Annotated[int, Meta(ge=0, le=3660)] = 365
    reason_characters: Annotated[int, Meta(ge=1, le=100)] = 6

    def reviewer(self, id_: str) -> Reviewer | None:
        """The reviewer with ``id_``."""
        return next((one for one in self.reviewers if one.id == id_), None)

    def may(self, id_: str, level: int, item: str, *, absent: str | None, day: datetime.date) -> bool:
        """Whether the reviewer may sign ``item`` at ``level`` on ``day``, for themselves or for ``absent``."""
        if absent is None:
            return self._granted(id_, level, item)
        return (
            self.reviewer(id_) is not None
            and self._granted(absent, level, item)
            and any(
                (one.absent, one.deputy, one.level) == (absent, id_, level)
                and one.valid_from <= day <= one.valid_until
                and covers(one.paths, item)
                for one in self.delegations
            )
        )

    def _granted(self, id_: str, level: int, item: str) -> bool:
        one = self.reviewer(id_)
        return one is not None and level in one.levels and covers(one.paths, item)


def read(text: str, name: str) -> Policy:
    """The policy in ``text``. Raises ConfigError for what it cannot mean."""
    found = yamlfile.read(text, Policy, name)
    for zh, en in _mistakes(found):
        raise ConfigError(Text(zh, en), where=name)
    return found


def covers(globs: list[str], path: str) -> bool:
    """Whether one of ``globs`` matches ``path`` whole: ``*`` stays within a folder, ``**`` does not."""
    return any(re.fullmatch(_expression(glob), path, re.DOTALL) for glob in globs)


def warnings(policy: Policy, today: datetime.date) -> list[Text]:
    """What a policy may say and probably should not."""
    found = []
    for number, name in enumerate(policy.levels, 1):
        if not any(number in one.levels and any(key.valid(today) for key in one.keys) for one in policy.reviewers):
            found.append(Text(f"“{name}”没有人有有效密钥", f"nobody has a valid key for level {number} ({name})"))
    for one in policy.reviewers:
        if len(one.levels) > 1:
            found.append(
                Text(f"{one.name}可签多级，同一稿件只能签一级", f"{one.id} has several levels, one an item counts")
            )
        for key in one.keys:
            left = (key.valid_until - today).days if key.valid_until else 31
            if 0 <= left <= 30:
                found.append(Text(f"{one.name}的密钥 {left} 天后到期", f"the key of {one.id} expires in {left} days"))
    for each in policy.delegations:
        if (each.valid_until - each.valid_from).days > 30:
            found.append(Text(f"{each.absent}的代签超过 30 天", f"the delegation of {each.absent} exceeds 30 days"))
    return found


def _mistakes(policy: Policy) -> list[tuple[str, str]]:
    """What makes a policy ambiguous or empty, each in Chinese and English."""
    found = []
    ids = [one.id for one in policy.reviewers]
    keys = [key for one in policy.reviewers for key in one.keys]
    keys += policy.receipts + policy.platforms
    if len(set(ids)) != len(ids) or len(set(policy.levels)) != len(policy.levels):
        found.append(("审核人或层级重名", "two reviewers or two levels have one name"))
    try:
        if len({key_id(key.raw) for key in keys}) != len(keys):
            found.append(("同一密钥用了两次", "a key is used twice"))
    except (binascii.Error, ValueError):
        found.append(("公钥写得不对", "a public key is malformed"))
    levels = [level for one in policy.reviewers for level in one.levels] + [one.level for one in policy.delegations]
    if any(not 1 <= level <= len(policy.levels) for level in levels):
        found.append(("层级超出范围", "there is no such level"))
    people = (
        set(policy.registrars) | {one.absent for one in policy.delegations} | {one.deputy for one in policy.delegations}
    )
    if not people <= set(ids) or any(one.absent == one.deputy for one in policy.delegations):
        found.append(("代签或登记人写的审核人不对", "a delegation or the registrars name wrong reviewers"))
    return found


def _expression(glob: str) -> str:
    """The glob as a regular expression; ``**`` stands for any folders, and at the end for everything below."""
    *folders, last = glob.split("/")
    steps = ["(?:[^/]+/)*" if step == "**" else _step(step) + "/" for step in folders]
    return "".join(steps) + (".+" if last == "**" else _step(last))


def _step(step: str) -> str:
    return re.escape(step).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
