"""What paths, standard input, the git index and revisions select, and how files become items."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from qishan_lint import items, sources
from qishan_lint.errors import UsageError
from qishan_lint.items import ItemOptions
from qishan_lint.sources import ItemFiles
from tests.trees import JPEG, git, plant, repository

Shown = dict[str, tuple[str | None, list[str]]]

SITE: dict[str, str | bytes] = {
    "news/a.md": "# 甲\n\n![](../img/%E5%9B%BE%201.jpg)\n\n见[附件](files/表.xlsx)。",
    "news/b.md": "# 乙\n\n![](../img/图%201.jpg)",
    "news/c.txt": "丙\n正文。",
    "news/files/表.xlsx": b"PK",
    "img/图 1.jpg": JPEG,
    "img/孤.jpg": JPEG,
    "投稿/一/稿件.docx": b"PK",
    "投稿/一/1.jpg": JPEG,
    "投稿/一/照片/2.png": JPEG,
    "投稿/一/~$稿件.docx": b"x",
    "投稿/二/稿.md": "# 丁\n\n正文。",
    "投稿/二/附件1 名单.docx": b"PK",
    "投稿/三/稿.md": "# 戊",
    "other.py": "x = 1",
    ".hidden/x.md": "x",
    "node_modules/x.md": "x",
}
ALL: Shown = {
    "img/孤.jpg": (None, ["img/孤.jpg"]),
    "news/a.md": ("news/a.md", ["img/图 1.jpg", "news/files/表.xlsx"]),
    "news/b.md": ("news/b.md", ["img/图 1.jpg"]),
    "news/c.txt": ("news/c.txt", []),
    "投稿/一": ("投稿/一/稿件.docx", ["投稿/一/1.jpg", "投稿/一/照片/2.png"]),
    "投稿/三/稿.md": ("投稿/三/稿.md", []),
    "投稿/二": ("投稿/二/稿.md", ["投稿/二/附件1 名单.docx"]),
}


def shown(found: Iterable[ItemFiles]) -> Shown:
    return {one.id: (one.document, list(one.companions)) for one in found}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(plant(tmp_path, SITE))
    return tmp_path


def discover(*paths: str, root: str = ".", grouping: str = "auto", exclude: tuple[str, ...] = ()) -> Shown:
    return shown(sources.discover(paths, root=Path(root), grouping=grouping, exclude=exclude))


def test_a_folder_gives_every_item_once_sorted(site: Path) -> None:
    assert discover(".") == ALL
    assert list(discover(".")) == sorted(ALL)
    assert discover("news", "news/a.md", ".") == ALL


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        (["news/a.md"], ["news/a.md"]),
        (["news/*.md"], ["news/a.md", "news/b.md"]),
        (["**/c.txt"], ["news/c.txt"]),
        (["img/图 1.jpg"], ["news/a.md", "news/b.md"]),
        (["news/files/表.xlsx"], ["news/a.md"]),
        (["img"], ["img/孤.jpg", "news/a.md", "news/b.md"]),
        (["投稿/一/照片/2.png"], ["投稿/一"]),
        (["投稿/一/稿件.docx"], ["投稿/一"]),
        (["投稿/一/~$稿件.docx"], []),
        (["投稿/二/附件1 名单.docx"], ["投稿/二"]),
        (["./news/../news/a.md"], ["news/a.md"]),
        (["other.py"], ["other.py"]),
    ],
)
def test_each_path_selects_the_items_it_belongs_to(site: Path, paths: list[str], ids: list[str]) -> None:
    found = discover(*paths)
    assert sorted(found) == sorted(ids)
    assert {id_: found[id_] for id_ in ids if id_ in ALL} == {id_: ALL[id_] for id_ in ids if id_ in ALL}


def test_items_do_not_depend_on_what_was_selected_with_them(site: Path) -> None:
    for path in SITE:
        for id_, found in discover(path).items():
            assert id_ not in ALL or ALL[id_] == found


def test_absolute_paths_and_a_root_above(site: Path) -> None:
    assert discover(str(site / "news/a.md")) == {"news/a.md": ALL["news/a.md"]}
    assert list(discover("news/c.txt", root="..")) == [f"{site.name}/news/c.txt"]


def test_an_address_from_the_root_of_the_site(site: Path) -> None:
    plant(
        site,
        {"网站/content/a.md": "![](/img/1.jpg) ![](/up/2.jpg)", "网站/static/img/1.jpg": JPEG, "网站/up/2.jpg": JPEG},
    )
    assert discover("网站/static/img/1.jpg") == {
        "网站/content/a.md": ("网站/content/a.md", ["网站/static/img/1.jpg", "网站/up/2.jpg"])
    }
    (one,) = sources.discover(["网站/content/a.md"], root=site)
    assert [photo.path for photo in items.read(one, ItemOptions()).photos] == ["网站/static/img/1.jpg", "网站/up/2.jpg"]


@pytest.mark.parametrize("path", ["无.md", "news/*.rst", "../无", "news/a.md/x"])
def test_a_path_that_does_not_exist_is_a_usage_error(site: Path, path: str) -> None:
    with pytest.raises(UsageError) as caught:
        discover(path)
    assert path in caught.value.message.zh
    assert caught.value.remedy is not None


def test_a_path_outside_the_root_is_a_usage_error(site: Path) -> None:
    with pytest.raises(UsageError, match="outside"):
        discover("img/孤.jpg", root="news")


def test_a_file_whose_name_looks_like_a_glob_is_that_file(site: Path) -> None:
    plant(site, {"news/[通知]a?.md" if os.name != "nt" else "news/[通知]a.md": "# 题"})
    name = next(path.name for path in (site / "news").iterdir() if path.name.startswith("["))
    assert list(discover(f"news/{name}")) == [f"news/{name}"]


def test_grouping_can_be_set(site: Path) -> None:
    assert discover("投稿/二", grouping="file") == {
        "投稿/二/稿.md": ("投稿/二/稿.md", []),
        "投稿/二/附件1 名单.docx": ("投稿/二/附件1 名单.docx", []),
    }
    plant(site, {"合/a.md": "# 甲", "合/b.docx": b"PK", "合/1.jpg": JPEG})
    assert sorted(discover("合")) == ["合/1.jpg", "合/a.md", "合/b.docx"]
    assert discover("合", grouping="folder") == {"合": ("合/a.md", ["合/1.jpg", "合/b.docx"])}


def test_ignore_files_and_exclusions(site: Path) -> None:
    plant(site, {".gitignore": "*.txt\nimg/\n", "投稿/.qishanignore": "/三\n!*.txt\n", "投稿/四/x.txt": "题\n文"})
    assert sorted(discover(".", exclude=("投稿/一",))) == ["news/a.md", "news/b.md", "投稿/二", "投稿/四/x.txt"]
    assert sorted(discover("news/c.txt", "投稿/三/稿.md")) == ["news/c.txt"]
    assert discover("投稿/一", exclude=("1.jpg",)) == {"投稿/一": ("投稿/一/稿件.docx", ["投稿/一/照片/2.png"])}


def test_an_ignored_photo_is_still_the_photo_of_its_article(site: Path) -> None:
    plant(site, {".qishanignore": "img/\n"})
    assert discover("news/b.md") == {"news/b.md": ALL["news/b.md"]}


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege on Windows")
def test_symbolic_links_are_not_followed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = plant(tmp_path_factory.mktemp("outside"), {"secret.md": "# 密", "x.jpg": JPEG})
    (site / "链").mkdir()
    (site / "链/a.md").symlink_to(outside / "secret.md")
    (site / "链/夹.md").symlink_to(outside, target_is_directory=True)
    (site / "链/loop").symlink_to(site, target_is_directory=True)
    plant(site, {"链/b.md": "![](x.jpg) ![](loop/img/孤.jpg) ![](夹.md/x.jpg)"})
    (site / "链/x.jpg").symlink_to(outside / "x.jpg")
    found = {one.id: items.read(one, ItemOptions()) for one in sources.discover(["链"], root=site)}
    assert [problem.code for problem in found["链/a.md"].problems] == ["symlink"]
    assert found["链/a.md"].parts == ()
    assert sorted(problem.code for problem in found["链/b.md"].problems) == [
        "photo-missing",
        "photo-missing",
        "symlink",
    ]
    assert all("secret" not in part.text for item in found.values() for part in item.parts)


def test_standard_input_replaces_the_file(site: Path) -> None:
    (found,) = sources.stdin("# 新\n\n![](../img/孤.jpg)".encode(), "news/a.md", root=site)
    assert (found.id, found.document, found.companions) == ("news/a.md", "news/a.md", ("img/孤.jpg",))
    item = items.read(found, ItemOptions())
    assert (item.title, [photo.path for photo in item.photos]) == ("新", ["img/孤.jpg"])
    (new,) = sources.stdin(b"# x", "news/new.md", root=site)
    assert new.id == "news/new.md"
    (handed,) = sources.stdin(b"PK", "投稿/二/附件1 名单.docx", root=site)
    assert (handed.id, handed.document) == ("投稿/二/附件1 名单.docx", "投稿/二/附件1 名单.docx")


def test_items_travel_to_other_processes(site: Path) -> None:
    for one in (*sources.discover(["."], root=site), *sources.stdin(b"x", "a.md", root=site)):
        again: ItemFiles = pickle.loads(pickle.dumps(one))
        assert again == one
        there, here = items.read(again, ItemOptions()), items.read(one, ItemOptions())
        assert (there.digest, there.parts, there.problems) == (here.digest, here.parts, here.problems)


def test_from_memory_makes_one_item_of_an_example() -> None:
    (found,) = sources.from_memory({"稿件.md": b"![](a.jpg)", "a.jpg": JPEG, "附.csv": b"1,2"})
    assert shown([found]) == {"稿件.md": ("稿件.md", ["a.jpg", "附.csv"])}
    (orphan,) = sources.from_memory({"a.jpg": JPEG})
    assert (orphan.id, orphan.document) == ("a.jpg", None)


# git


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(repository(tmp_path, SITE))
    return tmp_path


@pytest.fixture(params=["staged", "since"])
def changed(request: pytest.FixtureRequest, repo: Path) -> Callable[[], Shown]:
    """The items changed, once by the index and once against the first commit."""

    def staged() -> Shown:
        git(repo, "add", "-A")
        return shown(sources.staged(root=repo))

    return staged if request.param == "staged" else lambda: shown(sources.since("HEAD", root=repo))


def test_nothing_changed_selects_nothing(changed: Callable[[], Shown]) -> None:
    assert changed() == {}


def test_a_changed_article_photo_or_attachment_selects_its_items(repo: Path, changed: Callable[[], Shown]) -> None:
    plant(repo, {"img/图 1.jpg": JPEG + b"1", "投稿/一/1.jpg": JPEG + b"1", "news/c.txt": "丙\n新的正文。"})
    assert sorted(changed()) == ["news/a.md", "news/b.md", "news/c.txt", "投稿/一"]


def test_added_and_deleted_files_select_the_items_that_own_them(repo: Path, changed: Callable[[], Shown]) -> None:
    plant(repo, {"投稿/一/照片/3.jpg": JPEG, "新/稿 “一”.md": "# 新"})
    (repo / "news/files/表.xlsx").unlink()
    (repo / "news/c.txt").unlink()
    found = changed()
    assert sorted(found) == ["news/a.md", "投稿/一", "新/稿 “一”.md"]
    assert found["投稿/一"][1] == ["投稿/一/1.jpg", "投稿/一/照片/2.png", "投稿/一/照片/3.jpg"]
    assert found["news/a.md"][1] == ["img/图 1.jpg"]


def test_a_photo_deleted_from_a_folder_item_selects_it(repo: Path, changed: Callable[[], Shown]) -> None:
    (repo / "投稿/一/1.jpg").unlink()
    assert changed() == {"投稿/一": ("投稿/一/稿件.docx", ["投稿/一/照片/2.png"])}


def test_the_last_photo_deleted_leaves_the_document(repo: Path, changed: Callable[[], Shown]) -> None:
    (repo / "投稿/二/附件1 名单.docx").unlink()
    assert changed() == {"投稿/二/稿.md": ("投稿/二/稿.md", [])}


def test_a_renamed_photo_selects_the_item_that_lost_it(repo: Path, changed: Callable[[], Shown]) -> None:
    (repo / "img/图 1.jpg").rename(repo / "img/图2.jpg")
    assert sorted(changed()) == ["img/图2.jpg", "news/a.md", "news/b.md"]


def test_ignored_changes_select_nothing(repo: Path, changed: Callable[[], Shown]) -> None:
    plant(repo, {".qishanignore": "news/\n", "news/c.txt": "丙\n改。"})
    assert changed() == {}


def test_staged_judges_the_index_not_the_work_tree(repo: Path) -> None:
    plant(repo, {"news/c.txt": "已暂存\n正文。", "news/b.md": "# 乙\n\n![](新.jpg)"})
    git(repo, "add", "news")
    plant(repo, {"news/c.txt": "未暂存\n正文。", "news/新.jpg": JPEG, "news/a.md": "# 只在工作区"})
    found = {one.id: items.read(one, ItemOptions()) for one in sources.staged(root=repo)}
    assert sorted(found) == ["news/b.md", "news/c.txt"]
    assert found["news/c.txt"].title == "已暂存"
    assert [problem.code for problem in found["news/b.md"].problems] == ["photo-missing"]


def test_staged_reads_photos_from_the_index(repo: Path) -> None:
    plant(repo, {"news/b.md": "# 乙\n\n改。![](../img/图%201.jpg)"})
    git(repo, "add", "-A")
    (repo / "img/图 1.jpg").write_bytes(b"broken")
    (item,) = (items.read(one, ItemOptions()) for one in sources.staged(root=repo))
    assert [photo.open().read() for photo in item.photos] == [JPEG]
    assert item.problems == ()


def test_a_folder_below_the_repository_can_be_the_root(repo: Path) -> None:
    plant(repo, {"news/c.txt": "丙\n改。", "投稿/三/稿.md": "# 改"})
    git(repo, "add", "-A")
    assert list(shown(sources.staged(root=repo / "news"))) == ["c.txt"]
    assert list(shown(sources.since("HEAD", root=repo / "news"))) == ["c.txt"]


def test_inside_a_hook_relative_paths_of_git_still_hold(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(repo, {"news/c.txt": "丙\n改。"})
    git(repo, "add", "-A")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert list(shown(sources.staged(root=repo))) == ["news/c.txt"]
    assert list(shown(sources.staged(root=repo / "news"))) == ["c.txt"]


def test_since_counts_from_where_the_branch_began(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "work")
    plant(repo, {"news/c.txt": "丙\n分支上改。"})
    git(repo, "commit", "-qam", "改")
    git(repo, "checkout", "-q", "main")
    plant(repo, {"投稿/三/稿.md": "# 主线上改"})
    git(repo, "commit", "-qam", "改")
    git(repo, "checkout", "-q", "work")
    assert list(shown(sources.since("main", root=repo))) == ["news/c.txt"]


@pytest.mark.parametrize("revision", ["无此版本", "-x", "", "HEAD~99"])
def test_an_unknown_revision_is_a_usage_error(repo: Path, revision: str) -> None:
    with pytest.raises(UsageError):
        sources.since(revision, root=repo)


def test_a_shallow_clone_gets_a_clear_message(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    first = git(repo, "rev-parse", "HEAD").strip()
    plant(repo, {"news/c.txt": "丙\n改。"})
    git(repo, "commit", "-qam", "改")
    clone = tmp_path_factory.mktemp("clone") / "shallow"
    git(repo, "clone", "-q", "--depth", "1", repo.as_uri(), str(clone))
    with pytest.raises(UsageError) as caught:
        sources.since(first, root=clone)
    assert "浅克隆" in caught.value.message.zh
    assert caught.value.remedy is not None
    assert "unshallow" in caught.value.remedy.en


def test_outside_a_repository_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a git repository"):
        sources.staged(root=tmp_path)
    with pytest.raises(UsageError, match="not a git repository"):
        sources.since("HEAD", root=tmp_path)


def test_a_staged_symbolic_link_is_refused(repo: Path) -> None:
    (repo / "news/l.md").symlink_to("/etc/passwd")
    git(repo, "add", "-A")
    (item,) = (items.read(one, ItemOptions()) for one in sources.staged(root=repo))
    assert (item.id, item.parts) == ("news/l.md", ())
    assert [problem.code for problem in item.problems] == ["symlink"]
