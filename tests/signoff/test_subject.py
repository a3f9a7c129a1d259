"""What a signature covers: every file of an item, and nothing that it cannot bind."""

import pytest

from qishan_lint import sources
from qishan_lint.errors import TrustError
from qishan_lint.items import ItemOptions
from qishan_lint.signoff import subject
from tests.trees import JPEG, plant

ARTICLE = "---\ntitle: 丰收节\n---\n正文。\n\n![会场](会场.jpg)\n\n[名单](名单.csv)\n"
FILES: dict[str, str | bytes] = {"镇/丰收节.md": ARTICLE, "镇/会场.jpg": JPEG, "镇/名单.csv": "a,b\n"}


def signed(root, path="镇/丰收节.md"):
    (files,) = sources.discover([str(root / path)], root=root)
    return subject.of(files, ItemOptions())[1]


def test_text_photo_and_attachment_are_covered(tmp_path):
    assert set(signed(plant(tmp_path, FILES))) == set(FILES)


@pytest.mark.parametrize("path", FILES)
def test_an_edit_of_any_file_changes_its_digest(tmp_path, path):
    before = signed(plant(tmp_path, FILES))
    (tmp_path / path).write_bytes((tmp_path / path).read_bytes() + b"x")
    after = signed(tmp_path)
    assert [name for name in FILES if before[name] != after[name]] == [path]


def test_line_ends_of_the_text_do_not_count_those_of_an_attachment_do(tmp_path):
    before = signed(plant(tmp_path, FILES))
    for path in ("镇/丰收节.md", "镇/名单.csv"):
        (tmp_path / path).write_bytes(b"\xef\xbb\xbf" + (tmp_path / path).read_bytes().replace(b"\n", b"\r\n"))
    after = signed(tmp_path)
    assert before["镇/丰收节.md"] == after["镇/丰收节.md"]
    assert before["镇/名单.csv"] != after["镇/名单.csv"]


@pytest.mark.parametrize(
    "reference",
    ["![x](http://a.example/a.jpg)", "![x](没有.jpg)", "![x](../../../../a.jpg)", '<img src="//a.example/a.jpg">'],
)
def test_a_picture_that_is_not_there_cannot_be_signed(tmp_path, reference):
    plant(tmp_path, {**FILES, "镇/丰收节.md": ARTICLE + "\n" + reference + "\n"})
    with pytest.raises(TrustError):
        signed(tmp_path)


@pytest.mark.parametrize("path", ["镇/会场.jpg", "镇/丰收节.md"])
def test_a_symbolic_link_cannot_be_signed(tmp_path, path):
    plant(tmp_path, FILES)
    (tmp_path / "other").write_bytes((tmp_path / path).read_bytes())
    (tmp_path / path).unlink()
    (tmp_path / path).symlink_to(tmp_path / "other")
    with pytest.raises(TrustError):
        signed(tmp_path)


@pytest.mark.parametrize("path", ["镇/会场.jpg", "镇/丰收节.md"])
def test_a_pointer_cannot_be_signed(tmp_path, path):
    plant(tmp_path, {**FILES, path: "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n" + ARTICLE})
    with pytest.raises(TrustError):
        signed(tmp_path)


@pytest.mark.parametrize("pair", [("a.jpg", "A.jpg"), ("\u00e9.jpg", "e\u0301.jpg")])
def test_names_that_another_system_takes_for_one_cannot_be_signed(tmp_path, pair):
    plant(tmp_path, {"x.md": f"# 题\n\n![x]({pair[0]})\n", pair[0]: JPEG, pair[1]: JPEG + b"0"})
    with pytest.raises(TrustError):
        signed(tmp_path, "x.md")
