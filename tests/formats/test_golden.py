"""Every format on the same report, compared with files that were looked at.

After a wanted change: QISHAN_LINT_UPDATE_GOLDEN=1 pytest tests/formats/test_golden.py, then read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qishan_lint import formats
from qishan_lint.formats import RenderOptions
from qishan_lint.model import Report
from tests.formats import sample_report

FOLDER = Path(__file__).parent / "golden"
COMMAND = ("qishan-lint", "check", "content/")
CASES = {
    "text-80.txt": ("text", RenderOptions(command=COMMAND)),
    "text-120.txt": ("text", RenderOptions(command=COMMAND, width=120, statistics=True)),
    "text-en.txt": ("text", RenderOptions(command=COMMAND, lang="en")),
    "text-color.txt": ("text", RenderOptions(command=COMMAND, color=True)),
    "report.json": ("json", RenderOptions()),
    "report.jsonl": ("jsonl", RenderOptions()),
    "report.sarif": ("sarif", RenderOptions()),
    "junit.xml": ("junit", RenderOptions()),
    "github.txt": ("github", RenderOptions()),
    "gitlab.json": ("gitlab", RenderOptions()),
    "checkstyle.xml": ("checkstyle", RenderOptions()),
    "report.rdjson": ("rdjson", RenderOptions()),
    "report.html": ("html", RenderOptions()),
}


@pytest.mark.parametrize("name", CASES)
def test_output_is_as_it_was(name: str) -> None:
    format_, options = CASES[name]
    rendered = formats.load(format_).render(sample_report.sample(), options)
    data = rendered if isinstance(rendered, bytes) else rendered.encode()
    if os.environ.get("QISHAN_LINT_UPDATE_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / name).write_bytes(data)
    assert data.decode() == (FOLDER / name).read_bytes().decode()


def test_every_text_format_has_a_golden_file() -> None:
    assert {format_ for format_, _ in CASES.values()} == set(formats.names()) - {"xlsx"}


@pytest.mark.parametrize("name", formats.names())
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("report", [sample_report.spotless(), sample_report.empty()])
def test_every_format_renders_the_empty_states(name: str, lang: str, report: Report) -> None:
    found = formats.load(name)
    rendered = found.render(report, RenderOptions(lang=lang))
    assert isinstance(rendered, bytes if found.BINARY else str)


def test_suffixes_choose_one_format() -> None:
    suffixes = [formats.load(name).SUFFIX for name in formats.names()]
    assert len(set(suffixes)) == len(suffixes)


def test_unknown_formats_are_not_found() -> None:
    with pytest.raises(LookupError):
        formats.load("_summary")
