"""A full round in the terminal: three people sign, the gate lets exactly what was signed and left alone pass."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytest.importorskip("cryptography")

from tests.trees import git

TODAY = "2026-11-25"
TEXT = """---
title: 全县秋粮生产现场会在凤鸣镇召开
date: 2026-11-20
column: 部门动态
source: 县农业农村局
---

{body}
"""
SENTENCES = (
    "11月19日，全县秋粮生产现场会在凤鸣镇召开，各镇和有关部门负责人参加会议，实地查看了两个示范点的田间管理情况。",
    "会议听取了县农业农村局关于秋粮收购准备工作的汇报，安排了烘干设备检修、仓容腾退和资金筹措三项工作。",
    "凤鸣镇介绍了组织农机合作社连片作业的做法，今年全镇玉米机收面积达到一万二千亩，比上年增加八百亩。",
    "会议要求各镇摸清待收地块的底数，优先安排老人户和外出务工户的收割，做到成熟一块收获一块。",
    "下一步，县里将派出四个工作组分片指导，每周通报进度，对收购中压级压价的行为依规查处。",
)
PASSPHRASE = "an invented passphrase"
PEOPLE = ("jia", "yi", "bing")


def lint(folder: Path, *arguments: str, code: int = 0, **variables: str) -> str:
    environment = {**os.environ, "QISHAN_LINT_CACHE_DIR": str(folder.parent / "cache"), **variables}
    environment["QISHAN_LINT_PASSPHRASE"] = PASSPHRASE
    command = [sys.executable, "-m", "qishan_lint", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    output = (done.stdout + done.stderr).decode()
    assert done.returncode == code, output
    return output


@pytest.fixture
def office(begun: Path, tmp_path: Path) -> Path:
    """An office of its own for each test: making keys takes long, copying them does not."""
    shutil.copytree(begun.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "site"


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "site"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.md").write_text(TEXT.format(body="\n\n".join(SENTENCES)), encoding="utf-8")
    (folder / "qishan-lint.yaml").write_text(
        "extends: recommended\nignore: [item/repeated, photo/duplicate]\n", encoding="utf-8"
    )
    lint(folder, "policy", "init")
    publics = []
    for name in PEOPLE:
        lint(folder, "signoff", "key", "new", f"../{name}.key", "--name", name)
        publics.append(lint(folder, "signoff", "key", "show", f"../{name}.key").strip())
    reviewers = "".join(
        f'  - {{id: {name}, name: {name}, levels: [{number}], paths: ["**"], keys: [{{public: {public}}}]}}\n'
        for number, (name, public) in enumerate(zip(PEOPLE, publics, strict=True), 1)
    )
    policy = folder / ".qishan" / "policy.yaml"
    text = policy.read_text(encoding="utf-8").replace("reviewers: []\n", f"reviewers:\n{reviewers}")
    policy.write_text(text, encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "begin")
    return folder


def sign(folder: Path, item: str, level: int, *more: str, code: int = 0) -> str:
    signer = f"../{PEOPLE[level - 1]}.key"
    return lint(
        folder,
        "signoff",
        "sign",
        item,
        "--level",
        str(level),
        "--key",
        signer,
        "--yes",
        "--today",
        TODAY,
        *more,
        code=code,
    )


def test_a_round_in_the_terminal(office):
    assert "等股室" in lint(office, "signoff", "status", "--today", TODAY)
    assert "现在等股室签" in sign(office, "a.md", 2, code=2)
    for level in (1, 2, 3):
        assert "已签署" in sign(office, "a.md", level)
    gate = ("gate", ".", "--policy-from", "main", "--today", TODAY)
    output = lint(office, *gate, code=1)
    assert "a.md: 可以发布" in output
    assert "b.md: 不得发布" in output
    lint(office, "gate", "a.md", "--policy-from", "main", "--today", TODAY)
    lint(office, "signoff", "verify", "a.md", "--today", TODAY)

    article = office / "a.md"
    before = article.read_bytes()
    article.write_bytes(before.replace("四个工作组".encode(), "五个工作组".encode()))
    output = lint(office, "gate", "a.md", "--policy-from", "main", "--today", TODAY, code=1)
    assert "a.md：签署后已改动" in output
    assert "签署后已改动" in lint(office, "signoff", "status", "a.md", "--today", TODAY)
    assert "+ " in lint(office, "signoff", "status", "a.md", "--diff", "--today", TODAY)
    article.write_bytes(before)
    lint(office, "gate", "a.md", "--policy-from", "main", "--today", TODAY)


def test_a_return_begins_anew(office):
    sign(office, "b.md", 1)
    returned = ("signoff", "return", "b.md", "--level", "2", "--key", "../yi.key", "--comment", "数字请核对")
    assert "已退回" in lint(office, *returned, "--today", TODAY)
    assert "等经办人修改：“数字请核对”" in lint(office, "signoff", "status", "b.md", "--today", TODAY)
    lint(office, "gate", "b.md", "--policy-from", "main", "--today", TODAY, code=1)


def test_a_weakened_policy_is_not_taken(office):
    """One signature would do under the policy of the change; the gate asks that of the base branch."""
    sign(office, "b.md", 1)
    policy = office / ".qishan" / "policy.yaml"
    before = policy.read_bytes()
    policy.write_bytes(before.replace("levels: [股室, 分管领导, 主要领导]".encode(), "levels: [股室]".encode()))
    try:
        output = lint(office, "gate", "b.md", "--policy-from", "main", "--today", TODAY, code=1)
    finally:
        policy.write_bytes(before)
    assert "待分管领导签署" in output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("gate", "."), "策略从哪里取"),
        (("gate", ".", "--policy-from", "nowhere"), "nowhere"),
        (("signoff", "sign", "none.md", "--level", "1", "--key", "../jia.key", "--yes"), "none.md"),
        (("signoff", "sign", "b.md", "--level", "1", "--key", "../no.key", "--yes"), "no.key"),
        (("policy", "init"), "已有签审策略"),
    ],
)
def test_mistakes_say_what_to_do(office, arguments, words):
    assert words in lint(office, *arguments, code=2)


GUIDES = tuple(Path(__file__).parents[2] / "docs" / name for name in ("signoff-guide.md", "signoff-guide.zh-CN.md"))


def _block(guide: Path, kind: str, word: str) -> str:
    """The code block of ``guide`` of this ``kind`` in which ``word`` stands, on the day of the tests."""
    blocks = re.findall(rf"```{kind}\n(.*?)```", guide.read_text(encoding="utf-8"), flags=re.DOTALL)
    (found,) = [one for one in blocks if word in one]
    return found.replace("qishan-lint gate .", f"qishan-lint gate . --today {TODAY}")


def _shell(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """``command`` where the installed program is found first."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    cache = str(folder.parent / "cache")
    environment = {**os.environ, "PATH": path, "QISHAN_LINT_CACHE_DIR": cache, **variables}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


