"""``qishan-lint form``: disclosure forms to fill in, and the sheet that an office prints and signs."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Annotated

import typer

from qishan_lint.cli import console, framework, options
from qishan_lint.cli.language import chosen, t
from qishan_lint.errors import UsageError
from qishan_lint.model import Text

app = framework.group("form")


@app.command("sheet", cls=framework.Command, help=t("form.sheet.help"))
def sheet(
    item: Annotated[str, typer.Argument(help=t("form.item"), metavar="ITEM")],
    format_: Annotated[str, typer.Option("--format", help=t("form.format"), metavar="html|docx")] = "",
    output: options.Output = None,
    today: options.Today = "",
    lang: options.Lang = "zh",
) -> None:
    """Write the review sheet of an item, to be signed in ink."""
    from qishan_lint import checking, files, signing
    from qishan_lint import sheet as sheets
    from qishan_lint.sheet import page, word

    options.check_language(lang)
    renderers = {"html": page, "docx": word}
    name = format_ or (output.suffix.lstrip(".").lower() if output else "html")
    if name not in renderers:
        raise UsageError(
            Text(f"没有格式“{name}”", f"no format “{name}”"), remedy=Text("可用：html、docx", "use html or docx")
        )
    office = signing.office(Path.cwd(), options.day(today), checking.default_cache())
    (shown,) = signing.look(office, (item,))
    made = sheets.of(office, shown, chosen())
    target = output or Path(
        f"{posixpath.basename(item).rpartition('.')[0] or 'sheet'}-{made.say('title')}{renderers[name].SUFFIX}"
    )
    files.write(target, renderers[name].render(made))
    console.write(t("form.sheet.written", path=target, code=made.code) + "\n")


@app.command("list", cls=framework.Command, help=t("form.list.help"))
def list_(lang: options.Lang = "zh") -> None:
    """List the templates."""
    from qishan_lint.forms import template

    options.check_language(lang)
    packs = _packs()
    for key in template.names(packs):
        found = template.of(key, packs)
        state = "" if found.confirmed else t("form.unconfirmed")
        console.write(f"{key:24}{found.name.get(chosen())}{state}\n")


@app.command("show", cls=framework.Command, help=t("form.show.help"))
def show(kind: Annotated[str, typer.Argument(help=t("form.kind"), metavar="KIND")], lang: options.Lang = "zh") -> None:
    """Show the columns of a template."""
    from qishan_lint.forms import template

    options.check_language(lang)
    found = template.named(kind, _packs())
    console.write(found.name.get(chosen()) + ("" if found.confirmed else t("form.unconfirmed")) + "\n")
    for field in found.fields:
        words = "、".join(field.choices) or (field.help or template.common().types[field.type]).get(chosen())
        console.write(f"  {field.name}{'*' if field.required else ''}  {words}\n")


@app.command("new", cls=framework.Command, help=t("form.new.help"))
def new(
    kind: Annotated[str, typer.Argument(help=t("form.kind"), metavar="KIND")],
    output: options.Output = None,
    lang: options.Lang = "zh",
) -> None:
    """Write a form to fill in."""
    from qishan_lint import files
    from qishan_lint.forms import template, writing

    options.check_language(lang)
    found = template.named(kind, _packs())
    target = output or Path(f"{found.name.zh}.xlsx")
    files.write(target, writing.write(found, chosen()))
    console.write(t("form.new.written", path=target) + ("" if found.confirmed else t("form.unconfirmed")) + "\n")


def _packs() -> list[str]:
    """The office's rule packs, which may hold templates of its own."""
    from qishan_lint import settings

    return settings.for_folder(Path.cwd(), settings.Choice()).base().packs
