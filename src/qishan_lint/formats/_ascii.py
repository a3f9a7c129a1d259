"""JSON as plain ASCII, indented: no console, pipe or terminal can spoil it or be spoilt by it."""

from __future__ import annotations

import json
from typing import Any

import msgspec


def document(value: Any) -> str:
    """``value`` as an indented document that ends with a line end."""
    # The standard encoder escapes but is slow when it indents; the other one indents what is encoded already.
    return msgspec.json.format(json.dumps(value), indent=1) + "\n"
