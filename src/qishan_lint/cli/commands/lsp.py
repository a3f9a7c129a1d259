"""``qishan-lint lsp``: findings in the editor, over standard input and output."""

from __future__ import annotations

from qishan_lint import extras
from qishan_lint.cli import options
from qishan_lint.cli.language import chosen


def lsp(lang: options.Lang = "zh") -> None:
    """Speak the language server protocol with an editor."""
    options.check_language(lang)
    extras.need("lsp", "pygls")
    from qishan_lint.lsp import server

    server.run(chosen())
