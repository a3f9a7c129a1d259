"""Accuracy and speed of the spelling checker: ``python bench/spelling.py PAIRS.tsv ... --clean CLEAN.txt``.

Pair files are tab separated, wrong and right. The figures are sentence-level: a sentence counts as detected when it is
touched at all, as corrected when it then equals the right one. ``--choose`` takes the confidence that touches at most
the given share of the odd clean lines and reports false positives on the even ones; without it the model's own
threshold of ``--level`` holds. ``--judged`` gives the neural judge the last word. ``--mistype TEXT`` adds input-method
errors in sentences of TEXT, ``--peers`` runs autocorrect-py and, with ``--kenlm MODEL``, pycorrector on the first
sentences. ``--articles FOLDER`` (made by ``bench/articles.py``) times the rules of the kind on whole articles, as a
check runs them.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import inputmethod  # type: ignore[import-not-found]
from qishan_lint import capabilities, clock, engine, items, sources, spelling
from qishan_lint.checker import Checker, options_for
from qishan_lint.kinds import Context
from qishan_lint.pulling import TOGETHER
from qishan_lint.settings import Choice
from qishan_lint.spelling import Guess
from qishan_lint.spelling.speller import Speller

Pairs = list[tuple[str, str]]
Corrector = Callable[[str], str]
SEED, ERRORS = 7, 1500
HEADER = "| set | detection P/R/F1 | correction P/R/F1 | FPR % | KB/s |\n|---|---|---|---|---|"


@dataclass(frozen=True)
class Score:
    """Sentence-level precision, recall and F1 (%) of detection and correction, and the share of right ones touched."""

    detection: tuple[float, float, float]
    correction: tuple[float, float, float]
    false_rate: float
    speed: float


def rates(hits: int, touched: int, wrong: int) -> tuple[float, float, float]:
    """Precision, recall and F1 in per cent."""
    precision, recall = hits / max(touched, 1), hits / max(wrong, 1)
    return 100 * precision, 100 * recall, 200 * precision * recall / max(precision + recall, 1e-9)


def score(pairs: Pairs, correct: Corrector) -> Score:
    """The figures of ``correct`` on ``pairs``; speed in KB of UTF-8 a second, a call a sentence."""
    started = time.perf_counter()
    made = [correct(wrong) for wrong, _ in pairs]
    seconds = time.perf_counter() - started
    rows = list(zip(pairs, made, strict=True))
    touched = sum(new != wrong for (wrong, _), new in rows)
    wrong_ones = sum(wrong != right for wrong, right in pairs)
    detected = sum(wrong != right and new != wrong for (wrong, right), new in rows)
    corrected = sum(wrong != right and new == right for (wrong, right), new in rows)
    return Score(
        rates(detected, touched, wrong_ones),
        rates(corrected, touched, wrong_ones),
        100 * (touched - detected) / max(len(pairs) - wrong_ones, 1),
        sum(len(wrong.encode()) for wrong, _ in pairs) / 1000 / max(seconds, 1e-9),
    )


def corrector(speller: Speller, least: float) -> Corrector:
    """A function that applies every guess of ``speller`` at ``least`` to a sentence."""

    def correct(text: str) -> str:
        for guess in reversed(speller.check(text, least=least)):
            text = text[: guess.start] + guess.replacement + text[guess.end :]
        return text

    return correct


def chosen(speller: Speller, clean: Sequence[str], share: float) -> float:
    """The confidence that touches no more than ``share`` of the odd lines of ``clean``."""
    best = sorted(highest(speller.check(line, least=0.3)) for line in clean[::2])
    return best[len(best) - 1 - int(share * len(best))] + 1e-4


def highest(found: Sequence[Guess]) -> float:
    """The greatest confidence among guesses, 0 without any."""
    return max((guess.confidence for guess in found), default=0.0)


def running(speller: Speller, lines: Sequence[str], least: float) -> tuple[float, float, list[str]]:
    """Findings per 10,000 characters of running text, KB/s on it in one piece, and the findings to be judged."""
    text = "\n".join(lines)
    started = time.perf_counter()
    found = speller.check(text, least=least)
    speed = len(text.encode()) / 1000 / (time.perf_counter() - started)
    shown = [
        f"{guess.confidence:.3f}\t{text[max(guess.start - 9, 0) : guess.start]}"
        f"[{text[guess.start : guess.end]}→{guess.replacement}]{text[guess.end : guess.end + 9]}".replace("\n", "⏎")
        for guess in found
    ]
    return 10_000 * len(found) / max(len(text), 1), speed, shown


def on_articles(folder: Path) -> str:
    """KB of text a processor second, three runs of all rules of the kind, without reading the files."""
    today = clock.today_in_china()
    checker = Checker(Choice(), None, today, capabilities.installed())
    files = sources.discover([str(folder)], root=folder)
    plan = checker.plan(files[0])
    read = [items.read(one, options_for(plan.settings)) for one in files]
    size = sum(len(part.text.encode()) for item in read for part in item.parts) / 1000
    steps = [step for step in plan.steps if step.rule.kind == "spelling"]
    speeds = []
    for _ in range(3):
        started = time.process_time()
        for start in range(0, len(read), TOGETHER):
            group = read[start : start + TOGETHER]
            engine.prepare(group, plan)
            for item in group:
                for step in steps:
                    list(step.kind.check(item, step.rule, Context(today)))
        speeds.append(size / (time.process_time() - started))
    shown = ", ".join(f"{speed:.0f}" for speed in sorted(speeds))
    return f"{len(read)} articles of {size / len(read):.1f} KB: {shown} KB a processor second"


def read_pairs(path: Path) -> Pairs:
    """The pairs of a file, those of unequal length included."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [(row[0].strip(), row[1].strip()) for row in rows if len(row) >= 2]


