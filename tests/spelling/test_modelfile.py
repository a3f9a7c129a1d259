from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qishan_lint.spelling import modelfile
from qishan_lint.spelling.modelfile import Model, ModelError

MODEL = Model({"numbers": np.arange(7, dtype=np.uint16), "grid": np.ones((2, 3), np.float32)}, {"version": 1})


def test_round_trip(tmp_path: Path) -> None:
    modelfile.write(tmp_path / "m", MODEL)
    read = modelfile.read(tmp_path / "m")
    assert read.about == MODEL.about
    for name, array in MODEL.arrays.items():
        assert read.arrays[name].dtype == array.dtype
        assert (read.arrays[name] == array).all()


def test_same_model_same_bytes(tmp_path: Path) -> None:
    modelfile.write(tmp_path / "a", MODEL)
    modelfile.write(tmp_path / "b", MODEL)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("damage", [b"", b"something else altogether", b"QISHANSP" + b"\xff" * 8])
def test_other_files_are_refused(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "m").write_bytes(damage)
    with pytest.raises(ModelError):
        modelfile.read(tmp_path / "m")


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    modelfile.write(tmp_path / "m", MODEL)
    (tmp_path / "m").write_bytes((tmp_path / "m").read_bytes()[:-64])
    with pytest.raises(ModelError, match="cut short"):
        modelfile.read(tmp_path / "m")
