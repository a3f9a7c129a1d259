"""Targets of links as people write them."""

from __future__ import annotations

import pytest

from qishan_lint.textual import links


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("a.jpg", "photo"),
        ("../图/a%20b.JPEG?x=1#y", "photo"),
        ("/up/a.webp", "photo"),
        ("https://example.cn/a.png", "photo"),
        ("//example.cn/a.png", "photo"),
        ("附件.docx", "attachment"),
        ("%E9%99%84.xlsx", "attachment"),
        ("x/a.rar", "attachment"),
        ("https://example.cn/a.pdf", "attachment"),
        ("a.md", ""),
        ("a.html#x", ""),
        ("list.jsp?id=1.pdf", ""),
        ("https://www.example.cn", ""),
        ("https://www.example.cn/", ""),
        ("#a.pdf", ""),
        ("mailto:a@example.cn", ""),
        ("tel:10000", ""),
        ("javascript:open('a.pdf')", ""),
        ("a", ""),
        ("v1.2 说明", ""),
        (".pdf", ""),
        ("", ""),
    ],
)
def test_what_a_target_points_at(target: str, kind: str) -> None:
    assert links.kind(target) == kind


@pytest.mark.parametrize(
    ("target", "remote"),
    [
        ("http://a.cn/b", True),
        ("HTTPS://a.cn", True),
        ("//a.cn/b", True),
        ("\\\\host\\a.jpg", True),
        ("data:image/png;base64,AA", True),
        ("file:///a", False),
        ("C:\\a.jpg", False),
        ("a:b.jpg", False),
        ("附件：表.docx", False),
        ("/a.jpg", False),
    ],
)
def test_remote_targets(target: str, remote: bool) -> None:
    assert links.is_remote(target) is remote


@pytest.mark.parametrize(
    ("target", "path"),
    [(" a.jpg ", "a.jpg"), ("a%20b.jpg?c#d", "a b.jpg"), ("100%.jpg", "100%.jpg"), ("%zz.jpg", "%zz.jpg")],
)
def test_query_fragment_and_escapes_are_taken_off(target: str, path: str) -> None:
    assert links.clean(target) == path
