"""Errors that a user can put right: what happened, where, and what to do, in both languages."""

from __future__ import annotations

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


class ConfigError(UsageError):
    """A mistake in the configuration or in a rule file: exit code 2."""


class TrustError(UsageError):
    """A signature, policy or digest that cannot be trusted: exit code 3."""
