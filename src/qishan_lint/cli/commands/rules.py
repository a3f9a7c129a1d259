"""``qishan-lint rules``: list, show and test the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qishan_lint.cli import console, framework, options
from qishan_lint.cli.commands.explain import explain
from qishan_lint.cli.language import chosen, t

app = framework.group("rules")
app.command("show", cls=framework.Command, help=t("explain.help"))(explain)


@app.command("list", cls=framework.Command, help=t("rules.list.help"))
def list_(
    selectors: Annotated[list[str] | None, typer.Argument(help=t("argument.selectors"), show_default=False)] = None,
    config: options.ConfigFile = None,
    format_: Annotated[str, typer.Option("--format", "-f", help=t("rules.format"), metavar="text|json")] = "text",
    lang: options.Lang = "zh",
) -> None:
    """List the rules."""
    from qishan_lint import rulelist, settings

    options.check_language(lang)
    as_json = options.is_json(format_)
    configuration = settings.for_folder(Path.cwd(), settings.Choice(), config)
    rows = rulelist.rows(configuration, options.selectors(selectors))
    console.write(rulelist.as_json(rows) if as_json else rulelist.as_text(rows, chosen()))


@app.command("test", cls=framework.Command, help=t("rules.test.help"))
def test(
    packs: Annotated[list[Path] | None, typer.Argument(help=t("argument.packs"), show_default=False)] = None,
    select: options.Select = None,
    lang: options.Lang = "zh",
) -> None:
    """Run the examples of the rules."""
    from qishan_lint import catalog, examples, locale

    options.check_language(lang)
    rules = catalog.load(tuple(catalog.pack_folder(str(pack), Path.cwd()) for pack in packs or ()))
    outcome = examples.run(rules, options.selectors(select) or ("all",))
    for failure in outcome.failures:
        console.write(f"{failure.rule}: {failure.message.get(chosen())}\n")
    for rule in outcome.skipped:
        console.write(locale.text("rules.test.skipped", chosen(), rule=rule) + "\n")
    key = "failed" if outcome.failures else "passed"
    console.write(
        locale.text(
            f"rules.test.{key}", chosen(), rules=outcome.rules, examples=outcome.examples, count=len(outcome.failures)
        )
        + "\n"
    )
    raise typer.Exit(1 if outcome.failures else 0)
