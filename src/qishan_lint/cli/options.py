"""Options that several commands share."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from qishan_lint import extras
from qishan_lint.cli.language import LANGUAGES, t
from qishan_lint.clock import today_in_china
from qishan_lint.errors import UsageError
from qishan_lint.model import Text

Lang = Annotated[str, typer.Option("--lang", help=t("option.lang"), metavar="zh|en")]
Paths = Annotated[list[str] | None, typer.Argument(help=t("argument.paths"), metavar="[PATH]...", show_default=False)]
Select = Annotated[list[str] | None, typer.Option("--select", help=t("option.select"), show_default=False)]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", help=t("option.ignore"), show_default=False)]
ConfigFile = Annotated[Path | None, typer.Option("--config", help=t("option.config"), show_default=False)]
Preset = Annotated[str, typer.Option("--preset", help=t("option.preset"), show_default=False)]
Today = Annotated[str, typer.Option("--today", help=t("option.today"), metavar="YYYY-MM-DD", show_default=False)]
Executor = Annotated[str, typer.Option("--executor", help=t("option.executor"), metavar="dask[://HOST:PORT]")]
Shards = Annotated[Path | None, typer.Option("--shards", help=t("option.shards"), show_default=False)]
Ocr = Annotated[bool, typer.Option("--ocr", help=t("option.ocr"))]
Output = Annotated[Path | None, typer.Option("--output", "-o", help=t("option.output"), show_default=False)]


def check_language(lang: str) -> None:
    """Refuse a language the tool does not speak. Raises UsageError."""
    if lang not in LANGUAGES:
        raise UsageError(
            Text(f"不支持的语言“{lang}”", f"unknown language “{lang}”"),
            remedy=Text("可用：zh（中文）、en（英文）", "use zh or en"),
        )


def selectors(values: list[str] | None) -> tuple[str, ...]:
    """The selectors in repeated and comma-separated options."""
    return tuple(part.strip() for value in values or () for part in value.replace("，", ",").split(",") if part.strip())


def is_json(format_: str) -> bool:
    """Whether ``format_`` is json and not text. Raises UsageError for anything else."""
    if format_ not in ("text", "json"):
        raise UsageError(
            Text(f"没有格式“{format_}”", f"no format “{format_}”"), remedy=Text("可用：text、json", "use text or json")
        )
    return format_ == "json"


def extras_of(ocr: bool) -> tuple[str, ...]:
    """The extras whose rules an option switches on. Raises UsageError when one is missing."""
    if ocr:
        extras.need("ocr", "rapidocr", "onnxruntime")
    return ("ocr",) if ocr else ()


def day(value: str) -> datetime.date:
    """The date of the check: ``value``, else today in China. Raises UsageError."""
    if not value:
        return today_in_china()
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise UsageError(
            Text(f"日期“{value}”不对", f"bad date “{value}”"),
            remedy=Text("写成 2026-11-25 的形式", "write it like 2026-11-25"),
        ) from None
