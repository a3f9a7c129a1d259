"""The same photo in several items: found once, under the later item, however it was changed."""

import msgspec

from qishan_lint.kinds import photo_duplicate
from qishan_lint.model import Item, Level
from qishan_lint.photo.drawing import scene
from tests.kinds.photo_items import CONTEXT, check, drawn, item, rule

RULE = rule("photo-duplicate", {})


def gathered(*items: Item) -> dict[str, object]:
    """The facts of each item, as the cache hands them back."""
    found = {one.id: photo_duplicate.facts(one, RULE, CONTEXT) for one in items}
    return {key: msgspec.json.decode(msgspec.json.encode(value)) for key, value in found.items()}


def reported(*items: Item) -> dict[str, str]:
    return {id_: str(match.data["others"]) for id_, match in photo_duplicate.across(gathered(*items), RULE)}


def test_the_later_item_is_reported_and_names_the_earlier() -> None:
    old = item(drawn("a.jpg"), id_="z.md", published="2024-05-01")
    new = item(drawn("b.webp", quality=50), id_="a.md", published="2024-05-02")
    assert reported(old, new) == {"a.md": "z.md"}
    assert reported(new, old) == {"a.md": "z.md"}


def test_level_place_and_relation() -> None:
    facts = gathered(item(drawn("x/a.jpg"), id_="1.md"), item(drawn("y/b.jpg"), id_="2.md"))
    ((id_, match),) = photo_duplicate.across(facts, RULE)
    assert (id_, match.spot.path, match.level) == ("2.md", "y/b.jpg", Level.INFO)
    assert [spot.path for spot in match.related] == ["x/a.jpg"]


def test_different_photos_are_not_reported() -> None:
    assert reported(item(drawn("a.jpg"), id_="1.md"), item(drawn("b.jpg", seed=2), id_="2.md")) == {}


def test_many_copies_of_one_photo_are_cheap_and_each_reported_once() -> None:
    fact = photo_duplicate.facts(item(drawn("a.jpg")), RULE, CONTEXT)
    facts = {f"{number:04}.md": fact for number in range(3000)}
    found = list(photo_duplicate.across(facts, RULE))
    assert len({id_ for id_, _ in found}) == len(found) == 2999


def test_twice_in_one_item() -> None:
    (match,) = check("photo-duplicate", {}, item(drawn("a.jpg"), drawn("b.jpg", quality=60), drawn("c.jpg", seed=4)))
    assert match.spot.photo is not None
    assert match.spot.photo.path == "b.jpg"


def test_icons_come_again() -> None:
    icons = item(drawn("a.png", size="150x150"), drawn("b.png", size="150x150"))
    assert check("photo-duplicate", {"least": 200}, icons) == []
    assert scene((150, 150)).size == (150, 150)


def test_facts_hold_no_text_of_the_item() -> None:
    (fact,) = photo_duplicate.facts(item(drawn("a.jpg")), RULE, CONTEXT)
    assert set(msgspec.structs.asdict(fact)) == {"path", "where", "published", "hashes"}
