"""The desk's pages without a browser: what they show, what they sign, what they refuse."""

from __future__ import annotations

import base64
import html
import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from qishan_lint import signing
from qishan_lint.desk.app import address
from qishan_lint.signoff import ledger
from tests.desk.conftest import ITEM, PASSPHRASE, PEOPLE, PORT, TEXT
from tests.trees import jpeg, plant, repository

PAGE = address(ITEM)


def fields(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in re.findall(r'name="(form|digest)" value="([^"]*)"', page)}


def approval(client, **more):
    return {**fields(client.get(PAGE).text), "decision": "approve", "read": "on", "passphrase": PASSPHRASE, **more}


def signatures(place) -> int:
    return len(ledger.load(place.office.root, ITEM).current)


def test_three_people_approve_in_turn(place) -> None:
    for number, who in enumerate(PEOPLE, 1):
        client = place.client(who)
        assert client.post(PAGE, data=approval(client)).status_code == 303
        assert signatures(place) == number
        after = client.get("/?done=approve").text
        assert "上一篇已签名" in after
        assert "没有待您审签的稿件" in after
    assert signing.look(place.office)[0].level == 0


def test_out_of_turn_there_is_no_button_and_no_signature(place) -> None:
    client = place.client("yi")
    page = client.get(PAGE).text
    assert "现在不由您签" in page
    assert 'name="digest"' not in page
    sent = {"form": fields(place.client("jia").get(PAGE).text)["form"], "decision": "approve"}
    assert client.post(PAGE, data=sent).status_code == 403
    assert signatures(place) == 0


