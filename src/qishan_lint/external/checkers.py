"""External checkers as a configuration declares them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from qishan_lint import settings
from qishan_lint.declared import Checker
from qishan_lint.errors import ConfigError, UsageError
from qishan_lint.model import Text


def of(root: Path, name: str = "") -> Checker:
    """The checker called ``name`` in the configuration of ``root``, the only one when ``name`` is empty.

    Raises ConfigError for a wrong declaration, UsageError when there is no such checker or more than one.
    """
    configuration = settings.for_folder(root, settings.Choice())
    declared = [one for layer in configuration.layers for one in layer.config.external]
    found = [_checked(one, configuration.name) for one in declared]
    chosen = [one for one in found if name in ("", one.name)]
    if len(chosen) == 1:
        return chosen[0]
    known = "、".join(one.name for one in found)
    if not found:
        raise UsageError(
            Text("配置里没有第三方检查", "the configuration declares no external checker"),
            remedy=Text(
                "在 qishan-lint.yaml 写 external:，见 docs/signoff.md",
                "write external: into qishan-lint.yaml, see docs/signoff.md",
            ),
        )
    raise UsageError(
        Text(
            f"没有第三方检查“{name}”" if name else "有多个第三方检查",
            f"no checker “{name}”" if name else "several checkers",
        ),
        remedy=Text(f"--checker 可用：{known}", f"--checker takes one of {known}"),
    )


def _checked(found: Checker, where: str) -> Checker:
    if bool(found.command) == bool(found.url):
        raise ConfigError(
            Text(f"external {found.name}：command 和 url 写一个", f"external {found.name}: write command or url"),
            where=where,
        )
    if found.answer in ("languagetool", "chat") and not found.url:
        raise ConfigError(Text(f"external {found.name} 要写 url", f"external {found.name} needs a url"), where=where)
    if found.url:
        address(found, where)
    if found.answer == "chat" and not found.model:
        raise ConfigError(
            Text(f"external {found.name} 要写 model", f"external {found.name} needs a model"), where=where
        )
    return found


def address(checker: Checker, where: str = "") -> SplitResult:
    """Where ``checker`` listens: https, or http on this machine. Raises ConfigError for any other address."""
    try:
        found = urlsplit(checker.url)
        usable = checker.url.isascii() and checker.url.isprintable() and " " not in checker.url and found.port != 0
    except ValueError:
        usable = False
    if not usable or found.scheme not in ("https", "http") or not found.hostname or found.username is not None:
        raise ConfigError(
            Text(
                f"external {checker.name} 的 url 不是可用的地址", f"external {checker.name}: url is no usable address"
            ),
            where=where,
            remedy=Text(
                "写 https://主机/路径；汉字要按百分号编码，密钥写在 key-env 里",
                "write https://host/path; encode what is not ASCII by percent signs, name the key by key-env",
            ),
        )
    if found.scheme == "http" and found.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ConfigError(
            Text("只能用 https 地址（本机可用 http）", "only https addresses (http on this machine)"), where=where
        )
    return found
