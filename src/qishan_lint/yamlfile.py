"""A YAML file → a typed value; a mistake names the file, the line, the key and the nearest valid key."""

from __future__ import annotations

import difflib
import enum
import re
import typing
from typing import Any, TypeVar

import msgspec

from qishan_lint.errors import ConfigError
from qishan_lint.model import Text

T = TypeVar("T")

MAX_BYTES = 2_000_000
"""Rule and configuration files above this size are refused unread."""

_UNKNOWN = re.compile(r"unknown field `(?P<field>[^`]{1,100})`")
_PATH = re.compile(r" - at `(?P<path>[^`]{1,300})`")
_EXPECTED = re.compile(r"Expected `(?P<want>[^`]{1,200})`, got `(?P<got>[^`]{1,200})`")
_ENUM = re.compile(r"Invalid enum value (?P<got>.{1,100})")
_MISSING = re.compile(r"Object missing required field `(?P<field>[^`]{1,100})`")
_STEP = re.compile(r"\.([^.\[\]]{1,100})|\[(\d{1,9}|\.\.\.)\]")
_TYPES = {
    "int": "整数",
    "float": "数字",
    "bool": " true 或 false",
    "str": "文字",
    "array": "列表",
    "object": "键和值",
    "null": "空",
    "date": "日期",
}
"""Msgspec's names of types, in Chinese."""


def _loader() -> Any:
    """PyYAML's C loader, ten times as fast as the Python one; the latter where libyaml is missing."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Tree:
    """The nodes of a YAML document, to find the line of a key."""

    def __init__(self, text: str) -> None:
        import yaml

        self.root = yaml.compose(text, Loader=_loader())

    def line(self, path: str) -> int:
        """The 1-based line of ``path`` ("$.rules.x[0]"), or of the deepest part of it that exists."""
        import yaml

        node, line = self.root, 1
        for name, index in _STEP.findall(path):
            found = None
            if isinstance(node, yaml.MappingNode) and name:
                found = next(((k, v) for k, v in node.value if k.value == name), None)
            elif isinstance(node, yaml.SequenceNode) and index.isdigit() and int(index) < len(node.value):
                found = (node.value[int(index)],) * 2
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        return line

    def duplicate(self) -> tuple[str, int] | None:
        """The first key that stands twice in one mapping, and its line."""
        import yaml

        todo = [self.root] if self.root is not None else []
        while todo:
            node = todo.pop()
            if isinstance(node, yaml.SequenceNode):
                todo.extend(node.value)
            elif isinstance(node, yaml.MappingNode):
                seen: set[str] = set()
                for key, value in node.value:
                    if key.value in seen:
                        return key.value, key.start_mark.line + 1
                    seen.add(key.value)
                    todo.append(value)
        return None


def parse(text: str, name: str) -> Any:
    """The plain value of the YAML document ``text``; ``name`` is the file's name for messages.

    Raises ConfigError on broken YAML, on tags, and on anchors (which can multiply a small file into a huge value).
    """
    import yaml

    if len(text) > MAX_BYTES:
        raise ConfigError(Text(f"文件超过 {MAX_BYTES} 字节", f"file exceeds {MAX_BYTES} bytes"), where=name)
    try:
        if "&" in text or "*" in text:
            _refuse_anchors(text, name)
        return yaml.load(text, Loader=_loader())  # noqa: S506 (the safe loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise ConfigError(
            Text(f"YAML 语法错误：{error.problem}", f"YAML syntax error: {error.problem}"), where=f"{name}:{line}"
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise ConfigError(Text(f"读不懂：{error}", f"cannot be parsed: {error}"), where=name) from None


def _refuse_anchors(text: str, name: str) -> None:
    import yaml

    for token in yaml.scan(text, Loader=_loader()):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
            raise ConfigError(
                Text("不支持 YAML 锚点和引用（& 与 *）", "YAML anchors and aliases (& and *) are not supported"),
                where=f"{name}:{token.start_mark.line + 1}",
                remedy=Text(
                    "把内容直接写出来；以 & 或 * 开头的文字要加引号", "write it out; quote text that starts with & or *"
                ),
            )


def place(text: str, name: str, path: str) -> str:
    """Where ``path`` ("$.rules.x[0]") stands in the document ``text``, as messages name it: "name:12"."""
    return f"{name}:{_Tree(text).line(path)}"


def convert(value: Any, type_: type[T], *, text: str, name: str, at: str = "$") -> T:
    """``value`` (parsed from ``text``) as ``type_``; ``at`` is the path of ``value`` in the document.

    Raises ConfigError naming the line, the key, and a suggestion for a misspelt key.
    """
    try:
        return msgspec.convert(value, type_)
    except msgspec.ValidationError as error:
        told = getattr(error.__cause__, "text", None)  # a check of ours, such as that of a pattern, in both languages
        raise mistake(str(error), type_, text=text, name=name, at=at, told=told) from None


def read(text: str, type_: type[T], name: str) -> T:
    """The YAML document ``text`` as ``type_``; duplicate keys are refused. Raises ConfigError."""
    value = parse(text, name)
    duplicate = _Tree(text).duplicate()
    if duplicate:
        raise ConfigError(
            Text(f"键“{duplicate[0]}”写了两次", f"key “{duplicate[0]}” is written twice"),
            where=f"{name}:{duplicate[1]}",
        )
    return convert({} if value is None else value, type_, text=text, name=name)


def mistake(message: str, type_: Any, *, text: str, name: str, at: str = "$", told: Text | None = None) -> ConfigError:
    """The ConfigError for msgspec's ``message`` about a value of ``type_`` at ``at`` in the document ``text``.

    ``told`` is what the message says, where it is known in both languages.
    """
    found = _PATH.search(message)
    path = at + (found["path"][1:] if found else "")
    unknown = _UNKNOWN.search(message)
    if unknown:
        key = unknown["field"]
        near = difflib.get_close_matches(key, _known_keys(type_), n=1, cutoff=0.6)
        return ConfigError(
            Text(f"不认识的键“{key}”", f"unknown key “{key}”"),
            where=place(text, name, f"{path}.{key}"),
            remedy=Text(f"应为“{near[0]}”", f"did you mean “{near[0]}”?") if near else None,
        )
    plain = _PATH.sub("", message)
    shown = path.removeprefix("$").removeprefix(".") or "-"
    return ConfigError(
        Text(f"“{shown}”的值不对：{told.zh if told else _in_chinese(plain)}", f"bad value for “{shown}”: {plain}"),
        where=place(text, name, path),
        remedy=_choices(type_, path),
    )


def _in_chinese(message: str) -> str:
    """Msgspec's sentence about a wrong value, in Chinese where it is one of the usual ones."""
    expected, choice, missing = _EXPECTED.search(message), _ENUM.search(message), _MISSING.search(message)
    if expected:
        return f"应为{_type_in_chinese(expected['want'])}，写的是{_type_in_chinese(expected['got'])}"
    if missing:
        return f"缺少键“{missing['field']}”"
    return f"没有这个选项 {choice['got']}" if choice else message


