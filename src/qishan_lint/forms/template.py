"""Templates of forms, one a file in ``rules/forms``, each with the fields that all forms have."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from qishan_lint import shipped, yamlfile
from qishan_lint.errors import UsageError
from qishan_lint.model import Text

Type = Literal["text", "amount", "integer", "date", "year", "choice", "masked-name", "office-phone", "yes-no"]
FOLDER = "forms"
_COMMON = "common"


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column: what it takes, whether it must be filled, the values of a choice, whether a total line sums it."""

    name: str
    type: Type
    required: bool = True
    choices: tuple[str, ...] = ()
    total: bool = False
    help: Text | None = None


class Common(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all forms share: fields before and after their own, words for types, placeholders, "nothing" and totals."""

    before: tuple[Field, ...]
    after: tuple[Field, ...]
    types: dict[Type, Text]
    placeholders: tuple[str, ...]
    nothing: tuple[str, ...]
    totals: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Text
    confirmed: bool
    fields: tuple[Field, ...]


class Template(msgspec.Struct, frozen=True):
    """One form: its key, name, whether the county has confirmed it, all its columns."""

    key: str
    name: Text
    confirmed: bool
    fields: tuple[Field, ...]


def names(packs: Sequence[str] = ()) -> tuple[str, ...]:
    """The keys of the shipped templates, and of those in the rule packs of an office."""
    folders = (shipped.rules_folder(), *map(Path, packs))
    return tuple(
        sorted({path.stem for folder in folders for path in (folder / FOLDER).glob("*.yaml") if path.stem != _COMMON})
    )


@functools.cache
def common() -> Common:
    """What all forms share."""
    return shipped.table(f"{FOLDER}/{_COMMON}.yaml", Common)


def of(key: str, packs: Sequence[str] = ()) -> Template:
    """The template ``key``: an office's own goes before the shipped one. Raises LookupError, ConfigError."""
    if key not in names(packs):
        raise LookupError(key)
    for pack in reversed(packs):
        path = Path(pack) / FOLDER / f"{key}.yaml"
        if path.is_file():
            return _own(path)
    return _whole(key, shipped.table(f"{FOLDER}/{key}.yaml", _File))


def _own(path: Path) -> Template:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(Text(f"读不了表样：{path}", f"cannot read the template: {path}")) from None
    return _whole(path.stem, yamlfile.read(text, _File, str(path)))


def named(name: str, packs: Sequence[str] = ()) -> Template:
    """The template with the key, Chinese name or file ``name``; a file is an office's own. Raises UsageError, ConfigError."""
    if name.endswith((".yaml", ".yml")):
        return _own(Path(name))
    for key in names(packs):
        found = of(key, packs)
        if name in (key, found.name.zh, found.name.zh.removesuffix("领域信息公开表"), found.name.en):
            return found
    raise UsageError(
        Text(f"没有表样“{name}”", f"there is no form “{name}”"),
        remedy=Text("qishan-lint form list 列出全部表样", "qishan-lint form list shows all"),
    )


def _whole(key: str, file: _File) -> Template:
    shared = common()
    return Template(key, file.name, file.confirmed, (*shared.before, *file.fields, *shared.after))
