"""The caret stands under the hit, whatever stands before it (property-based)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from qishan_lint.formats import _width
from qishan_lint.formats._escape import visible
from qishan_lint.formats._excerpt import BEFORE, LONGEST, window
from qishan_lint.formats._paint import plain
from qishan_lint.model import Excerpt
from tests.formats import sample_report

LINES = st.text(alphabet="县镇委\t a1,。“”…😀𠮷e\u0301\u200b\u202e\x1b한", max_size=60)
HITS = st.text(alphabet="登陆a1😀“e\u0301", min_size=1, max_size=30)


@given(LINES, HITS, LINES, st.sampled_from([80, 120]), st.sampled_from([1, 2]))
def test_window_fits_and_the_caret_is_where_the_hit_is(
    before: str, hit: str, after: str, width: int, ambiguous: int
) -> None:
    cut = window(Excerpt(before, hit, after), width - 8, ambiguous)
    assert cut.indent == _width.of(cut.before, ambiguous) <= BEFORE
    assert cut.caret == max(1, _width.of(cut.hit, ambiguous))
    assert cut.indent + cut.caret + _width.of(cut.after, ambiguous) <= width - 8
    assert visible(hit).startswith(cut.hit.removesuffix("…"))


@given(LINES, HITS, LINES, st.sampled_from([80, 120]))
def test_caret_in_the_printed_report(before: str, hit: str, after: str, width: int) -> None:
    finding = sample_report.in_text("wording/wrong-word", "a.md", 18, before, hit, after, "“登陆”应为“登录”")
    result = replace(sample_report.clear(1), findings=(finding,))
    lines = sample_report.text_of("text", sample_report.report(result), width=width).split("\n")
    number = next(index for index, line in enumerate(lines) if line.startswith("   18 | "))
    shown = window(finding.excerpt or Excerpt("", "", ""), width - 8)
    caret = lines[number + 1]
    assert caret.startswith("      |")
    assert caret.index("^") == _width.of(f"   18 | {shown.before}")
    assert caret.count("^") == shown.caret
    assert all(_width.of(plain(line)) <= width for line in lines)


def test_cuts_are_shown() -> None:
    cut = window(Excerpt("县" * 60, "登陆", "镇" * 60), 40)
    assert cut.before.startswith("…县")
    assert cut.after.endswith("镇…")


def test_an_empty_hit_still_has_a_caret() -> None:
    assert window(Excerpt("前", "", "后"), 40).caret == 1


def test_a_whole_paragraph_is_not_underlined_to_its_end() -> None:
    cut = window(Excerpt("", "县" * 60, "后文"), 112)
    assert cut.caret <= LONGEST
    assert (cut.hit[-1], cut.after) == ("…", "")
