"""The ledger: what is written is read back, and nothing but a ledger of this item is read."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qishan_lint.errors import TrustError
from qishan_lint.signoff import dsse, ledger
from tests.refusals import refused
from tests.trees import git, repository

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


def add(root, held, envelope, *, fresh):
    """The ledger with one more signature, as it was saved."""
    grown = ledger.grown(held, envelope, fresh=fresh)
    ledger.save(root, grown)
    return grown


def envelope(number):
    return dsse.sign({"第": number}, KEY, "k")


def test_signatures_are_added_to_chains(tmp_path):
    held = ledger.load(tmp_path, "镇/a.md")
    assert held.current == ()
    for number, fresh in ((1, True), (2, False), (3, True)):
        held = add(tmp_path, held, envelope(number), fresh=fresh)
    again = ledger.load(tmp_path, "镇/a.md")
    assert again == held
    assert [len(chain) for chain in again.revisions] == [2, 1]
    assert again.digests == tuple(envelope(number).digest for number in (1, 2, 3))
    text = (tmp_path / ledger.place("镇/a.md")).read_text(encoding="utf-8")
    assert '"第": 1' in text


def test_line_ends_of_a_checkout_do_not_count(tmp_path):
    held = add(tmp_path, ledger.load(tmp_path, "a.md"), envelope(1), fresh=True)
    path = tmp_path / ledger.place("a.md")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert ledger.load(tmp_path, "a.md") == held


NONE = ("不是签审记录", "not a ledger of signatures")
SHAPE = ("签审记录的结构不对", "the ledger has a wrong structure")
OTHER = ("签审记录是另一篇的", "the ledger is another item's")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"item": "b.md"}, OTHER),
        ({"format": "x"}, NONE),
        ({"extra": 1}, NONE),
        ({"revisions": [[]]}, SHAPE),
        ({"revisions": {}}, SHAPE),
        ({"revisions": [{}]}, SHAPE),
    ],
)
def test_a_malformed_ledger_is_refused(tmp_path, change, said):
    add(tmp_path, ledger.load(tmp_path, "a.md"), envelope(1), fresh=True)
    path = tmp_path / ledger.place("a.md")
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    with refused(TrustError, said, ledger.place("a.md")):
        ledger.load(tmp_path, "a.md")


@pytest.mark.parametrize("content", ["[]", '{"format":"qishan-signoff/1"}', "1", "null"])
def test_what_is_no_ledger_is_refused(content):
    with refused(TrustError, NONE, "x"):
        ledger.parse(content.encode(), "a.md", "x")


def test_an_item_is_one_in_either_form_of_unicode(tmp_path):
    add(tmp_path, ledger.load(tmp_path, "cafe\u0301.md"), envelope(1), fresh=True)
    assert ledger.load(tmp_path, "caf\u00e9.md").digests == (envelope(1).digest,)
    assert ledger.is_as_read(tmp_path, ledger.load(tmp_path, "cafe\u0301.md"))


def test_a_malformed_signature_is_refused(tmp_path):
    add(tmp_path, ledger.load(tmp_path, "a.md"), envelope(1), fresh=True)
    path = tmp_path / ledger.place("a.md")
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "revisions": [[{}]]}), encoding="utf-8")
    with pytest.raises(TrustError):
        ledger.load(tmp_path, "a.md")


def test_a_ledger_is_not_read_through_a_link(tmp_path):
    add(tmp_path, ledger.load(tmp_path, "a.md"), envelope(1), fresh=True)
    path = tmp_path / ledger.place("a.md")
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TrustError):
        ledger.load(tmp_path, "a.md")


def test_branches_that_sign_different_items_merge_and_those_that_sign_one_conflict(tmp_path):
    repository(tmp_path, {"a.md": "a", "b.md": "b"})
    for branch, item in (("left", "a.md"), ("right", "b.md"), ("again", "a.md")):
        git(tmp_path, "switch", "-q", "-c", branch, "main")
        add(tmp_path, ledger.load(tmp_path, item), envelope(len(branch)), fresh=True)
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", branch)
    git(tmp_path, "switch", "-q", "left")
    git(tmp_path, "merge", "-q", "right", "-m", "both")
    with pytest.raises(Exception, match="merge"):
        git(tmp_path, "merge", "-q", "again")
