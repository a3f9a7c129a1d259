"""``qishan-lint directory``: standard directories, and a site held against them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qishan_lint import locale
from qishan_lint.cli import console, framework, options
from qishan_lint.cli.language import chosen, t
from qishan_lint.errors import UsageError
from qishan_lint.formats import _escape
from qishan_lint.model import Text

if TYPE_CHECKING:
    from qishan_lint.directory.gaps import Gap
    from qishan_lint.directory.model import Directory

app = framework.group("directory")

File = Annotated[Path, typer.Argument(help=t("directory.file"), metavar="FILE")]
Format = Annotated[str, typer.Option("--format", "-f", help=t("directory.format"), metavar="text|json")]


@app.command("import", cls=framework.Command, help=t("directory.import.help"))
def import_(
    books: Annotated[list[Path], typer.Argument(help=t("directory.books"), metavar="FILE...")],
    output: options.Output = None,
    lang: options.Lang = "zh",
) -> None:
    """Read workbooks into one file."""
    from qishan_lint.directory import sheets, store
    from qishan_lint.directory.model import Library
    from qishan_lint.office.refusal import Refused

    options.check_language(lang)
    found: list[Directory] = []
    for path in books:
        try:
            found += sheets.read(path)
        except Refused as refused:
            raise UsageError(
                Text(f"读不了目录：{refused.code}", f"the directory cannot be read: {refused.code}"),
                where=str(path),
                remedy=Text("用 Excel 或 WPS 打开后另存为 .xlsx", "open it and save it as .xlsx"),
            ) from None
    target = output or Path("directory.yaml")
    store.write(target, Library(directories=tuple(found)))
    console.write(t("directory.written", path=target, **_sizes(found)) + "\n")


@app.command("check", cls=framework.Command, help=t("directory.check.help"))
def check(
    path: File,
    template: Annotated[
        Path | None, typer.Option("--template", help=t("directory.template"), show_default=False)
    ] = None,
    format_: Format = "text",
    today: options.Today = "",
    config: options.ConfigFile = None,
    lang: options.Lang = "zh",
) -> None:
    """Check the directories themselves: 0 clean, 1 faults."""
    from qishan_lint import settings
    from qishan_lint.directory import faults, store, told

    options.check_language(lang)
    library = store.read(path)
    merged = settings.for_folder(Path.cwd(), settings.Choice(), config).auditing().merged_areas
    found = faults.find(library, options.day(today), store.read(template) if template else None, merged)
    if options.is_json(format_):
        console.write_json(found)
    elif not found:
        console.write(t("directory.clean", **_sizes(library.directories)) + "\n")
    else:
        for fault in found:
            said = _say(f"fault.{fault.code}", detail=fault.detail)
            where = _escape.visible(told.place(fault).get(chosen()))
            console.write(f"{where}{locale.text('formats.colon', chosen())}{said}\n")
        console.write(t("directory.faults", count=len(found)) + "\n")
    raise typer.Exit(1 if found else 0)


@app.command("gaps", cls=framework.Command, help=t("directory.gaps.help"))
def gaps(
    path: File,
    site: Annotated[Path, typer.Argument(help=t("directory.site"), metavar="FOLDER")],
    format_: Format = "text",
    today: options.Today = "",
    lang: options.Lang = "zh",
) -> None:
    """Hold the items of a folder against the directories: 0 no gap, 1 gaps."""
    from qishan_lint.directory import gaps as held
    from qishan_lint.directory import store

    options.check_language(lang)
    library = store.read(path)
    if not site.is_dir():
        raise UsageError(Text(f"没有这个文件夹：{site}", f"no such folder: {site}"))
    found = held.find(library, held.read(site), options.day(today))
    if options.is_json(format_):
        console.write_json(found)
    else:
        _by_department(found.gaps)
        figures = {name: getattr(found, name) for name in ("items", "entries", "declared", "suggested")}
        console.write(t("directory.held", gaps=len(found.gaps), **figures) + "\n")
    raise typer.Exit(1 if found.gaps else 0)


@app.command("qr", cls=framework.Command, help=t("directory.qr.help"))
def qr(
    path: File,
    base_url: Annotated[str, typer.Option("--base-url", help=t("directory.base-url"))],
    output: options.Output = None,
    lang: options.Lang = "zh",
) -> None:
    """Write the poster."""
    from qishan_lint import files
    from qishan_lint.directory import poster, store

    options.check_language(lang)
    target = output or Path("poster.html")
    files.write(target, poster.render(store.read(path), base_url, chosen()))
    console.write(t("directory.poster-written", path=target) + "\n")


def _by_department(found: Iterable[Gap]) -> None:
    from qishan_lint.directory import told

    groups: dict[str, list[Gap]] = {}
    for gap in found:
        groups.setdefault(gap.department.replace("\n", "、") or _say("nobody"), []).append(gap)
    for department, several in sorted(groups.items()):
        console.write(f"{_escape.visible(department)}  {len(several)}\n")
        for gap in several:
            parts = (told.place(gap).get(chosen()), gap.item, told.sentence(gap).get(chosen()))
            console.write(f"  {_escape.visible(' '.join(part for part in parts if part))}\n")


def _say(key: str, **values: object) -> str:
    shown = {name: _escape.visible(value) if isinstance(value, str) else value for name, value in values.items()}
    return locale.text(f"directory.{key}", chosen(), **shown)


def _sizes(directories: Iterable[Any]) -> dict[str, int]:
    known = list(directories)
    return {"directories": len(known), "entries": sum(len(one.entries) for one in known)}
