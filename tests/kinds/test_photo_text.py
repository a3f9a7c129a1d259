"""Words read in a photo: all kinds of identities, marks and heads of documents, kept between runs without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from qishan_lint import catalog
from qishan_lint.kinds import load
from qishan_lint.photo import study
from qishan_lint.photo.words import Words
from tests.kinds.photo_items import CONTEXT, check, item, photo, rule

PARAMS = catalog.load().entries["photo/text"].file.params
CASES = [
    (["机密★10年", "关于工作的通知"], ["机密★10年"]),
    (["秘密", "祁山县人民政府文件"], ["秘密", "祁山县人民政府文件"]),
    (["商业秘密保护宣传"], []),
    (["身份证号：", "610323189305121011"], ["61*************011"]),
    (["姓名 张某 13900001234"], ["139****1234"]),
    (["联系电话：13900001234"], []),
    (["此件不公开"], ["此件不公开"]),
    (["祁山县人民政府", "陕C12345"], []),
]


@pytest.mark.parametrize(("lines", "expected"), CASES)
def test_what_is_told_of_the_words(
    lines: list[str], expected: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QISHAN_LINT_CACHE_DIR", str(tmp_path))
    words = tuple(Words(text, (0, 40 * number, 99, 30)) for number, text in enumerate(lines))
    monkeypatch.setattr(study, "read", lambda _: words)
    found = check("photo-text", PARAMS, item(photo("a.jpg", b"x")))
    assert [one.data["found"] for one in found] == expected


def test_only_masked_findings_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QISHAN_LINT_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(study, "read", lambda _: (Words("王小明身份证号610323189305121011", (0, 0, 9, 9)),))
    one = item(photo("a.jpg", b"x"))
    first = check("photo-text", PARAMS, one)
    monkeypatch.setattr(study, "read", lambda _: pytest.fail("read again"))
    assert next(load("photo-text").check(one, rule("photo-text", PARAMS), CONTEXT)).data == first[0].data
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("photo-text-*"))
    assert kept
    assert b"18930512" not in kept
    assert "王小明".encode() not in kept
