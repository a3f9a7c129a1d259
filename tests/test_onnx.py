"""The optional neural parts leave nothing in the home folder, where telemetry would keep its number and its events."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

JUDGED = "from qishan_lint import spelling; spelling.load(judged=True).check('各乡镇要健全工作机智。')"
WORDS = "from PIL import Image; from qishan_lint.photo import words; words.read(Image.new('RGB', (90, 40)))"


@pytest.mark.parametrize(("module", "code"), [("onnxruntime", JUDGED), ("rapidocr", WORDS)])
def test_nothing_is_left_in_the_home_folder(tmp_path: Path, module: str, code: str) -> None:
    pytest.importorskip(module)
    inherited = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    homes = dict.fromkeys(("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME"), str(tmp_path))
    subprocess.run([sys.executable, "-c", code], env=inherited | homes, check=True, capture_output=True)
    assert list(tmp_path.rglob("*")) == []
