"""Spelling: finds and corrects wrong characters in official Chinese that no list foresees.

The engine is a language model of official text (``grams``), candidates alike in sound or look (``candidates``) and a
reranker (``features``, ``trees``); ``speller`` puts them together and ``guards`` spares names and quotations.
"""

from __future__ import annotations

from qishan_lint.spelling.guess import Guess
from qishan_lint.spelling.speller import Speller, load

__all__ = ["Guess", "Speller", "load"]
