"""The settings in force, written out as the YAML that would set them."""

from __future__ import annotations

from typing import Any

import msgspec
import yaml

from qishan_lint import plan
from qishan_lint.locale import text
from qishan_lint.settings import Settings


def as_yaml(settings: Settings, lang: str) -> str:
    """What holds: where it comes from, the rules that are on, every county limit and whether it is confirmed."""
    compiled = plan.build(settings)
    lines = [f"# {text('config.from', lang)}{settings.name or text('config.preset', lang)}", "extends: none", "select:"]
    lines += [f"  - {rule}" for rule in settings.rules]
    lines += _section("levels", {rule: str(s.level) for rule, s in settings.rules.items() if s.level})
    lines += _section("rules", {rule: s.params for rule, s in settings.rules.items() if s.params})
    lines += _section("metadata", settings.metadata)
    lines += _section("allow", msgspec.to_builtins(settings.allow))
    if compiled.unconfirmed:
        lines += ["", f"# {text('config.unconfirmed', lang)}"]
        lines += [f"#   {name}: {value}" for name, value in compiled.unconfirmed]
    return "\n".join(lines) + "\n"


def _section(name: str, value: Any) -> list[str]:
    if not value:
        return []
    return yaml.safe_dump({name: value}, allow_unicode=True, sort_keys=False).rstrip("\n").split("\n")
