"""How many bytes a file may still unpack to, shared by everything that is nested in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Budget:
    """Bytes left; a reader that takes more than there are is refused."""

    left: int

    def take(self, size: int) -> bool:
        """Use ``size`` bytes; False when the budget is exceeded."""
        self.left -= size
        return self.left >= 0
