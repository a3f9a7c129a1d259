"""The commands, a module each, found by looking: ``check.py`` is ``qishan-lint check``.

A module offers either a function named like itself, or ``app``, a Typer application of subcommands. It is imported when its
command runs, so that no command pays for another. Its texts, ``help`` among them, are in ``locale/cli/<command>.json``.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator, MutableMapping
from typing import Any, cast

import typer

from qishan_lint.cli import framework
from qishan_lint.cli.language import t


class Commands(MutableMapping[str, Any]):
    """The commands by name, each built when it is asked for."""

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            if name not in _names():
                raise KeyError(name)
            self._built[name] = _build(name)
        return self._built[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._built[name] = command

    def __delitem__(self, name: str) -> None:
        del self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_names())

    def __len__(self) -> int:
        return len(_names())


class Table(framework.Group):
    """The group of all commands."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = Commands()


@functools.cache
def _names() -> tuple[str, ...]:
    return tuple(module.name for module in pkgutil.iter_modules(__path__))


def _build(name: str) -> Any:
    module = importlib.import_module(f"{__name__}.{name}")
    app = cast("typer.Typer | None", getattr(module, "app", None))
    if app is None:
        app = typer.Typer(rich_markup_mode=None, add_completion=False)
        decorate = app.command(name, cls=framework.Command, help=t(f"{name}.help"), epilog=t("exit-codes"))
        decorate(getattr(module, name))
    command = typer.main.get_command(app)
    command.name = name
    return command