@pytest.fixture
def clone(office: Path) -> Path:
    """The office as a clone with an ``origin``."""
    git(office.parent, "init", "-q", "--bare", "-b", "main", "origin.git")
    git(office, "remote", "add", "origin", "../origin.git")
    git(office, "push", "-q", "origin", "main")
    git(office, "fetch", "-q", "origin")
    return office


def _publishable(folder: Path) -> None:
    for item in ("a.md", "b.md"):
        for level in (1, 2, 3):
            sign(folder, item, level)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "signed")


@pytest.mark.skipif(sys.platform == "win32", reason="hooks are shell scripts")
@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_hook_of_the_guide_stops_a_push(clone, guide):
    hook = clone / ".git/hooks/pre-push"
    hook.write_text(_block(guide, "sh", "#!/bin/sh"), encoding="utf-8")
    hook.chmod(0o755)
    git(clone, "commit", "-q", "--allow-empty", "-m", "unsigned")
    refused = _shell(clone, "git", "push", "origin", "main")
    assert refused.returncode != 0
    assert "不得发布" in (refused.stdout + refused.stderr).decode()
    _publishable(clone)
    passed = _shell(clone, "git", "push", "origin", "main")
    assert passed.returncode == 0, passed.stderr.decode()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_job_of_the_guide_tells_signed_from_unsigned(clone, guide):
    (job,) = yaml.safe_load(_block(guide, "yaml", "actions/checkout"))["jobs"].values()
    install, gate = [step["run"] for step in job["steps"] if "run" in step]
    assert install == "pip install 'qishan-lint[sign]'"
    assert _shell(clone, "sh", "-c", gate, GITHUB_BASE_REF="main").returncode == 1
    _publishable(clone)
    assert _shell(clone, "sh", "-c", gate, GITHUB_BASE_REF="main").returncode == 0
    (clone / "a.md").write_text("# 另\n\n文。\n", encoding="utf-8")
    assert _shell(clone, "sh", "-c", gate, GITHUB_BASE_REF="main").returncode == 1


def test_a_first_policy_leaves_what_is_there(tmp_path):
    kept = tmp_path / ".qishan" / ".gitignore"
    kept.parent.mkdir()
    kept.write_text("草稿\n", encoding="utf-8")
    lint(tmp_path, "policy", "init")
    assert kept.read_text(encoding="utf-8") == "草稿\n"


def test_the_gate_reads_nothing_that_a_cache_folder_holds(office: Path, tmp_path: Path) -> None:
    """Whoever can write there (a job of CI that runs what a stranger sent) could switch off every rule."""
    (office / "a.md").write_text(TEXT.format(body="机密★10年\n\n" + "\n\n".join(SENTENCES)), encoding="utf-8")
    lint(office, "check", "a.md", "--today", TODAY, "--quiet", "--no-cache", code=1)
    (catalogue,) = (tmp_path / "cache").glob("catalogue-*.json")
    rules = json.loads(catalogue.read_bytes())
    for entry in rules["entries"]:
        entry["file"]["level"] = "info"
    catalogue.write_text(json.dumps(rules), encoding="utf-8")
    lint(office, "check", "a.md", "--today", TODAY, "--quiet", "--no-cache", "--lang", "en", code=0)
    said = lint(office, "gate", "a.md", "--policy-from", "main", "--today", TODAY, "--lang", "en", code=1)
    assert "secrecy mark" in said
