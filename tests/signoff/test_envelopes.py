"""Canonical JSON, envelopes and keys: one spelling, and nothing changed verifies."""

import base64
import errno
import importlib.util
import json
import os
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.errors import TrustError, UsageError
from qishan_lint.signoff import canonical, dsse, keys, statement
from tests.refusals import refused

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
ENVELOPE = dsse.sign({"稿件": "丰收节.md", "n": 1}, KEY, keys.key_id(PUBLIC))
COST = 10


@given(VALUES)
def test_a_value_is_read_back_and_has_one_spelling(value):
    spelt = canonical.encode(value)
    assert canonical.decode(spelt, "x") == value
    assert canonical.encode(canonical.decode(spelt, "x")) == spelt


def test_keys_are_sorted_by_utf16_units():
    assert canonical.encode({"\ufb33": 1, "😀": 2}) == '{"😀":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize("value", [1.0, 2**53 + 1, {1: 2}, b"x", "\ud800", {"\udfff": 1}, float("nan")])
def test_what_cannot_be_signed(value):
    with pytest.raises(TrustError):
        canonical.encode([value])


@pytest.mark.parametrize(
    "text",
    ['{"a":1,"a":2}', '{"x":{"a":1,"a":1}}', "3.0", "1e3", "NaN", "-Infinity", "\ufeff{}", "{}{}", "", "[" * 99999],
)
def test_other_spellings_of_json_are_refused(text):
    with pytest.raises(TrustError):
        canonical.decode(text.encode(), "x")


def test_json_that_is_not_utf8_or_too_large_is_refused():
    for data in (b'"\xff"', b'"' + b"a" * canonical.MAX_BYTES + b'"'):
        with pytest.raises(TrustError):
            canonical.decode(data, "x")


def test_pre_authentication_encoding_counts_bytes():
    assert dsse.pae("类型", "岐山".encode()) == b"DSSEv1 6 " + "类型".encode() + b" 6 " + "岐山".encode()
    assert dsse.pae("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_both_forms_of_an_envelope_hold_the_same():
    assert dsse.from_standard(ENVELOPE.standard(), "x") == ENVELOPE
    readable = json.loads(json.dumps(ENVELOPE.readable()))
    assert dsse.from_readable(readable, "x") == ENVELOPE
    assert dsse.from_readable(readable, "x").digest == ENVELOPE.digest
    assert dsse.verified(ENVELOPE, PUBLIC)


@given(st.integers(0, len(ENVELOPE.standard()) * 8 - 1))
def test_an_envelope_with_one_bit_flipped_never_passes_for_the_same(bit):
    data = bytearray(ENVELOPE.standard())
    data[bit // 8] ^= 1 << bit % 8
    try:
        changed = dsse.from_standard(bytes(data), "x")
    except TrustError:
        return
    # Only the id of the key is outside the signature: it is a hint, and the digest that chains signatures covers it.
    assert not dsse.verified(changed, PUBLIC) or (changed.keyid != ENVELOPE.keyid and changed.digest != ENVELOPE.digest)


UNLIKE = ("信封的写法不唯一", "the envelope is not in its canonical form")
NO_ENVELOPE = ("不是 DSSE 信封", "not a DSSE envelope")
BASE64 = ("base64 的写法不唯一", "base64 is not in its canonical form")
FIELDS = ("签署记录的字段不对", "the fields of a signature record are wrong")


def test_the_standard_form_stays_what_it_was():
    """What other programs verify, and what the next signature names: never spelt anew."""
    assert ENVELOPE.standard() == (
        b'{"payload":"eyJuIjoxLCLnqL/ku7YiOiLkuLDmlLboioIubWQifQ==","payloadType":"application/vnd.in-toto+json",'
        b'"signatures":[{"keyid":"56475aa75463474c0285df5dbf2bcab7","sig":"Qi5I+MphG5Q6Pzj98pln+Op3qgMtFi4QLYvQx5VkCvgb'
        b'9SvndmMP4aQcFOPbSibs/7rea4BCuzmzp4HBefLvAQ=="}]}'
    )
    assert ENVELOPE.digest == "e72613e388a209bdc117874214d4c54770ac6126dfd07ff4171162641dd02f34"


def _variants():
    good = json.loads(ENVELOPE.standard())
    (signature,) = good["signatures"]
    urlsafe = base64.urlsafe_b64encode(b"\xff" * 64).decode()
    yield "field", UNLIKE, {**good, "extra": 1}
    yield "signature field", UNLIKE, {**good, "signatures": [{**signature, "extra": 1}]}
    yield "two signatures", NO_ENVELOPE, {**good, "signatures": [signature, signature]}
    yield "no signature", NO_ENVELOPE, {**good, "signatures": []}
    yield "type", UNLIKE, {**good, "payloadType": "text/plain"}
    yield "unpadded", BASE64, {**good, "signatures": [{**signature, "sig": signature["sig"].rstrip("=")}]}
    yield "url-safe", BASE64, {**good, "signatures": [{**signature, "sig": urlsafe}]}
    yield "white space", BASE64, {**good, "payload": good["payload"] + "\n"}
    yield "keyid", NO_ENVELOPE, {**good, "signatures": [{**signature, "keyid": 1}]}
    yield "payload", NO_ENVELOPE, {**good, "payload": base64.b64encode(b"[1]").decode()}
    yield "loose payload", UNLIKE, {**good, "payload": base64.b64encode(b'{ "a": 1 }').decode()}
    yield "list", NO_ENVELOPE, [good]


@pytest.mark.parametrize(("name", "said", "value"), list(_variants()))
def test_other_spellings_of_an_envelope_are_refused(name, said, value):
    with refused(TrustError, said, name):
        dsse.from_standard(json.dumps(value, sort_keys=True, separators=(",", ":")).encode(), name)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"extra": 1}, FIELDS),
        ({"sig": "AA"}, BASE64),
        ({"sig": "===="}, BASE64),
        ({"sig": 3}, BASE64),
        ({"keyid": None}, FIELDS),
        ({"statement": []}, FIELDS),
    ],
)
def test_other_spellings_of_a_record_are_refused(change, said):
    with refused(TrustError, said, "x"):
        dsse.from_readable({**ENVELOPE.readable(), **change}, "x")


