from __future__ import annotations

from qishan_lint.spelling import Speller
from qishan_lint.spelling.candidates import WORD_FLAG
from spelling import confusion  # type: ignore[import-not-found]

ALIKE = {"做": {"作": confusion.SOUND}, "作": {"做": confusion.SOUND}}


def test_confusions_of_pairs_are_added_once_and_often() -> None:
    pairs = [("债任", "责任")] + [("做用", "作用")] * 3
    found = confusion.with_pairs(ALIKE, pairs, "债责做作任用")
    assert found["债"] == {"责": confusion.ONCE}
    assert found["做"] == {"作": confusion.SOUND | confusion.ONCE | confusion.OFTEN}
    assert found["作"] == ALIKE["作"]
    assert ALIKE["做"] == {"作": confusion.SOUND}


def test_a_pair_of_two_same_errors_counts_once() -> None:
    assert confusion.with_pairs({}, [("债债债", "责责责")], "债责") == {"债": {"责": confusion.ONCE}}


def test_only_known_han_characters_become_confusions() -> None:
    assert confusion.with_pairs({}, [("，1债", "。2责")], "，。12债") == {}


def test_no_two_flags_are_the_same() -> None:
    flags = (
        confusion.TONE, confusion.SOUND, confusion.NEAR, confusion.EDIT, confusion.SHAPE, WORD_FLAG, confusion.ONCE,
        confusion.OFTEN,
    )  # fmt: skip
    assert sum(flags) == 255


def test_what_only_the_pairs_tell_is_corrected(speller: Speller) -> None:
    """玉 and 国 are alike neither in sound nor enough in look."""
    found = speller.check("要坚持党对玉家安全工作的领导。")
    assert [(one.replacement, one.kind) for one in found] == [("国", "look")]
