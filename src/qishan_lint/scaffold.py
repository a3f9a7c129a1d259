"""The files a repository starts with: configuration, pre-commit hook, CI."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from qishan_lint import __version__, config, files
from qishan_lint.errors import UsageError
from qishan_lint.model import Text

_TARGETS = {
    "github": (".github/workflows/qishan-lint.yml", "github.yml"),
    "gitlab": (".gitlab-ci.qishan-lint.yml", "gitlab.yml"),
}


def write(folder: Path, *, ci: str, force: bool, lang: str) -> list[tuple[Path, bool]]:
    """Write the files into ``folder``; each path with whether it was written (an existing file is kept).

    A configuration under another of its names is kept too: a new one would be read in its place.
    Raises UsageError when the folder does not exist or ``ci`` is unknown.
    """
    if not folder.is_dir():
        raise UsageError(Text(f"文件夹不存在：{folder}", f"no such folder: {folder}"))
    if ci not in (*_TARGETS, "none"):
        raise UsageError(
            Text(f"不认识的 CI“{ci}”", f"unknown CI “{ci}”"),
            remedy=Text("可用：github、gitlab、none", "use github, gitlab or none"),
        )
    known = None if force else config.in_folder(folder)
    wanted = [
        (known.name if known else "qishan-lint.yaml", f"config.{lang}.yaml"),
        (".pre-commit-config.yaml", "pre-commit.yaml"),
    ]
    wanted += [_TARGETS[ci]] if ci in _TARGETS else []
    written = []
    for name, source in wanted:
        path = folder / name
        fresh = force or not path.exists()
        if fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            files.write(path, template(source))
        written.append((path, fresh))
    return written


def template(name: str) -> bytes:
    """A shipped file to start from, with this version written in."""
    text = resources.files("qishan_lint.templates").joinpath(name).read_text(encoding="utf-8")
    return text.replace("@VERSION@", __version__).encode()
