"""The command framework speaks English and counts characters: here it learns Chinese and terminal cells.

Typer carries its own copy of click, whose few sentences and whose line wrapping have no public hook; the release is
pinned in pyproject.toml, and tests hold every sentence translated here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any

import typer
from typer._click import exceptions, formatting

from qishan_lint.cli.language import chosen, t
from qishan_lint.formats import _width

_HEADINGS = ("Usage: ", "Options:", "Arguments:", "Commands:", "Show this message and exit.")


class Group(typer.core.TyperGroup):
    """A group of commands whose help is in the language of this run."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return translated(super().get_help(ctx))


class Command(typer.core.TyperCommand):
    """A command whose help is in the language of this run."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return translated(super().get_help(ctx))


def group(name: str) -> typer.Typer:
    """An application of subcommands; its help is the text ``<name>.help``."""
    made = typer.Typer(
        cls=Group, help=t(f"{name}.help"), no_args_is_help=True, rich_markup_mode=None, add_completion=False
    )
    made.callback()(_nothing)  # without a callback a group of one command would become that command
    return made


def _nothing() -> None:
    """What a group does before its command."""


def translated(help_text: str) -> str:
    """A help text with the framework's own words translated."""
    if chosen() == "en":
        return help_text
    for number, heading in enumerate(_HEADINGS):
        help_text = help_text.replace(heading, t(f"framework.heading.{number}"))
    help_text = help_text.replace("[OPTIONS]", t("framework.options")).replace(
        "COMMAND [ARGS]...", t("framework.command")
    )
    return re.sub(r"\[default: ([^\]\n]{0,80})\]", t("framework.default", value=r"\1"), help_text).replace(
        "[required]", t("framework.required")
    )


_MESSAGES = (
    (r"No such option: (?P<a>.{1,200}?) \(Possible options: (?P<b>.{1,300})\)", "no-option-near"),
    (r"No such option: (?P<a>.{1,200})(?P<b>)", "no-option"),
    (r"No such command '(?P<a>.{1,200}?)'\.(?: Did you mean '(?P<b>.{1,200}?)'\?)", "no-command-near"),
    (r"No such command '(?P<a>.{1,200}?)'\.(?P<b>.{0,300})", "no-command"),
    (r"Missing argument '?(?P<a>.{1,200}?)'?\.(?P<b>.{0,300})", "missing-argument"),
    (r"Missing option '?(?P<a>.{1,200}?)'?\.(?P<b>.{0,300})", "missing-option"),
    (r"Missing command\.(?P<a>)(?P<b>)", "missing-command"),
    (r"Option '?(?P<a>.{1,200}?)'? requires an argument\.(?P<b>)", "needs-value"),
    (r"Option '?(?P<a>.{1,200}?)'? does not take a value\.(?P<b>)", "takes-no-value"),
    (r"Got unexpected extra arguments? \((?P<a>.{1,300})\)(?P<b>)", "extra"),
    (r"Invalid value for (?P<a>.{1,200}?): (?P<b>.{1,400})", "invalid"),
    (r"Invalid value: (?P<b>.{1,400})(?P<a>)", "invalid-plain"),
)


def message(error: exceptions.ClickException) -> str:
    """The framework's error in the language of this run; an unforeseen sentence stays English."""
    text = error.format_message().replace("\n", " ")
    if chosen() == "en":
        return text
    for pattern, key in _MESSAGES:
        found = re.fullmatch(pattern, text, re.DOTALL)
        if found:
            return t(f"framework.error.{key}", a=found["a"], b=_values(found["b"].replace("', '", "”或“")))
    return text


def _values(text: str) -> str:
    text = re.sub(r"'(.{0,100})' is not one of (.{1,200})\.", t("framework.error.choice", a=r"\1", b=r"\2"), text)
    return re.sub(
        r"'(.{0,100})' is not a valid (?:integer|int)(?: range)?\.?", t("framework.error.integer", a=r"\1"), text
    )


def wrap(
    text: str,
    width: int = 78,
    initial_indent: str = "",
    subsequent_indent: str = "",
    preserve_paragraphs: bool = False,
) -> str:
    """``text`` wrapped to ``width`` cells; Chinese may break between any two characters, English between words."""
    paragraphs = re.split(r"\n\s*\n", text) if preserve_paragraphs else [text]
    return "\n\n".join(_fill(p, width, initial_indent, subsequent_indent) for p in paragraphs)


def _fill(text: str, width: int, first: str, rest: str) -> str:
    room = width - max(_width.of(first), _width.of(rest))
    lines = _width.wrap(" ".join(text.split()), max(room, 10)) or [""]
    return "\n".join([first + lines[0], *(rest + line for line in lines[1:])])


def install() -> None:
    """Make the framework wrap and measure in terminal cells."""
    formatting.wrap_text = wrap
    setattr(formatting, "term_len", _width.of)  # noqa: B010 (the module does not export it)


_command = functools.cache(typer.main.get_command)
"""The application as built once: a server runs it again and again, and building takes longer than parsing."""


def main(app: typer.Typer, arguments: Sequence[str]) -> int:
    """Run ``app`` on ``arguments`` and return the exit code; usage errors are reported here."""
    install()
    command = _command(app)
    try:
        code = command.main(list(arguments), prog_name="qishan-lint", standalone_mode=False)
    except exceptions.NoArgsIsHelpError as error:
        from qishan_lint.cli import console

        console.write(error.format_message() + "\n")
        return 2
    except exceptions.ClickException as error:
        from qishan_lint.cli import console

        console.note(f"{t('error')}{message(error)}")
        context = getattr(error, "ctx", None)
        if context is not None:
            console.note(t("framework.try", command=context.command_path))
        return 2
    except (typer.Abort, EOFError):
        raise KeyboardInterrupt from None
    return code if isinstance(code, int) else 0
