"""The registry of readers: what their sources declare is what they are."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

from qishan_lint import readers


def test_declared_suffixes_are_those_of_the_modules() -> None:
    found = readers.suffixes()
    for module in pkgutil.iter_modules(readers.__path__):
        if not module.name.startswith("_"):
            reader = readers._load(module.name)
            own = {suffix for suffix, name in found.items() if name == module.name}
            assert own <= set(reader.SUFFIXES)
            assert own or set(reader.SUFFIXES) <= set(found)
            assert callable(reader.read)


def test_one_format_does_not_import_the_others() -> None:
    script = (
        "import sys; from qishan_lint import items, sources; (one,) = sources.from_memory({'a.md': b'# x'});"
        "items.read(one, items.ItemOptions());"
        "heavy = ('lxml', 'PIL', 'numpy', 'html.parser', 'zipfile', 'subprocess');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
