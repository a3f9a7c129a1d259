"""Coverage-guided fuzzing of one reader: ``python -m bench.fuzz SUFFIX FOLDER [libFuzzer options]``; needs atheris.

The property: a reader returns, whatever the bytes; it never raises, and it takes less than ``MOST_SECONDS``. What breaks
it is written to FOLDER by the fuzzer; once mended, it goes to tests/fuzz/seeds, which the tests read again each time.
"""

from __future__ import annotations

import sys
from pathlib import Path

MOST_SECONDS = 10
LONGEST = 65_536
"""Bytes of one input."""


def main() -> None:
    """Fuzz until an option such as ``-max_total_time=600`` ends it."""
    import atheris  # type: ignore[import-untyped]

    suffix, folder = sys.argv[1], Path(sys.argv[2])
    with atheris.instrument_imports(include=["qishan_lint.readers", "qishan_lint.office", "qishan_lint.textual"]):
        from qishan_lint.readers import ReadOptions, for_suffix, suffixes

        reader = for_suffix(f".{suffix}")
    if reader is None:
        sys.exit(f"no reader for .{suffix}; known: {' '.join(sorted(suffixes()))}")
    folder.mkdir(parents=True, exist_ok=True)
    _plant(suffix, folder)

    def read(data: bytes) -> None:
        reader.read(data, f"a.{suffix}", ReadOptions("attachment", max_bytes=20 << 20))

    options = [f"-timeout={MOST_SECONDS}", f"-max_len={LONGEST}", f"-artifact_prefix={folder}/found-", *sys.argv[3:]]
    atheris.Setup([sys.argv[0], str(folder), *options], read)
    atheris.Fuzz()


def _plant(suffix: str, folder: Path) -> None:
    """Start from what the repository holds of the kind: files of the fixtures, what fuzzing kept, what the tests build."""
    from tests.office.test_hostile import SEEDS

    top = Path(__file__).parents[1]
    for number, path in enumerate(
        sorted([*top.glob(f"fixtures/**/*.{suffix}"), *top.glob(f"tests/fuzz/seeds/*.{suffix}")])
    ):
        if path.stat().st_size <= LONGEST:
            (folder / f"planted-{number}").write_bytes(path.read_bytes())
    if suffix in SEEDS:
        (folder / "plain").write_bytes(SEEDS[suffix])


if __name__ == "__main__":
    main()
