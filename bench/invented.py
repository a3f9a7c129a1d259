"""Invented items for measuring: articles of random words, workbooks, photos, all from fixed seeds."""

from __future__ import annotations

import random
from pathlib import Path

from qishan_lint import sources

SEED = 20261125
WORDS = "县里 镇上 部门 群众 项目 会议 产业 果园 道路 学校 安排 落实 检查 整改 服务 推进 完成".split()  # noqa: SIM905


def articles(folder: Path, count: int) -> tuple[sources.ItemFiles, ...]:
    """``count`` articles of about 1,000 characters, 500 a folder, and their files."""
    chance = random.Random(SEED)
    for number in range(count):
        place = folder / f"{number // 500:04}"
        place.mkdir(parents=True, exist_ok=True)
        clauses = ["".join(chance.sample(WORDS, 6)) for _ in range(80)]
        body = "。\n\n".join("，".join(clauses[start : start + 10]) for start in range(0, 80, 10))
        text = f"---\ntitle: 县里第{number}号工作消息\ndate: 2026-11-20\n---\n\n{body}。\n"
        (place / f"{number:06}.md").write_text(text, encoding="utf-8")
    return sources.discover((str(folder),), root=folder)


def workbook(path: Path, rows: int, chance: random.Random) -> None:
    """Write a workbook of ``rows`` invented rows, 50,000 at most."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(min(rows, 50_000)):
        sheet.append([*chance.sample(WORDS, 4), chance.randrange(10**6)])
    book.save(path)


def photo(path: Path, chance: random.Random) -> None:
    """Write a JPEG of 1,600 x 1,067 pixels with soft colours and some grain."""
    from PIL import Image

    coarse = Image.frombytes("RGB", (12, 8), chance.randbytes(12 * 8 * 3)).resize(
        (1600, 1067), Image.Resampling.BICUBIC
    )
    grain = Image.frombytes("RGB", (400, 267), chance.randbytes(400 * 267 * 3)).resize(coarse.size)
    Image.blend(coarse, grain, 0.1).save(path, quality=88)
