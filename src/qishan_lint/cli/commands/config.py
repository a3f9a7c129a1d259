"""``qishan-lint config``: what holds here, and the schema for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qishan_lint.cli import console, framework, options
from qishan_lint.cli.language import chosen, t

app = framework.group("config")


@app.command("show", cls=framework.Command, help=t("config.show.help"))
def show(
    path: Annotated[Path | None, typer.Argument(help=t("config.show.path"), show_default=False)] = None,
    config: options.ConfigFile = None,
    lang: options.Lang = "zh",
) -> None:
    """Show the settings in force for a path."""
    from qishan_lint import settings, settingsview

    options.check_language(lang)
    target = (path or Path.cwd()).resolve()
    configuration = settings.for_folder(target if target.is_dir() else target.parent, settings.Choice(), config)
    console.write(settingsview.as_yaml(configuration.for_item(target), chosen()))


@app.command("schema", cls=framework.Command, help=t("config.schema.help"))
def schema(lang: options.Lang = "zh") -> None:
    """Print the JSON Schema of the configuration file."""
    from qishan_lint import config as configuration

    options.check_language(lang)
    console.write(configuration.schema().decode() + "\n")
