"""What is known of a source is that of no other content, and spares only the reading."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from qishan_lint import signing
from qishan_lint.cache import Cache
from qishan_lint.errors import TrustError
from qishan_lint.items import ItemOptions
from qishan_lint.signoff import known, mentions, subject
from qishan_lint.signoff.known import Source, Sources
from qishan_lint.signoff.mentions import Mentions
from qishan_lint.sources.tree import Disk
from tests.signoff.test_verify import POLICY
from tests.trees import JPEG, plant

SOURCE = Source("0" * 64, Mentions(embeds=False, names=("a.jpg",), too_many=False))
ITEM = "镇/a.md"
ARTICLE = "# 丰收节开幕\r\n\r\n正文。\r\n\r\n<p data-photo='会场.jpg'>\r\n"


@pytest.fixture
def office(tmp_path: Path) -> signing.Office:
    other = {"site/镇/b.md": "# 另一篇\n\n正文。\n"}  # else the folder were the item, with all photos in it
    plant(tmp_path, {"site/qishan-lint.yaml": "extends: none\n", "site/镇/a.md": ARTICLE, **other})
    return signing.Office(tmp_path / "site", POLICY, datetime.date(2026, 11, 25), tmp_path / "cache")


def test_an_article_that_did_not_change_is_not_bound_by_reading_it(
    office: signing.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = signing.look(office, (ITEM,))
    texts: list[str] = []
    monkeypatch.setattr(mentions, "read", texts.append)
    (again,) = signing.look(office, (ITEM,))
    assert (texts, again.subject, again.digest) == ([], first.subject, first.digest)


def test_a_picture_that_comes_later_under_a_name_of_it_is_seen(office: signing.Office) -> None:
    assert len(signing.look(office, (ITEM,))) == 1
    plant(office.root, {"镇/会场.jpg": JPEG})
    (refused,) = signing.survey(office, (ITEM,))
    assert isinstance(refused, signing.Untrusted)
    assert "named-but-not-read" in refused.error.message.en


def test_what_decides_on_publication_reads_a_text_also_if_another_one_had_its_digest(office: signing.Office) -> None:
    """Two articles were alike; one is edited, and the result that the cache has of it says otherwise."""
    (shown,) = signing.look(office, (ITEM,))
    plant(office.root, {ITEM: ARTICLE + "又。\n"})
    with Sources(None, []) as sources:
        digest = shown.result.digests[shown.result.files.index(ITEM)]
        sources.keep(digest, Source(digest, Mentions(embeds=False, names=(), too_many=False)))
        limit = ItemOptions().max_bytes
        assert subject.bound(shown.files, shown.result, limit, known=sources) == {ITEM: digest}
        with pytest.raises(TrustError, match="changed-while-read"):
            subject.bound(shown.files, shown.result, limit, known=sources, anew=True)


def test_an_edited_article_is_read(office: signing.Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(signing.look(office, (ITEM,))) == 1
    plant(office.root, {ITEM: ARTICLE + "<iframe src='b.html'></iframe>\n"})
    (refused,) = signing.survey(office, (ITEM,))
    assert isinstance(refused, signing.Untrusted)


def test_another_version_and_broken_entries_are_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sources(tmp_path, []) as sources:
        sources.keep("a", SOURCE)
        assert sources.get("a") == SOURCE
    with Sources(tmp_path, ["a", "b"]) as sources:
        assert (sources.get("a"), sources.get("b")) == (SOURCE, None)
    with Cache(tmp_path) as cache:
        cache.put_texts({known._key("b"): b"\xff"})
    with Sources(tmp_path, ["b"]) as sources:
        assert sources.get("b") is None
    monkeypatch.setattr(known, "__version__", "other")
    with Sources(tmp_path, ["a"]) as sources:
        assert sources.get("a") is None


def test_a_source_of_very_many_names_is_read_each_time(tmp_path: Path) -> None:
    many = Mentions(embeds=False, names=tuple(map(str, range(known._MOST + 1))), too_many=False)
    with Sources(tmp_path, []) as sources:
        sources.keep("a", Source("0", many))
        assert sources.get("a") is None


def test_without_a_cache_nothing_is_kept_beyond_the_run() -> None:
    with Sources(None, ["a"]) as sources:
        sources.keep("a", SOURCE)
        assert sources.get("a") == SOURCE


def test_all_ways_of_a_place_are_asked_for_on_the_disk(tmp_path: Path) -> None:
    root = plant(tmp_path, {"镇/a.md": "甲", "b.jpg": JPEG, "镇/c.jpg": JPEG})
    found = mentions.read('<p id="b.jpg"><p id="c.jpg"><p id="d.jpg"><p id="a.md">')
    assert set(mentions.unlisted(found, "镇/a.md", frozenset({"镇/a.md"}), Disk(root))) == {"b.jpg", "镇/c.jpg"}
