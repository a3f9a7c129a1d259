"""A whole check: which items, checked how, and the report about them."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from qishan_lint import (
    __version__,
    across,
    baseline,
    cache,
    cachefolder,
    capabilities,
    fix,
    inputs,
    plan,
    runner,
    settings,
    sources,
)
from qishan_lint.checker import Checker
from qishan_lint.errors import UsageError
from qishan_lint.model import Level, Report, Result, RuleInfo, Text
from qishan_lint.plan import Plan
from qishan_lint.recall import FileRecall
from qishan_lint.settings import Choice, Settings
from qishan_lint.sources import ItemFiles
from qishan_lint.timing import Times


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What to check and how.

    ``root`` is the folder that item ids count from (None: the current one, if it holds all paths); ``exclude`` adds globs
    of files that are not checked. ``stdin`` is the content of standard input when that is to be checked. ``cache`` is the
    folder of the cache, None for none; ``jobs`` 0 chooses by itself. ``executor`` names a cluster ("dask",
    "dask://host:port"), whose workers write to the folder ``shards`` (None: one in that of the cache). With ``times``,
    everything is checked anew in this process, and the seconds of each kind are put there. Findings below ``min_level``
    are left out of the report.
    """

    paths: tuple[str, ...]
    today: datetime.date
    choice: Choice = Choice()
    config: Path | None = None
    root: Path | None = None
    exclude: tuple[str, ...] = ()
    stdin: bytes | None = None
    stdin_filename: str = ""
    staged: bool = False
    since: str = ""
    jobs: int = 0
    cache: Path | None = None
    baseline: Path | None = None
    min_level: Level = Level.INFO
    progress: runner.Progress | None = None
    executor: str = ""
    shards: Path | None = None
    times: Times | None = None


def default_cache() -> Path | None:
    """The folder of the cache when nobody names one; None when there is no place for it."""
    return cache.folder()


class Checked(msgspec.Struct, frozen=True):
    """What a check made: the report, the settings of the folder it started from, the files of each item."""

    report: Report
    settings: Settings
    files: tuple[ItemFiles, ...]


def check(request: Request) -> tuple[Report, Settings]:
    """Check what ``request`` names. Returns the report, and the settings of the folder it started from.

    Raises UsageError for paths, references and configurations that are wrong.
    """
    done = run(request)
    return done.report, done.settings


def run(request: Request) -> Checked:
    """Check what ``request`` names.

    Raises UsageError for paths, references and configurations that are wrong.
    """
    started = time.perf_counter()
    root = request.root or _root(request.paths)
    if request.config is not None and not request.config.is_file():
        raise UsageError(Text(f"配置文件不存在：{request.config}", f"no such configuration file: {request.config}"))
    configuration = settings.for_folder(root, request.choice, request.config)
    base = configuration.base()
    checker = Checker(request.choice, request.config, request.today, capabilities.installed(), request.times)
    jobs, store = (request.jobs, request.cache) if request.times is None else (1, None)
    with _recall(store, root, request.paths or (".",)) as recall:
        selected = _select(request, root, base, (*configuration.excludes(root), *request.exclude), recall)
        with _engine(request) as executor:
            outcome = runner.run(
                selected, checker, jobs=jobs, cache=store, recall=recall, progress=request.progress, executor=executor
            )
    plans = list(dict.fromkeys(checker.plan(files) for files in selected)) or [plan.build(base)]
    related = across.add(outcome.results, plans, store)
    results = list(_with_unchecked(related, outcome.unchecked, selected, checker))
    stale = 0
    if request.baseline is not None:
        known = baseline.load(request.baseline)
        results, stale = baseline.apply_all(results, known)
    report = Report(
        results=tuple(_at_least(result, request.min_level) for result in results),
        rules=_infos(plans),
        today=request.today,
        version=__version__,
        catalogue_digest=plans[0].catalogue_digest,
        configuration_digest=_digest(plans),
        configuration=_names(plans, root),
        root=str(root),
        capabilities=capabilities.installed(),
        unconfirmed=tuple(dict.fromkeys(entry for each in plans for entry in each.unconfirmed)),
        stale_baseline=stale,
        seconds=time.perf_counter() - started,
        interrupted=outcome.interrupted,
        crashes=tuple(outcome.crashes),
    )
    return Checked(report, base, selected)


def _recall(
    store: Path | None, root: Path, paths: Sequence[str]
) -> contextlib.AbstractContextManager[FileRecall | None, bool | None]:
    """What is remembered of files; a few named ones are read sooner than looked up."""
    return contextlib.nullcontext() if store is None or not any(map(os.path.isdir, paths)) else FileRecall(store, root)


def _engine(request: Request) -> contextlib.AbstractContextManager[runner.Engine | None, bool | None]:
    """The cluster that ``request`` names, if any. Raises UsageError."""
    if not request.executor or request.times is not None:
        return contextlib.nullcontext()
    from qishan_lint.cluster import dask

    place = request.shards or (request.cache or Path(cachefolder.path())) / "shards"
    return dask.connected(request.executor, place, request.jobs)


