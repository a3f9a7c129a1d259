"""Checks pages with an Apache Spark that a site already has: ``spark-submit on_spark.py "site/*/*.html" findings``.

Every executor needs qishan-lint installed. Each partition builds the plan of rules once; a page that cannot be read
becomes a finding, as with the command. Photos beside the pages are not sent: check a shared folder with
``--executor dask://`` where they matter.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Iterator

from pyspark.sql import SparkSession


def check(pages: Iterable[tuple[str, bytearray]]) -> Iterator[str]:
    """The results of ``pages`` (address, content) as lines of JSON."""
    import msgspec

    from qishan_lint import capabilities, sources
    from qishan_lint.checker import Checker
    from qishan_lint.pulling import check_batch
    from qishan_lint.settings import Choice

    checker = Checker(Choice(), None, datetime.date.today(), capabilities.installed())
    items = (
        item for path, data in pages for item in sources.from_memory({path.split(":")[-1].lstrip("/"): bytes(data)})
    )
    for result, _ in check_batch(checker, items):
        yield msgspec.json.encode(result).decode()


if __name__ == "__main__":
    spark = SparkSession.builder.appName("qishan-lint").getOrCreate()
    found = spark.sparkContext.binaryFiles(sys.argv[1], minPartitions=64).mapPartitions(check)
    found.saveAsTextFile(sys.argv[2])
    spark.stop()
