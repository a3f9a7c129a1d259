"""Folded figures: ``python -m spelling.folded OUT PAIRS`` measures each pair by the model that never saw its fold.

With ``--judged`` the neural judges of ``spelling.judging`` have the last word.

OUT is what ``spelling.train`` wrote, PAIRS the folder of the pair files. Prints sentence-level correction precision,
recall and F1 for each domain, at the warning threshold and at the information threshold of each fold's model.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from qishan_lint import spelling
from qishan_lint.spelling import neural
from spelling import corpus
from spelling.train import DOMAINS


def corrected(speller: spelling.Speller, text: str, least: float) -> str:
    """``text`` with every guess applied."""
    for guess in reversed(speller.check(text, least=least)):
        text = text[: guess.start] + guess.replacement + text[guess.end :]
    return text


def figures(
    rows: list[tuple[str, str, int]], spellers: list[spelling.Speller], level: str
) -> tuple[float, float, float]:
    """Precision, recall and F1 (%) of correction over ``rows`` (wrong, right, fold)."""
    touched = hits = wrong_ones = 0
    for wrong, right, fold in rows:
        made = corrected(spellers[fold], wrong, spellers[fold].thresholds[level])
        touched += made != wrong
        wrong_ones += wrong != right
        hits += wrong != right and made == right
    precision, recall = hits / max(touched, 1), hits / max(wrong_ones, 1)
    return 100 * precision, 100 * recall, 200 * precision * recall / max(precision + recall, 1e-9)


def main() -> None:
    """Print a line for each domain and level."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("out", "pairs"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--judged", action="store_true")
    given = parser.parse_args()
    rows = [(wrong, right, fold) for wrong, right, fold in json.loads((given.out / "folds.json").read_text())]
    spellers = []
    for number in range(1 + max(row[2] for row in rows)):
        speller = spelling.load(given.out / f"fold-{number}.bin")
        judge = neural.load(given.out / f"fold-{number}.onnx.xz") if given.judged else None
        spellers.append(replace(speller, judge=judge))
    start = 0
    for name in DOMAINS:
        size = sum(len(one) == len(other) for one, other in corpus.pairs(given.pairs / f"ecspell-{name}-train.tsv"))
        for level in ("warning", "info"):
            print(name, level, *(f"{value:.1f}" for value in figures(rows[start : start + size], spellers, level)))
        start += size


if __name__ == "__main__":
    main()