def _type_in_chinese(shown: str) -> str:
    return "或".join(_TYPES.get(one, one) for one in shown.split(" | "))


def _choices(type_: Any, path: str) -> Text | None:
    """The values to choose from, when the wrong value stands for one of a few."""
    key = path.rpartition(".")[2]
    for item in msgspec.structs.fields(type_) if isinstance(type_, type) and issubclass(type_, msgspec.Struct) else ():
        values = [str(value) for value in _values(item.type)] if item.encode_name == key else []
        if values:
            return Text("可用：" + "、".join(values), "use one of " + ", ".join(values))
    return None


def _values(type_: Any) -> list[Any]:
    """The members of an enumeration or a Literal, also inside a union."""
    found: list[Any] = []
    for one in (type_, *typing.get_args(type_)):
        if isinstance(one, type) and issubclass(one, enum.Enum):
            found += [member.value for member in one]
        elif typing.get_origin(one) is typing.Literal:
            found += typing.get_args(one)
    return found


def _known_keys(type_: Any) -> list[str]:
    """The keys of a struct and of the structs in its fields: near enough to suggest a spelling."""
    keys: list[str] = []
    todo, seen = [type_], set()
    while todo:
        current = todo.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, type) and issubclass(current, msgspec.Struct):
            for item in msgspec.structs.fields(current):
                keys.append(item.encode_name)
                todo.append(item.type)
        todo.extend(getattr(current, "__args__", ()))
    return keys
