"""Muon: gradient descent whose steps on a matrix are made orthogonal, in single precision.

Keller Jordan and others, 2024. The optimizer of this name in torch works in bfloat16, which processors without
instructions for it only imitate, a hundred times slower.
"""

from __future__ import annotations

from typing import Any

import torch

_ROUNDS, _MOMENTUM, _DECAY = 5, 0.95, 0.01
_QUINTIC = (3.4445, -4.7750, 2.0315)


def orthogonal(matrix: Any) -> Any:
    """Nearly the orthogonal matrix nearest to ``matrix``, by rounds of Newton and Schulz's iteration."""
    one, three, five = _QUINTIC
    turned = matrix.T if matrix.shape[0] > matrix.shape[1] else matrix
    made = turned / (turned.norm() + 1e-7)
    for _ in range(_ROUNDS):
        square = made @ made.T
        made = one * made + (three * square + five * square @ square) @ made
    return made.T if turned is not matrix else made


class Muon(torch.optim.Optimizer):
    """Steps of size ``lr`` on matrices, with Nesterov's momentum and decaying weights."""

    def __init__(self, matrices: list[Any], lr: float) -> None:
        super().__init__(matrices, {"lr": lr})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # noqa: ARG002
        """Take one step along the gradients."""
        for group in self.param_groups:
            for matrix in group["params"]:
                memory = self.state[matrix].setdefault("memory", torch.zeros_like(matrix))
                memory.lerp_(matrix.grad, 1 - _MOMENTUM)
                size = max(1, matrix.shape[0] / matrix.shape[1]) ** 0.5
                matrix.mul_(1 - group["lr"] * _DECAY)
                matrix.add_(orthogonal(matrix.grad.lerp(memory, _MOMENTUM)), alpha=-group["lr"] * size)
