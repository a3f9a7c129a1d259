"""Makes a labelled set of disguises: ``python -m bench.sensitive_set OUT [--docs 400] [--seed 1] [--attachments]``.

Writes ``OUT/docs.jsonl`` in the format of docs/sensitive.md. Each document holds one value in a named disguise, and one
number that must stay silent. With ``--attachments``, ``OUT/files`` holds the files of fixtures/hidden, web pages, tables
as text and a packed archive, and, where LibreOffice is installed, the Word file saved in its old format. People are
invented: births of the 1800s, phones 1xx0000xxxx, cards of zeros.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import random
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fixtures import hiding

from qishan_lint.identity.cards import luhn
from qishan_lint.identity.citizen import check_digit

Made = tuple[str, str, str]
"""What stands before the value, the value as shown, its type."""

SENTENCES = (
    "现将名单公示如下。",
    "经研究，决定予以公示。",
    "会议要求抓好落实。",
    "全县新增就业1.2万人。",
    "请于月底前报送总结。",
)
ALPHABETS = {
    "full-width": "０１２３４５６７８９",
    "arabic-indic": "٠١٢٣٤٥٦٧٨٩",
    "chinese": "〇一二三四五六七八九",
    "capital-chinese": "零壹贰叁肆伍陆柒捌玖",
    "circled": "⓪①②③④⑤⑥⑦⑧⑨",
    "mathematical": "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
}


def citizen(r: random.Random, region: str | None = None, last: str = "") -> str:
    """An ID number of somebody born 1850–1899; ``last`` asks for a check character."""
    while True:
        place = region or r.choice(("610323", "110101", "320583", "440305", "650102"))
        body = (
            f"{place}{r.randrange(1850, 1900)}{r.randrange(1, 13):02d}{r.randrange(1, 29):02d}{r.randrange(1000):03d}"
        )
        if not last or check_digit(body) == last:
            return body + check_digit(body)


def mobile(r: random.Random) -> str:
    """A number of the form 1xx0000xxxx."""
    return f"1{r.choice('3578')}{r.randrange(10)}0000{r.randrange(10_000):04d}"


def card(r: random.Random) -> str:
    """A card number of zeros between prefix and serial."""
    body = f"622848{'0' * 8}{r.randrange(10_000):04d}"
    return next(body + str(digit) for digit in range(10) if luhn(body + str(digit)))


def _table(alphabet: str) -> dict[int, int]:
    return str.maketrans("0123456789", ALPHABETS[alphabet])


def _dotted(number: str) -> str:
    return f"{number[:3]}.{number[3:7]}.{number[7:]}"


def _spelt(alphabet: str) -> Callable[[random.Random], Made]:
    return lambda r: ("李某，", citizen(r).translate(_table(alphabet)), "ID_CARD")


def _split(mark: str, *places: int) -> Callable[[random.Random], Made]:
    def make(r: random.Random) -> Made:
        value = citizen(r)
        cuts = (0, *places, len(value))
        return "王某，", mark.join(value[a:b] for a, b in itertools.pairwise(cuts)), "ID_CARD"

    return make


def _wrong(r: random.Random) -> Made:
    value = citizen(r)
    return "身份证号：", value[:-1] + ("1" if value[-1] != "1" else "2"), "ID_CARD"


DISGUISES: dict[str, Callable[[random.Random], Made]] = {
    **{name: _spelt(name) for name in ALPHABETS},
    "spaces": _split(" ", 6, 14),
    "every-digit-spaced": _split(" ", *range(1, 18)),
    "dots": _split(".", 6, 14),
    "dashes": _split("-", 6, 14),
    "middle-dots": _split("·", 6, 14),
    "tabs": _split("\t", 6, 14),
    "line-break": _split("\n", 9),
    "zero-width": _split("\u200b", 7),
    "soft-hyphen": _split("\u00ad", 7, 12),
    "letter-o": lambda r: ("李某，", citizen(r).replace("0", "O"), "ID_CARD"),
    "letter-l": lambda r: ("李某，", citizen(r).replace("1", "l"), "ID_CARD"),
    "times-for-x": lambda r: ("李某，", citizen(r, last="X")[:-1] + "×", "ID_CARD"),
    "small-x": lambda r: ("李某，", citizen(r, last="X").lower(), "ID_CARD"),
    "wrong-digit": _wrong,
    "hong-kong-permit": lambda r: ("居住证", citizen(r, "810000"), "ID_CARD"),
    "disability-certificate": lambda r: ("残疾人证", citizen(r) + "43", "ID_CARD"),
    "pupil-number": lambda r: ("学籍号G", citizen(r), "ID_CARD"),
    "mask-with-birth": lambda _: ("1893年5月12日出生，", _six_four(), "WEAK_MASK"),
    "mobile-plain": lambda r: ("手机", mobile(r), "MOBILE"),
    "mobile-chinese": lambda r: ("手机", mobile(r).translate(_table("chinese")), "MOBILE"),
    "mobile-dotted": lambda r: ("手机", _dotted(mobile(r)), "MOBILE"),
    "card-plain": lambda r: ("卡号", card(r), "BANK_CARD"),
    "card-full-width": lambda r: ("卡号", card(r).translate(_table("full-width")), "BANK_CARD"),
    "mark-spaced": lambda r: ("", f"机 密★{r.randrange(1, 20)}年", "SECRECY_MARK"),
    "mark-hollow-star": lambda _: ("", "秘密☆3年", "SECRECY_MARK"),
    "mark-condition": lambda _: ("", "机密★会议开始前", "SECRECY_MARK"),
    "internal": lambda _: ("", "内部资料，注意保存", "SECRECY_MARK"),
    "not-public": lambda _: ("", "（此件不公开）", "SECRECY_MARK"),
    "secret-number": lambda r: ("", f"县委密电〔2026〕{r.randrange(1, 90)}号", "SECRECY_MARK"),
}  # fmt: skip


def _six_four() -> str:
    body = "61032318930512101"
    return body[:6] + "*" * 8 + body[14:] + check_digit(body)


SILENT: tuple[Callable[[random.Random], str], ...] = (
    lambda r: f"青政办发〔2026〕{r.randrange(1, 200)}号",
    lambda _: "统一社会信用代码：91610323MA6X0000XX",
    lambda r: f"受理编号：61032320260315{r.randrange(10_000):04d}",
    lambda r: f"全年接待游客{mobile(r)}人次",
    lambda r: f"总投资{r.randrange(10**9, 10**10)}.55元",
    lambda r: f"交易流水号 {card(r)}",
    lambda _: "咨询电话：0917-8210000",
    lambda _: "举报电话12345、12388",
    lambda _: "ISBN 978-7-000-00000-0",
    lambda r: f"身份证号：61*************{r.randrange(100, 1000)}",
    lambda _: "会议学习了保守国家秘密法，要求保护商业秘密",
    lambda _: "国家秘密分为绝密、机密、秘密三级",
)


def document(r: random.Random, number: int) -> dict[str, Any]:
    """One labelled document."""
    name = list(DISGUISES)[number % len(DISGUISES)]
    before, shown, kind = DISGUISES[name](r)
    head = r.choice(SENTENCES) + "\n" if kind != "SECRECY_MARK" else ""
    start = len(head) + len(before)
    tail = f"\n{r.choice(SENTENCES)}{r.choice(SILENT)(r)}。\n"
    span = {"start": start, "end": start + len(shown), "type": kind, "variant": name, "value": shown}
    return {"id": number, "kind": "disguise", "text": head + before + shown + tail, "spans": [span], "decoys": []}


Hidden = dict[str, str]
"""The number in each hiding place of a file."""

PAGE = (
    "across tags", "attribute", "comment", "element that is not displayed", "meta element", "script", "entity"
)  # fmt: skip
TABLE = ("cell", "cell in quotes")
TAR = ("table in an archive", "archive in an archive")


def page(hidden: Hidden) -> bytes:
    """A web page."""
    first, last = hidden["across tags"][:9], hidden["across tags"][9:]
    entity = "".join(f"&#{ord(digit)};" for digit in hidden["entity"])
    lines = (
        f'<html><head><meta name="Description" content="{hidden["meta element"]}"></head><body>',
        f"<p>李某，{first}<b>{last}</b></p><p>{entity}</p>",
        f'<p title="{hidden["attribute"]}">王某</p><!-- {hidden["comment"]} -->',
        f'<p style="display:none">{hidden["element that is not displayed"]}</p>',
        f"<script>var who = '{hidden['script']}';</script></body></html>",
    )
    return "\n".join(lines).encode()


def table(hidden: Hidden, mark: str) -> bytes:
    """A table as text, its cells parted by ``mark``."""
    rows = (("姓名", "号码"), ("李某", hidden["cell"]), ("王某", f'"{hidden["cell in quotes"]}"'))
    return "\n".join(mark.join(row) for row in rows).encode()


def packed_tar(hidden: Hidden) -> bytes:
    """A packed archive with a table, and an archive in it."""

    def tar(members: dict[str, bytes], mode: str) -> bytes:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
            for name, data in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        return out.getvalue()

    inner = tar({"说明.txt": hidden["archive in an archive"].encode()}, "w")
    return tar({"名单.csv": f"号码\n{hidden['table in an archive']}\n".encode(), "内层.tar": inner}, "w:gz")


MADE: dict[str, tuple[Callable[[Hidden], bytes], Hidden]] = {
    **hiding.FILES,
    "通知.html": (page, hiding.numbers(800, PAGE)),
    "名单.csv": (lambda hidden: table(hidden, ","), hiding.numbers(820, TABLE)),
    "名单.tsv": (lambda hidden: table(hidden, "\t"), hiding.numbers(830, TABLE)),
    "包.tar.gz": (packed_tar, hiding.numbers(840, TAR)),
}


def attachments(out: Path) -> None:
    """Write ``OUT/files`` and ``OUT/files.jsonl``."""
    folder, lines = out / "files", []
    folder.mkdir(exist_ok=True)
    known = {name: hidden for name, (_, hidden) in MADE.items()}
    for name, (make, hidden) in MADE.items():
        (folder / name).write_bytes(make(hidden))
    office = shutil.which("soffice")
    if office:
        command = (office, "--headless", "--convert-to", "doc", "--outdir", str(folder), str(folder / "花名册.docx"))
        subprocess.run(command, check=True, capture_output=True)
        known["花名册.doc"] = known["花名册.docx"]
    for name, hidden in known.items():
        rows = ({"path": name, "where": place, "type": "ID_CARD", "value": hidden[place]} for place in hidden)
        lines += [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    (out / "files.jsonl").write_text("".join(lines), encoding="utf-8")


def main() -> None:
    """Write the set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--docs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--attachments", action="store_true")
    wanted = parser.parse_args()
    r = random.Random(wanted.seed)
    wanted.out.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(document(r, number), ensure_ascii=False) + "\n" for number in range(wanted.docs)]
    (wanted.out / "docs.jsonl").write_text("".join(lines), encoding="utf-8")
    if wanted.attachments:
        attachments(wanted.out)


if __name__ == "__main__":
    main()
