"""``qishan-lint sample``: a month's spot check that nobody can steer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

import typer

from qishan_lint.cli import console, framework, options
from qishan_lint.cli.language import t
from qishan_lint.errors import UsageError
from qishan_lint.formats import _escape
from qishan_lint.model import Text

app = framework.group("sample")

FrameFile = Annotated[Path, typer.Argument(help=t("sample.frame"), metavar="FRAME")]


@app.command("freeze", cls=framework.Command, help=t("sample.freeze.help"))
def freeze(
    audit: Annotated[Path, typer.Argument(help=t("sample.audit"), metavar="AUDIT.json")],
    seed_rule: Annotated[str, typer.Option("--seed-rule", help=t("sample.seed-rule"))],
    month: Annotated[str, typer.Option("--month", help=t("sample.month"), show_default=False)] = "",
    output: options.Output = None,
    lang: options.Lang = "zh",
) -> None:
    """Freeze the list."""
    from qishan_lint.audit import record
    from qishan_lint.sampling import frame

    options.check_language(lang)
    made = frame.freeze(record.load(audit), _month(month), seed_rule)
    target = output or Path(f"frame-{made.month}.json")
    frame.write(target, made)
    told = {"path": target, "month": made.month, "count": len(made.units), "digest": made.digest}
    console.write(t("sample.frozen", rule=_escape.visible(made.rule), **told) + "\n")


@app.command("draw", cls=framework.Command, help=t("sample.draw.help"))
def draw(
    path: FrameFile,
    n: Annotated[int, typer.Option("--n", min=1, help=t("sample.n"))],
    seed: Annotated[str, typer.Option("--seed", help=t("sample.seed"))],
    by: Annotated[str, typer.Option("--by", help=t("sample.by"))] = "department",
    floor: Annotated[int, typer.Option("--floor", min=0, help=t("sample.floor"))] = 1,
    month: Annotated[str, typer.Option("--month", help=t("sample.month"), show_default=False)] = "",
    output: options.Output = None,
    lang: options.Lang = "zh",
) -> None:
    """Draw and write the worksheet."""
    from qishan_lint.sampling import draw as drawing
    from qishan_lint.sampling import frame, worksheet

    options.check_language(lang)
    if by not in get_args(drawing.By):
        raise UsageError(
            Text(f"不能按“{by}”分组", f"no strata “{by}”"),
            remedy=Text("可用：department、column、none", "use department, column or none"),
        )
    known = frame.read(path)
    if _month(month) not in ("", known.month):
        raise UsageError(Text(f"这是 {known.month} 的名单", f"this is the list of {known.month}"), where=str(path))
    sample = drawing.draw(known, drawing.Plan(n=n, by=by, floor=floor, seed=seed))  # type: ignore[arg-type]
    target = output or Path(f"sample-{known.month}.xlsx")
    worksheet.write(target, known, sample)
    console.write(t("sample.drawn", path=target, count=len(sample.units), digest=sample.digest) + "\n")
    for name, (size, drawn) in sample.strata.items():
        console.write(t("sample.stratum", name=_escape.visible(name) or t("sample.all"), size=size, drawn=drawn) + "\n")


@app.command("record", cls=framework.Command, help=t("sample.record.help"))
def record(
    path: Annotated[Path, typer.Argument(help=t("sample.sheet"), metavar="SHEET")],
    frame_file: Annotated[Path, typer.Option("--frame", help=t("sample.frame"))],
    format_: Annotated[str, typer.Option("--format", "-f", help=t("sample.format"), metavar="text|json")] = "text",
    lang: options.Lang = "zh",
) -> None:
    """Take the verdicts and say what they prove: 0 all judged and good, 1 something bad or without a verdict."""
    from qishan_lint.sampling import frame, outcome, worksheet

    options.check_language(lang)
    as_json = options.is_json(format_)
    found = outcome.of(frame.read(frame_file), *worksheet.read(path))
    if as_json:
        console.write_json(found)
    else:
        for name, (size, drawn, judged, bad) in found.strata.items():
            known = {"size": size, "drawn": drawn, "judged": judged, "bad": bad}
            console.write(t("sample.judged", name=_escape.visible(name) or t("sample.all"), **known) + "\n")
        if found.missing:
            console.write(t("sample.missing", count=len(found.missing), first=_escape.visible(found.missing[0])) + "\n")
        shown = {name: f"{getattr(found.proof, name):.1%}" for name in ("share", "low", "high")}
        figures = {name: getattr(found.proof, name) for name in ("total", "judged", "bad", "most")}
        console.write(t("sample.proof", **shown, **figures) + "\n")
    raise typer.Exit(1 if found.missing or found.bad else 0)


def _month(value: str) -> str:
    import re

    if value and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        raise UsageError(
            Text(f"月份“{value}”不对", f"bad month “{value}”"), remedy=Text("写成 2026-11", "write it like 2026-11")
        )
    return value
