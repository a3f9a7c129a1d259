"""A clear word where an optional part of the installation is missing."""

from __future__ import annotations

import importlib.util

from qishan_lint.errors import UsageError
from qishan_lint.model import Text


def need(extra: str, *modules: str) -> None:
    """Raise UsageError, with how to install it, unless all ``modules`` of the optional ``extra`` can be found."""
    if any(importlib.util.find_spec(module) is None for module in modules):
        raise UsageError(
            Text(f"这项功能需要可选组件 [{extra}]", f"this needs the extra [{extra}]"),
            remedy=Text(f"安装：pip install 'qishan-lint[{extra}]'", f"install it: pip install 'qishan-lint[{extra}]'"),
        )
