"""What counts as an identity, in which disguises, and what must stay silent."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.identity import Columns, find, mask_text
from qishan_lint.identity.fold import fold
from qishan_lint.identity.value import Headed, Heading

from .numbers import card, citizen, ending_in_x

ID = citizen()
X = ending_in_x()
WRONG = ID[:-1] + ("1" if ID[-1] != "1" else "2")


def spaced(number: str) -> str:
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def digits(text: str, alphabet: str) -> str:
    return text.translate(str.maketrans("0123456789", alphabet))


EVASIONS = {
    "plain": ID,
    "full width": digits(ID, "０１２３４５６７８９"),
    "arabic-indic": digits(ID, "٠١٢٣٤٥٦٧٨٩"),
    "chinese": digits(ID, "〇一二三四五六七八九"),
    "circled": digits(ID, "⓪①②③④⑤⑥⑦⑧⑨"),
    "spaced": f"{ID[:6]} {ID[6:14]} {ID[14:]}",
    "dashed": f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
    "dotted": f"{ID[:6]}.{ID[6:14]}.{ID[14:]}",
    "tabbed": f"{ID[:6]}\t{ID[6:14]}\t{ID[14:]}",
    "line break": f"{ID[:9]}\n{ID[9:]}",
    "zero width": f"{ID[:7]}\u200b{ID[7:]}",
    "soft hyphen": f"{ID[:7]}\u00ad{ID[7:]}",
    "letter O": ID.replace("0", "O"),
    "letter l": ID.replace("1", "l"),
    "small x": X.lower(),
    "times": X[:-1] + "×",
    "residence permit": citizen(region="810000"),
    "disability certificate": ID + "43",
    "pupil's number": "G" + ID,
    "wrong digit, labelled": "身份证号：" + WRONG,
}


@pytest.mark.parametrize("text", EVASIONS.values(), ids=EVASIONS.keys())
def test_number_of_a_citizen_in_any_disguise(text: str) -> None:
    sentence = f"李某，{text}，柳湾镇人。"
    (found,) = find(sentence)
    assert found.kind == "citizen-id"
    masked = mask_text(sentence)
    assert len(masked) == len(sentence)
    assert not any(part in fold(masked).text for part in (ID[6:14], X[6:14]))


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码：91610323MA6X0000XX",
        "受理编号：610323202403150012",
        f"订单号{ID[:14]}0000",
        "合同编号：610399401203101",
        "全年接待游客13800001234人次",
        "总投资13800001234.56元",
        "ISBN 978-7-000-00000-0",
        "客服电话 400-000-1234",
        "交易流水号 " + card(),
        f"保证金专户账号：{card()}（开户名：青禾县公共资源交易中心）",
        "设备型号 E00001234，规格 G12345678mm",
        "身份证号：61**************01",
        "联系电话：138****1234",
        "意见请发送至 qhxzfb@qinghe.gov.cn。",
        "初始密码：******",
        "二〇二六年十一月二十五日",
        "权数为 1 3 9 27 19 26 16 17 20 29 25 13 8 24 10 30 28",
        "青政办发〔2026〕5号",
        "凭军官证、士兵证免费参观。",
        "保证金银行账号：2603010123456（户名：青禾县公共资源交易中心）",
        "县城位于东经107°37′、北纬34°26′。",
    ],
)
def test_other_numbers_stay_silent(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "contact"),
    [
        ("手机13800001234", "mobile", False),
        ("手机 138 0000 1234", "mobile", False),
        ("电话+86 138-0000-1234，家住柳湾镇", "mobile", False),
        ("手机１３８００００１２３４", "mobile", False),
        ("手机 1 3 8 0 0 0 0 1 2 3 4", "mobile", False),
        ("联系人：王某，联系电话：13800001234", "mobile", True),
        (f"卡号{card()}", "bank-card", False),
        (f"卡号：{spaced(card('622588', 16))}", "bank-card", False),
        ("李某邮箱外的联系：lisi1800@qq.com", "email", True),
        ("数据库密码：Qh@2026xZ!9", "secret-key", False),
        ("-----BEGIN RSA PRIVATE KEY-----", "secret-key", False),
        ("护照号码E00001234", "passport", False),
        ("台胞证00001234", "passport", False),
        ("军官证号：军字第0012345号", "service-paper", False),
        ("一卡通账号：610323010123456789", "bank-account", False),
        ("住院号：00012345", "record", False),
        ("MAC地址 00:1A:2B:3C:4D:5E", "machine", False),
        ("经度：107.620123", "location", False),
        ("宅电8210000", "landline", False),
        ("电话１３８－００００－１２３４", "mobile", False),
        ("驾驶陕Z·A0001号小型轿车", "plate", False),
        ("住建设路18号锦绣小区3号楼2单元501室", "address", False),
    ],
)  # fmt: skip
def test_other_identities(text: str, kind: str, contact: bool) -> None:
    (found,) = find(text)
    assert (found.kind, found.contact) == (kind, contact)


def test_heading_tells_what_a_column_holds() -> None:
    table = "姓名\t身份证号\t联系电话\n李某\t610399401203101\t13800001234\n"
    assert [one.kind for one in find(table)] == ["citizen-id", "mobile"]
    assert find("610399401203101") == []
    assert find("610399401203101", Columns([Headed(0, 15, Heading("身份证号", "姓名\t身份证号"))]))


def test_list_of_offices_holds_contacts() -> None:
    table = "单位\t联系电话\n柳湾镇卫生院\t13800001234\n"
    assert [one.contact for one in find(table)] == [True]


def test_lists_of_short_numbers_are_not_one_long_one() -> None:
    assert find("\n".join(str(number) for number in range(610323, 610343))) == []


@given(st.text(alphabet="身份证号手机卡0123456789０１X×-. \t\n\u200b县镇@a.:密码jdbc", max_size=120))
def test_places_are_right_and_masks_as_long(text: str) -> None:
    last = 0
    for one in find(text):
        assert last <= one.start < one.end <= len(text)
        assert len(one.masked) == one.end - one.start
        last = one.end
    assert len(mask_text(text)) == len(text)


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1 ",
        "6103231893051210",
        "a@",
        "a.",
        "密码：",
        "1\n",
        "京A",
        "村1组",
        "jdbc:a",
        "l-",
        "一",
        "坐标",
        "病历号1",
    ],
)
def test_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        started = time.process_time()
        find(text)
        return time.process_time() - started

    seconds(1000)
    short, long = seconds(100_000), seconds(200_000)
    assert long < 3 * short + 0.3
