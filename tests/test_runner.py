"""Many items give the same results however they are shared out; what kills a worker costs one finding."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from qishan_lint import batches, runner
from qishan_lint.errors import ConfigError
from qishan_lint.model import Finding, Item, Level, Place, Result, Text
from qishan_lint.sources.grouping import ItemFiles


@dataclass(frozen=True)
class Obedient:
    """A checker that does what the first word of a file says, and finds the rest of it."""

    salted: bytes = b""

    def __call__(self, files: ItemFiles, item: Item | None = None) -> Result:
        order, _, rest = files.tree().read(files.id, 1 << 20).decode().partition(" ")
        if order == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if order == "raise":
            raise ValueError(rest)
        if order == "configure":
            raise ConfigError(Text(rest, rest), where="qishan-lint.yaml:1", remedy=Text("甲", "a"))
        if order == "interrupt":
            os.kill(os.getpid(), getattr(signal, rest))
            time.sleep(5)
        if order == "sleep":
            (files.root / "sleeping").touch()
            time.sleep(60)
        if order == "edit":
            (files.root / files.id).write_text(f"say {rest}")
        if order == "blink":  # it was another file while it was read, and is the old one again
            return msgspec.structs.replace(self._result(files, rest), files=(files.id,), digests=("0" * 64,))
        return self._result(files, rest)

    def failed(self, files: ItemFiles, reason: str) -> Result:
        return self._result(files, f"failed: {reason}", "")

    def ahead(self, batch: Sequence[ItemFiles]) -> dict[str, Item]:
        return {}

    def salt(self, files: ItemFiles, *, dated: bool) -> bytes:
        return self.salted if dated else b""

    @staticmethod
    def _result(files: ItemFiles, words: str, digest: str = "0") -> Result:
        found = Finding("a/b", Level.ERROR, files.id, Place(files.id), Text(words, words))
        return Result(files.id, files.id, digest, findings=(found,))


def planted(root: Path, orders: Sequence[str]) -> list[ItemFiles]:
    items = []
    for number, order in enumerate(orders):
        name = f"{number:04}.md"
        (root / name).write_text(order, encoding="utf-8")
        items.append(ItemFiles(id=name, root=root, document=name))
    return items


def said(outcome: runner.Outcome) -> list[str]:
    return [result.findings[0].message.en for result in outcome.results]


def test_same_results_for_any_number_of_workers_and_any_executor(tmp_path: Path) -> None:
    items = planted(tmp_path, [f"say {number}" for number in range(60)])
    alone = runner.run(items, Obedient(), jobs=1)
    assert said(alone) == [str(number) for number in range(60)]
    assert runner.run(items, Obedient(), jobs=3).results == alone.results
    with ThreadPoolExecutor(2) as executor:
        assert runner.run(items, Obedient(), executor=executor).results == alone.results


class Together(Obedient):
    """Reads ahead what says "ahead", and then says the number of items in the group."""

    def __call__(self, files: ItemFiles, item: Item | None = None) -> Result:
        return self._result(files, item.title) if item is not None else super().__call__(files)

    def ahead(self, batch: Sequence[ItemFiles]) -> dict[str, Item]:
        orders = {files.id: (files.root / files.id).read_text() for files in batch}
        if "raise" in orders.values():
            raise ValueError
        title = f"{len(batch)} together"
        return {
            id_: Item(id=id_, path=id_, digest="0", title=title) for id_, one in orders.items() if one == "say ahead"
        }


@pytest.mark.parametrize("jobs", [1, 2])
def test_short_texts_are_read_ahead_in_groups(tmp_path: Path, jobs: int) -> None:
    items = planted(tmp_path, ["say ahead", "say alone"] * 4)
    assert said(runner.run(items, Together(), jobs=jobs)) == ["8 together", "alone"] * 4


def test_long_texts_and_items_with_photos_are_not_read_ahead(tmp_path: Path) -> None:
    (tmp_path / "p.jpg").touch()
    items = planted(tmp_path, ["say ahead", "say ahead", "say ahead" + " " * 100_000])
    items[1] = msgspec.structs.replace(items[1], companions=("p.jpg",))
    outcome = runner.run(items, Together(), jobs=1)
    assert [words.strip() for words in said(outcome)] == ["ahead", "ahead", "ahead"]


def test_what_cannot_be_read_ahead_is_checked_one_by_one(tmp_path: Path) -> None:
    items = planted(tmp_path, ["say ahead", "raise", "say ahead"])
    outcome = runner.run(items, Together(), jobs=1)
    assert outcome.crashes == ["0001.md"]
    assert said(outcome)[::2] == ["ahead", "ahead"]


def test_killers_cost_one_finding_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "LEAST_SECONDS", 0.002)  # several batches, of which only those in hand are suspects
    orders = ["die" if number in {7, 33} else f"say {number}" for number in range(80)]
    outcome = runner.run(planted(tmp_path, orders), Obedient(), jobs=2, cache=tmp_path / "cache")
    assert said(outcome) == ["failed: crash" if order == "die" else order[4:] for order in orders]
    assert not outcome.crashes


def test_what_was_lost_with_its_worker_is_tried_again_next_time(tmp_path: Path) -> None:
    items = planted(tmp_path, ["die", "say a", "say b"])
    runner.run(items, Obedient(), jobs=2, cache=tmp_path / "cache")
    for jobs in (0, 1):  # but never in this process, which it would kill as well
        again = runner.run(items, Obedient(), jobs=jobs, cache=tmp_path / "cache")
        assert (again.cached, said(again)) == (2, ["failed: crash", "a", "b"])


@pytest.mark.parametrize("jobs", [1, 2])
def test_fault_of_the_program_is_a_crash_and_never_cached(tmp_path: Path, jobs: int) -> None:
    items = planted(tmp_path, ["say a", "raise 机密", "say b"])
    for cached in (0, 2):
        outcome = runner.run(items, Obedient(), jobs=jobs, cache=tmp_path / "cache")
        assert outcome.crashes == ["0001.md"]
        assert outcome.cached == cached
        assert "机密" not in "".join(said(outcome))


@pytest.mark.parametrize("jobs", [1, 2])
def test_mistake_in_the_configuration_ends_the_run_with_its_place(tmp_path: Path, jobs: int) -> None:
    with pytest.raises(ConfigError, match="wrong key") as caught:
        runner.run(planted(tmp_path, ["say a", "configure wrong key"]), Obedient(), jobs=jobs)
    assert caught.value.where == "qishan-lint.yaml:1"
    assert caught.value.remedy == Text("甲", "a")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_interrupted_run_keeps_what_is_done(tmp_path: Path, name: str) -> None:
    items = planted(tmp_path, ["say a", "say b", f"interrupt {name}", "say c"])
    before = signal.getsignal(signal.SIGTERM)
    outcome = runner.run(items, Obedient(), jobs=1, cache=tmp_path / "cache")
    assert outcome.interrupted
    assert said(outcome) == ["a", "b"]
    assert signal.getsignal(signal.SIGTERM) == before
    items = planted(tmp_path, ["say a", "say b", "say z", "say c"])
    again = runner.run(items, Obedient(), jobs=1, cache=tmp_path / "cache")
    assert (again.cached, said(again)) == (2, ["a", "b", "z", "c"])


def test_workers_are_not_waited_for_when_a_run_is_interrupted(tmp_path: Path) -> None:
    def stop() -> None:
        while not (tmp_path / "sleeping").exists():
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)

    items = planted(tmp_path, ["sleep", "say a", "say b"])
    threading.Thread(target=stop, daemon=True).start()
    started = time.monotonic()
    outcome = runner.run(items, Obedient(), jobs=2, cache=tmp_path / "cache")
    assert outcome.interrupted
    assert time.monotonic() - started < 20
    for child in multiprocessing.active_children():
        child.join(10)  # told to end already: only the system has to notice
    assert multiprocessing.active_children() == []


def test_runs_outside_of_the_main_thread(tmp_path: Path) -> None:
    outcomes: list[runner.Outcome] = []
    items = planted(tmp_path, ["say a"])
    thread = threading.Thread(target=lambda: outcomes.append(runner.run(items, Obedient(), jobs=1)))
    thread.start()
    thread.join()
    assert said(outcomes[0]) == ["a"]


def test_file_edited_while_it_is_checked_is_not_cached(tmp_path: Path) -> None:
    runner.run(planted(tmp_path, ["edit a"]), Obedient(), jobs=1, cache=tmp_path / "cache")
    again = runner.run(planted(tmp_path, ["edit a"]), Obedient(), jobs=1, cache=tmp_path / "cache")
    assert again.cached == 0


@pytest.mark.parametrize(("order", "cached"), [("say a", 1), ("blink a", 0)])
def test_file_that_was_another_for_a_moment_is_not_cached(tmp_path: Path, order: str, cached: int) -> None:
    runner.run(planted(tmp_path, [order]), Obedient(), jobs=1, cache=tmp_path / "cache")
    again = runner.run(planted(tmp_path, [order]), Obedient(), jobs=1, cache=tmp_path / "cache")
    assert again.cached == cached


@pytest.mark.parametrize("text", ["say a", "say qishan-lint: allow a until 2026-12-01"])
def test_text_alone_is_known_again_by_the_digest_of_what_was_checked(tmp_path: Path, text: str) -> None:
    (files,) = planted(tmp_path, [text])
    checker = Obedient(b"2026-11-25")
    known = runner.key(files, checker)
    digest = hashlib.sha256(text.encode()).hexdigest()
    result = msgspec.structs.replace(checker(files), files=(files.id,), digests=(digest,))
    (tmp_path / files.id).unlink()
    assert runner.is_about(result, files, checker, known)
    assert not runner.is_about(msgspec.structs.replace(result, digests=("0" * 64,)), files, checker, known)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize(("text", "dated"), [("<!-- qishan-lint: allow a until 2026-12-01 -->", True), ("正文", False)])
def test_result_of_a_text_that_allows_something_depends_on_the_date(
    tmp_path: Path, text: str, encoding: str, dated: bool
) -> None:
    (tmp_path / "a.md").write_bytes(text.encode(encoding))
    files = ItemFiles(id="a.md", root=tmp_path, document="a.md")
    keys = {runner.key(files, Obedient(day)) for day in (b"2026-11-25", b"2026-12-02")}
    assert len(keys) == (2 if dated else 1)


def test_progress_counts_every_item(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    runner.run(planted(tmp_path, ["say a"] * 3), Obedient(), jobs=1, progress=lambda *counts: seen.append(counts))
    assert seen == [(1, 3), (2, 3), (3, 3)]
