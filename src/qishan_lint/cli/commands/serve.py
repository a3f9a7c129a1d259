"""``qishan-lint serve``: keep everything loaded, so that checks of a file take no time to start."""

from __future__ import annotations

from typing import Annotated

import typer

from qishan_lint.cli import console, options
from qishan_lint.cli.language import t


def serve(
    idle: Annotated[float, typer.Option("--idle", min=1, help=t("serve.idle"))] = 900,
    stop: Annotated[bool, typer.Option("--stop", help=t("serve.stop"))] = False,
    lang: options.Lang = "zh",
) -> None:
    """Serve until idle, or tell a server to end."""
    from qishan_lint import cli
    from qishan_lint.cli import rendering  # noqa: F401 (every check prints: loaded once, not by each request)
    from qishan_lint.serve import server

    options.check_language(lang)
    if stop:
        console.write(t("serve.stopped" if server.stop() else "serve.none") + "\n")
        return
    server.serve(cli.run, idle)
