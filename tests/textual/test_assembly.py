"""The text of a part under construction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.textual.assembly import Assembly, is_wide
from tests.readers.positions import check_blocks, check_segments

SOURCE = "县政府 <b>召开</b>&nbsp;会议\r\n  第二段，𠮷野😀。\n"
SPANS = st.tuples(st.integers(0, len(SOURCE)), st.integers(0, len(SOURCE))).map(sorted)
STEPS = st.one_of(
    st.tuples(st.just("copy"), SPANS),
    st.tuples(st.just("stand_in"), SPANS),
    st.tuples(st.just("open"), st.sampled_from(["paragraph", "cell", "title"])),
    st.tuples(st.just("invent"), st.sampled_from([" ", "\n"])),
    st.tuples(st.just("close"), st.none()),
    st.tuples(st.just("zone"), st.none()),
)


@given(st.lists(STEPS, max_size=25))
def test_any_order_of_steps_keeps_the_promises(steps: list[tuple[str, object]]) -> None:
    assembly = Assembly(SOURCE)
    for step, value in steps:
        if step == "copy" and isinstance(value, list):
            assembly.copy(*value)
        elif step == "stand_in" and isinstance(value, list) and value[0] < value[1]:
            assembly.stand_in("x", *value)
        elif step == "open":
            assembly.open(str(value))
        elif step == "invent":
            assembly.invent(str(value))
        elif step == "close":
            assembly.close()
        elif step == "zone":
            assembly.zone("code", max(0, assembly.length - 2))
    part = assembly.part("a", "a.md")
    assert len(part.text) == assembly.length
    check_blocks(part)
    for segment in part.segments:
        assert segment.text_start + segment.length <= len(part.text)


def test_neighbours_become_one_segment() -> None:
    assembly = Assembly(SOURCE)
    assembly.copy(0, 2)
    assembly.copy(2, 3)
    part = assembly.part("a", "a.md")
    check_segments(part)
    assert (part.text, len(part.segments)) == ("县政府", 1)


def test_blocks_of_white_space_leave_nothing() -> None:
    assembly = Assembly(SOURCE)
    for text in ("\xa0", " \u3000"):
        assembly.open("paragraph")
        assembly.invent(text)
        assembly.close()
    assert (assembly.length, assembly.blocks) == (0, [])


def test_wide_characters() -> None:
    assert all(map(is_wide, "县，。“”—…《》（𠮷"))
    assert not any(map(is_wide, "a1 ,.é"))
    assert not is_wide("")
