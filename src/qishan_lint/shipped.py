"""Where the shipped data lies: rules, presets, and the tables that readers use."""

from __future__ import annotations

from pathlib import Path


def rules_folder() -> Path:
    """The folder of the shipped rules: that of the source tree when the tool runs from one, else the wheel's copy.

    An editable install would otherwise show the rules as they were when it was made.
    """
    package = Path(__file__).parent
    checkout = package.parent.parent / "rules"
    if (package.parent.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return package / "rules"
