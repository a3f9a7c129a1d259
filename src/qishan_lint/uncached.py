"""What decides on publication believes nothing that an earlier run left: it works in an empty cache folder of its own.

Beside results the folder holds the compiled rules, so whoever can write there could switch off every rule.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator

from qishan_lint.cachefolder import VARIABLE


@contextlib.contextmanager
def uncached() -> Iterator[None]:
    """For this process and those that it starts meanwhile, the cache folder is a new one, which is removed at the end."""
    before = os.environ.get(VARIABLE)
    with tempfile.TemporaryDirectory(prefix="qishan-lint-", ignore_cleanup_errors=True) as folder:
        os.environ[VARIABLE] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ[VARIABLE]
            else:
                os.environ[VARIABLE] = before
