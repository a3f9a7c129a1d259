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