class Fixing(msgspec.Struct, frozen=True):
    """What to repair: unsafe repairs too, only these rules, and whether only to show it."""

    unsafe: bool
    only: tuple[str, ...]
    dry: bool


class Repair(msgspec.Struct, frozen=True):
    """What was, or would be, changed."""

    changes: tuple[fix.Change, ...]
    patch: fix.Patch


def repair(report: Report, fixing: Fixing) -> Repair:
    """Repair what can be repaired, or show it as a patch. Raises OSError when a file cannot be written."""
    root = Path(report.root)
    changes = fix.plan(root, fix.wanted(report.findings, unsafe=fixing.unsafe, only=fixing.only))
    done = changes if fixing.dry else fix.write(root, changes)
    return Repair(tuple(done), fix.patch(changes) if fixing.dry else fix.Patch(b"", 0))


def exit_code(report: Report, fail_on: Level) -> int:
    """130 when interrupted, 4 when the program itself failed, 1 when a finding reaches ``fail_on``, else 0."""
    if report.interrupted:
        return 130
    if report.crashes:
        return 4
    return 1 if any(finding.level.rank >= fail_on.rank for finding in report.findings) else 0


def _root(paths: Sequence[str]) -> Path:
    """The folder that item ids count from: the current one, or the nearest that holds all ``paths``."""
    here = Path.cwd()
    named = [Path(path).absolute() for path in paths if path != "-" and "://" not in path]
    folders = [(path if path.is_dir() else path.parent).resolve() for path in named]
    if not folders or all(folder.is_relative_to(here) for folder in folders):
        return here
    return Path(os.path.commonpath(folders))


def _select(
    request: Request, root: Path, base: Settings, exclude: Sequence[str], recall: FileRecall | None
) -> tuple[ItemFiles, ...]:
    if request.stdin is not None:
        return sources.stdin(request.stdin, request.stdin_filename or "稿件.md", root=root, grouping=base.items)
    if request.staged:
        return _within(sources.staged(root=root, grouping=base.items, exclude=exclude), request.paths, root)
    if request.since:
        changed = sources.since(request.since, root=root, grouping=base.items, exclude=exclude)
        return _within(changed, request.paths, root)
    if any(inputs.is_one(path) for path in request.paths):
        return _with_inputs(request, root, base, exclude)
    return sources.discover(request.paths or (".",), root=root, grouping=base.items, exclude=exclude, recall=recall)


def _with_inputs(request: Request, root: Path, base: Settings, exclude: Sequence[str]) -> tuple[ItemFiles, ...]:
    """The items of web archives, tables and stores among the paths, and of the files beside them."""
    plain = [path for path in request.paths if not inputs.is_one(path)]
    found = list(sources.discover(plain, root=root, grouping=base.items, exclude=exclude)) if plain else []
    for path in request.paths:
        if inputs.is_one(path):
            found += inputs.items(path, root, base.items)
    return tuple(sorted(found, key=lambda one: one.id))


def _within(items: tuple[ItemFiles, ...], paths: Sequence[str], root: Path) -> tuple[ItemFiles, ...]:
    """The items that have a file among or below ``paths``; all of them without paths.

    A commit hook hands long lists over in several runs, and each is to judge its own share only.
    """
    wanted = {os.path.relpath(path, root).replace(os.sep, "/") for path in paths}
    if not wanted or "." in wanted:
        return items
    folders = tuple(f"{path}/" for path in wanted)
    return tuple(item for item in items if any(one in wanted or one.startswith(folders) for one in item.paths))


def _with_unchecked(
    results: Iterable[Result], unchecked: Sequence[str], selected: Sequence[ItemFiles], checker: Checker
) -> Iterator[Result]:
    """The results, and in their places those of items that an interrupted run did not come to: not checked, in any format."""
    left, found = set(unchecked), iter(results)
    for files in selected:
        if files.id in left:
            yield checker.failed(files, "interrupted")
        else:
            yield next(found)


def _digest(plans: Sequence[Plan]) -> str:
    """One digest for all settings of the run."""
    digests = sorted({each.settings.digest for each in plans})
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def _names(plans: Sequence[Plan], root: Path) -> str:
    """The configuration files of the run, relative to ``root``."""
    names = sorted({each.settings.name for each in plans if each.settings.name})
    return ", ".join(os.path.relpath(name, root).replace(os.sep, "/") for name in names)


def _at_least(result: Result, level: Level) -> Result:
    if all(finding.level.rank >= level.rank for finding in result.findings):
        return result
    return msgspec.structs.replace(
        result, findings=tuple(finding for finding in result.findings if finding.level.rank >= level.rank)
    )


def _infos(plans: Iterable[Plan]) -> dict[str, RuleInfo]:
    infos: dict[str, RuleInfo] = {}
    for each in plans:
        infos.update(each.infos)
    return infos
