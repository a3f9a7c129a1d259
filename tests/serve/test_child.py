import subprocess
import sys

CHECKED = """
from qishan_lint import catalog, cli
from qishan_lint.matching import patterns
from qishan_lint.serve import child

child.warm(cli.run)
known = patterns.compiled.cache_info().misses
for entry in catalog.load().entries.values():
    if entry.file.kind == "pattern":
        for one in catalog.compile_rule(entry, level=None, params={}).params.patterns:
            patterns.compiled(one.match)
print(patterns.compiled.cache_info().misses - known)
"""


def test_no_request_has_to_compile_a_shipped_pattern() -> None:
    done = subprocess.run([sys.executable, "-c", CHECKED], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


def test_the_client_loads_none_of_the_slow_modules() -> None:
    """It asks before anything else is imported, and what it imports itself is time that every command takes."""
    script = "import sys; own = set(sys.modules)\nfrom qishan_lint.serve import client\nprint(*set(sys.modules) - own)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert "qishan_lint.serve.protocol" in loaded
    assert not {"re", "json", "typing", "pathlib", "qishan_lint.model"} & set(loaded)
