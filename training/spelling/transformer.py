"""Transformer: a small bidirectional model of characters that says what each place of a window should read.

Pre-norm blocks with rotary positions behind one convolution, which sees what stands beside a character at once. Input
and output share their embedding. Besides its own, a character adds the embedding of the pair it ends, found by a hash:
most parameters are there, where they cost no arithmetic, and what a table of pairs knows need not be learnt by layers.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

HEAD = 32
"""Numbers an attention head."""


@dataclass(frozen=True)
class Shape:
    """Tokens known (the mask is one more), embeddings of pairs, numbers a token, blocks, and tokens a window."""

    tokens: int = 6144
    pairs: int = 32_768
    width: int = 192
    blocks: int = 4
    window: int = 64


def turns(length: int) -> tuple[Tensor, Tensor]:
    """The cosines and sines by which rotary positions turn a head's halves."""
    speed = 1.0 / 1000 ** (torch.arange(0, HEAD, 2) / HEAD)
    angle = torch.outer(torch.arange(length), speed)
    return angle.cos(), angle.sin()


def turned(states: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """``states`` (..., length, HEAD) turned by their positions."""
    one, other = states.chunk(2, dim=-1)
    return torch.cat([one * cosine - other * sine, one * sine + other * cosine], dim=-1)


class Block(nn.Module):
    """Attention over the window, then two layers a token, each added to what came in."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.queries = nn.Linear(width, 3 * width, bias=False)
        self.joined = nn.Linear(width, width, bias=False)
        self.wide, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, states: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        """The states after the block."""
        rows, length, width = states.shape
        split = self.queries(self.first(states)).view(rows, length, 3, width // HEAD, HEAD).permute(2, 0, 3, 1, 4)
        near = turned(split[0], cosine, sine) @ turned(split[1], cosine, sine).transpose(2, 3)
        found = functional.softmax(near * HEAD**-0.5, dim=-1) @ split[2]
        states = states + self.joined(found.transpose(1, 2).reshape(rows, length, width))
        return states + self.narrow(functional.gelu(self.wide(self.second(states))))


class Transformer(nn.Module):
    """Reads windows of tokens and gives the states that :meth:`scores` turns into scores of every token."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embedding = nn.Embedding(shape.tokens + 1, shape.width)
        self.pair = nn.Embedding(shape.pairs, shape.width)
        nn.init.normal_(self.embedding.weight, std=0.02)
        nn.init.normal_(self.pair.weight, std=0.005)
        self.beside = nn.Conv1d(shape.width, shape.width, 3, padding=1)
        self.blocks = nn.ModuleList(Block(shape.width) for _ in range(shape.blocks))
        self.last, self.out = nn.LayerNorm(shape.width), nn.Linear(shape.width, shape.width)
        self.bias = nn.Parameter(torch.zeros(shape.tokens))
        cosine, sine = turns(shape.window)
        self.register_buffer("cosine", cosine)
        self.register_buffer("sine", sine)

    def forward(self, ids: Tensor) -> Tensor:
        """The states (windows, places, width) of windows of ``ids``."""
        before = functional.pad(ids[:, :-1], (1, 0))
        pairs = (before * 40_503 + ids * 7_919) % self.pair.num_embeddings
        states = 20 * (self.embedding(ids) + self.pair(pairs))
        states = states + functional.gelu(self.beside(states.transpose(1, 2))).transpose(1, 2)
        for block in self.blocks:
            states = block(states, self.cosine, self.sine)
        return functional.gelu(self.out(self.last(states)))

    def scores(self, states: Tensor) -> Tensor:
        """The logits of every token but the mask, for states (..., width)."""
        return functional.linear(states, self.embedding.weight[:-1], self.bias)
