"""Changes by paragraph and by character."""

from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.textual.changes import Row, compare

_LINES = st.lists(st.text("甲乙丙1230 ，。", min_size=1, max_size=12), max_size=8).map("\n".join)


def test_a_figure_that_changed_is_marked_alone() -> None:
    (row,) = compare("总投资3180万元。", "总投资2980万元。")
    assert [text for changed, text in row.old if changed] == ["31"]
    assert [text for changed, text in row.new if changed] == ["29"]


def test_paragraphs_without_a_change_are_counted() -> None:
    assert compare("一\n二\n三", "一\n二\n三") == (Row(same=3),)
    assert compare("一\n二", "一\n二\n三") == (Row(same=2), Row(new=((True, "三"),)))


@given(_LINES, _LINES)
def test_both_sides_can_be_read_from_the_rows(old: str, new: str) -> None:
    rows = compare(old, new)
    for text, side in ((old, "old"), (new, "new")):
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        changed = ["".join(piece for _, piece in getattr(row, side)) for row in rows if getattr(row, side)]
        assert len(changed) + sum(row.same for row in rows) == len(lines)
        assert all(line in lines for line in changed)
