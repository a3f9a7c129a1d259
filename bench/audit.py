"""Measures an audit: cold, again from the cache, and the workbook of 50,000 findings; on a county that it builds itself.

    python -m bench.audit FOLDER [--jobs 2] [--items 1545] [--runs 1]

FOLDER receives 1,545 items of about 1,000 characters with two photos each (all different: crops of drawn scenes of at
most a megapixel, compressed anew) and 200 attachments: 100 Word files, 60 workbooks of 500 rows, 40 PDF files of five
pages; unless it holds them already. Prints a Markdown table. Everything in the files is invented; the same seed gives
the same files.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import json
import multiprocessing
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fixtures.countymaker import texts
from fixtures.countymaker.items import DEPARTMENTS

from bench import speed

AS_OF = datetime.date(2026, 11, 25)
LINTER = (sys.executable, "-m", "qishan_lint")
SIZE = (1150, 865)
"""Pixels of a photo: just under a megapixel."""

SCENES = 48
WORD_FILES, WORKBOOKS, PDF_FILES = 100, 60, 40
FINDINGS = 50_000


def article(draw: random.Random, length: int) -> str:
    """About ``length`` characters of invented report."""
    pool = [
        *texts.NEWS_MIDDLES,
        *texts.POLICY_ARTICLES,
        *texts.READINGS,
        *texts.PLANS,
        *texts.STATISTICS,
        *texts.NEWS_CLOSINGS,
    ]
    place, other = draw.sample(texts.PLACES, 2)
    unit, name = draw.choice(DEPARTMENTS), draw.choice(texts.POLICIES)
    parts: list[str] = []
    for part in draw.sample(pool, len(pool)):
        values = {"unit": unit, "place": place, "other": other, "name": name}
        parts.append(part.format_map({**values, "some": draw.randint(20, 99), "more": draw.randint(100, 999)}))
        if sum(map(len, parts)) >= length:
            break
    return "\n\n".join(parts)


def photos(draw: random.Random, count: int) -> Iterator[bytes]:
    """``count`` different photos: crops of scenes, compressed anew."""
    from qishan_lint.photo.drawing import scene

    width, height = SIZE
    scenes = [scene((width * 3 // 2, height * 3 // 2), seed) for seed in range(SCENES)]
    for number in range(count):
        base = scenes[number % SCENES]
        x, y = draw.randint(0, base.width - width), draw.randint(0, base.height - height)
        out = io.BytesIO()
        base.crop((x, y, x + width, y + height)).save(out, "JPEG", quality=draw.randint(72, 92))
        yield out.getvalue()


def word(draw: random.Random) -> bytes:
    """A Word file of about a page."""
    import docx

    document = docx.Document()
    document.add_heading("工作情况说明", 0)
    for paragraph in article(draw, 800).split("\n\n"):
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet(draw: random.Random) -> bytes:
    """A workbook of 500 rows."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("明细")
        page.write_row(0, 0, ["序号", "镇村", "项目", "数量", "金额（元）", "备注"])
        for row in range(1, 501):
            cells = [
                row,
                draw.choice(texts.PLACES),
                draw.choice(texts.TOPICS),
                draw.randint(1, 90),
                draw.randint(100, 9000),
                "",
            ]
            page.write_row(row, 0, cells)
    return out.getvalue()


