"""Train the neural reranker: ``python -m spelling.neural TEXT PAIRS CLEAN OUT`` with ``training`` on PYTHONPATH.

TEXT, PAIRS and CLEAN are what ``spelling.train`` takes; only statutes and work reports are learnt from, without any
sentence that shares a run of 12 Han characters with a pair, a clean or a test sentence. The pairs themselves are left
out too, so that one set of weights may be measured on all of them. Needs torch; OUT gets ``neural.pt``. Training takes
the ``--minutes`` given, whatever the machine; the learning rate falls with the time that is left.

The work reports, whose language is nearer to notices and news, are read more often than their share.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from qishan_lint import spelling
from spelling import corpus, spoiling
from spelling.muon import Muon
from spelling.train import gather, lexicon
from spelling.transformer import Shape, Transformer

SEED = 20260302
WINDOWS = 64
"""Windows a step."""
REPORTS = 0.3
"""Share of the windows from work reports."""
RATE_HIDDEN, RATE_OTHER, WARM = 0.02, 0.003, 40
_VALID = 256
_REPORT = 50


@dataclass(frozen=True)
class Text:
    """Token streams: two to learn from, and news that only tells how far training is."""

    statutes: Any
    reports: Any
    news: Any


def read(text: Path, pairs: Path, clean: Path, tokens: Any, known: int) -> Text:
    """The streams; tokens beyond ``known`` become the unknown one."""
    data = gather(text, pairs, clean)
    lines = [data.counted[name] + data.held[name] for name in ("statutes", "reports")]
    streams = [corpus.encode(part, tokens) for part in (*lines, data.counted["news"][-4000:])]
    return Text(*(np.where(one < known, one, spelling.alphabet.UNKNOWN).astype(np.int64) for one in streams))


def batches(
    streams: Sequence[tuple[Any, int]], found: spoiling.Errors, shape: Shape, rng: Any
) -> Iterator[tuple[Any, Any, Any]]:
    """Spoiled windows without end, so many a batch from each stream."""
    while True:
        parts = []
        for stream, many in streams:
            start = rng.integers(0, len(stream) - shape.window, many)
            parts.append(stream[start[:, None] + np.arange(shape.window)])
        yield tuple(map(torch.from_numpy, spoiling.spoil(np.concatenate(parts), found, shape.tokens, rng)))


def loss_of(net: Transformer, batch: tuple[Any, Any, Any]) -> tuple[Any, Any]:
    """The mean loss at the places asked for, and the share of them that are right."""
    spoiled, asked, meant = batch
    logits = net.scores(net(spoiled)[asked])
    target = meant[asked]
    return functional.cross_entropy(logits, target), (logits.argmax(1) == target).float().mean()


def optimizers(net: Transformer) -> list[Any]:
    """Muon for the matrices of the blocks, AdamW for all else."""
    hidden = [one for one in net.blocks.parameters() if one.ndim == 2]
    chosen = {id(one) for one in hidden}
    other = [one for one in net.parameters() if id(one) not in chosen]
    return [
        Muon(hidden, RATE_HIDDEN),
        torch.optim.AdamW(other, lr=RATE_OTHER, betas=(0.9, 0.98), weight_decay=0.01),
    ]


def fit(net: Transformer, text: Text, found: spoiling.Errors, shape: Shape, minutes: float, keep: Path) -> int:
    """Train ``net`` for so many minutes; the number of steps. Every report also keeps the weights so far."""
    reports = round(WINDOWS * REPORTS)
    learnt = [(text.statutes, WINDOWS - reports), (text.reports, reports)]
    draw = batches(learnt, found, shape, np.random.default_rng(SEED))
    check = batches([(text.news, WINDOWS)], found, shape, np.random.default_rng(SEED + 1))
    valid = [next(check) for _ in range(_VALID // WINDOWS)]
    made = optimizers(net)
    first = [group["lr"] for one in made for group in one.param_groups]
    started, step = time.monotonic(), 0
    while (spent := (time.monotonic() - started) / 60 / minutes) < 1:
        share = min(1.0, (step + 1) / WARM, (1 - spent) / 0.7)
        for group, rate in zip((group for one in made for group in one.param_groups), first, strict=True):
            group["lr"] = rate * share
        loss, _ = loss_of(net, next(draw))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        for one in made:
            one.step()
            one.zero_grad(set_to_none=True)
        step += 1
        if step % _REPORT == 0:
            with torch.no_grad():
                figures = torch.tensor([loss_of(net, batch) for batch in valid]).mean(0)
            print(
                f"{step} steps, {spent:.0%}: loss {loss:.3f}, news {figures[0]:.3f}, right {figures[1]:.3f}", flush=True
            )
            torch.save(net.state_dict(), keep)
    return step


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("text", "pairs", "clean", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--minutes", type=float, default=240)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, metavar="WEIGHTS", help="go on from an earlier run's neural.pt")
    parser.add_argument("--width", type=int, default=Shape.width)
    parser.add_argument("--blocks", type=int, default=Shape.blocks)
    given = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(given.threads)
    shape = Shape(width=given.width, blocks=given.blocks)
    speller = spelling.load()
    text = read(given.text, given.pairs, given.clean, speller.tokens, shape.tokens)
    learnt = np.concatenate([text.statutes, text.reports])
    seen = np.bincount(learnt, minlength=shape.tokens)
    rng = np.random.default_rng(SEED)
    found = spoiling.errors(speller.model, shape.tokens, seen, lexicon(), speller.tokens, rng)
    net = Transformer(shape)
    if given.start:
        net.load_state_dict(torch.load(given.start, weights_only=True))
    print(f"{sum(one.numel() for one in net.parameters())} parameters, {len(learnt)} tokens of text", flush=True)
    given.out.mkdir(parents=True, exist_ok=True)
    steps = fit(net, text, found, shape, given.minutes, given.out / "neural.pt")
    torch.save(net.state_dict(), given.out / "neural.pt")
    print(f"{steps} steps of {WINDOWS * shape.window} tokens, {asdict(shape)}")


if __name__ == "__main__":
    main()