def mistyped(path: Path) -> Pairs:
    """Input-method errors in sentences of ``path``, as many sentences left right."""
    lines = path.read_text(encoding="utf-8").splitlines()
    random.Random(SEED).shuffle(lines)
    wrong, right = lines[:ERRORS], lines[ERRORS : 2 * ERRORS]
    method = inputmethod.build(lines[2 * ERRORS :])
    made: Pairs = inputmethod.pairs(wrong, method, SEED)
    return made + [(line, line) for line in right]


def peers(kenlm: Path | None) -> dict[str, Corrector]:
    """The other correctors that are installed."""
    found: dict[str, Corrector] = {}
    try:
        import autocorrect_py  # type: ignore[import-not-found]

        found["autocorrect-py"] = autocorrect_py.format
    except ImportError:
        pass
    if kenlm is not None:
        from pycorrector import Corrector as Peer  # type: ignore[import-not-found]

        peer = Peer(language_model_path=str(kenlm))
        found["pycorrector + KenLM"] = lambda text: str(peer.correct(text)["target"])
    return found


def line(name: str, figures: Score) -> str:
    """A row of the table."""
    detection = "/".join(f"{value:.1f}" for value in figures.detection)
    correction = "/".join(f"{value:.1f}" for value in figures.correction)
    return f"| {name} | {detection} | {correction} | {figures.false_rate:.2f} | {figures.speed:.0f} |"


def main() -> None:
    """Print the table for the files on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="*", type=Path)
    parser.add_argument("--clean", type=Path)
    parser.add_argument("--mistype", type=Path)
    parser.add_argument("--running", type=Path)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--judged", action="store_true", help="with the neural judge")
    parser.add_argument("--level", choices=("warning", "info"), default="warning")
    parser.add_argument("--choose", type=float, metavar="SHARE")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--kenlm", type=Path)
    given = parser.parse_args()
    started = time.perf_counter()
    speller = spelling.load(given.model, judged=given.judged)
    print(f"model loaded in {1000 * (time.perf_counter() - started):.0f} ms")
    least = speller.thresholds[given.level]
    clean = given.clean.read_text(encoding="utf-8").splitlines() if given.clean else []
    if clean and given.choose:
        least = chosen(speller, clean, given.choose)
    sets = {path.stem: read_pairs(path) for path in given.pairs}
    if given.mistype:
        sets["input-method errors"] = mistyped(given.mistype)
    if clean:
        sets["clean, even lines"] = [(one, one) for one in clean[1::2]]
    print(f"least confidence {least:.4f}", HEADER, sep="\n")
    others = peers(given.kenlm) if given.peers or given.kenlm else {}
    for name, pairs in sets.items():
        print(line(name, score(pairs, corrector(speller, least))))
        for peer, correct in others.items():
            print(line(f"{name}, first 250, {peer}", score(pairs[:250], correct)))
    if given.running:
        density, speed, shown = running(speller, given.running.read_text(encoding="utf-8").splitlines(), least)
        print(f"running text: {density:.2f} findings per 10,000 characters, {speed:.0f} KB/s", *shown, sep="\n")
    if given.articles:
        print(on_articles(given.articles.resolve()))


if __name__ == "__main__":
    main()