def test_a_return_goes_to_the_returned_and_shows_its_comment(place) -> None:
    client = place.client("jia")
    sent = approval(client, decision="return", comment="数字请核对来源")
    assert client.post(PAGE, data=sent).status_code == 303
    assert place.client("jia").get("/?tab=returned").text.count("秋粮收购现场会") == 1
    assert signing.look(place.office)[0].accepted[0].predicate.comment == "数字请核对来源"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"passphrase": "wrong"}, "口令不对"),
        ({"read": None}, "请先确认已读"),
        ({"decision": "return", "comment": " "}, "退回要写意见"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_signed(place, change, said) -> None:
    client = place.client("jia")
    sent = {key: value for key, value in approval(client, **change).items() if value is not None}
    answer = client.post(PAGE, data=sent)
    assert answer.status_code == 400
    assert said in answer.text
    assert signatures(place) == 0


def test_a_comment_survives_a_wrong_passphrase(place) -> None:
    client = place.client("jia")
    sent = approval(client, decision="return", comment="请附来源<b>", passphrase="wrong")
    assert ">请附来源&lt;b&gt;</textarea>" in client.post(PAGE, data=sent).text


def test_an_item_that_changed_since_shown_is_a_conflict(place) -> None:
    client = place.client("jia")
    sent = approval(client, decision="return", comment="数字请核对来源")
    plant(place.office.root, {ITEM: TEXT.replace("三万吨", "五万吨")})
    answer = client.post(PAGE, data=sent)
    assert answer.status_code == 409
    for words in (
        "这篇在您打开之后被改过",
        "<del>三</del>",
        "<ins>五</ins>",
        "旧版，仅供对照",
        "您写的意见已保留：“数字请核对来源”",
    ):
        assert words in answer.text
    assert 'name="digest"' not in answer.text
    assert signatures(place) == 0
    assert "数字请核对来源</textarea>" in client.get(PAGE).text


def test_after_an_edit_the_next_reader_sees_what_changed(place) -> None:
    client = place.client("jia")
    client.post(PAGE, data=approval(client))
    plant(place.office.root, {ITEM: TEXT.replace("三万吨", "五万吨")})
    page = place.client("jia").get(PAGE).text
    assert "须重签 1" in page
    assert "<del>三</del>" in page
    assert "<ins>五</ins>" in page
    assert "股室 作废，待您审签" in page


PHOTO = "镇/会场.jpg"


def with_photo(place, colour: int) -> None:
    # a neighbour keeps the folder from being one item
    text = TEXT + "\n![会场](会场.jpg)\n"
    plant(place.office.root, {ITEM: text, PHOTO: jpeg(colour), "镇/b.md": "# 另一篇\n\n正文。\n"})


def test_a_replaced_photo_stands_beside_the_signed_one(place) -> None:
    with_photo(place, 40)
    client = place.client("jia")
    assert client.post(PAGE, data=approval(client)).status_code == 303
    with_photo(place, 200)
    page = place.client("jia").get(PAGE).text
    assert "照片换了 1 张" in page
    (old,) = re.findall(r'<figure class="before"><img src="data:image/jpeg;base64,([^"]+)"', page)
    with Image.open(io.BytesIO(base64.b64decode(old))) as picture:
        assert ImageStat.Stat(picture).mean[0] == pytest.approx(40, abs=8)


@pytest.mark.parametrize("committed", [True, False])
def test_the_signed_photo_is_looked_for_in_git_or_said_to_be_lost(place, committed) -> None:
    with_photo(place, 40)
    if committed:
        repository(place.office.root, {})
    client = place.client("jia")
    client.post(PAGE, data=approval(client))
    for kept in (place.office.root.parent / "cache/signed").glob("*.jpg"):
        kept.unlink()
    with_photo(place, 200)
    page = place.client("jia").get(PAGE).text
    assert ('<figure class="before"><img' in page) == committed
    assert ("都没有签名时的照片" in page) == (not committed)


def test_nothing_that_content_says_is_markup(place) -> None:
    evil = "<img src=x onerror=alert(1)>"
    plant(
        place.office.root,
        {ITEM: f"---\ntitle: '{evil}'\ndate: 2026-11-20\nsource: '{evil}'\n---\n\n`{evil}` 登陆系统\n"},
    )
    page = place.client("jia").get(PAGE).text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror" in page


def test_personal_values_are_masked(place) -> None:
    plant(place.office.root, {ITEM: TEXT + "\n身份证号 610323189305121011\n"})
    page = place.client("jia").get(PAGE).text
    assert "610323189305121011" not in page
    assert "61****" in page


def test_an_item_with_an_error_can_only_be_returned(place) -> None:
    plant(place.office.root, {ITEM: TEXT + "\n请登陆系统查询。\n"})
    client = place.client("jia")
    page = client.get(PAGE).text
    assert "不能通过：还有 1 处错误没有改" in page
    assert '<strong class="message">' in page
    assert "&lt;li" not in page
    assert '<mark class="error"' in page
    assert 'id="approve"' not in page
    assert client.post(PAGE, data=approval(client)).status_code == 400
    assert signatures(place) == 0


def test_without_a_key_one_reads_and_does_not_sign(place) -> None:
    client = place.client(None)
    page = client.get(PAGE).text
    assert "只能看" in page
    assert 'name="digest"' not in page


@pytest.mark.parametrize(
    "path",
    [
        "/item/../../etc/passwd",
        "/item/%2e%2e/qishan-lint.yaml",
        "/item/qishan-lint.yaml",
        "/static/../app.py",
        "/static/app.py",
    ],
)
def test_nothing_beside_the_queue_is_read(place, path) -> None:
    answer = place.client("jia").get(path)
    assert answer.status_code == 404
    assert "extends" not in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example:8000"}, 421),
        ({"host": "127.0.0.1:9"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": ""}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"cookie": f"desk-{PORT}=guess"}, 403),
    ],
)
def test_requests_from_elsewhere_are_refused(place, headers, status) -> None:
    client = place.client("jia")
    sent = approval(client)
    if "cookie" in headers:
        client.cookies.clear()
    assert client.post(PAGE, data=sent, headers=headers).status_code == status
    assert signatures(place) == 0


def test_a_form_of_another_session_is_refused(place) -> None:
    client, other = place.client("jia"), place.client("jia")
    assert client.post(PAGE, data={**approval(client), "form": fields(other.get(PAGE).text)["form"]}).status_code == 403
    assert signatures(place) == 0


def test_the_token_works_once(place) -> None:
    client = place.client("jia")
    client.cookies.clear()
    for token in ("", "guess"):
        assert client.get("/open", params={"token": token}).status_code == 403
    assert client.get("/").status_code == 403


def test_too_much_and_unmeasured_is_refused(place) -> None:
    client = place.client("jia")
    assert client.post(PAGE, data={"comment": "x" * 300_000}).status_code == 413
    assert client.post(PAGE, content=iter([b"form=x"])).status_code == 411


def test_pages_close_themselves_to_others(place) -> None:
    headers = place.client("jia").get(PAGE).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert "<script>" not in place.client("jia").get(PAGE).text


def test_a_clerk_gets_a_marked_copy_and_nothing_stays(place, tmp_path: Path) -> None:
    from qishan_lint.office.building import build

    client = place.client(None)
    form = re.search(r'name="form" value="([^"]*)"', client.get("/clerk").text)
    assert form
    content = build({"build": "docx", "paragraphs": ["请登陆系统查询。"]})
    files = [("files", ("../../稿.docx", content)), ("files", ("b.txt", "请登陆系统。".encode()))]
    answer = client.post("/clerk", data={"form": form[1]}, files=files)
    assert answer.status_code == 200, answer.text
    (link,) = re.findall(r'href="(/clerk/\d+)"', answer.text)
    assert client.get(link).content.startswith(b"PK")
    assert not list(tmp_path.rglob("稿.docx"))


def test_a_clerk_with_nothing_to_check_is_told(place) -> None:
    client = place.client(None)
    form = re.search(r'name="form" value="([^"]*)"', client.get("/clerk").text)
    assert form
    answer = client.post("/clerk", data={"form": form[1]}, files=[("files", (".hidden", b"x"))])
    assert answer.status_code == 400
    assert "文件名不对" in answer.text
