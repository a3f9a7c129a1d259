"""No planted secret leaves the program: not in a report, the cache, a baseline, a patch, or on standard error."""

from __future__ import annotations

import base64
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from qishan_lint import formats
from tests.e2e.test_cli import TODAY, lint
from tests.identity.numbers import card, citizen
from tests.trees import plant

IDS = [citizen(serial) for serial in range(101, 125)]
PHONES = [f"1{3 + n % 7}{n % 10}0000{1000 + 37 * n}" for n in range(18)]
CARDS = [card(serial=serial) for serial in range(10)]
KEYS = [f"AKIA{'Q' * 8}{n:04d}".replace("0", "Z") + "WXYZ" for n in range(2, 10)]
SECRETS = [*IDS, *PHONES, *CARDS, *KEYS]


def test_sixty_values_are_planted() -> None:
    assert len(set(SECRETS)) == 60


def site() -> dict[str, str]:
    """Items with the secrets in text, title, front matter, hidden HTML, tables, alt texts, directives and links."""
    one = iter(SECRETS)
    take = lambda: next(one)  # noqa: E731
    markdown = [
        f"---\ntitle: 公示{IDS[0]}\nauthor: 电话{PHONES[0]}\nqishan-lint:\n  - allow: wording\n    because: {IDS[1]}\n---\n",
        f"<!-- qishan-lint: allow wording/no-such because 身份证{IDS[2]} -->\n",
        f"![{IDS[3]}](缺.jpg)\n\n[{PHONES[1]}](附件.docx)\n",
        "| 姓名 | 身份证号 |\n|---|---|\n| 甲 | " + IDS[4] + " |\n",
        *(f"请登陆系统，身份证号{take()}，请登陆网站。\n" for _ in IDS),
        *(f"联系电话{take()}，请登陆系统，，再拨打。\n" for _ in PHONES),
        *(f"银行卡号{take()}，请登陆系统。\n" for _ in CARDS),
        *(f"密钥 access_key={take()} 请登陆系统。\n" for _ in KEYS),
    ]
    html = (
        f"<html><head><meta name='ArticleTitle' content='名单{IDS[5]}'><meta name='Keywords' content='{PHONES[2]}'></head>"
        f"<body><p>请登陆系统。</p><p style='display:none'>{IDS[6]}请登陆</p><!-- {CARDS[0]} -->"
        f"<table><tr><td>身份证号</td></tr><tr><td>{IDS[7]}</td></tr></table><img src='无.jpg' alt='{PHONES[3]}'></body></html>"
    )
    return {
        "甲.md": "\n".join(markdown),
        "乙.html": html,
        "丙.txt": f"名单\n{IDS[8]}请登陆系统\n{PHONES[4]}\n",
        ".git/HEAD": "",
    }


def shapes(secret: str) -> Iterator[bytes]:
    raw = secret.encode()
    yield raw
    yield urllib.parse.quote("".join(f"%{byte:02x}" for byte in raw), safe="%").encode()
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + raw)
        yield coded[4 if shift else 0 : -4]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(tmp_path_factory.mktemp("leaks"), site())


def leaked(written: bytes) -> list[str]:
    return [secret for secret in SECRETS if any(shape in written for shape in shapes(secret))]


@pytest.mark.parametrize("format_", sorted(formats.names()))
def test_no_report_holds_a_secret(folder: Path, tmp_path: Path, format_: str) -> None:
    done = lint(
        "check",
        ".",
        "-f",
        format_,
        "-o",
        str(tmp_path / "out"),
        "--today",
        TODAY,
        "--preset",
        "strict",
        cwd=folder,
    )
    assert done.returncode == 1, done.stderr.decode()
    report = (tmp_path / "out").read_bytes()
    if report[:2] == b"PK":
        report = unpacked(tmp_path / "out")
    assert len(report) > 1000
    assert leaked(report + done.stdout + done.stderr) == []


def unpacked(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as package:
        return b"".join(package.read(name) for name in package.namelist())


@pytest.mark.parametrize(
    "arguments", [("check", ".", "--diff", "--unsafe-fixes"), ("baseline", "write", "-o", "known.json")]
)
def test_no_other_output_holds_a_secret(folder: Path, arguments: tuple[str, ...]) -> None:
    done = lint(*arguments, "--today", TODAY, cwd=folder)
    known = folder / "known.json"
    assert leaked(done.stdout + done.stderr + (known.read_bytes() if known.exists() else b"")) == []


def test_cache_holds_no_secret(folder: Path, tmp_path: Path) -> None:
    lint("check", ".", "--cache-dir", str(tmp_path), "--today", TODAY, "--preset", "strict", cwd=folder)
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "甲.md".encode() in stored
    assert leaked(stored) == []