def pdf(draw: random.Random) -> bytes:
    """A PDF file of five pages of Chinese text, in a font that readers bring along."""
    objects = [b"", b"", b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
               b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
               b"/Supplement 2>>/DW 1000/FontDescriptor 5 0 R>>",
               b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880"
               b"/Descent -120/CapHeight 700/StemV 80>>"]  # fmt: skip
    pages = []
    for _ in range(5):
        text = article(draw, 700).replace("\n\n", "")
        lines = [text[at : at + 34] for at in range(0, len(text), 34)]
        shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T* " for line in lines)
        stream = f"BT /F1 12 Tf 60 780 Td 20 TL {shown}ET".encode()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        resources = b"<</Font<</F1 3 0 R>>>>"
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources%s/Contents %d 0 R>>" % (resources, len(objects))
        )
        pages.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), b" ".join(pages))
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def build(folder: Path, count: int) -> None:
    """Write the county to ``folder``."""
    draw = random.Random(1545)
    makers = [("docx", word)] * WORD_FILES + [("xlsx", sheet)] * WORKBOOKS + [("pdf", pdf)] * PDF_FILES
    pictures = photos(draw, 2 * count)
    for number in range(count):
        column = draw.choice(("要闻动态", "部门动态", "通知公告", "政策文件", "政策解读"))
        place = folder / draw.choice(DEPARTMENTS) / column
        place.mkdir(parents=True, exist_ok=True)
        day = AS_OF - datetime.timedelta(days=number % 360)
        head = f"---\ntitle: {draw.choice(texts.PLACES)}{draw.choice(texts.TOPICS)}工作情况\ndate: {day}\n---\n\n"
        body = article(draw, 1000)
        for order in range(2):
            (place / f"{number:04}-{order}.jpg").write_bytes(next(pictures))
            body += f"\n\n![{draw.choice(texts.TOPICS)}现场]({number:04}-{order}.jpg)"
        if number % 7 == 0 and number // 7 < len(makers):
            suffix, maker = makers[number // 7]
            (place / f"附件{number:04}.{suffix}").write_bytes(maker(draw))
            body += f"\n\n[附件](附件{number:04}.{suffix})"
        (place / f"{number:04}.md").write_text(head + body + "\n", encoding="utf-8")
    (folder / "qishan-lint.yaml").write_text(
        'extends: recommended\naudit: {folders: "{department}/{column}"}\n', encoding="utf-8"
    )


def workbook() -> None:
    """Print the row about the workbook of many findings, written in a process of its own."""
    script = f"""
import sys, time, resource
from pathlib import Path
from bench.audit import many
from qishan_lint.audit import workbook
made = many({FINDINGS})
started = time.perf_counter()
workbook.write(Path(sys.argv[1]), made, "zh")
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "audit.xlsx"
        done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
        seconds, memory = map(float, done.stdout.split())
        size = path.stat().st_size / 1e6
        opened = seen_by_libreoffice(path)
    print(f"| workbook of {FINDINGS:,} findings | {seconds:.1f} s, {memory:.0f} MB, {size:.1f} MB on disk |")
    print(f"| the same in LibreOffice: rows, cells that kept their leading “=” | {opened} |")


def seen_by_libreoffice(path: Path) -> str:
    """How many rows LibreOffice finds on the sheet of findings, and how many texts that look like formulas stayed text."""
    office = shutil.which("soffice")
    if office is None:
        return "not installed"
    target = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,4"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [office, profile, "--headless", "--convert-to", target, "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    (sheet,) = path.parent.glob("*.csv")
    with sheet.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    return f"{len(rows) - 1:,}, {sum(any(cell.startswith('=SUM(A') for cell in row) for row in rows):,}"


def many(count: int):  # type: ignore[no-untyped-def]
    """An audit with ``count`` findings."""
    from qishan_lint.audit import record
    from qishan_lint.model import Level, Text

    message = Text("“布署”应为“部署”，会议对下一步工作进行了安排", "“布署” should be “部署”")
    findings = tuple(
        record.Finding(
            fingerprint=f"{number:032x}", rule="wording/wrong-word", family="wording", level=Level.ERROR,
            item=f"items/{number % 1545:04}.md", department=DEPARTMENTS[number % 12], column="部门动态", message=message,
            where=f"{number % 90}:{number % 30}", path=f"items/{number % 1545:04}.md",
            masked=f"=SUM(A{number})会议对下一步工作进行了布署，各镇各部门要认真抓好落实",
        )
        for number in range(count)
    )  # fmt: skip
    return record.Audit(
        as_of=AS_OF, site="青禾县", tool="0", catalogue="", configuration="", items=(), findings=findings, columns=(),
        counts=record.Counts(items=0, faulty=0, findings=count, unread=0, levels={}, families={}),
    )  # fmt: skip


def main() -> None:
    """Build the county if need be, measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--items", type=int, default=1545)
    parser.add_argument("--runs", type=int, default=1)
    arguments = parser.parse_args()
    if not arguments.folder.exists():
        # In a process of its own: Linux counts the memory of the parent at the start of a child.
        maker = multiprocessing.get_context("spawn").Process(target=build, args=(arguments.folder, arguments.items))
        maker.start()
        maker.join()
    print("| what | measured |\n| --- | --- |")
    for _ in range(arguments.runs):
        with tempfile.TemporaryDirectory() as place:
            command = [
                *LINTER,
                "audit",
                str(arguments.folder),
                "--as-of",
                AS_OF.isoformat(),
                "--output",
                f"{place}/out",
            ]
            command += ["--cache-dir", f"{place}/cache", "--jobs", str(arguments.jobs)]
            for name in ("cold", "warm"):
                cost = speed.cost(command)
                print(f"| audit, {name}, {arguments.jobs} processes | {cost.wall:.1f} s, {cost.memory:.0f} MB |")
            counts = json.loads((Path(place) / "out/audit.json").read_bytes())["counts"]
            print(f"| items, findings, unread files | {counts['items']}, {counts['findings']}, {counts['unread']} |")
    workbook()


if __name__ == "__main__":
    main()
