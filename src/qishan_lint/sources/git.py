"""What git knows: the index and its contents, files changed since a revision. Names travel NUL-terminated."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from qishan_lint.errors import UsageError
from qishan_lint.model import Text

_LINK = "120000"
_MODULE = "160000"


class Staged(msgspec.Struct, frozen=True):
    """A file of the index: its mode and the name of its content."""

    mode: str
    object: str


def _run(folder: Path, *arguments: str, data: bytes | None = None) -> bytes:
    import subprocess

    command = ["git", "-c", "core.quotepath=off", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, cwd=folder, input=data, capture_output=True, check=False, env=_environment())
    except FileNotFoundError:
        raise UsageError(
            Text("找不到 git 命令", "the git command is missing"),
            remedy=Text("安装 git，或直接写出要检查的路径", "install git, or name the paths to check"),
        ) from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(
            Text(
                f"git 命令失败：{reason[0] if reason else done.returncode}",
                f"git failed: {reason[0] if reason else done.returncode}",
            ),
            where=str(folder),
        )
    return done.stdout


def _environment() -> dict[str, str]:
    """The environment, where git's own paths, which hooks inherit, hold in another folder too.

    GIT_DIR without GIT_WORK_TREE makes the current folder the top of the work tree: the one that the hook began in.
    """
    found = dict(os.environ)
    if "GIT_DIR" in found:
        for name, default in (("GIT_DIR", ""), ("GIT_WORK_TREE", ".")):
            found[name] = str(Path(found.get(name, default)).absolute())
    return found


def _names(output: bytes) -> list[str]:
    return [name.decode("utf-8", "surrogateescape") for name in output.split(b"\0") if name]


def top(folder: Path) -> Path:
    """The top folder of the work tree that ``folder`` lies in. Raises UsageError outside of one."""
    try:
        shown = _run(folder, "rev-parse", "--show-toplevel")
    except UsageError as error:
        raise UsageError(
            Text("这里不是 git 仓库", "this is not a git repository"),
            where=str(folder),
            remedy=Text(
                "在仓库里运行，或去掉 --staged / --since",
                "run it inside a repository, or leave --staged / --since out",
            ),
        ) from error
    return Path(shown.decode("utf-8", "surrogateescape").rstrip("\r\n"))


def index(folder: Path) -> dict[str, Staged]:
    """The files of the index at and below ``folder``, by path relative to it, without submodules and unmerged files."""
    found = {}
    for line in _names(_run(folder, "ls-files", "--stage", "-z")):
        head, _, path = line.partition("\t")
        mode, name, stage = head.split(" ")
        if stage == "0" and mode != _MODULE:
            found[path] = Staged(mode, name)
    return found


def is_link(entry: Staged) -> bool:
    """Whether a file of the index is a symbolic link."""
    return entry.mode == _LINK


def contents(folder: Path, names: Iterable[str], limit: int) -> Mapping[str, bytes]:
    """The contents of the objects called ``names``, those above ``limit`` bytes left out."""
    wanted = _within(folder, list(dict.fromkeys(names)), limit)
    if not wanted:
        return {}
    output = _run(folder, "cat-file", "--batch", data=_lines(wanted))
    found, position = {}, 0
    for name in wanted:
        end = output.index(b"\n", position)
        size = int(output[position:end].rsplit(b" ", 1)[1])
        found[name] = output[end + 1 : end + 1 + size]
        position = end + size + 2
    return found


def _within(folder: Path, names: list[str], limit: int) -> list[str]:
    if not names:
        return []
    sizes = _run(folder, "cat-file", "--batch-check=%(objectsize)", data=_lines(names)).split()
    return [name for name, size in zip(names, sizes, strict=True) if int(size) <= limit]


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def names_at(folder: Path, revision: str) -> dict[str, str]:
    """The files at and below ``folder`` in ``revision``, by path relative to it, with the names of their contents.

    Links and submodules are left out. Raises UsageError when the revision is not there.
    """
    if not revision or revision.startswith("-"):
        raise UsageError(Text(f"版本名不对：{revision}", f"bad revision: {revision}"))
    found = {}
    for line in _names(_run(folder, "ls-tree", "-r", "-z", revision)):
        head, _, path = line.partition("\t")
        mode, kind, name = head.split(" ")
        if kind == "blob" and mode != _LINK:
            found[path] = name
    return found


def versions(folder: Path, path: str, most: int) -> Iterator[bytes]:
    """The contents that the file at ``path`` below ``folder`` has had, the newest of at most ``most`` revisions first.

    Raises UsageError outside of a repository.
    """
    revisions = _run(folder, "log", f"--max-count={most}", "--format=%H", "--", path).decode().split()
    for revision in revisions:
        with contextlib.suppress(UsageError):  # the revision that removed it
            yield _run(folder, "show", f"{revision}:./{path}")


def staged(folder: Path) -> list[str]:
    """The files below ``folder`` that the next commit adds, changes or deletes."""
    arguments = ["diff", "--cached", "--name-only", "--no-renames", "--relative", "-z"]
    return _names(_run(folder, *arguments))


def since(folder: Path, revision: str) -> list[str]:
    """The files below ``folder`` that differ from where the work tree left ``revision``, new ones included.

    Raises UsageError when the revision is not there, as in a shallow clone.
    """
    base = _merge_base(folder, revision)
    changed = _names(_run(folder, "diff", "--name-only", "--no-renames", "--relative", "-z", base, "--"))
    return changed + _names(_run(folder, "ls-files", "--others", "--exclude-standard", "-z"))


def _merge_base(folder: Path, revision: str) -> str:
    top(folder)
    if not revision or revision.startswith("-"):
        raise UsageError(Text(f"不是版本：{revision!r}", f"not a revision: {revision!r}"))
    try:
        _run(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        return _run(folder, "merge-base", revision, "HEAD").decode().strip()
    except UsageError as error:
        shallow = _run(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
        raise UsageError(_absent(revision, shallow), where=str(folder), remedy=_remedy(shallow)) from error


def _absent(revision: str, shallow: bool) -> Text:
    if shallow:
        return Text(
            f"这是浅克隆，里面没有 {revision}，或没有与它的共同祖先",
            f"this is a shallow clone without {revision}, or without a common ancestor with it",
        )
    return Text(f"仓库里没有版本 {revision}", f"the repository has no revision {revision}")


def _remedy(shallow: bool) -> Text:
    if shallow:
        return Text(
            "取回历史：git fetch --unshallow（GitHub 用 fetch-depth: 0，GitLab 用 GIT_DEPTH: 0）",
            "fetch the history: git fetch --unshallow (GitHub: fetch-depth: 0, GitLab: GIT_DEPTH: 0)",
        )
    return Text("检查拼写，或先 git fetch", "check the spelling, or git fetch first")
