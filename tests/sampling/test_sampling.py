"""Samples: the same for everybody, fair to small departments, and no more is claimed than they prove."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.errors import UsageError
from qishan_lint.sampling import frame as frames
from qishan_lint.sampling import outcome, proof, worksheet
from qishan_lint.sampling.draw import Plan, allocate, draw
from qishan_lint.sampling.frame import Frame
from qishan_lint.sampling.worksheet import Verdict
from tests.audit.made import audit, item

RULE = "12月1日双色球开奖号码"
PLAN = Plan(n=20, by="department", floor=2, seed="03 09 16 21 28 32 + 07")


def county(sizes: dict[str, int], *, shuffle: int = 0) -> Frame:
    items = [item(f"{name}/{number:03}.md", name) for name, size in sizes.items() for number in range(size)]
    random.Random(shuffle).shuffle(items)
    return frames.freeze(audit(items), "", RULE)


SIZES = {"县民政局": 60, "县财政局": 35, "县档案馆": 5}


def test_the_same_list_and_seed_give_the_same_sample_in_any_order() -> None:
    one, other = (draw(county(SIZES, shuffle=number), PLAN) for number in (1, 2))
    assert one == other
    assert [unit.id for unit in one.units] == [
        unit.id for unit in draw(county(SIZES), msgspec.structs.replace(PLAN, seed=f"  {PLAN.seed} ")).units
    ]
    assert one.strata == {"县档案馆": (5, 2), "县民政局": (60, 12), "县财政局": (35, 6)}


def test_a_known_sample_stays_what_it_is() -> None:
    """Drawn once and written down: another version or machine must draw the same."""
    assert [unit.id for unit in draw(county({"甲": 8}), Plan(n=3, by="none", floor=0, seed="2026-12-01")).units] == [
        "甲/001.md",
        "甲/005.md",
        "甲/007.md",
    ]


def test_another_seed_gives_another_sample() -> None:
    samples = {
        tuple(unit.id for unit in draw(county(SIZES), msgspec.structs.replace(PLAN, seed=f"seed {n}")).units)
        for n in range(5)
    }
    assert len(samples) == 5


def test_one_more_item_changes_at_most_one_of_its_stratum() -> None:
    before = {unit.id for unit in draw(county(SIZES), PLAN).units}
    plan = msgspec.structs.replace(PLAN, n=20)
    after = {unit.id for unit in draw(county({**SIZES, "县民政局": 61}), plan).units}
    assert len(before - after) <= 1


@given(
    st.dictionaries(st.text("甲乙丙丁", min_size=1, max_size=3), st.integers(1, 50), min_size=1),
    st.integers(0, 3),
    st.integers(1, 200),
)
def test_allocations_add_up_and_keep_floor_and_size(sizes: dict[str, int], floor: int, n: int) -> None:
    plan = Plan(n=n, by="department", floor=floor, seed="x")
    least = sum(min(floor, size) for size in sizes.values())
    if not least <= n <= sum(sizes.values()):
        with pytest.raises(UsageError):
            allocate(sizes, plan)
        return
    found = allocate(sizes, plan)
    assert sum(found.values()) == n
    assert all(min(floor, size) <= found[name] <= size for name, size in sizes.items())


def test_too_few_says_how_many_are_needed() -> None:
    with pytest.raises(UsageError) as error:
        draw(county(SIZES), msgspec.structs.replace(PLAN, n=5))
    assert "6" in error.value.message.zh


@pytest.mark.parametrize("seed", ["", "1", "  1  "])
def test_a_seed_that_anybody_could_choose_is_refused(seed: str) -> None:
    with pytest.raises(UsageError) as error:
        draw(county(SIZES), msgspec.structs.replace(PLAN, seed=seed))
    assert error.value.remedy is not None
    assert RULE in error.value.remedy.zh


def test_a_list_needs_a_rule_for_its_seed() -> None:
    with pytest.raises(UsageError):
        frames.freeze(audit([item("a.md", "甲")]), "", "以后")


def test_a_list_that_was_changed_is_refused(tmp_path: Path) -> None:
    frames.write(tmp_path / "f.json", county(SIZES))
    assert frames.read(tmp_path / "f.json") == county(SIZES)
    text = (tmp_path / "f.json").read_text(encoding="utf-8")
    (tmp_path / "f.json").write_text(text.replace("县档案馆/004.md", "县档案馆/009.md"), encoding="utf-8")
    with pytest.raises(UsageError) as error:
        frames.read(tmp_path / "f.json")
    assert "被改过" in error.value.message.zh


def test_the_bound_is_that_of_counting_all_samples() -> None:
    """Brute force: for each number of bad items, how many of all samples show so few of them."""
    total, judged = 9, 4
    for bad in range(judged + 1):
        likely = [
            all_bad
            for all_bad in range(total + 1)
            if all_bad - (total - judged) <= bad
            and sum(
                sum(one < all_bad for one in sample) <= bad for sample in itertools.combinations(range(total), judged)
            )
            > 0.05 * 126
        ]
        possible = [number for number in likely if bad <= number <= total - (judged - bad)]
        assert proof.most_bad(total, judged, bad) == max(possible)


@pytest.mark.parametrize(
    ("total", "judged", "bad", "most"), [(100, 100, 3, 3), (100, 0, 0, 100), (1545, 57, 0, 77), (10, 10, 10, 10)]
)
def test_known_bounds(total: int, judged: int, bad: int, most: int) -> None:
    assert proof.most_bad(total, judged, bad) == most


def test_the_share_is_weighed_by_strata() -> None:
    found = proof.of({"large": (900, 10, 0), "small": (100, 10, 10)})
    assert found.share == pytest.approx(0.1)
    assert found.low < 0.1 < found.high
    assert proof.of({"all": (50, 50, 5)}).share == pytest.approx(0.1)


def filled(path: Path, sample_path: Path, verdicts: dict[str, str]) -> Path:
    """The worksheet with verdicts by id, as an inspector would save it."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    calamine = pytest.importorskip("python_calamine")
    rows = calamine.CalamineWorkbook.from_path(str(sample_path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("抽查")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                shown = verdicts.get(str(row[4]), "") if column == 5 and number > 4 else str(value)
                if shown:
                    sheet.write_string(number, column, shown)
    return path


def test_a_worksheet_goes_out_and_comes_back(tmp_path: Path) -> None:
    frame = county({**SIZES, "=cmd|x": 3})
    sample = draw(frame, PLAN)
    worksheet.write(tmp_path / "s.xlsx", frame, sample)
    ids = [unit.id for unit in sample.units]
    verdicts = dict.fromkeys(ids[:-2], "合格") | {ids[0]: "不合格", ids[1]: "无法核查"}
    plan, read = worksheet.read(filled(tmp_path / "f.xlsx", tmp_path / "s.xlsx", verdicts))
    assert plan == PLAN
    found = outcome.of(frame, plan, read)
    assert found.missing == tuple(ids[-2:])
    assert (found.proof.judged, found.proof.bad) == (18, 2)
    with pytest.raises(UsageError):
        outcome.of(frame, plan, {**read, "县民政局/999.md": Verdict("县民政局/999.md", True, "")})


def test_an_unknown_verdict_is_told_with_its_row(tmp_path: Path) -> None:
    frame = county(SIZES)
    sample = draw(frame, PLAN)
    worksheet.write(tmp_path / "s.xlsx", frame, sample)
    with pytest.raises(UsageError) as error:
        worksheet.read(filled(tmp_path / "f.xlsx", tmp_path / "s.xlsx", {sample.units[0].id: "还行"}))
    assert "第 6 行" in error.value.message.zh
