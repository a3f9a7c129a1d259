"""The hooks, run by the real pre-commit program on real temporary repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
GOOD = (
    "---\ntitle: 县图书馆延长开放时间方便读者\ndate: 2026-11-20\nsource: 县文化和旅游局\ncolumn: 部门动态\n---\n\n"
    + (
        "县图书馆延长开放时间，晚上九点闭馆，周末照常开放。馆内提供热水，老年读者可以借用老花镜。"
        "少年儿童阅览区晚上七点以后须由家长陪同，自习室座位可以在服务台登记。图书馆此前征求了读者意见，不少上班的读者提出，"
        "下班后赶到图书馆常常已经闭馆。图书馆据此调整了值班安排，增加夜间保洁和巡查，在门口加装照明，并与公交公司协商，"
        "把末班车延后半小时。延时开放先试行三个月，试行结束后根据到馆人数和读者评价决定是否长期执行。"
    )
    + "\n"
)
BAD = GOOD.replace("延长开放时间，", "延长开放时间，读者可以登陆系统预约，请按布署办理，", 1)

CONFIG = """\
repos:
  - repo: local
    hooks:
      - id: qishan-lint
        name: qishan-lint
        entry: {python} -m qishan_lint check --staged --no-cache --today 2026-11-25
        language: system
        files: {files}
        require_serial: true
"""


def _files_pattern() -> str:
    """The pattern of the shipped hooks, so that the test judges what is shipped."""
    text = (CHECKOUT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    return next(line.split("&files ")[1] for line in text.splitlines() if "&files " in line)


class Repository:
    """A temporary repository with the hook installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.email", "editor@example.org")
        self.git("config", "user.name", "editor")
        config = CONFIG.format(python=sys.executable, files=_files_pattern())
        self.write(".pre-commit-config.yaml", config)
        self.git("add", ".")
        self.run(sys.executable, "-m", "pre_commit", "install")
        self.git("commit", "--quiet", "--no-verify", "-m", "start")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PRE_COMMIT_HOME": str(self.folder.parent / "pre-commit-home")}
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )

    def git(self, *arguments: str) -> str:
        done = self.run("git", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(self) -> subprocess.CompletedProcess[str]:
        return self.run("git", "commit", "-m", "change")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return _at(tmp_path)


def _at(tmp_path: Path) -> Repository:
    folder = tmp_path / "content"
    folder.mkdir()
    return Repository(folder)


def test_good_article_passes(repository: Repository) -> None:
    repository.write("部门动态/图书馆.md", GOOD)
    repository.git("add", ".")
    done = repository.commit()
    assert done.returncode == 0, done.stdout + done.stderr


def test_bad_article_is_blocked_and_named(repository: Repository) -> None:
    repository.write("部门动态/图书馆.md", BAD)
    repository.git("add", ".")
    done = repository.commit()
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert "部门动态/图书馆.md" in said
    assert "布署" in said


def test_staged_half_is_judged_and_the_work_tree_stays(repository: Repository) -> None:
    repository.write("a.md", GOOD)
    repository.git("add", ".")
    repository.write("a.md", BAD)
    done = repository.commit()
    assert done.returncode == 0, done.stdout + done.stderr
    assert (repository.folder / "a.md").read_text(encoding="utf-8") == BAD


def test_bad_half_is_blocked_although_the_work_tree_is_good(repository: Repository) -> None:
    repository.write("a.md", BAD)
    repository.git("add", ".")
    repository.write("a.md", GOOD)
    assert repository.commit().returncode == 1


def test_deleted_article_passes(repository: Repository) -> None:
    repository.write("旧闻.md", BAD)
    repository.git("add", ".")
    repository.git("commit", "--quiet", "--no-verify", "-m", "old")
    repository.git("rm", "--quiet", "旧闻.md")
    assert repository.commit().returncode == 0


def test_photo_alone_checks_its_article(repository: Repository) -> None:
    from qishan_lint.photo.drawing import draw

    repository.write("要闻.md", GOOD + "\n![读者在阅览区看书](照片.jpg)\n")
    repository.write("照片.jpg", draw({"draw": "photo", "size": "1200x900", "path": "照片.jpg"}))
    repository.git("add", ".")
    repository.git("commit", "--quiet", "--no-verify", "-m", "good")
    repository.write("照片.jpg", b"\xff\xd8\xff\xe0 broken")
    repository.git("add", ".")
    done = repository.commit()
    assert done.returncode == 1
    assert "要闻.md" in done.stdout + done.stderr


def test_deleted_photo_checks_its_article(repository: Repository) -> None:
    from qishan_lint.photo.drawing import draw

    repository.write("要闻.md", GOOD + "\n![读者在阅览区看书](照片.jpg)\n")
    repository.write("照片.jpg", draw({"draw": "photo", "size": "1200x900", "path": "照片.jpg"}))
    repository.git("add", ".")
    repository.git("commit", "--quiet", "--no-verify", "-m", "good")
    repository.git("rm", "--quiet", "照片.jpg")
    done = repository.run("git", "commit", "-m", "change")
    # pre-commit hands deleted files to no hook; the whole-tree hook and CI see the missing photo.
    assert done.returncode == 0
    assert repository.run(sys.executable, "-m", "qishan_lint", "check", ".").returncode == 1


def test_many_files_arrive_in_several_runs(repository: Repository) -> None:
    for number in range(400):
        repository.write(f"要闻动态/{'很长的文件名' * 8}{number}.md", GOOD.replace("延长", f"第{number + 2}次延长"))
    repository.write("要闻动态/最后一篇.md", BAD)
    repository.git("add", ".")
    done = repository.commit()
    assert done.returncode == 1
    assert "最后一篇.md" in done.stdout + done.stderr


def test_shipped_hooks_are_valid() -> None:
    done = subprocess.run(
        (sys.executable, "-m", "pre_commit", "validate-manifest", str(CHECKOUT / ".pre-commit-hooks.yaml")),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["附件.DOCX", "a.wps", "b.heic", "c.tar", "d.md"])
def test_hook_pattern_takes_office_files(name: str) -> None:
    import re

    assert re.search(_files_pattern(), name)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_init_writes_a_hook_that_works(tmp_path: Path) -> None:
    run: Callable[..., subprocess.CompletedProcess[str]] = subprocess.run
    run(("git", "init", "--quiet"), cwd=tmp_path, check=True)
    done = run((sys.executable, "-m", "qishan_lint", "init"), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    checked = run(
        (sys.executable, "-m", "pre_commit", "validate-config"), cwd=tmp_path, capture_output=True, check=False
    )
    assert checked.returncode == 0
