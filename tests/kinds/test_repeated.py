"""Sentences said twice, filler."""

from __future__ import annotations

from tests.textitems import found, item, matches, part, rule

SENTENCE = rule("repeated", sentence=8)
FILLER = rule("repeated", filler=20, variety=0.2)
LONG = "要求各镇压实责任抓好落实"


def test_sentence() -> None:
    one = item(f"{LONG}。大家表示同意。{LONG}。")
    (match,) = matches(one, SENTENCE)
    assert found(one, SENTENCE) == [LONG]
    assert match.related[0].span is not None
    assert match.related[0].span.start == 0
    assert len(matches(item(f"{LONG}。", f"{LONG}。", f"{LONG}！"), SENTENCE)) == 2


def test_short_and_tabular_repetitions_are_usual() -> None:
    assert not matches(item("好。好。好。"), SENTENCE)
    assert not matches(item(parts=(part(LONG, LONG, kind="cell"),)), SENTENCE)
    assert not matches(item(LONG, f"{LONG}，并报告结果"), SENTENCE)


def test_filler() -> None:
    assert found(item("测试" * 20), FILLER) == ["测试" * 20]
    assert not matches(item("测试" * 5), FILLER)
    assert not matches(item("—" * 60), FILLER)
    assert not matches(item("姓名：" + "＿" * 60), FILLER)
    assert not matches(item("岐山县凤鸣镇、蔡家坡镇、益店镇、蒲村镇、青化镇、枣林镇、雍川镇、故郡镇、京当镇。"), FILLER)
    assert not matches(item(parts=(part("0" * 50, kind="cell"),)), FILLER)