def test_a_record_that_cannot_be_spelt_is_refused():
    for change in ({"statement": {"a": 1.5}}, {"statement": {1: "a"}}):
        with pytest.raises(TrustError):
            dsse.from_readable({**ENVELOPE.readable(), **change}, "x")
    with refused(TrustError, FIELDS, "x"):
        dsse.from_readable([], "x")


def test_another_key_does_not_verify():
    assert not dsse.verified(ENVELOPE, bytes(32))
    assert not dsse.verified(ENVELOPE, b"short")


WORDS = "long enough words"
NO_KEY_FILE = ("不是密钥文件", "not a key file")
WRONG = ("口令不对，或密钥文件被改动", "wrong passphrase, or the key file was changed")
STORED = """\
{"cost":10,"format":"qishan-key/1","name":"zhang","nonce":"wqhXn5Pt66WC0Znm","private":"qyZVTS/fZ/gwvIwC6g8UrXcMa9yDe+3FbHWOppy1lZjxVsyK38eM8EHdE5v6LVG/","public":"yf0JgJwIfNaHGOIdAcfW0yROX8MuiLj9iXC1ZZk3T9M=","salt":"wvYFhEh/j3AiCOLK2z8vww=="}
"""
"""A key file as it was written when the format was new."""


@pytest.fixture
def path(tmp_path):
    """A key file, ``zhang``'s."""
    made = tmp_path / "a.key"
    made.write_text(STORED, encoding="utf-8")
    return made


def test_a_key_is_opened_by_its_passphrase_only(tmp_path):
    path = tmp_path / "deep" / "keys" / "甲.key"
    made = keys.new(path, "zhang", "一二三四五六七八九十", cost=COST)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    known, private = keys.unlock(path, "一二三四五六七八九十")
    assert known == made == keys.public(path)
    assert dsse.verified(dsse.sign({}, private, made.id), made.raw)
    with refused(UsageError, WRONG, str(path)):
        keys.unlock(path, "一二三四五六七八九〇")


def test_a_key_file_of_this_format_is_opened_for_ever(path):
    known, private = keys.unlock(path, WORDS)
    assert known.name == "zhang"
    assert known.text == json.loads(STORED)["public"]
    assert private.public_key().public_bytes_raw() == known.raw


@pytest.mark.parametrize("change", [{"name": "li"}, {"cost": 11}, {"public": base64.b64encode(bytes(32)).decode()}])
def test_a_changed_key_file_does_not_open(path, change):
    path.write_text(json.dumps({**json.loads(STORED), **change}))
    with refused(UsageError, WRONG, str(path)):
        keys.unlock(path, WORDS)


@pytest.mark.parametrize(
    "change",
    [
        {"cost": 9},
        {"cost": 21},
        {"cost": True},
        {"cost": "10"},
        {"extra": 1},
        {"salt": "AA=="},
        {"nonce": "AA=="},
        {"private": "AA=="},
        {"public": "AA=="},
        {"format": "x"},
        {"name": 1},
    ],
)
def test_a_malformed_key_file_is_refused(path, change):
    path.write_text(json.dumps({**json.loads(STORED), **change}))
    with refused(TrustError, NO_KEY_FILE, str(path)):
        keys.public(path)


def test_what_is_no_json_or_not_there_is_named(path):
    path.write_text("{")
    with pytest.raises(TrustError) as caught:
        keys.public(path)
    assert caught.value.where == str(path)
    path.unlink()
    said = os.strerror(errno.ENOENT)
    with refused(UsageError, (f"读不了密钥文件：{said}", f"cannot read the key file: {said}"), str(path)):
        keys.public(path)


def test_halves_that_do_not_belong_together_are_refused(path, monkeypatch):
    """Somebody who knows the passphrase could seal another private key under the name."""
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    monkeypatch.setattr(Ed25519PrivateKey, "from_private_bytes", lambda raw: other)
    message = ("密钥文件的公钥与私钥不符", "public and private key do not belong together")
    with refused(TrustError, message, str(path)):
        keys.unlock(path, WORDS)


def test_a_key_is_never_overwritten_and_needs_a_long_passphrase(tmp_path, path):
    with refused(UsageError, (f"密钥文件已存在：{path}", f"the key file exists: {path}"), remedy=True):
        keys.new(path, "li", WORDS, cost=COST)
    assert path.read_text(encoding="utf-8") == STORED
    new = tmp_path / "new.key"
    with refused(UsageError, ("口令太短，至少 10 个字符", "the passphrase needs 10 characters")):
        keys.new(new, "zhang", "123456789", cost=COST)
    assert not new.exists()
    keys.new(new, "zhang", "1234567890", cost=COST)


def test_signing_says_what_it_needs(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with refused(UsageError, ("签审需要 cryptography 组件", "signing needs the package cryptography"), remedy=True):
        keys.needed()


def test_line_ends_and_one_mark_do_not_count_in_a_text():
    plain = statement.text_digest("标题\n正文\n".encode())
    assert statement.text_digest(b"\xef\xbb\xbf" + "标题\r\n正文\r\n".encode()) == plain
    for other in ("标题\n正文", "标题\n正文\n\u200b", "\ufeff\ufeff标题\n正文\n", "标题\r正文\n"):
        assert statement.text_digest(other.encode()) != plain
