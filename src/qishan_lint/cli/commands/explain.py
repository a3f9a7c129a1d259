"""``qishan-lint explain RULE``: what a rule is about, why, and how to put a finding right."""

from __future__ import annotations

from typing import Annotated

import typer

from qishan_lint.cli import console, options
from qishan_lint.cli.language import chosen, t


def explain(
    rule: Annotated[str, typer.Argument(help=t("argument.rule"), metavar="RULE")],
    config: options.ConfigFile = None,
    lang: options.Lang = "zh",
) -> None:
    """Explain a rule."""
    from pathlib import Path

    from qishan_lint import ruledocs, settings
    from qishan_lint.audit import statements

    options.check_language(lang)
    if rule in statements.said():
        console.write(statements.page(rule, chosen()))
        return
    configuration = settings.for_folder(Path.cwd(), settings.Choice(), config)
    (first, *_) = settings.resolve([rule], configuration.catalog())
    console.write(ruledocs.page(configuration.catalog().entries[first], chosen()))
