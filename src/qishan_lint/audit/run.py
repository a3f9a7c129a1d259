"""An audit from folder to record: every item checked, placed in its column, every column's clock read."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import msgspec

from qishan_lint import checking, settings
from qishan_lint.audit import compare, converted, duties, evaluation, limits, places, record, replies, statements, tally
from qishan_lint.audit.columns import Gathered
from qishan_lint.declared import Auditing
from qishan_lint.directory.model import Library
from qishan_lint.errors import UsageError
from qishan_lint.model import Level, Report, Text
from qishan_lint.runner import Progress
from qishan_lint.settings import Choice, Configuration


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What to audit: the folder ``path`` as of a day, beside an ``earlier`` audit, with forecast and evaluation if asked.

    ``within`` are the days of the forecast, ``evaluate`` names an evaluation,
    ``ledgers`` are reply ledgers to show beside the items, ``directory`` what the office has to publish. ``executor`` and
    ``shards`` are those of a check.
    """

    path: Path
    as_of: datetime.date
    earlier: record.Audit | None = None
    evaluate: str = ""
    within: int | None = None
    ledgers: tuple[Path, ...] = ()
    directory: Library | None = None
    config: Path | None = None
    choice: Choice = Choice()
    jobs: int = 0
    cache: Path | None = None
    progress: Progress | None = None
    executor: str = ""
    shards: Path | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The record of an audit, how the site wants it shown, and the exit code that it stands for."""

    audit: record.Audit
    auditing: Auditing
    code: int


def run(request: Request) -> Outcome:
    """Audit the folder. Raises UsageError when it is none, ConfigError when the configuration is wrong."""
    root = request.path.resolve()
    if not root.is_dir():
        raise UsageError(
            Text(f"文件夹不存在：{request.path}", f"no such folder: {request.path}"),
            remedy=Text("指定稿件所在的文件夹", "name the folder that holds the items"),
        )
    if request.evaluate:
        evaluation.load(request.evaluate)  # a wrong name is told before the work, not after it
    choice = _of_items(request.choice)
    site = _site(root, settings.for_folder(root, choice, request.config))
    report, base = checking.check(
        checking.Request(
            paths=(str(root),),
            today=request.as_of,
            choice=choice,
            config=request.config,
            root=root,
            exclude=tuple(own_files(root)),
            jobs=request.jobs,
            cache=request.cache,
            progress=request.progress,
            executor=request.executor,
            shards=request.shards,
        )
    )
    audit = _audit(report, site, request)
    if request.earlier is not None:
        audit = compare.compare(audit, request.earlier)
    if request.evaluate:
        audit = msgspec.structs.replace(audit, evaluation=evaluation.evaluate(audit, request.evaluate))
    return Outcome(audit=audit, auditing=site.auditing, code=_code(audit, report, base.fail_on))


def _of_items(choice: Choice) -> Choice:
    """What the check of the items is to choose: without the names of what audits say themselves."""
    beside = statements.beside()
    select = tuple(each for each in choice.select if each not in beside)
    ignore = tuple(each for each in choice.ignore if each not in beside)
    if choice.select and not select:
        ignore = ("all",)
    return msgspec.structs.replace(choice, select=select, ignore=ignore)


class Site(msgspec.Struct, frozen=True):
    """What the configuration in ``where`` says of the site in the folder ``root``."""

    root: Path
    auditing: Auditing
    layout: places.Layout
    title: str
    where: str


def _site(root: Path, configuration: Configuration) -> Site:
    auditing = configuration.auditing()
    declared = [column for layer in configuration.layers for column in layer.config.columns]
    layout = places.layout(declared, auditing.folders, configuration.name)
    title = auditing.title or configuration.base().site.name or root.name
    return Site(root, auditing, layout, title, configuration.name)


def own_files(root: Path) -> Iterator[str]:
    """Globs of what earlier audits wrote below ``root``: the files beside a record, by their names."""
    for path in sorted(root.rglob(record.NAME)):
        try:
            record.load(path)
        except UsageError:
            continue
        folder = path.parent.relative_to(root).as_posix()
        prefix = "" if folder == "." else f"{folder}/"
        yield from (f"/{prefix}{Path(record.NAME).stem}{suffix}" for suffix in record.SUFFIXES)


def _audit(report: Report, site: Site, request: Request) -> record.Audit:
    placed = {result.id: site.layout.place(result) for result in report.results}
    before = _first_days(request.earlier)
    items = tuple(with_first(converted.item(result, placed[result.id]), before) for result in report.results)
    gathered = Gathered(site.layout.columns, apart="{department}" in site.layout.folders)
    for item, result in zip(items, report.results, strict=True):
        gathered.add(placed[item.id], item.first or item.published, result.column_type)
    gathered.add_empty(site.layout.folder(path) for path in places.empty_folders(site.root, gathered.names()))
    columns = gathered.columns(site.auditing, request.as_of, request.within, site.where)
    own = [finding for column in columns for finding in statements.about(column, request.as_of)]
    own += [statements.redated(item, item.first) for item in items if item.first is not None]
    told = replies.check(request.ledgers, request.as_of, site.auditing.ledgers)
    owed = duties.check(request.directory, items, request.as_of)
    beside = [each for each in (*own, *owed.findings, *told.findings) if _wanted(each.rule, request.choice)]
    found = (each for result in report.results for each in converted.findings(result, placed[result.id]))
    findings = (*found, *beside)
    rules = {id_: converted.rule(info) for id_, info in report.rules.items()}
    said = statements.rules() | owed.rules | told.rules
    return record.Audit(
        as_of=request.as_of,
        site=site.title,
        tool=report.version,
        catalogue=report.catalogue_digest,
        configuration=report.configuration_digest,
        items=items,
        findings=findings,
        columns=columns,
        counts=tally.counts(report.results, findings),
        rules=rules | {id_: rule for id_, rule in said.items() if _wanted(id_, request.choice)},
        waived=tuple(each for result in report.results for each in converted.waived(result, placed[result.id])),
        unconfirmed=(
            *report.unconfirmed,
            *told.unconfirmed,
            *dict.fromkeys(
                (f"audit.limits.{column.kind}", str(column.limit))
                for column in columns
                if column.limit is not None and not column.confirmed
            ),
        ),
        ledgers=told.ledgers,
        directories=owed.areas,
        complete=not report.interrupted and not report.crashes,
    )


def _first_days(earlier: record.Audit | None) -> dict[str, datetime.date]:
    """The first day on which each text was out, as the earlier audit knew it; short texts tell nothing."""
    first: dict[str, datetime.date] = {}
    for item in earlier.items if earlier is not None else ():
        day = item.first or item.published
        if day is not None and item.text_digest and item.characters >= limits.table().least_text:
            first[item.text_digest] = min(day, first.get(item.text_digest, day))
    return first


def with_first(item: record.Item, before: dict[str, datetime.date]) -> record.Item:
    """With the day on which its text was out already, if that is earlier than the date it carries now."""
    known = before.get(item.text_digest)
    if known is None or item.published is None or known >= item.published:
        return item
    return msgspec.structs.replace(item, first=known)


def _wanted(rule: str, choice: Choice) -> bool:
    """Whether the command line leaves in what audits say beside the check of items."""
    names = {rule, rule.partition("/")[0], "all"}
    return names.isdisjoint(choice.ignore) and not (choice.select and names.isdisjoint(choice.select))


def _code(audit: record.Audit, report: Report, fail_on: Level) -> int:
    """As for a check: 130 interrupted, 4 the program's own fault, 1 findings, 0 clean."""
    if report.interrupted or report.crashes:
        return checking.exit_code(report, fail_on)
    return 1 if any(finding.level.rank >= fail_on.rank for finding in audit.findings) else 0
