"""One office written two ways, and offices that only look alike."""

from __future__ import annotations

import pytest

from qishan_lint import catalog
from tests.growth import grows_no_faster
from tests.textitems import found, item, matches

TESTED = catalog.compile_rule(catalog.load().entries["wording/office-name-varies"], level=None, params={})


def thrice(name: str) -> str:
    """A text in which ``name`` stands three times."""
    return f"会议由{name}召集。{name}部署防汛，请{name}值守。"


@pytest.mark.parametrize(
    ("name", "other", "hits"),
    [
        ("县应急管理局", "县应急管理据", ["县应急管理据"]),
        ("县应急管理局", "县应急管里局", ["县应急管里局"]),
        ("县农业农村局", "县农业农业局", ["县农业农业局"]),
        ("县市场监督管理局", "县市场监管管理局", ["县市场监管管理局"]),
        ("县应急管理局", "县应急管管理局", ["县应急管管理局"]),
        ("县人民代表大会常务委员会", "县人民代表大会常务委会", ["县人民代表大会常务委会"]),
        ("县市场监督管理局", "县市场监管局", []),
        ("县发展和改革委员会", "县发展改革委员会", []),
        ("县应急管理局", "市应急管理局", []),
        ("县应急管理局", "省应急管理厅", []),
        ("县应急管理局", "县应急局", []),
        ("县第一中学", "县第二中学", []),
        ("县城东小学", "县城西小学", []),
        ("县水务局", "县税务局", []),
        ("县应急管理局", "县应急管理局长", []),
        ("县经济布局", "县经济步局", []),
    ],
)
def test_office_names(name: str, other: str, hits: list[str]) -> None:
    assert found(item(thrice(name), f"请{other}办理。"), TESTED) == hits


def test_once_is_no_custom() -> None:
    assert not found(item("县应急管理局部署。县应急管理据值守。"), TESTED)


def test_two_customs_are_no_slip() -> None:
    assert not found(item(thrice("县应急管理局"), thrice("县应急管理据")), TESTED)


def test_what_is_told() -> None:
    (match,) = matches(item(thrice("县应急管理局"), "请县应急管理据办理。"), TESTED)
    told = {key: match.data[key] for key in ("found", "times", "expected", "others")}
    assert told == {"found": "县应急管理据", "times": 1, "expected": "县应急管理局", "others": 3}
    assert "会议由县应急管理局召集" in str(match.data["first"])
    assert (match.replacement, match.safe) == ("县应急管理局", False)
    assert match.related[0].span is not None
    assert match.related[0].span.start == 3


def test_many_offices_take_no_longer_than_their_text() -> None:
    def check(text: str) -> int:
        rows = [f"请县{chr(0x4E00 + n // 3 % 4000)}山乐器管理局办。" for n in range(len(text) // 11)]
        return len(matches(item("".join(rows)), TESTED))

    grows_no_faster("请县丁山乐器管理局办。", check, 60_000)
