"""When a photo was taken or saved, by the name that cameras, phones and chat programs give its file."""

from __future__ import annotations

import datetime
import re

_STAMP = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?=[-_ T]?[0-2]\d[-_.]?[0-5]\d|[-_ .]|$)")
_MILLISECONDS = re.compile(r"(?:mmexport|wx_camera_|microMsg\.)(1[0-9]{12})(?!\d)")
_CAMERA = ("img", "dsc", "pxl", "mvimg", "screenshot", "微信图片", "wechat", "photo", "vid", "照片", "p")


def named_day(path: str) -> datetime.date | None:
    """The day that the file's name tells (IMG_20240501_093000.jpg, 微信图片_20240501093000.jpg, mmexport...).

    Only names that a machine gave count; a person who writes 20240501 into a name may mean the event.
    """
    name = path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    stamp = _MILLISECONDS.search(name)
    if stamp:
        china = datetime.timezone(datetime.timedelta(hours=8))
        return datetime.datetime.fromtimestamp(int(stamp[1]) / 1000, china).date()
    found = _STAMP.search(name)
    if not found or not name.casefold().startswith(_CAMERA):
        return None
    try:
        return datetime.date(*(int(number) for number in found.groups()))
    except ValueError:
        return None
