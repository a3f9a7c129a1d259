"""The catalogue: rule files → rules. Parsed once, kept compiled in the tool's cache folder, compiled by need."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from qishan_lint import compiled, filestate, kinds, yamlfile
from qishan_lint.compiled import Entry
from qishan_lint.errors import ConfigError
from qishan_lint.kinds import Example, Rule
from qishan_lint.model import Level, Text
from qishan_lint.rulefile import RuleFile
from qishan_lint.shipped import rules_folder

FAMILIES = ("sensitive", "short", "wording", "photo", "stale", "form", "item")
"""The families in the order in which reports show them: secrecy first, reading problems last."""

_NOT_RULES = ("presets", "profiles", "evaluations", "forms", "calendars", "ledgers", "directories")


class Catalog(msgspec.Struct, frozen=True):
    """All rules that exist, and a digest that changes with every byte of them."""

    entries: Mapping[str, Entry]
    aliases: Mapping[str, str]
    digest: str

    def resolve(self, selector: str) -> tuple[str, ...]:
        """The ids that ``selector`` names: a rule, an old name of one, a family, or ``all``.

        Raises LookupError for an unknown one.
        """
        rule = self.aliases.get(selector, selector)
        if rule in self.entries:
            return (rule,)
        prefix = "" if selector == "all" else f"{selector}/"
        members = tuple(id_ for id_, entry in self.entries.items() if id_.startswith(prefix) and not entry.file.opt_in)
        if not members:
            raise LookupError(selector)
        return members

    def needing(self, extra: str) -> tuple[str, ...]:
        """The ids of the rules whose kinds need the optional part ``extra``."""
        return tuple(
            id_ for id_, entry in self.entries.items() if getattr(kinds.load(entry.file.kind), "EXTRA", "") == extra
        )


def load(packs: tuple[Path, ...] = ()) -> Catalog:
    """The catalogue of the shipped rules and of the rule packs in ``packs`` (folders), as they were when first seen.

    Raises ConfigError for a rule file that is wrong, and for a name that two files claim.
    """
    return _load(packs, _state(packs))


def forget() -> None:
    """Look at every rule pack again when it is asked for next."""
    _state.cache_clear()


@functools.cache
def _state(packs: tuple[Path, ...]) -> str:
    return filestate.digest(packs)


@functools.lru_cache(maxsize=32)
def _load(packs: tuple[Path, ...], state: str) -> Catalog:
    del state  # tells this reading from that of the same packs before they changed
    folders = (rules_folder(), *packs)
    stored = compiled.load(folders, lambda: [_entry(path) for folder in folders for path in _rule_files(folder)])
    entries: dict[str, Entry] = {}
    for entry in stored.entries:
        if entry.file.id in entries:
            raise ConfigError(
                Text(f"规则“{entry.file.id}”有两个文件", f"two files claim the rule “{entry.file.id}”"),
                where=entry.path,
            )
        entries[entry.file.id] = entry
    return Catalog(entries, _aliases(entries), stored.digest)


def _aliases(entries: Mapping[str, Entry]) -> dict[str, str]:
    """The old names of rules. Raises ConfigError for one that names another rule as well."""
    found: dict[str, str] = {}
    for entry in entries.values():
        for alias in entry.file.aliases:
            if alias in entries or alias in found:
                raise ConfigError(
                    Text(f"旧名“{alias}”已是另一条规则的名称", f"the old name “{alias}” is that of another rule"),
                    where=entry.path,
                )
            found[alias] = entry.file.id
    return found


def pack_folder(name: str, base: Path) -> Path:
    """The folder of a rule pack: a path from ``base``, or the name of an installed pack. Raises ConfigError."""
    folder = (base / name).resolve()
    if folder.is_dir():
        return folder
    from importlib.metadata import entry_points

    for point in entry_points(group="qishan_lint.rules", name=name):
        spec = importlib.util.find_spec(point.value)
        if spec is not None and spec.submodule_search_locations:
            return Path(spec.submodule_search_locations[0])
    raise ConfigError(
        Text(f"找不到规则包“{name}”", f"cannot find the rule pack “{name}”"),
        where=str(base),
        remedy=Text("写成文件夹路径，或先安装这个规则包", "give the path of a folder, or install the pack first"),
    )


def _rule_files(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*.yaml"))
        if len(path.relative_to(folder).parts) > 1 and path.relative_to(folder).parts[0] not in _NOT_RULES
    ]


def _entry(path: Path) -> Entry:
    name = _shown(path)
    text = _text(path)
    file = yamlfile.read(text, RuleFile, name)
    if not any(example.bad is not None for example in file.examples) or not any(
        example.good is not None for example in file.examples
    ):
        raise ConfigError(
            Text(f"规则“{file.id}”缺少反例或正例", f"rule “{file.id}” lacks a bad or a good example"), where=name
        )
    if path.parent.name != file.id.partition("/")[0]:
        raise ConfigError(
            Text(
                f"规则“{file.id}”应放在 {file.id.partition('/')[0]}/ 下", f"rule “{file.id}” stands in the wrong folder"
            ),
            where=name,
        )
    params = _resolved(file, path, text=text, name=name)
    convert_params(file, params, text=text, name=name)
    known = {field.encode_name for field in msgspec.structs.fields(kinds.load(file.kind).Params)}
    for unknown in (one for one in file.unconfirmed if one not in known):
        raise ConfigError(
            Text(f"没有参数“{unknown}”", f"there is no parameter “{unknown}”"),
            where=yamlfile.place(text, name, "$.unconfirmed"),
            remedy=Text("可用：" + "、".join(sorted(known)), "use one of " + ", ".join(sorted(known))),
        )
    return Entry(file=file, params=msgspec.Raw(msgspec.json.encode(params)), path=name)


def _text(path: Path) -> str:
    """The text of a rule file or of a list beside one. Raises ConfigError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(
            Text("规则文件不是 UTF-8 编码", "the file of a rule is not UTF-8"),
            where=_shown(path),
            remedy=Text("另存为 UTF-8", "save it as UTF-8"),
        ) from None
    except OSError as error:
        raise ConfigError(
            Text(f"读不了规则的文件：{error.strerror}", f"cannot read the file of a rule: {error.strerror}"),
            where=_shown(path),
        ) from None


