"""How much of a value a mask leaves, by the profile that the county chose; a masked text keeps its length."""

from __future__ import annotations

from msgspec import Struct

from qishan_lint import yamlfile
from qishan_lint.errors import UsageError
from qishan_lint.identity import Columns, Identity, find
from qishan_lint.identity.value import mask
from qishan_lint.model import Text
from qishan_lint.shipped import rules_folder

FOLDER = "profiles"


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """``keep``: kind of value → how many characters stay at its beginning and at its end."""

    name: dict[str, str]
    source: str
    keep: dict[str, tuple[int, int]]


def names() -> tuple[str, ...]:
    """The names of the shipped profiles."""
    return tuple(sorted(path.stem for path in (rules_folder() / FOLDER).glob("*.yaml")))


def load(name: str) -> Profile:
    """The profile called ``name``. Raises UsageError when there is none, ConfigError when its file is wrong."""
    if name not in names():
        known = "、".join(names())
        zh = f"没有名为“{name}”的脱敏方案，可用：{known}"
        raise UsageError(Text(zh, f"no mask profile “{name}”; there are: {known}"))
    path = rules_folder() / FOLDER / f"{name}.yaml"
    return yamlfile.read(path.read_text(encoding="utf-8"), Profile, f"rules/{FOLDER}/{name}.yaml")


def found(text: str, known: Columns | None = None) -> list[Identity]:
    """The values that a desensitised copy must not hold: all but the published contacts of offices.

    Names stay where nothing but the number beside them made them personal: the number goes.
    """
    return [one for one in find(text, known) if not one.contact and one.kind != "person"]


def masked(one: Identity, text: str, profile: Profile) -> str:
    """The value ``one`` of ``text`` as it may be shown, equally long."""
    if one.kind not in profile.keep:
        return one.masked
    first, last = profile.keep[one.kind]
    return mask(text[one.start : one.end], first, last)
