"""Web archives written by another program, tables and archives are checked to the end; findings say where."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import pytest

from qishan_lint import checker, checking
from qishan_lint.errors import UsageError
from qishan_lint.inputs import lazy, table
from qishan_lint.settings import Choice
from qishan_lint.sources.tree import ReadError

BAD = "<html><body><h1>通知</h1><p>请登陆系统办理。</p></body></html>"
GOOD = "<html><body><h1>通知</h1><p>请登录系统办理。</p></body></html>"


def check(*paths: str, root: Path, jobs: int = 1) -> dict[str, list[str]]:
    request = checking.Request(
        paths=paths,
        today=datetime.date(2026, 11, 25),
        root=root,
        choice=Choice(("wording/wrong-word", "item")),
        jobs=jobs,
    )
    report, _ = checking.check(request)
    return {result.id: [finding.rule for finding in result.findings] for result in report.results}


def archive(path: Path, pages: list[str]) -> None:
    pytest.importorskip("fastwarc")
    warcio = pytest.importorskip("warcio")
    with path.open("wb") as stream:
        writer = warcio.WARCWriter(stream, gzip=path.suffix == ".gz")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "warcio"}))
        for number, page in enumerate(pages):
            headers = warcio.StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            )
            address = f"http://site.example/{number}.html"
            body = io.BytesIO(page.encode())
            writer.write_record(writer.create_warc_record(address, "response", payload=body, http_headers=headers))


@pytest.mark.parametrize("name", ["site.warc", "site.warc.gz"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_web_archive_of_another_program(tmp_path: Path, name: str, jobs: int) -> None:
    archive(tmp_path / name, [GOOD, BAD, GOOD])
    found = check(str(tmp_path / name), root=tmp_path, jobs=jobs)
    assert sorted(found.values()) == [[], [], ["wording/wrong-word"]]
    (bad,) = [id_ for id_, rules in found.items() if rules]
    offset = int(bad.removeprefix(f"{name}@").removesuffix(".html"))
    data = (tmp_path / name).read_bytes()[offset:]
    assert data.startswith(b"\x1f\x8b" if name.endswith("gz") else b"WARC/")


@pytest.mark.parametrize("name", ["site.warc", "site.warc.gz"])
@pytest.mark.parametrize("cut", [20, 200])
def test_archive_cut_off_is_a_finding(tmp_path: Path, name: str, cut: int) -> None:
    archive(tmp_path / name, [GOOD, GOOD])
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[:-cut])
    assert check(str(tmp_path / name), root=tmp_path)[f"{name}@damaged.html"]


def test_table_of_pages(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(
        pyarrow.table({"url": ["a", "b", "c"], "html": [GOOD, BAD, GOOD]}), tmp_path / "p.parquet", row_group_size=2
    )
    found = check(str(tmp_path / "p.parquet"), root=tmp_path)
    assert found == {"p.parquet@0.0.html": [], "p.parquet@0.1.html": ["wording/wrong-word"], "p.parquet@1.0.html": []}


def test_zip_by_fsspec(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    with zipfile.ZipFile(tmp_path / "site.zip", "w") as made:
        made.writestr("news/a.html", BAD)
        made.writestr("b.html", GOOD)
    found = check(f"zip://::{tmp_path / 'site.zip'}", root=tmp_path)
    assert found == {"b.html": [], "news/a.html": ["wording/wrong-word"]}


def test_row_that_cannot_be_fetched_is_a_finding(tmp_path: Path) -> None:
    root = tmp_path.resolve()
    files = lazy.page(root, "a.html", table.cell, str(tmp_path / "gone.parquet"), "html", 0, 0)
    with pytest.raises(ReadError):
        files.tree().read("a.html", 100)
    report = checker.Checker(Choice(("item",)), None, datetime.date(2026, 11, 25), ())(files)
    assert [finding.rule for finding in report.findings] == ["item/unreadable"]


@pytest.mark.parametrize("path", ["zip://::nowhere.zip", "nowhere.warc.gz", "nowhere.parquet", "strange://a"])
def test_what_cannot_be_opened_is_explained(tmp_path: Path, path: str) -> None:
    with pytest.raises(UsageError):
        check(path, root=tmp_path)
