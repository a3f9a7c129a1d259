"""One item read whole: metadata, pictures, attachments, and a problem for everything that could not be read."""

from __future__ import annotations

import datetime
import hashlib
import io
import os
import pickle
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qishan_lint import items, readers, sources
from qishan_lint.items import ItemOptions
from qishan_lint.model import Item
from qishan_lint.readers import Reading, ReadOptions
from tests.readers.positions import check_blocks, check_segments
from tests.trees import JPEG, plant


def read(files: Mapping[str, str | bytes], **options: object) -> Item:
    """The one item that ``files`` make in memory."""
    data = {path: content if isinstance(content, bytes) else content.encode() for path, content in files.items()}
    (found,) = sources.from_memory(data)
    return items.read(found, ItemOptions(**options))  # type: ignore[arg-type]


def problems(item: Item) -> list[tuple[str, str, str]]:
    return [(one.code, one.where, one.data.get("file", one.path)) for one in item.problems]


ARTICLE = """---
title: 我县召开防汛会议
date: 2024-05-01 08:00
来源: 县水利局
发布机构: 县政府办
column: 政务动态
tags: [防汛]
---

5月1日，县政府召开会议。

![会场](img/a.jpg)

见[名单](名单.txt)。
"""


def test_a_whole_item() -> None:
    item = read({"news/a.md": ARTICLE, "news/img/a.jpg": JPEG, "news/名单.txt": "张某某，县水利局"})
    assert (item.id, item.path, item.title) == ("news", "news/a.md", "我县召开防汛会议")
    assert (item.published, item.source) == (datetime.date(2024, 5, 1), "县水利局")
    assert (item.department, item.column) == ("县政府办", "政务动态")
    assert item.meta["keywords"].value == "防汛"
    assert item.files == ("news/a.md", "news/img/a.jpg", "news/名单.txt")
    (photo,) = item.photos
    assert (photo.path, photo.where, photo.alt, photo.size) == ("news/img/a.jpg", "12:1", "会场", len(JPEG))
    assert photo.digest == hashlib.sha256(JPEG).hexdigest()
    assert photo.open().read() == JPEG
    (attachment,) = item.attachments
    assert (attachment.path, attachment.label, attachment.where) == ("news/名单.txt", "名单", "14:2")
    assert [(part.role, part.path) for part in item.parts] == [
        ("article", "news/a.md"),
        ("metadata", "news/a.md"),
        ("hidden", "news/a.md"),
        ("attachment", "news/名单.txt"),
    ]
    assert item.problems == ()


def test_the_digest_changes_with_every_file() -> None:
    files: dict[str, str | bytes] = {"a.md": "![](a.jpg)", "a.jpg": JPEG, "b.csv": "1"}
    digests = {read(files).digest}
    for path, content in files.items():
        longer = content + b" " if isinstance(content, bytes) else f"{content} "
        digests.add(read({**files, path: longer}).digest)
    assert len(digests) == 4
    assert read(files).digest in digests


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("正文\n\n![](无.jpg)", [("photo-missing", "3:1", "x/无.jpg")]),
        ("[表](无.xlsx)", [("attachment-missing", "1:1", "x/无.xlsx")]),
        ("![](A.JPG)", [("photo-missing", "1:1", "x/A.JPG")]),
        ("![](../../a.jpg)", [("photo-outside-root", "1:1", "../../a.jpg")]),
        ("![](..%2f..%2fa.jpg)", [("photo-outside-root", "1:1", "..%2f..%2fa.jpg")]),
        (r"![](..\\..\\a.jpg)", [("photo-outside-root", "1:1", r"..\..\a.jpg")]),
        ("[x](/../../etc/passwd.txt)", [("attachment-outside-root", "1:1", "/../../etc/passwd.txt")]),
        ("![](https://img.example.com/a.jpg)", [("photo-remote", "1:1", "https://img.example.com/a.jpg")]),
        ("![](//img.example.com/a.jpg)", [("photo-remote", "1:1", "//img.example.com/a.jpg")]),
        ("![](file:///etc/a.jpg)", [("photo-outside-root", "1:1", "file:///etc/a.jpg")]),
        (r"![](C:\\照片\\a.jpg)", [("photo-outside-root", "1:1", r"C:\照片\a.jpg")]),
        ("![](https://www.own.gov.cn/a.jpg)", []),
        ("[x](https://img.example.com/a.pdf)", []),
        ("![](a%20b.jpg?x=1#y)", []),
        ("![](./../x/a%20b.jpg)", []),
        ("![](/x/a%20b.jpg)", []),
        ("<img src='a b.jpg'>", []),
    ],
)
def test_references_that_lead_nowhere_are_problems(text: str, expected: list[tuple[str, str, str]]) -> None:
    data = {"x/a.md": text.encode(), "x/a b.jpg": JPEG, "x/a.jpg": JPEG}
    (found,) = sources.from_memory(data)
    item = items.read(found, ItemOptions(domains=("own.gov.cn",)))
    assert problems(item) == expected


def test_composed_and_decomposed_names_are_the_same_file() -> None:
    item = read({"a.md": "![](caf\u00e9.jpg)", "cafe\u0301.jpg": JPEG})
    assert (problems(item), [photo.path for photo in item.photos]) == ([], ["cafe\u0301.jpg"])


