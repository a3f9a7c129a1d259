"""Measures sign-offs in batches: signing at three levels, verification, gate and status, on a site that it builds itself.

    python -m bench.signoff FOLDER [--items 1545] [--megabytes 585] [--more 10000] [--more-megabytes 1000]

FOLDER receives two sites (unless it holds them already): so many items with a photo each of as many bytes together as
told. The check is cached before signing, as it is for whoever has looked at the items. Prints a Markdown table of wall
seconds; everything in the files is invented.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.audit import article
from fixtures.countymaker.items import DEPARTMENTS

LINTER = (sys.executable, "-m", "qishan_lint")
PASSPHRASE = "an invented passphrase"
PEOPLE = ("jia", "yi", "bing")
TODAY = "2026-11-25"


def build(folder: Path, items: int, size: int) -> None:
    """Write ``items`` articles with a photo each, ``size`` bytes together, a policy and the keys of three people."""
    if (folder / "site").exists():
        return
    draw = random.Random(items)
    picture = _jpeg()
    site = folder / "site"
    for number in range(items):
        office = DEPARTMENTS[number % len(DEPARTMENTS)]
        place = site / office
        place.mkdir(parents=True, exist_ok=True)
        head = f"---\ntitle: {office}开展第{number}次工作检查\ndate: 2026-11-20\nsource: 县政府办公室\n---\n\n"
        (place / f"{number}.md").write_text(
            f"{head}{article(draw, 400)}\n\n![检查现场]({number}.jpg)\n", encoding="utf-8"
        )
        # Bytes behind the end of a picture count for every digest and are not looked at otherwise.
        (place / f"{number}.jpg").write_bytes(picture + draw.randbytes(max(0, size // items - len(picture))))
    (site / "qishan-lint.yaml").write_text(
        "extends: none\nselect: [wording/wrong-word, sensitive/citizen-id]\n", encoding="utf-8"
    )
    _office(folder)


def _jpeg() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def _office(folder: Path) -> None:
    lines = ["version: 1", "levels: [股室, 分管领导, 主要领导]", "reviewers:"]
    for level, name in enumerate(PEOPLE, 1):
        lint(folder, "signoff", "key", "new", f"../{name}.key", "--name", name)
        public = lint(folder, "signoff", "key", "show", f"../{name}.key").strip()
        lines.append(
            f'  - {{id: {name}, name: {name}, levels: [{level}], paths: ["**"], keys: [{{public: {public}}}]}}'
        )
    (folder / "site/.qishan").mkdir()
    (folder / "site/.qishan/policy.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def lint(folder: Path, *arguments: str, cache: str = "") -> str:
    """What the command says. Raises RuntimeError above status 1."""
    environment = {
        **os.environ,
        "QISHAN_LINT_PASSPHRASE": PASSPHRASE,
        "QISHAN_LINT_CACHE_DIR": cache or str(folder / "cache"),
    }
    done = subprocess.run((*LINTER, *arguments), cwd=folder / "site", env=environment, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError((done.stdout + done.stderr).decode())
    return done.stdout.decode()


def timed(folder: Path, *arguments: str, cache: str = "") -> float:
    """Wall seconds of a command."""
    started = time.perf_counter()
    lint(folder, *arguments, cache=cache)
    return time.perf_counter() - started


def main() -> None:
    """Build, measure and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--items", type=int, default=1545)
    parser.add_argument("--megabytes", type=int, default=585)
    parser.add_argument("--more", type=int, default=10_000)
    parser.add_argument("--more-megabytes", type=int, default=1_000)
    arguments = parser.parse_args()
    folder = arguments.folder / str(arguments.items)
    build(folder, arguments.items, arguments.megabytes * 1_000_000)
    print("| what | seconds |\n| --- | --- |")
    day = ("--today", TODAY)
    lint(folder, "signoff", "status", *day)
    started = time.perf_counter()
    for level, name in enumerate(PEOPLE, 1):
        lint(folder, "signoff", "sign", ".", "--level", str(level), "--key", f"../{name}.key", "--yes", *day)
    print(f"| sign {arguments.items} items at 3 levels, checks cached | {time.perf_counter() - started:.1f} |")
    print(f"| verify | {timed(folder, 'signoff', 'verify', *day):.1f} |")
    pin = lint(folder, "policy", "check", *day).split()[-1]
    gate = ("gate", ".", "--policy-digest", pin, *day)
    print(f"| gate | {timed(folder, *gate):.1f} |")
    large = arguments.folder / str(arguments.more)
    build(large, arguments.more, arguments.more_megabytes * 1_000_000)
    with tempfile.TemporaryDirectory() as empty:
        print(
            f"| status of {arguments.more} items, cold | {timed(large, 'signoff', 'status', *day, cache=empty):.1f} |"
        )
        print(f"| the same, cached | {timed(large, 'signoff', 'status', *day, cache=empty):.1f} |")


if __name__ == "__main__":
    main()
