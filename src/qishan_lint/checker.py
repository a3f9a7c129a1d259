"""The check of one item's files, as every process of a run does it: settings, plan, reading, engine."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qishan_lint import __version__, engine, items, plan, settings
from qishan_lint.items import ItemOptions
from qishan_lint.model import Item, Problem, Result
from qishan_lint.plan import Plan
from qishan_lint.settings import Choice, Settings
from qishan_lint.sources.grouping import ItemFiles
from qishan_lint.timing import Times


@dataclass(frozen=True, slots=True)
class Checker:
    """How to check, in values that travel to other processes: each builds the plans it meets, once."""

    choice: Choice
    config: Path | None
    today: datetime.date
    capabilities: tuple[str, ...]
    times: Times | None = None

    def settings(self, files: ItemFiles) -> Settings:
        """The settings in force for an item. Raises ConfigError."""
        folder = files.id.rpartition("/")[0] if files.id == files.document else None
        found = _configuration(files.root, folder, files.id if folder is None else "", self.choice, self.config)
        return found.for_item(files.root / files.id) if found.has_overrides else found.base()

    def plan(self, files: ItemFiles) -> Plan:
        """The plan for an item. Raises ConfigError."""
        built = plan.build(self.settings(files))
        return built if self.times is None else _timed(built, self.times)

    def __call__(self, files: ItemFiles, item: Item | None = None) -> Result:
        """The result for an item, which is read unless it was read ahead."""
        wanted = self.plan(files)
        return engine.check(item or items.read(files, options_for(wanted.settings)), wanted, self.today)

    def ahead(self, batch: Sequence[ItemFiles]) -> dict[str, Item]:
        """The items of ``batch`` by id, read and prepared together, which is quicker than each by itself."""
        read: dict[Plan, dict[str, Item]] = {}
        for files in batch:
            wanted = self.plan(files)
            if wanted.preparing:
                read.setdefault(wanted, {})[files.id] = items.read(files, options_for(wanted.settings))
        for wanted, some in read.items():
            engine.prepare(tuple(some.values()), wanted)
        return {id_: item for some in read.values() for id_, item in some.items()}

    def failed(self, files: ItemFiles, reason: str) -> Result:
        """The result for an item whose check did not come to an end."""
        path = files.document or files.id
        problem = Problem("not-checked", path, data={"reason": reason})
        item = Item(id=files.id, path=path, digest="", problems=(problem,), files=files.paths)
        return engine.check(item, self.plan(files), self.today)

    def salt(self, files: ItemFiles, *, dated: bool) -> bytes:
        """What a cached result depends on beside the bytes of the item's files; ``dated``: on the date in any case."""
        wanted = self.plan(files)
        today = self.today.isoformat() if dated or wanted.needs_today else ""
        return _salt(wanted, today, self.capabilities)


@functools.lru_cache(maxsize=256)
def _salt(wanted: Plan, today: str, capabilities: tuple[str, ...]) -> bytes:
    parts = (__version__, wanted.catalogue_digest, wanted.settings.digest, today, *capabilities)
    return "\0".join(parts).encode()


@functools.cache
def _configuration(
    root: Path, folder: str | None, id_: str, choice: Choice, config: Path | None
) -> settings.Configuration:
    """The configuration for the items in ``folder``, found once; None: of the item ``id_``, a folder or a lone file."""
    path = root / (id_ if folder is None else folder)
    return settings.for_folder(path if folder is not None or path.is_dir() else path.parent, choice, config)


def forget() -> None:
    """Look at every configuration file again for the items that are checked next."""
    settings.forget()
    _configuration.cache_clear()


@functools.cache
def _timed(built: Plan, times: Times) -> Plan:
    return plan.assemble(built.settings, built.rules, built.catalogue_digest, times)


@functools.cache
def options_for(wanted: Settings) -> ItemOptions:
    """How items under the settings ``wanted`` are read."""
    return ItemOptions(
        meta_names={name: tuple(names) for name, names in wanted.metadata.items()},
        domains=tuple(wanted.site.domains),
        grouping=wanted.items,
    )
