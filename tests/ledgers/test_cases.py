"""Cases as data: ledgers in short, and exactly what the check says of them."""

from __future__ import annotations

import csv
import datetime
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from qishan_lint.ledgers import kinds, run

DAY = datetime.date(2026, 11, 23)
GROUPS: Mapping[str, Mapping[str, Any]] = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
CASES = {case["id"]: {**group, **case} for group in GROUPS.values() for case in group["cases"]}
BODIES = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")


def rows(case: Mapping[str, Any]) -> Iterator[list[str]]:
    if case["head"]:
        yield case["head"]
    for row in case["rows"]:
        if isinstance(row, dict):
            for number in range(row["times"]):
                yield [str(cell).replace("#", str(number)) for cell in row["row"]]
        else:
            yield [str(cell) for cell in row]


def table(figures: Mapping[str, list[Any]]) -> Iterator[list[str]]:
    """Table 3 of a yearly report, with one line of results."""
    yield ["", "自然人", "法人或其他组织", "", "", "", "", "总计"]
    yield ["", "", *BODIES, ""]
    yield ["一、本年新收政府信息公开申请数量", *map(str, figures["new"])]
    yield ["二、上年结转政府信息公开申请数量", *map(str, figures["carried-in"])]
    yield ["三、本年度办理结果（一）予以公开", *map(str, figures["results"])]
    yield ["（七）总计", *map(str, figures["results"])]
    yield ["四、结转下年度继续办理", *map(str, figures["carried-out"])]


def written(path: Path, lines: Iterator[list[str]]) -> Path:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    path.write_text(out.getvalue(), "utf-8")
    return path


@pytest.mark.parametrize("id_", CASES)
def test_case(id_: str, tmp_path: Path) -> None:
    case = CASES[id_]
    path = written(tmp_path / case["name"], table(case) if case.get("table") else rows(case))
    previous = None
    if "before" in case:
        out = case["before"]
        figures = {name: [0] * 7 for name in ("carried-in", "results")}
        whole = [out, 0, 0, 0, 0, 0, out]
        previous = written(tmp_path / "上年.csv", table({**figures, "new": whole, "carried-out": whole}))
    report = run.check(
        run.Request(paths=(path,), today=case.get("day", DAY), previous=previous, text=case.get("text", ""))
    )
    found = Counter(one.rule.partition("/")[2] for one in report.findings if one.rule != "ledger/rates")
    assert found == expected(case["says"])
    said = "\n".join(f"{one.message.zh} {one.place.where}" for one in report.findings)
    words = case.get("words", [])
    for word in [words] if not isinstance(words, list) else words:
        assert str(word) in said
    assert all("{" not in one.message.zh + one.message.en for one in report.findings)


def expected(says: list[str]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for one in says:
        count, _, rule = one.rpartition(" ")
        counted[rule] += int(count or 1)
    return counted


def test_everything_that_can_be_said_has_a_case() -> None:
    shown = {rule for case in CASES.values() for rule in expected(case["says"])}
    assert {id_.partition("/")[2] for id_ in kinds.faults()} - {"rates"} == shown
