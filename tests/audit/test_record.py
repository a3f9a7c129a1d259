"""The record: written and read again the same; what is none is refused with a remedy."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import msgspec
import pytest

from qishan_lint.audit import compare, evaluation, record
from qishan_lint.errors import UsageError
from tests.audit.made import AS_OF, audit, column, finding, item

SCHEMA = Path(__file__).parents[2] / "docs" / "audit.schema.json"


def test_round_trip(tmp_path) -> None:
    whole = audit(
        [item("a.md"), item("b.md", published="")], [finding("a.md", prints=["x", "y"])], [column("动态", "news", None)]
    )
    whole = compare.compare(whole, audit([item("a.md")], [finding("a.md", prints=["z"])], as_of=AS_OF))
    whole = msgspec.structs.replace(whole, evaluation=evaluation.evaluate(whole, "national-2019"))
    record.write(tmp_path / record.NAME, whole)
    assert record.load(tmp_path / record.NAME) == whole


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not the record"),
        (b"{}", "not the record"),
        (b'{"schema": 2}', "unknown version 2"),
        (b'{"schema": 1}', "not the record"),
        (b"[" * 100_000, "not the record"),
        (b'{"schema": 1, "as-of": "\xff"}', "not the record"),
    ],
)
def test_what_is_no_record_is_refused(tmp_path, content, says) -> None:
    path = tmp_path / "audit.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=says) as refused:
        record.load(path)
    assert refused.value.remedy is not None


def test_a_record_of_no_sane_size_is_refused_unread(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(record, "MOST_BYTES", 100)
    record.write(tmp_path / record.NAME, audit([item("a.md")]))
    with pytest.raises(UsageError, match="larger"):
        record.load(tmp_path / record.NAME)


def test_a_missing_record_is_refused(tmp_path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        record.load(tmp_path / "audit.json")


def test_published_schema_is_that_of_the_record() -> None:
    """QISHAN_LINT_UPDATE_EXPECTED=1 writes it anew."""
    made = msgspec.json.format(msgspec.json.encode(record.schema()), indent=1) + b"\n"
    if os.environ.get("QISHAN_LINT_UPDATE_EXPECTED"):
        SCHEMA.write_bytes(made)
    assert SCHEMA.read_bytes() == made
    whole = audit([item("a.md")], [finding("a.md")], [column("动态", "news", None)])
    jsonschema.Draft202012Validator.check_schema(json.loads(made))
    jsonschema.validate(json.loads(msgspec.json.encode(whole)), json.loads(made))
