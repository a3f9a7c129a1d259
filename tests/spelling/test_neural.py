"""The neural judge: what it is asked, what its answers change, and what it finds with the weights that ship."""

from __future__ import annotations

import json
import lzma
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from qishan_lint import spelling
from qishan_lint.spelling import neural
from qishan_lint.spelling.alphabet import BOUNDARY, UNKNOWN
from qishan_lint.spelling.modelfile import ModelError
from qishan_lint.spelling.neural import Judge
from qishan_lint.spelling.proposals import Proposals
from qishan_lint.spelling.speller import MODEL
from tests.spelling.test_speller import PAIRS, corrected

pytest.importorskip("onnxruntime", reason="needs the extra [neural]")
FOLDER = Path(str(resources.files("qishan_lint.spelling") / "data"))
JUDGED = spelling.load(judged=True)
KNOWN, WINDOW = 50, 8


class Session:
    """Says that a token is the likelier the greater it is, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    def get_inputs(self) -> list[object]:
        return [type("Input", (), {"name": "ids"})]

    def run(self, names: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        self.asked += given["ids"].tolist()
        return [np.tile(np.arange(KNOWN) / 10, (len(given["ids"]), 2, 1))]


def judge(factors: list[float]) -> tuple[Judge, Session]:
    session = Session()
    return Judge(session, {"tokens": KNOWN, "window": WINDOW, "factors": factors}), session


def proposals(*rows: tuple[int, int, int, int]) -> Proposals:
    at, size, new, second = (np.array(column) for column in zip(*rows, strict=True))
    return Proposals(at, size, new, second, np.ones(len(rows)), np.zeros((len(rows), 1)))


IDS = np.array([0, 11, 12, 13, 14, 0])
TREES_ALONE = [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]


def test_a_place_is_read_as_given_and_covered() -> None:
    one, session = judge(TREES_ALONE)
    one.measures(IDS, proposals((2, 1, 20, -1)), np.array([0]))
    assert session.asked == [[0, 0, 0, 11, 12, 13, 14, 0], [0, 0, 0, 11, KNOWN, 13, 14, 0]]


def test_both_characters_of_a_word_are_covered() -> None:
    one, session = judge(TREES_ALONE)
    one.measures(IDS, proposals((2, 2, 20, 21)), np.array([0]))
    assert session.asked[1] == [0, 0, 0, 11, KNOWN, KNOWN, 14, 0]


def test_several_changes_of_a_place_cost_one_reading() -> None:
    one, session = judge(TREES_ALONE)
    one.measures(IDS, proposals((2, 1, 20, -1), (2, 1, 30, -1)), np.array([0, 1]))
    assert len(session.asked) == 2


def test_measures_compare_the_change_with_the_text() -> None:
    one, _ = judge(TREES_ALONE)
    found = one.measures(IDS, proposals((2, 1, 20, -1), (2, 2, 20, 21)), np.array([0, 1]))
    single, double = [0.8, 2.0], [0.8 + 0.8, 2.0 + 2.1]
    assert found == pytest.approx(np.array([single * 2, double * 2]))


def test_the_logistic_has_the_last_word() -> None:
    one, _ = judge([0.0, 1.0, 5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    before = np.array([0.5])
    assert one.probability(IDS, proposals((2, 1, 20, -1)), before) == pytest.approx(1 / (1 + np.exp(-5 * 0.8)))
    assert before == [0.5]


def test_hopeless_guesses_are_not_read() -> None:
    one, session = judge([9.0] * 9)
    assert one.probability(IDS, proposals((2, 1, 20, -1)), np.array([0.01])).tolist() == [0.01]
    assert session.asked == []


def test_of_very_many_guesses_the_likeliest_are_read() -> None:
    one, session = judge([9.0] * 9)
    many = neural.MOST + 40
    made = proposals(*((place, 1, 20, -1) for place in range(1, many + 1)))
    before = np.linspace(0.1, 0.9, many)
    after = one.probability(np.full(many + 2, 11), made, before)
    assert len(session.asked) == 2 * neural.MOST
    assert (after[:40] == before[:40]).all()
    assert (after[40:] > before[40:]).all()


def test_characters_that_it_does_not_know_are_left_to_the_trees() -> None:
    one, session = judge([9.0] * 9)
    found = one.probability(np.array([0, 11, 60, 13, 0]), proposals((1, 1, KNOWN, -1)), np.array([0.7]))
    assert found.tolist() == [0.7]
    assert session.asked[0] == [BOUNDARY, BOUNDARY, BOUNDARY, BOUNDARY, 11, UNKNOWN, 13, BOUNDARY]


def test_a_text_shorter_than_the_window_and_a_longer_one() -> None:
    one, _ = judge(TREES_ALONE)
    for length in (1, 3, 200):
        ids = np.full(length + 2, 11)
        at = np.arange(1, length + 1)
        made = proposals(*((int(place), 1, 20, -1) for place in at))
        assert len(one.measures(ids, made, np.arange(length))) == length


def test_the_weights_belong_to_one_version_of_the_trees(tmp_path: Path) -> None:
    shipped = lzma.decompress((FOLDER / neural.WEIGHTS).read_bytes())
    mark = json.dumps({"trees": neural.TREES})[1:-1].encode()
    assert shipped.count(mark) == 1
    (tmp_path / "other").write_bytes(lzma.compress(shipped.replace(mark, mark.replace(b"2", b"1")), preset=0))
    with pytest.raises(ModelError, match="version 1"):
        neural.load(tmp_path / "other")


def test_model_and_weights_fit_their_limit() -> None:
    assert sum((FOLDER / name).stat().st_size for name in (MODEL, neural.WEIGHTS)) <= 24_000_000


def test_most_of_the_fifty_errors_are_found_and_corrected() -> None:
    assert sum(corrected(wrong, JUDGED.check(wrong)) == meant for wrong, meant in PAIRS) >= 40


@pytest.mark.parametrize("meant", [pair[1] for pair in PAIRS])
def test_right_sentences_stay_alone(meant: str) -> None:
    assert JUDGED.check(meant) == []


def test_it_judges_otherwise_than_the_trees_alone(speller: spelling.Speller) -> None:
    text = "\n".join(wrong for wrong, _ in PAIRS)
    alone = {guess.start: guess.confidence for guess in speller.check(text, least=0.5)}
    both = {guess.start: guess.confidence for guess in JUDGED.check(text, least=0.5)}
    assert any(alone[at] != both[at] for at in alone.keys() & both.keys())
    assert JUDGED.thresholds != speller.thresholds


def test_a_word_that_stands_twice_only_informs() -> None:
    text = "要认真学习学习贯彻会议精神。"
    (guess,) = JUDGED.check(text, least=JUDGED.thresholds["info"])
    assert guess.kind == "doubled"
    assert JUDGED.check(text) == []


def test_a_guess_does_not_depend_on_what_stands_farther_off_than_the_window() -> None:
    first, between = PAIRS[0][0], "。".join(meant for _, meant in PAIRS[:8])
    assert JUDGED.judge is not None
    assert len(between) > JUDGED.judge.about["window"] + 8
    told = []
    for other, _ in PAIRS[8:20]:
        found = JUDGED.check(f"{first}{between}{other}", least=0.3)
        told.append([one for one in found if one.end <= len(first)])
    assert told[0]
    assert all(one == told[0] for one in told)
