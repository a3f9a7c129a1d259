"""``qishan-lint policy``: who may sign what; a first policy, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import typer

from qishan_lint.cli import console, framework, options
from qishan_lint.cli.language import chosen, t
from qishan_lint.errors import UsageError
from qishan_lint.model import Text

app = framework.group("policy")


@app.command("init", cls=framework.Command, help=t("policy.init.help"))
def init(lang: options.Lang = "zh") -> None:
    """Write a first policy; never over one."""
    from qishan_lint import files, scaffold
    from qishan_lint.signoff import policy as policies

    options.check_language(lang)
    path = Path(policies.PATH)
    if path.exists():
        raise UsageError(Text("已有签审策略", "there is a policy"), where=str(path))
    path.parent.mkdir(exist_ok=True)
    files.write(path, scaffold.template("policy.yaml"))
    ignored = path.with_name(".gitignore")
    if not ignored.exists():
        files.write(ignored, b"/lock\n")
    console.write(t("policy.written", path=path) + "\n")


@app.command("check", cls=framework.Command, help=t("policy.check.help"))
def check(today: options.Today = "", lang: options.Lang = "zh") -> None:
    """Say what the policy probably should not say, and the digest that the gate can be pinned to."""
    from qishan_lint import signing, trust
    from qishan_lint.signoff import policy as policies

    options.check_language(lang)
    office = signing.office(Path.cwd(), options.day(today))
    found = policies.warnings(office.policy, office.day)
    for warning in found:
        console.write(f"{warning.get(chosen())}\n")
    people = len(office.policy.reviewers)
    levels = " → ".join(office.policy.levels)
    console.write(t("policy.summary", levels=levels, people=people, digest=trust.pinned(office.root)) + "\n")
    raise typer.Exit(1 if found else 0)
