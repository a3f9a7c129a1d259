"""Model file: named arrays behind a JSON header, uncompressed, so that opening is mapping."""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MAGIC = b"QISHANSP"
_ALIGN = 64
_HEADER_LIMIT = 1 << 20


class ModelError(Exception):
    """The file is no spelling model of this version."""


@dataclass(frozen=True, slots=True)
class Model:
    """The arrays of a model by name, and what its header says beside (version, provenance, thresholds)."""

    arrays: Mapping[str, Any]
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """An array as it lies in the file: its kind as numpy writes it (``<u2``), its shape, and its bytes, mapped."""

    kind: str
    shape: tuple[int, ...]
    content: memoryview


def stored(path: Path) -> tuple[Mapping[str, Stored], Mapping[str, Any]]:
    """The arrays at ``path`` as they are stored, and what the header says beside, without numpy.

    Raises ModelError, OSError.
    """
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise ModelError(f"{path} is no spelling model of this version")
        size = int.from_bytes(file.read(8), "little")
        if size > _HEADER_LIMIT:
            raise ModelError(f"{path} is damaged")
        header = json.loads(file.read(size))
        data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    found = {}
    for name, kind, shape, start, length in header["arrays"]:
        if start + length > len(data):
            raise ModelError(f"{path} is cut short")
        found[name] = Stored(kind, tuple(shape), data[start : start + length])
    return found, header["about"]


def read(path: Path) -> Model:
    """The model stored at ``path``, memory-mapped. Raises ModelError, OSError."""
    import numpy as np

    found, about = stored(path)
    return Model({name: np.frombuffer(one.content, one.kind).reshape(one.shape) for name, one in found.items()}, about)


def write(path: Path, model: Model) -> None:
    """Store ``model`` at ``path``, byte for byte the same for the same model."""
    start, rows = 0, []
    for name in sorted(model.arrays):
        array = model.arrays[name]
        rows.append([name, array.dtype.str, list(array.shape), start, array.nbytes])
        start += -(-array.nbytes // _ALIGN) * _ALIGN
    offset = 0
    while True:
        moved = [[name, kind, shape, at + offset, length] for name, kind, shape, at, length in rows]
        header = json.dumps({"about": dict(model.about), "arrays": moved}, ensure_ascii=False, sort_keys=True).encode()
        needed = -(-(len(_MAGIC) + 8 + len(header)) // _ALIGN) * _ALIGN
        if needed <= offset:
            break
        offset = needed + _ALIGN
    header = header.ljust(offset - len(_MAGIC) - 8)
    with path.open("wb") as file:
        file.write(_MAGIC + len(header).to_bytes(8, "little") + header)
        for name in sorted(model.arrays):
            content = model.arrays[name].tobytes()
            file.write(content + bytes(-len(content) % _ALIGN))
