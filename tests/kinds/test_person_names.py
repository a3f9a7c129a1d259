"""One person with two names, and all the ways in which two similar names are two persons."""

from __future__ import annotations

import pytest

from qishan_lint import catalog
from tests.growth import grows_no_faster
from tests.textitems import found, item, matches, part

TESTED = catalog.compile_rule(catalog.load().entries["wording/person-name-varies"], level=None, params={})
THRICE = "县委书记张建国到石桥镇调研。张建国指出，要抓好春耕。张建国强调，要修好水渠。"


@pytest.mark.parametrize(
    ("lines", "hits"),
    [
        ([THRICE, "张健国要求，各镇立即行动。"], ["张健国"]),
        ([THRICE, "会后，张建过同志来到柳湾镇。"], ["张建过"]),
        (["会议由县委书记张建国主持。", "县委书记张健国讲话。"], ["张健国"]),
        (["县长李强指出，抓好春耕。县长李强要求，修渠。县长李强说，防汛。", "县长李墙说，抗旱。"], ["李墙"]),
        ([THRICE, "张建华要求，各镇立即行动。"], []),
        ([THRICE, "村民张健国说，水来了。"], []),
        ([THRICE, "张建国、张健国出席。"], []),
        ([THRICE, "张健国要求，立即行动。张健国指出，要早。"], []),
        ([THRICE, "章建国要求，各镇立即行动。"], []),
        (["会议由县委书记张建国主持。", "县长张健国讲话。"], []),
        (["张建国指出，抓好春耕。张建国说，修渠。张建国说，防汛。", "张健国要求，行动。"], []),
        (["县长李强同志指出，春耕。", "李强通过电话部署。", "李强同志强调，修渠。", "李强同志说，防汛。"], []),
        (["没有人名，只有书记二字。"], []),
        ([], []),
    ],
)
def test_person_names(lines: list[str], hits: list[str]) -> None:
    assert found(item(*lines), TESTED) == hits


def test_what_is_told() -> None:
    (match,) = matches(item(THRICE, "张健国要求，各镇立即行动。"), TESTED)
    told = {key: match.data[key] for key in ("found", "times", "expected", "others")}
    assert told == {"found": "张健国", "times": 1, "expected": "张建国", "others": 3}
    assert "县委书记张建国" in str(match.data["first"])
    assert (match.suggestions, match.replacement, match.safe) == (("张建国",), "张建国", False)
    assert match.related[0].span is not None
    assert match.related[0].span.start == THRICE.index("张建国")


def test_once_each_is_not_repaired() -> None:
    (match,) = matches(item("会议由县委书记张建国主持。", "县委书记张健国讲话。"), TESTED)
    assert match.replacement is None


def test_cells_are_lists_of_persons() -> None:
    assert not found(item(parts=(part(THRICE), part("张健国", kind="cell"))), TESTED)
    assert not found(item(parts=(part(THRICE, "张健国", kind="cell"),)), TESTED)


def test_many_names_take_no_longer_than_their_text() -> None:
    """Every name is another one, and all differ from their neighbours in one place."""

    def check(text: str) -> int:
        rows = [f"书记张{chr(0x4E00 + n // 3)}{chr(0x5000 + n % 3)}说，好。" for n in range(len(text) // 10)]
        return len(matches(item("".join(rows)), TESTED))

    grows_no_faster("书记张三四说，好。。", check, 60_000)