def _resolved(file: RuleFile, path: Path, *, text: str, name: str) -> dict[str, Any]:
    """The parameters with the lists that stand in files beside the rule. Raises ConfigError."""
    try:
        resolve = getattr(kinds.load(file.kind), "resolve", None)
    except LookupError:
        known = "、".join(kinds.names())
        raise ConfigError(
            Text(f"没有名为“{file.kind}”的检查方式", f"there is no kind “{file.kind}”"),
            where=name,
            remedy=Text(f"可用：{known}", f"available: {known}"),
        ) from None
    if resolve is None:
        return file.params
    try:
        return dict(resolve(file.params, lambda other: _text(path.parent / other)))
    except (AttributeError, KeyError, TypeError, ValueError):
        convert_params(file, file.params, text=text, name=name)  # says what is wrong, and where
        raise


def convert_params(
    file: RuleFile, params: Mapping[str, Any], *, text: str, name: str, at: str = "$.params"
) -> msgspec.Struct:
    """The typed parameters of a rule, which stand at ``at`` in ``text``. Raises ConfigError naming the line.

    So does an empty word among those to be found, which would stand everywhere.
    """
    kind = kinds.load(file.kind)
    typed = yamlfile.convert(params, kind.Params, text=text, name=name, at=at)
    if "" in (kinds.literals(kind, typed) or ()):
        raise ConfigError(
            Text(f"规则“{file.id}”要找的词里有空的", f"a word that the rule “{file.id}” looks for is empty"),
            where=yamlfile.place(text, name, at),
        )
    return typed


def _shown(path: Path) -> str:
    folder = rules_folder()
    return f"rules/{path.relative_to(folder).as_posix()}" if path.is_relative_to(folder) else str(path)


def compile_rule(entry: Entry, *, level: Level | None, params: Mapping[str, Any], where: str = "") -> Rule:
    """The rule of ``entry`` with the configured ``level`` and ``params`` laid over its own.

    Raises ConfigError for wrong parameters (``where`` names the configuration) and for a missing extra.
    """
    file = entry.file
    kind = kinds.load(file.kind)
    typed: msgspec.Struct
    if params:
        merged = {**msgspec.json.decode(entry.params), **params}
        name = where or entry.path
        try:
            typed = convert_params(file, merged, text="", name=name)
        except ConfigError:  # now the configuration is read again, to say where
            text = Path(where).read_text(encoding="utf-8-sig") if where.endswith((".yaml", ".yml")) else ""
            at = f"{_setter(entry, kind, text, where)}.rules.{file.id}"
            typed = convert_params(file, merged, text=text, name=name, at=at)
    else:
        typed = msgspec.json.decode(entry.params, type=kind.Params)
    _need_extra(file.id, kind, typed)
    return Rule(
        id=file.id,
        kind=file.kind,
        level=level or file.level,
        params=typed,
        name=file.name,
        message=file.message,
        why=file.why,
        source=file.source,
        waivable=file.waivable,
        aliases=file.aliases,
        since=file.since,
        until=file.until,
        roles=file.roles,
        title_level=file.title_level if level is None else None,
        unconfirmed=tuple(name for name in file.unconfirmed if name not in params),
        examples=examples(file),
    )


def _setter(entry: Entry, kind: kinds.Kind, text: str, name: str) -> str:
    """The first part of the configuration ``text`` that sets a wrong parameter of a rule: its top, or one override."""
    given = yamlfile.parse(text, name) or {}
    for number, override in enumerate(given.get("overrides") or ()):
        own = override.get("rules", {}).get(entry.file.id, {})
        try:
            msgspec.convert({**msgspec.json.decode(entry.params), **own}, kind.Params)
        except msgspec.ValidationError:
            return f"$.overrides[{number}]"
    return "$"


def examples(file: RuleFile) -> tuple[Example, ...]:
    """The executable examples of a rule."""
    found = []
    for example in file.examples:
        given = example.good if example.bad is None else example.bad
        item = {"text": given} if isinstance(given, str) else given or {}
        found.append(Example(bad=example.bad is not None, item=item, fixed=example.fixed))
    return tuple(found)


def has_extra(entry: Entry) -> bool:
    """Whether the optional part that the rule needs as it ships, if any, is installed."""
    kind = kinds.load(entry.file.kind)
    return _has_extra(kind, msgspec.json.decode(entry.params, type=kind.Params))


def _has_extra(kind: kinds.Kind, params: Any) -> bool:
    module, uses = getattr(kind, "MODULE", ""), getattr(kind, "uses_extra", None)
    return not module or (uses is not None and not uses(params)) or importlib.util.find_spec(module) is not None


def _need_extra(rule: str, kind: kinds.Kind, params: Any) -> None:
    if not _has_extra(kind, params):
        extra = getattr(kind, "EXTRA", "")
        raise ConfigError(
            Text(f"规则“{rule}”需要可选组件 [{extra}]，没有安装", f"rule “{rule}” needs the missing extra [{extra}]"),
            remedy=Text(f"安装：pip install 'qishan-lint[{extra}]'", f"install it: pip install 'qishan-lint[{extra}]'"),
        )
