"""What a file is by its first bytes."""

import pytest

from qishan_lint.photo import sniff
from qishan_lint.photo.drawing import draw


@pytest.mark.parametrize("kind", ["jpeg", "png", "gif", "webp", "bmp", "tiff"])
def test_pictures_are_known_by_their_bytes(kind: str) -> None:
    data = draw({"draw": "photo", "size": "80x70", "as": kind})
    assert sniff.kind_of(data[: sniff.HEAD]) == kind
    assert sniff.fits(kind, kind if kind != "jpeg" else "jpg")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xef\xbb\xbf\n<!DOCTYPE HTML>", "html"),
        (b"<svg xmlns=", "svg"),
        (b"%PDF-1.7", "pdf"),
        (b"PK\3\4", "zip"),
        (b"\0\0\0\x20ftypavif", "avif"),
        (b"\0\0\0\x20ftypisom", "video"),
        (b"", ""),
        (b"plain words", ""),
    ],
)
def test_other_files_are_named(head: bytes, kind: str) -> None:
    assert sniff.kind_of(head) == kind


@pytest.mark.parametrize(
    ("path", "suffix"),
    [("a/b.JPG", "jpg"), ("稿件.docx!word/media/image1.PNG", "png"), ("a.b/c", ""), ("c:\\x\\y.jpeg", "jpeg")],
)
def test_suffix(path: str, suffix: str) -> None:
    assert sniff.suffix_of(path) == suffix
