"""Directories as a YAML file."""

from __future__ import annotations

from pathlib import Path

import msgspec

from qishan_lint import files, yamlfile
from qishan_lint.directory.model import Library
from qishan_lint.errors import UsageError
from qishan_lint.model import Text

MOST_BYTES = 20 << 20


def read(path: Path) -> Library:
    """The directories in the file at ``path``. Raises UsageError when it cannot be read, ConfigError when it is wrong."""
    try:
        data = path.read_bytes()
    except OSError:
        raise UsageError(
            Text(f"读不了目录文件：{path}", f"cannot read the directory file: {path}"),
            remedy=Text("先运行 qishan-lint directory import", "run qishan-lint directory import first"),
        ) from None
    if len(data) > MOST_BYTES:
        raise UsageError(Text("目录文件太大", "the directory file is too large"), where=str(path))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(
            Text("目录文件不是 UTF-8 文本", "the directory file is no text in UTF-8"),
            where=str(path),
            remedy=Text("Excel 目录先用 directory import 转换", "convert a workbook with directory import"),
        ) from None
    return yamlfile.read(text, Library, str(path))


def write(path: Path, library: Library) -> None:
    """Write ``library`` to ``path``, whole or not at all."""
    import yaml

    head = "# 政务公开标准目录，由 qishan-lint directory import 生成，可以手工修改。\n# Standard directories; may be edited.\n"
    text = yaml.safe_dump(msgspec.to_builtins(library), allow_unicode=True, sort_keys=False, width=120)
    files.write(path, (head + text).encode())
