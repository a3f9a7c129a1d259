"""Errors that a user can put right: what happened, where, and what to do, in both languages."""

from __future__ import annotations

import functools

from qishan_lint.model import Text


class UsageError(Exception):
    """A wrong argument, a path that does not exist, an unusable file: exit code 2.

    ``where`` names the file and line ("qishan-lint.yaml:12"), ``remedy`` says what to do.
    """

    def __init__(self, message: Text, *, where: str = "", remedy: Text | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes whole: by default only what ``super().__init__`` was given would."""
        return functools.partial(type(self), where=self.where, remedy=self.remedy), (self.message,)


class ConfigError(UsageError):
    """A mistake in the configuration or in a rule file: exit code 2."""


class TrustError(UsageError):
    """A signature, policy or digest that cannot be trusted: exit code 3."""
