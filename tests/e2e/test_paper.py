"""A full round on paper: print the sheet, sign it in ink, two registrars enter the scan; then the gate lets the item pass."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.e2e.test_signoff import TEXT, TODAY, lint
from tests.trees import git

pytest.importorskip("zxingcpp")

SITE = Path(__file__).parents[2] / "fixtures" / "site"
ITEM = "content/乡镇动态/柳湾镇人居环境.md"
LEVELS = ("jia", "yi", "bing")
REGISTRARS = ("deng", "ji")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example site with three leaders who have no key, and two registrars who have one."""
    folder = tmp_path_factory.mktemp("paper") / "site"
    shutil.copytree(SITE, folder)
    lines = ["version: 1", "levels: [股室, 分管领导, 主要领导]", f"registrars: [{', '.join(REGISTRARS)}]", "reviewers:"]
    lines += [
        f'  - {{id: {id_}, name: {id_}, levels: [{level}], paths: ["**"]}}' for level, id_ in enumerate(LEVELS, 1)
    ]
    for id_ in REGISTRARS:
        lint(folder, "signoff", "key", "new", f"../{id_}.key", "--name", id_)
        public = lint(folder, "signoff", "key", "show", f"../{id_}.key").strip()
        lines.append(f'  - {{id: {id_}, name: {id_}, levels: [1], paths: ["none/**"], keys: [{{public: {public}}}]}}')
    (folder / ".qishan").mkdir()
    (folder / ".qishan" / "policy.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "begin")
    return folder


def sheet(folder: Path, name: str = "表.html") -> str:
    """The check code of a sheet that was just written."""
    found = re.search(
        r"核对码 ([0-9A-Z ]{34})", lint(folder, "form", "sheet", ITEM, "--output", f"../{name}", "--today", TODAY)
    )
    assert found
    return found[1]


def record(folder: Path, level: int, by: str, *more: str, sheet_code: str, code: int = 0) -> str:
    command = (
        "signoff",
        "record",
        ITEM,
        "--level",
        str(level),
        "--scan",
        f"../scan-{level}.pdf",
        "--key",
        f"../{by}.key",
    )
    return lint(folder, *command, "--code", sheet_code, "--yes", "--today", TODAY, *more, code=code)


def test_a_round_on_paper(office: Path) -> None:
    code = sheet(office)
    gate = ("gate", ITEM, "--policy-from", "main", "--today", TODAY)
    for level in (1, 2, 3):
        (office.parent / f"scan-{level}.pdf").write_bytes(b"%PDF a scan of level " + str(level).encode())
        assert "核对码输错了" in record(
            office, level, "deng", sheet_code=code[:-1] + ("0" if code[-1] != "0" else "1"), code=2
        )
        record(office, level, "deng", sheet_code=code.lower())
        lint(office, *gate, code=1)
        record(office, level, "ji", "--confirm", sheet_code=code)
    lint(office, *gate)

    article = office / ITEM
    before = article.read_bytes()
    article.write_bytes(before + "\n又加了一段。\n".encode())
    assert "为另一版打印的" in record(office, 1, "deng", sheet_code=code, code=2)
    assert sheet(office, "新表.docx") != code
    article.write_bytes(before)
    lint(office, *gate)


def test_the_code_on_the_sheet_can_be_scanned(office: Path) -> None:
    import base64
    import io

    import zxingcpp
    from PIL import Image

    code = sheet(office)
    page = (office.parent / "表.html").read_text(encoding="utf-8")
    assert code in page
    picture = re.search(r"data:image/png;base64,([^\"]+)", page)
    assert picture
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(base64.b64decode(picture[1]))))
    assert read.text.startswith(code + " ")
    assert read.text.endswith(f" 1 {ITEM}")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("form", "sheet", "none.md"), "none.md"), (("form", "sheet", ITEM, "--format", "pdf"), "html、docx")],
)
def test_mistakes_say_what_to_do(office: Path, arguments: tuple[str, ...], words: str) -> None:
    assert words in lint(office, *arguments, code=2)


def test_text_is_only_text(office: Path) -> None:
    evil = office / "evil.md"
    evil.write_text(
        TEXT.format(body="<script>alert(1)</script>正文。").replace("全县秋粮", "<img src=x>全县秋粮"), encoding="utf-8"
    )
    lint(office, "form", "sheet", "evil.md", "--output", "../evil.html", "--today", TODAY)
    page = (office.parent / "evil.html").read_text(encoding="utf-8")
    evil.unlink()
    assert "&lt;img src=x&gt;" in page
    assert "<img src=x" not in page
