"""The command as a user meets it: exit codes, messages, the same bytes from any number of processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from qishan_lint.cli.commands import audit as command
from tests.trees import plant

ROOT = Path(__file__).parents[2]
SITE = ROOT / "fixtures" / "site"


def run(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    line = (sys.executable, "-m", "qishan_lint", "audit", *map(str, arguments))
    environment = {**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1"}
    return subprocess.run(line, cwd=cwd, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def test_number_of_processes_and_current_folder_do_not_matter(tmp_path) -> None:
    outputs = []
    for jobs, cwd in ((1, ROOT), (2, tmp_path)):
        folder = tmp_path / f"out{jobs}"
        done = run(
            SITE,
            "--as-of",
            "2026-11-25",
            "-o",
            folder,
            "--no-cache",
            "--jobs",
            jobs,
            "--evaluate",
            "national-2019",
            cwd=cwd,
        )
        assert done.returncode == 1, done.stderr
        outputs.append({path.name: path.read_bytes() for path in folder.iterdir()})
        assert "乡镇动态  15 / 14  超 1 天" in done.stdout
        assert "单项否决 V1-2 泄露国家秘密" in done.stdout
        assert all(name in done.stderr for name in outputs[-1])
    assert outputs[0] == outputs[1]
    assert sorted(outputs[0]) == ["audit.csv", "audit.html", "audit.json", "audit.xlsx"]


def test_a_cluster_writes_the_same_bytes(tmp_path) -> None:
    pytest.importorskip("distributed")
    outputs = []
    for name, more in (
        ("here", ("--jobs", 1)),
        ("far", ("--executor", "dask", "--jobs", 2, "--shards", tmp_path / "s")),
    ):
        done = run(SITE, "--as-of", "2026-11-25", "-o", tmp_path / name, "--no-cache", *more)
        assert done.returncode == 1, done.stderr
        outputs.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert outputs[0] == outputs[1]
    refused = run(SITE, "-o", tmp_path / "x", "--executor", "dask://192.0.2.1:8786")
    assert refused.returncode == 3  # beyond this machine only with certificates
    assert "distributed.comm.tls" in refused.stderr


def test_a_clean_folder_is_clean(tmp_path) -> None:
    done = run(plant(tmp_path / "站", {".keep": ""}), "-o", tmp_path / "out", "--lang", "en")
    assert (done.returncode, done.stderr.startswith("written")) == (0, True)
    assert "No item was found" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["站", "--as-of", "11-25"], "2026-11-25 的形式"),
        (["站", "--within", "0d"], "14d"),
        (["无此文件夹"], "文件夹不存在"),
        (["站", "--evaluate", "national"], "national-2019"),
        (["站", "--compare", "站/a.md"], "audit.json"),
        (["站", "--config", "没有.yaml"], "没有.yaml"),
    ],
)
def test_wrong_calls_name_the_remedy(tmp_path, monkeypatch, capsys, arguments, says) -> None:
    from qishan_lint.__main__ import main

    monkeypatch.chdir(plant(tmp_path, {"站/a.md": "文"}))
    monkeypatch.setattr(sys, "argv", ["qishan-lint", "audit", *arguments, "-o", "out"])
    code = main()
    assert code == 2
    assert says in capsys.readouterr().err


def test_an_interrupted_audit_writes_nothing(tmp_path, monkeypatch) -> None:
    from qishan_lint import checking

    found = checking.check
    monkeypatch.setattr(checking, "check", lambda request: _interrupted(found, request))
    with pytest.raises(typer.Exit) as ended:
        command.audit(plant(tmp_path / "站", {"a.md": "文"}), tmp_path / "out")
    assert ended.value.exit_code == 130
    assert list((tmp_path / "out").iterdir()) == []


def _interrupted(check, request):
    import msgspec

    report, settings = check(request)
    return msgspec.structs.replace(report, interrupted=True), settings


def test_what_only_audits_say_is_explained_too(monkeypatch, capsys) -> None:
    from qishan_lint.__main__ import main
    from qishan_lint.audit import statements

    for rule, known in statements.rules().items():
        monkeypatch.setattr(sys, "argv", ["qishan-lint", "explain", rule])
        assert main() == 0
        assert statements.page(rule, "zh") in capsys.readouterr().out
        for lang in ("zh", "en"):
            assert known.name.get(lang) in statements.page(rule, lang)
            assert known.why.get(lang) in statements.page(rule, lang)