def test_a_photo_shown_twice_is_one_photo() -> None:
    item = read({"a.md": "---\ncover: a.jpg\n---\n\n![一](a.jpg)\n\n![二](./a.jpg)", "a.jpg": JPEG})
    assert [(photo.path, photo.alt) for photo in item.photos] == [("a.jpg", "一")]


def test_a_cover_named_in_the_metadata_is_a_photo() -> None:
    item = read({"a.md": "---\ntitle: 题\ncover: b.jpg\n---\n\n正文", "a.jpg": JPEG})
    assert problems(item) == [("photo-missing", "3:8", "b.jpg")]


def test_photos_and_attachments_of_a_folder_need_no_reference() -> None:
    item = read({"稿/稿.txt": "题\n正文", "稿/1.jpg": JPEG, "稿/附件.csv": "1,2"})
    assert [photo.path for photo in item.photos] == ["稿/1.jpg"]
    assert [one.path for one in item.attachments] == ["稿/附件.csv"]


def test_an_orphan_is_a_problem_and_is_read() -> None:
    item = read({"名单.txt": "题\n正文"})
    assert problems(item) == []
    item = read({"a.jpg": JPEG})
    assert (problems(item), [photo.path for photo in item.photos]) == ([("orphan", "", "a.jpg")], ["a.jpg"])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.docx", b"not a zip", "broken"),
        ("a.docx", b"", "broken"),
        ("a.rar", b"x", "unsupported"),
        ("a.txt", "县政府召开会议".encode("utf-16-le"), "encoding-utf16"),
        ("a.docx", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "lfs-pointer"),
    ],
)
def test_an_attachment_that_cannot_be_read_is_a_problem(name: str, content: bytes, code: str) -> None:
    item = read({"稿.md": f"见[附件]({name})。", name: content})
    assert code in [problem.code for problem in item.problems]


def test_caps_on_size_text_and_number() -> None:
    assert problems(read({"a.md": "正" * 100}, max_bytes=50)) == [("too-large", "", "a.md")]
    assert problems(read({"a.md": "正" * 100}, max_text=50)) == [("too-large", "", "a.md")]
    many = read({"a.md": "".join(f"![]({number}.jpg)" for number in range(9))}, max_files=5)
    assert [problem.code for problem in many.problems] == ["photo-missing"] * 5 + ["too-many-files"]


def test_a_reader_that_fails_has_read_nothing_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, path: str, options: ReadOptions) -> Reading:
        raise IndexError(data)

    reader = readers.for_suffix(".txt")
    assert reader is not None
    monkeypatch.setattr(reader, "read", broken)
    item = read({"a.txt": "正文"})
    assert (item.parts, problems(item)) == ((), [("unreadable", "", "a.txt")])


@pytest.mark.skipif(os.name == "nt" or (os.geteuid() == 0 and not hasattr(os, "mkfifo")), reason="needs named pipes")
def test_files_that_are_no_files_are_refused_at_once(tmp_path: Path) -> None:
    plant(tmp_path, {"b.md": "![](a.jpg)"})
    os.mkfifo(tmp_path / "a.md")
    os.mkfifo(tmp_path / "a.jpg")
    found = {one.id: items.read(one, ItemOptions()) for one in sources.discover([str(tmp_path)], root=tmp_path)}
    assert [problem.code for problem in found["a.md"].problems] == ["unreadable"]
    assert [problem.code for problem in found["b.md"].problems] == ["unreadable"]


def test_a_file_that_vanished_is_a_problem(tmp_path: Path) -> None:
    plant(tmp_path, {"a.md": "正文"})
    (found,) = sources.discover([str(tmp_path)], root=tmp_path)
    (tmp_path / "a.md").unlink()
    assert problems(items.read(found, ItemOptions())) == [("missing", "", "a.md")]


def word(paragraphs: list[str]) -> bytes:
    """A small Word file."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as file:
        file.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        file.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return stored.getvalue()


def test_a_word_article_takes_its_date_from_a_labelled_line() -> None:
    item = read({"稿.docx": word(["我县召开防汛会议", "发布时间：2024年5月1日　来源：县水利局", "正文在这里。"])})
    assert (item.published, item.source, item.title) == (datetime.date(2024, 5, 1), "县水利局", "我县召开防汛会议")
    assert item.article is not None
    assert [block.kind for block in item.article.blocks] == ["title", "field", "paragraph"]
    assert [
        block.kind for block in item.article.blocks if "发布" in item.article.text[block.span.start : block.span.end]
    ] == ["field"]


@settings(max_examples=300)
@given(st.sampled_from(["a.md", "a.html", "a.txt"]), st.binary(max_size=200))
def test_any_bytes_are_read_or_reported(name: str, data: bytes) -> None:
    item = read({name: data})
    assert item.article is not None or item.problems
    for part in item.parts:
        check_segments(part)
        check_blocks(part)


def test_metadata_names_can_be_added() -> None:
    item = read({"a.md": "---\n上网日期: 2024/5/1\n---\n\n正文"}, meta_names={"published": ("上网日期",)})
    assert item.published == datetime.date(2024, 5, 1)


def test_pictures_inside_a_text_travel() -> None:
    item = read({"a.html": "<p>文<img src='data:image/png;base64,iVBORw0KGgo=' alt='图'></p>"})
    (photo,) = item.photos
    assert (photo.path, photo.alt, photo.where) == ("a.html!data-1.png", "图", "1:5")
    again: Item = pickle.loads(pickle.dumps(item))
    assert again.photos[0].open().read() == b"\x89PNG\r\n\x1a\n"
