"""Canonical JSON (RFC 8785 for the values that statements use) and strict reading of JSON.

One value has one spelling, so that a digest of a statement is a digest of its meaning: no floats, no duplicate keys.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec

from qishan_lint.errors import TrustError
from qishan_lint.model import Text

MAX_BYTES = 8_000_000
"""Larger files are refused unread; a sign-off file has about 5 kB."""


def encode(value: Any) -> bytes:
    """The canonical spelling of ``value``: keys sorted by UTF-16 code units, no white space, UTF-8.

    Raises TrustError for floats, for integers beyond 2**53, for keys that are no strings, for lone surrogates, and for
    values nested too deeply.
    """
    plain = _check(value)
    try:
        if plain:  # code points and UTF-16 units are then in one order
            return msgspec.json.encode(value, order="sorted")
        return msgspec.json.encode(_sorted(value))
    except UnicodeEncodeError:
        raise refused("文字里有不成对的代理码", "a text holds a lone surrogate") from None
    except RecursionError:
        raise refused("嵌套过深", "nested too deeply") from None


def digest(value: Any) -> str:
    """The SHA-256 of the canonical spelling of ``value``, in hexadecimal. Raises TrustError like ``encode``."""
    return hashlib.sha256(encode(value)).hexdigest()


def decode(data: bytes, where: str) -> Any:
    """The value of the JSON text ``data``; ``where`` names it in messages.

    Raises TrustError for anything that is not strict JSON in UTF-8: duplicate keys, NaN, a byte-order mark.
    """
    if len(data) > MAX_BYTES:
        raise refused("文件过大", "the file is too large", where)
    try:
        return json.loads(
            data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_no_constant
        )
    except _RefusedError as error:
        raise refused(f"JSON 不合规：{error}", f"not strict JSON: {error}", where) from None
    except (ValueError, RecursionError):
        raise refused("不是有效的 JSON", "not valid JSON", where) from None


def refused(zh: str, en: str, where: str = "") -> TrustError:
    """A TrustError with its text in both languages."""
    return TrustError(Text(zh, en), where=where)


class _RefusedError(Exception):
    """A spelling that JSON parsers allow and this one does not."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RefusedError("duplicate key")
    return found


def _no_constant(text: str) -> Any:
    raise _RefusedError(f"number {text[:20]}")


def _check(value: Any) -> bool:
    """Whether all keys are ASCII. Raises TrustError for what has no canonical spelling."""
    todo, plain = [value], True
    while todo:
        current = todo.pop()
        if isinstance(current, dict):
            for key, one in current.items():
                if not isinstance(key, str):
                    raise refused("键必须是字符串", "keys must be strings")
                plain = plain and key.isascii()
                if type(one) is not str:  # most are, and hold nothing
                    todo.append(one)
        elif isinstance(current, list):
            todo += [one for one in current if type(one) is not str]
        elif isinstance(current, bool) or current is None or isinstance(current, str):
            continue
        elif not isinstance(current, int) or abs(current) > 2**53:
            raise refused(f"不能签署的值：{type(current).__name__}", f"a {type(current).__name__} cannot be signed")
    return plain


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    if isinstance(value, list):
        return [_sorted(one) for one in value]
    return value
