"""From a report to what is printed or written: the format, the file, the thumbnails."""

from __future__ import annotations

import difflib
import functools
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from qishan_lint import extras, formats
from qishan_lint.checking import Fixing, Repair
from qishan_lint.cli import console
from qishan_lint.cli.language import t
from qishan_lint.errors import UsageError
from qishan_lint.formats import Format, RenderOptions
from qishan_lint.model import Report, Text
from qishan_lint.settings import Settings


class View(msgspec.Struct, frozen=True):
    """How the caller wants to see the report."""

    format: str
    output: Path | None
    lang: str
    color: bool
    statistics: bool
    quiet: bool
    columns: str


def chosen_format(view: View) -> Format:
    """The format asked for: by name, else by the suffix of the output file, else text.

    Raises UsageError for an unknown name and for a missing extra.
    """
    name = view.format or _by_suffix(view.output)
    try:
        found = formats.load(name)
    except LookupError:
        near = difflib.get_close_matches(name, formats.names(), n=1, cutoff=0.5)
        raise UsageError(
            Text(f"没有输出格式“{name}”", f"there is no format “{name}”"),
            remedy=Text(
                f"应为“{near[0]}”" if near else "可用：" + "、".join(formats.names()),
                f"did you mean “{near[0]}”?" if near else "use one of " + ", ".join(formats.names()),
            ),
        ) from None
    if getattr(found, "EXTRA", ""):
        extras.need(getattr(found, "EXTRA", ""), getattr(found, "MODULE", ""))
    if found.BINARY and view.output is None and sys.stdout.isatty():
        raise UsageError(
            Text(f"{name} 不是文本，不能显示在终端", f"{name} is not text and cannot be shown in a terminal"),
            remedy=Text("加上 --output 文件名", "add --output FILE"),
        )
    return found


def _by_suffix(output: Path | None) -> str:
    if output is None:
        return "text"
    suffix = output.suffix.lower()
    return next((name for name in formats.names() if suffix == formats.load(name).SUFFIX), "text")


def show(report: Report, view: View, settings: Settings, times: tuple[tuple[str, float], ...] = ()) -> None:
    """Print the report, or write it to the output file; ``times`` are seconds by kind."""
    if view.quiet and not report.findings and view.output is None:
        return
    chosen = chosen_format(view)
    options = RenderOptions(
        lang=view.lang,
        width=console.width(),
        color=view.color and view.output is None,
        ambiguous_width=settings.ambiguous_width,
        statistics=view.statistics,
        command=("qishan-lint", *sys.argv[1:]),
        columns=view.columns,
        thumbnail=_thumbnails(Path(report.root)),
        times=times,
    )
    rendered = chosen.render(report, options)
    if view.output is not None:
        from qishan_lint import files

        files.write(view.output, rendered.encode("utf-8") if isinstance(rendered, str) else rendered)
        console.note(t("check.written", path=view.output))
    elif isinstance(rendered, bytes):
        console.write_bytes(rendered)
    else:
        console.write(rendered if rendered.endswith("\n") else rendered + "\n")


def show_repair(repair: Repair, fixing: Fixing) -> None:
    """Print the patch, or say what was repaired."""
    count = sum(len(change.findings) for change in repair.changes)
    if fixing.dry:
        console.write_patch(repair.patch.data)
        if repair.patch.left_out:
            console.note(t("check.left-out", count=repair.patch.left_out))
    elif count:
        console.note(t("check.fixed", count=count, files=len(repair.changes)))
    else:
        console.note(t("check.nothing-to-fix"))


def _thumbnails(root: Path) -> Callable[[str], bytes | None]:
    @functools.cache
    def thumbnail(path: str) -> bytes | None:
        from qishan_lint import thumbnails

        return thumbnails.jpeg(root, path)

    return thumbnail
