"""``qishan-lint review``: the review desk in a browser, on this machine alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qishan_lint import extras
from qishan_lint.cli import console, options
from qishan_lint.cli.language import chosen, t


def review(
    paths: options.Paths = None,
    key: Annotated[Path | None, typer.Option("--key", help=t("review.key"), envvar="QISHAN_LINT_KEY")] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help=t("review.port"))] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help=t("review.no-browser"))] = False,
    today: options.Today = "",
    lang: options.Lang = "zh",
) -> None:
    """Open the review desk."""
    options.check_language(lang)
    extras.need("desk", "starlette", "uvicorn", "jinja2", "multipart")
    from qishan_lint import checking, signing
    from qishan_lint.desk import server
    from qishan_lint.desk.desk import Desk

    office = signing.office(Path.cwd(), options.day(today), checking.default_cache())
    desk = Desk(office, tuple(paths or ()), key, chosen())

    def announce(address: str) -> None:
        console.write(t("review.address", address=address) + "\n")

    server.serve(desk, port, announce, browser=not no_browser)
