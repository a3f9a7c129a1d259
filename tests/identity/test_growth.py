"""Texts made to be slow: what looks for identities, masks and marks takes at most three times as long for twice the text."""

from __future__ import annotations

import pytest

from qishan_lint import catalog
from qishan_lint.identity import find
from qishan_lint.model import Item, Part
from tests.growth import grows_no_faster
from tests.textitems import matches

SHORT = 170_000
"""Characters; twice as many are one megabyte of Chinese text."""
PIECES = {
    "digits": "1",
    "spaced digits": "6 1 0 3 ",
    "years": "18",
    "Chinese digits": "六一〇三",
    "doors": "王村路1号楼1单元",
    "plates": "陕C1",
    "names": "王王",
    "ill": "王小明，",
    "young": "学生王小明（男，",
    "keys": "password=",
    "connections": "jdbc:a:",
    "mail": "a@a.",
    "labels": "身份证号：",
    "coordinates": "坐标：",
    "masks": "610323****",
    "stars": "*",
    "marks": "机密★",
    "papers": "内部资料，",
    "numbers": "密发〔2024〕",
    "cells": "姓名\t身份证号\n",
}
RULES = [
    catalog.compile_rule(entry, level=None, params={})
    for id_, entry in catalog.load().entries.items()
    if id_.startswith("sensitive/") and entry.file.kind != "identity"
]


@pytest.mark.parametrize("name", PIECES)
def test_identities(name: str) -> None:
    grows_no_faster(PIECES[name], find, SHORT)


@pytest.mark.parametrize("name", PIECES)
def test_masks_and_marks(name: str) -> None:
    grows_no_faster(PIECES[name], lambda text: [matches(_item(text), rule) for rule in RULES], SHORT)


def _item(text: str) -> Item:
    return Item("a", "a", "", (Part("0", "a", text),))
