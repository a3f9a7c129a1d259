"""The one place that reads the clock."""

from __future__ import annotations

import datetime

CHINA = datetime.timezone(datetime.timedelta(hours=8), "Asia/Shanghai")
"""China has had one zone without summer time since 1992, so a fixed offset needs no zone database."""


def today_in_china() -> datetime.date:
    """Today's date in Asia/Shanghai, whatever zone the machine is set to."""
    return datetime.datetime.now(CHINA).date()
