"""Where the shipped data lies: rules, presets, and the tables that readers use."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from qishan_lint.kept import kept

T = TypeVar("T")


def rules_folder() -> Path:
    """The folder of the shipped rules: that of the source tree when the tool runs from one, else the wheel's copy.

    An editable install would otherwise show the rules as they were when it was made.
    """
    package = Path(__file__).parent
    checkout = package.parent.parent / "rules"
    if (package.parent.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return package / "rules"


def table(name: str, type_: type[T]) -> T:
    """The shipped YAML file ``name``, a path in the folder of the rules. Raises ConfigError when it is wrong."""
    path = rules_folder() / name
    status = path.stat()

    def parse() -> T:
        from qishan_lint import yamlfile

        return yamlfile.read(path.read_text(encoding="utf-8"), type_, f"rules/{name}")

    return kept(f"table-{path.stem}", (path, status.st_size, status.st_mtime_ns), type_, parse)
