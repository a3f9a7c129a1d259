"""``qishan-lint gate``: whether items may be published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qishan_lint.cli import console, options
from qishan_lint.cli.language import chosen, t
from qishan_lint.errors import UsageError
from qishan_lint.formats import _escape
from qishan_lint.model import Text


def gate(
    paths: Annotated[list[str], typer.Argument(help=t("argument.paths"), metavar="PATH...")],
    policy_from: Annotated[
        str, typer.Option("--policy-from", help=t("gate.policy-from"), metavar="REF", show_default=False)
    ] = "",
    base_ref: Annotated[
        str, typer.Option("--base-ref", help=t("gate.base-ref"), metavar="REF", show_default=False)
    ] = "",
    policy_digest: Annotated[
        str,
        typer.Option(
            "--policy-digest",
            help=t("gate.policy-digest"),
            metavar="SHA256",
            envvar="QISHAN_LINT_POLICY_DIGEST",
            show_default=False,
        ),
    ] = "",
    today: options.Today = "",
    lang: options.Lang = "zh",
) -> None:
    """Let only signed, unchanged items without errors pass."""
    from dataclasses import replace

    from qishan_lint import gate as library
    from qishan_lint import signing, trust
    from qishan_lint.signoff import keys
    from qishan_lint.uncached import uncached

    options.check_language(lang)
    keys.needed()
    if not policy_from and not policy_digest:
        raise UsageError(
            Text("没有说明策略从哪里取", "it was not said where the policy is to be taken from"),
            remedy=Text(
                "用 --policy-from origin/main，或 --policy-digest 加 policy check 给出的摘要",
                "use --policy-from origin/main, or --policy-digest with what policy check prints",
            ),
        )
    with uncached():
        root = Path.cwd()
        trusted = trust.of_revision(root, policy_from) if policy_from else trust.of_digest(root, policy_digest)
        if policy_from and policy_digest:
            trust.of_digest(root, policy_digest)
        base = base_ref or policy_from
        trusted = replace(trusted, base=trust.base_records(root, base) if base else None)
        office = signing.Office(root, trusted.policy, options.day(today))
        decisions = library.decide(office, tuple(paths), trusted)
    for one in decisions:
        word = "untrusted" if one.untrusted else "blocked" if one.reasons else "pass"
        console.write(f"{_escape.visible(one.item)}: {t(f'gate.{word}')}\n")
        for reason in one.reasons:
            console.write(f"  {_escape.visible(reason.get(chosen()))}\n")
    untrusted = sum(one.untrusted for one in decisions)
    passed = sum(not one.reasons for one in decisions)
    counts = {"items": len(decisions), "passed": passed, "untrusted": untrusted}
    console.write(t("gate.summary", blocked=len(decisions) - passed - untrusted, **counts) + "\n")
    raise typer.Exit(3 if untrusted else 1 if passed < len(decisions) else 0)
