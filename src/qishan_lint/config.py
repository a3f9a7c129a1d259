"""The configuration: its schema, where it is found, and how files extend one another."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from qishan_lint import shipped, yamlfile
from qishan_lint.declared import Auditing, Checker, Column
from qishan_lint.errors import ConfigError
from qishan_lint.model import Level, Text
from qishan_lint.shipped import rules_folder

NAMES = ("qishan-lint.yaml", "qishan-lint.yml", ".qishan-lint.yaml")
"""File names looked for in each folder, in this order; after them ``[tool.qishan-lint]`` of pyproject.toml."""

LevelOrOff = Literal["error", "warning", "info", "off"]


class Override(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """Other settings for the items that match a glob, which counts from the folder of the configuration file."""

    files: Annotated[list[str], Meta(min_length=1, description="globs, gitignore style, from this file's folder")]
    enable: list[str] = []
    ignore: list[str] = []
    levels: dict[str, LevelOrOff] = {}
    rules: dict[str, dict[str, Any]] = {}


class Allow(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """A finding that is allowed: the way for Word files and photos, which have no room for a comment."""

    rule: str
    reason: Annotated[str, Meta(min_length=1)]
    item: str = "**"
    fingerprint: str = ""
    until: datetime.date | None = None
    by: str = ""


class Site(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """The site's own name, for headings, and its domains, whose links and codes are not foreign."""

    name: str = ""
    domains: list[str] = []


class Config(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """One configuration file; every key is optional."""

    extends: Annotated[
        str | list[str],
        Meta(description="presets (recommended, hook, strict) or files, later ones win; none for an empty base"),
    ] = "recommended"
    select: Annotated[list[str] | None, Meta(description="rules or families; replaces what is extended")] = None
    enable: Annotated[list[str], Meta(description="rules or families switched on in addition")] = []
    ignore: Annotated[list[str], Meta(description="rules or families switched off")] = []
    levels: Annotated[dict[str, LevelOrOff], Meta(description="level of a rule or family")] = {}
    rules: Annotated[dict[str, dict[str, Any]], Meta(description="parameters by rule")] = {}
    overrides: list[Override] = []
    allow: list[Allow] = []
    metadata: Annotated[dict[str, list[str]], Meta(description="further names of a metadata field")] = {}
    items: Literal["auto", "file", "folder"] | None = None
    exclude: Annotated[list[str], Meta(description="globs of files not to check, from this file's folder")] = []
    fail_on: Level | None = None
    packs: Annotated[list[str], Meta(description="folders of rules, or names of installed rule packs")] = []
    site: Site | None = None
    help_base: Annotated[str, Meta(description="address that rule ids are appended to in reports")] = ""
    ambiguous_width: Literal[1, 2] | None = None
    columns: Annotated[list[Column], Meta(description="columns of the site, for audits")] = []
    audit: Auditing | None = None
    external: Annotated[list[Checker], Meta(description="checkers of third parties")] = []


class Layer(Struct, frozen=True, kw_only=True):
    """One configuration file with its place: ``base`` is the folder that its globs count from."""

    config: Config
    base: str
    name: str
    text: str


@functools.cache
def schema() -> bytes:
    """The JSON Schema of the configuration file, derived from the types."""
    document = msgspec.json.schema(Config)
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    document["title"] = "qishan-lint configuration"
    return msgspec.json.format(msgspec.json.encode(document))


def find(start: Path) -> Path | None:
    """The configuration file nearest to ``start``, searched from its folder upwards to the repository's root.

    The search ends at the first folder that holds ``.git``, or at the root of the file system.
    """
    folder = start if start.is_dir() else start.parent
    for candidate in (folder, *folder.parents):
        found = _in_folder(candidate)
        if found is not None or (candidate / ".git").exists():
            return found
    return None


def in_folder(folder: Path) -> Path | None:
    """The configuration file that ``folder`` itself holds, as it is now."""
    for name in NAMES:
        if (folder / name).is_file():
            return folder / name
    project = folder / "pyproject.toml"
    if project.is_file() and b"tool.qishan-lint" in project.read_bytes():
        return project
    return None


_in_folder = functools.cache(in_folder)


@functools.cache
def load(path: Path) -> tuple[Layer, ...]:
    """The layers of the file at ``path``: what it extends first, itself last. Raises ConfigError."""
    return tuple(_layers(path, ()))


@functools.cache
def preset(name: str) -> tuple[Layer, ...]:
    """The layers of a preset. Raises ConfigError when there is none of that name."""
    return tuple(_layers(_preset_path(name, "qishan-lint"), ()))


def forget() -> None:
    """Look at every configuration file again when it is asked for next."""
    _in_folder.cache_clear()
    load.cache_clear()


def _layers(path: Path, trail: tuple[Path, ...]) -> Iterator[Layer]:
    if path in trail:
        chain = " → ".join(step.name for step in (*trail, path))
        raise ConfigError(Text(f"extends 循环：{chain}", f"extends in a circle: {chain}"), where=str(path))
    layer = _read(path)
    extends = layer.config.extends
    for name in [extends] if isinstance(extends, str) else extends:
        if name != "none":
            yield from _layers(_extended(name, path), (*trail, path))
    yield layer


def _extended(name: str, path: Path) -> Path:
    if "/" in name or name.endswith((".yaml", ".yml")):
        target = (path.parent / name).resolve()
        if not target.is_file():
            raise ConfigError(
                Text(f"extends 指向的文件不存在：{name}", f"extends names a file that does not exist: {name}"),
                where=str(path),
                remedy=Text("改正路径，或改用预设 recommended", "correct the path, or use the preset recommended"),
            )
        return target
    return _preset_path(name, str(path))


def _preset_path(name: str, where: str) -> Path:
    folder = rules_folder() / "presets"
    known = sorted(file.stem for file in folder.glob("*.yaml"))
    if name not in known:
        raise ConfigError(
            Text(f"没有名为“{name}”的预设", f"there is no preset “{name}”"),
            where=where,
            remedy=Text("可用：" + "、".join(known), "available: " + ", ".join(known)),
        )
    return folder / f"{name}.yaml"


def _read(path: Path) -> Layer:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(
            Text("配置文件不是 UTF-8 编码", "the configuration file is not UTF-8"),
            where=str(path),
            remedy=Text("另存为 UTF-8", "save it as UTF-8"),
        ) from None
    except OSError as error:
        raise ConfigError(
            Text(f"读不了配置文件：{error.strerror}", f"cannot read the file: {error.strerror}"), where=str(path)
        ) from None
    is_preset = path.parent == rules_folder() / "presets"
    config = shipped.table(f"presets/{path.name}", Config) if is_preset else parse(text, path)
    return Layer(config=config, base=str(path.parent), name=str(path), text=text)


def parse(text: str, path: Path) -> Config:
    """The configuration in ``text``, the content of the file at ``path``. Raises ConfigError."""
    if path.suffix != ".toml":
        return yamlfile.read(text, Config, str(path))
    import tomllib

    try:
        table = tomllib.loads(text).get("tool", {}).get("qishan-lint", {})
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(Text(f"TOML 语法错误：{error}", f"TOML syntax error: {error}"), where=str(path)) from None
    try:
        return msgspec.convert(table, Config)
    except msgspec.ValidationError as error:
        raise yamlfile.mistake(str(error), Config, text="", name=str(path)) from None
