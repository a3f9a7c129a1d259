"""The settings in force for one item: presets, files, overrides and the command line, laid over one another."""

from __future__ import annotations

import difflib
import functools
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from qishan_lint import catalog, config
from qishan_lint.catalog import Catalog
from qishan_lint.config import Allow, Config, Layer, Override, Site
from qishan_lint.declared import Auditing
from qishan_lint.errors import ConfigError
from qishan_lint.model import Level, Text

T = TypeVar("T")

_NOWHERE = Path("/")


class Choice(msgspec.Struct, frozen=True, cache_hash=True):
    """What the command line adds: selectors that replace or remove, and the extras whose rules it switches on."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preset: str = ""
    extras: tuple[str, ...] = ()


class RuleSetting(msgspec.Struct, frozen=True):
    """How one rule runs: its level when the configuration changes it, and the parameters it sets."""

    level: Level | None = None
    params: dict[str, Any] = {}


class Settings(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What holds for an item. Equal settings have equal digests, whichever files they come from."""

    rules: dict[str, RuleSetting]
    allow: list[Allow] = []
    metadata: dict[str, list[str]] = {}
    items: str = "auto"
    site: Site = Site()
    packs: list[str] = []
    fail_on: Level = Level.ERROR
    help_base: str = ""
    ambiguous_width: int = 1
    name: str = ""

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 of everything that can change a finding, the same on every machine.

        Where rule packs lie is left out: what they hold is in the digest of the catalogue.
        """
        packs = [""] * len(self.packs)
        anywhere = msgspec.structs.replace(self, name="", packs=packs)
        return hashlib.sha256(msgspec.json.encode(anywhere, order="deterministic")).hexdigest()

    def __hash__(self) -> int:
        return hash(self.digest)


_shared: dict[tuple[str, str], Settings] = {}
"""One object for all equal settings: every folder has its own configuration, and comparing two takes time for each item."""


@dataclass(frozen=True)
class Configuration:
    """The layers that apply below one folder, and the settings for each item there."""

    layers: tuple[Layer, ...]
    choice: Choice
    name: str = ""
    _known: dict[tuple[int, ...], Settings] = field(default_factory=dict, compare=False, repr=False)

    def catalog(self) -> Catalog:
        """The rules that this configuration can use."""
        return catalog.load(_packs(self.layers))

    def for_item(self, path: Path) -> Settings:
        """The settings for the item at ``path`` (absolute). Raises ConfigError."""
        matching = tuple(
            index for index, (layer, override) in enumerate(_overrides(self.layers)) if _matches(layer, override, path)
        )
        if matching not in self._known:
            merged = _merge(self, matching)
            self._known[matching] = _shared.setdefault((merged.digest, merged.name), merged)
        return self._known[matching]

    @functools.cached_property
    def has_overrides(self) -> bool:
        """Whether settings can differ between items of the folder."""
        return any(layer.config.overrides for layer in self.layers)

    def base(self) -> Settings:
        """The settings without any override."""
        return self._known.get(()) or self.for_item(_NOWHERE)

    def auditing(self) -> Auditing:
        """How the nearest layer that says so wants audits done and titled."""
        wanted = [layer.config.audit for layer in self.layers if layer.config.audit is not None]
        return wanted[-1] if wanted else Auditing()

    def excludes(self, root: Path) -> tuple[str, ...]:
        """Globs of files not to check, as they count from ``root``."""
        found = (_rebased(glob, Path(layer.base), root) for layer in self.layers for glob in layer.config.exclude)
        return tuple(glob for glob in found if glob)


def _rebased(glob: str, base: Path, root: Path) -> str:
    """``glob``, which counts from ``base``, as it counts from ``root``; empty when it can match nothing there."""
    anchored = "/" in glob.rstrip("/")
    if base.is_relative_to(root):
        inside = base.relative_to(root).as_posix()
        return f"/{inside}/{'' if anchored else '**/'}{glob.lstrip('/')}" if inside != "." else glob
    if not anchored or not root.is_relative_to(base):
        return "" if anchored else glob
    above = root.relative_to(base).as_posix() + "/"
    plain = glob.lstrip("/")
    if plain.startswith("**/"):
        return plain
    return "/" + plain.removeprefix(above) if plain.startswith(above) else ""


@functools.cache
def for_folder(folder: Path, choice: Choice, explicit: Path | None = None) -> Configuration:
    """The configuration for items in ``folder``: of ``explicit``, else of the nearest file. Raises ConfigError."""
    path = explicit or config.find(folder)
    if choice.preset:
        layers = config.preset(choice.preset)
    elif path is None:
        layers = config.preset("recommended")
    else:
        layers = config.load(path.resolve())
    return Configuration(layers, choice, name=str(path) if path else "")


def forget() -> None:
    """Look at every configuration file and rule pack again when it is asked for next."""
    config.forget()
    catalog.forget()
    _shared.clear()
    for_folder.cache_clear()


def _packs(layers: Sequence[Layer]) -> tuple[Path, ...]:
    found = [catalog.pack_folder(name, Path(layer.base)) for layer in layers for name in layer.config.packs]
    return tuple(dict.fromkeys(found))


def _overrides(layers: Sequence[Layer]) -> Iterable[tuple[Layer, Override]]:
    return ((layer, override) for layer in layers for override in layer.config.overrides)


def _matches(layer: Layer, override: Override, path: Path) -> bool:
    if not path.is_relative_to(layer.base):
        return False
    return bool(_spec(tuple(override.files)).match_file(path.relative_to(layer.base).as_posix()))


@functools.cache
def _spec(globs: tuple[str, ...]) -> Any:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(globs)


def _merge(configuration: Configuration, matching: tuple[int, ...]) -> Settings:
    rules = configuration.catalog()
    overrides = list(_overrides(configuration.layers))
    enabled: dict[str, None] = {}
    levels: dict[str, str] = {}
    params: dict[str, dict[str, Any]] = {}

    def lay(enable: Iterable[str], ignore: Iterable[str], part: Config | Override, layer: Layer) -> None:
        enabled.update(dict.fromkeys(resolve(enable, rules, layer)))
        for rule in _changeable(ignore, rules, layer):
            enabled.pop(rule, None)
        for selector, level in part.levels.items():
            levels.update(dict.fromkeys(_changeable([selector], rules, layer), level))
        for selector, values in part.rules.items():
            for rule in _changeable([selector], rules, layer):
                params[rule] = {**params.get(rule, {}), **values}

    for layer in configuration.layers:
        if layer.config.select is not None:
            enabled = dict.fromkeys(id_ for id_, entry in rules.entries.items() if not entry.file.waivable)
        lay([*(layer.config.select or ()), *layer.config.enable], layer.config.ignore, layer.config, layer)
    for index in matching:
        layer, override = overrides[index]
        lay(override.enable, override.ignore, override, layer)
    for layer in configuration.layers:
        resolve([entry.rule for entry in layer.config.allow], rules, layer)
    _apply_choice(enabled, configuration.choice, rules)
    settings = {
        rule: RuleSetting(level=Level(levels[rule]) if rule in levels else None, params=params.get(rule, {}))
        for rule in rules.entries
        if rule in enabled and levels.get(rule) != "off"
    }
    return _settings(configuration, settings)


def _settings(configuration: Configuration, rules: dict[str, RuleSetting]) -> Settings:
    layers = [layer.config for layer in configuration.layers]
    metadata: dict[str, list[str]] = {}
    for layer in layers:
        for name, aliases in layer.metadata.items():
            metadata[name] = [*metadata.get(name, []), *aliases]
    return Settings(
        rules=rules,
        allow=[entry for layer in layers for entry in layer.allow],
        metadata=metadata,
        items=_last([layer.items for layer in layers], "auto"),
        site=_last([layer.site for layer in layers], Site()),
        packs=[str(folder) for folder in _packs(configuration.layers)],
        fail_on=_last([layer.fail_on for layer in layers], Level.ERROR),
        help_base=_last([layer.help_base or None for layer in layers], ""),
        ambiguous_width=_last([layer.ambiguous_width for layer in layers], 1),
        name=configuration.name,
    )


def _last(values: Sequence[T | None], default: T) -> T:
    return next((value for value in reversed(values) if value is not None), default)


def _apply_choice(enabled: dict[str, None], choice: Choice, rules: Catalog) -> None:
    if choice.select:
        enabled.clear()
        enabled.update(dict.fromkeys(resolve(choice.select, rules)))
    for extra in choice.extras:
        enabled.update(dict.fromkeys(rules.needing(extra)))
    for rule in resolve(choice.ignore, rules):
        enabled.pop(rule, None)


def resolve(selectors: Iterable[str], rules: Catalog, layer: Layer | None = None) -> list[str]:
    """The ids of the rules that ``selectors`` name. Raises ConfigError naming the nearest known selector."""
    found: list[str] = []
    for selector in selectors:
        try:
            found.extend(rules.resolve(selector))
        except LookupError:
            raise _unknown(selector, rules, layer) from None
    return found


def _changeable(selectors: Iterable[str], rules: Catalog, layer: Layer) -> list[str]:
    """The rules that ``selectors`` name, for switching off or changing. Raises ConfigError for one that nothing changes."""
    found = resolve(selectors, rules, layer)
    fixed = [rule for rule in found if not rules.entries[rule].file.waivable]
    if fixed:
        line = next(
            (n for n, text in enumerate(layer.text.splitlines(), 1) if any(one in text for one in selectors)), 1
        )
        raise ConfigError(
            Text(f"规则不可关闭、不可修改：{'、'.join(fixed)}", f"nothing switches off or changes: {', '.join(fixed)}"),
            where=f"{layer.name}:{line}",
            remedy=Text("只写可以改的规则，不写整个类别", "name the rules that may be changed, not their family"),
        )
    return found


def _unknown(selector: str, rules: Catalog, layer: Layer | None) -> ConfigError:
    names: Mapping[str, None] = dict.fromkeys([*rules.entries, *rules.aliases, *catalog.FAMILIES])
    near = difflib.get_close_matches(selector, names, n=1, cutoff=0.5)
    where = ""
    if layer is not None:
        line = next((n for n, text in enumerate(layer.text.splitlines(), 1) if selector in text), 1)
        where = f"{layer.name}:{line}"
    return ConfigError(
        Text(f"没有规则或类别“{selector}”", f"there is no rule or family “{selector}”"),
        where=where,
        remedy=Text(f"应为“{near[0]}”", f"did you mean “{near[0]}”?")
        if near
        else Text("列出全部规则：qishan-lint rules list", "list all rules: qishan-lint rules list"),
    )
