"""What stops the reading of a file or of a part of it: a problem code with what its message needs."""

from __future__ import annotations

from collections.abc import Mapping

from qishan_lint.model import Problem


class Refused(Exception):  # noqa: N818 (it says what happened, as the codes do)
    """Something that must not, or cannot, be read.

    ``code`` is the code of a Problem (``encrypted``, ``broken``, ``bomb``, ``dtd``, ``unsafe-path``, ``too-large``);
    ``where`` names the part of the file, and is empty for the whole of it.
    """

    def __init__(self, code: str, where: str = "", **data: str) -> None:
        super().__init__(code, where)
        self.code = code
        self.where = where
        self.data: Mapping[str, str] = data

    def problem(self, path: str) -> Problem:
        """The refusal as a problem of the file at ``path``."""
        return Problem(self.code, path, self.where, data={"where": self.where, **self.data})
