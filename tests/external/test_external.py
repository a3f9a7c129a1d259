"""The third-party stage against real servers and commands: bound to the last signature, and never passed by an error."""

from __future__ import annotations

import base64
import datetime
import json
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("cryptography")

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qishan_lint import gate, signing
from qishan_lint.declared import Checker
from qishan_lint.errors import ConfigError, TrustError, UsageError
from qishan_lint.external import answers, asking, checkers, outgoing
from qishan_lint.external.run import run
from qishan_lint.signing import Order
from qishan_lint.signoff import attested
from qishan_lint.signoff.keys import PublicKey
from qishan_lint.signoff.policy import Key
from tests.external import servers
from tests.signoff.test_verify import POLICY, PRIVATE, public
from tests.trees import plant

DAY = datetime.date(2026, 11, 25)
TEXT = "---\ntitle: 秋粮收购现场会\n公开属性: 主动公开\n---\n\n全镇收购秋粮三万吨。\n"
PLATFORM = Ed25519PrivateKey.from_private_bytes(b"platform" * 4)
SIGNER = (PublicKey("platform", PLATFORM.public_key().public_bytes_raw()), PLATFORM)
POLICY_WITH = msgspec.structs.replace(
    POLICY, external=True, platforms=[Key(public=base64.b64encode(SIGNER[0].raw).decode())]
)
SARIF = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": []}]}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PAUSE", 0.01)


def office_with(root: Path, text: str = TEXT, levels: int = 3) -> signing.Office:
    """An office whose item ``levels`` people have approved."""
    plant(root, {"qishan-lint.yaml": "extends: none\nselect: [sensitive/mobile]\n", "镇/a.md": text})
    office = signing.Office(root, POLICY_WITH, DAY)
    for level, by in enumerate(("jia", "yi", "bing")[:levels], 1):
        (shown,) = signing.look(office)
        signing.sign(office, shown, shown.digest, Order(level), (public(by), PRIVATE[by]))
    return office


def shown(office: signing.Office) -> signing.Shown:
    (one,) = signing.look(office)
    return one


def command(code: str, **more: object) -> Checker:
    return Checker(name="zhijian", command=[sys.executable, "-c", code], retries=0, **more)  # type: ignore[arg-type]


def printing(value: object) -> str:
    return f"import sys; sys.stdin.read(); print({json.dumps(json.dumps(value))})"


@pytest.mark.parametrize(("speak", "answer"), [(servers.languagetool, "languagetool"), (servers.chat, "chat")])
@pytest.mark.parametrize(
    ("text", "result"), [(TEXT, "pass"), (TEXT.replace("收购秋粮", "登陆系统填报秋粮"), "findings")]
)
def test_http_services(tmp_path: Path, speak, answer, text: str, result: str) -> None:
    office = office_with(tmp_path, text)
    assert gate.third_party(office, shown(office))
    with servers.serving(speak) as (url, seen):
        made = run(office, shown(office), Checker(name="x", answer=answer, url=url, model="m"), SIGNER)
    assert made.result == result
    assert len(seen) == 1
    assert bool(gate.third_party(office, shown(office))) == (result == "findings")


def test_a_sarif_command(tmp_path: Path) -> None:
    office = office_with(tmp_path)
    read = "import sys, json; assert json.load(sys.stdin)['item'] == '镇/a.md'; "
    code = f"{read}print({json.dumps(json.dumps(SARIF))})"
    assert run(office, shown(office), command(code), SIGNER).result == "pass"
    assert gate.third_party(office, shown(office)) == []


def test_an_edit_afterwards_voids_the_result(tmp_path: Path) -> None:
    office = office_with(tmp_path)
    run(office, shown(office), command(printing(SARIF)), SIGNER)
    plant(tmp_path, {"镇/a.md": TEXT + "又。\n"})
    assert shown(office).reasons


@pytest.mark.parametrize("levels", [0, 1, 2])
def test_too_early(tmp_path: Path, levels: int) -> None:
    office = office_with(tmp_path, levels=levels)
    with pytest.raises(UsageError):
        run(office, shown(office), command(printing(SARIF)), SIGNER)
    assert attested.envelopes(tmp_path, "镇/a.md") == ()


def test_a_key_that_the_policy_does_not_name(tmp_path: Path) -> None:
    office = office_with(tmp_path)
    with pytest.raises(UsageError):
        run(office, shown(office), command(printing(SARIF)), (public("jia"), PRIVATE["jia"]))


def test_a_result_for_another_item_is_not_taken(tmp_path: Path) -> None:
    office = office_with(tmp_path)
    run(office, shown(office), command(printing(SARIF)), SIGNER)
    (tmp_path / "镇/a.md").rename(tmp_path / "镇/b.md")
    for folder in (".qishan/attested", ".qishan/signoffs"):
        (tmp_path / folder / "镇/a.md.json").rename(tmp_path / folder / "镇/b.md.json")
    with pytest.raises(TrustError):
        shown(office)


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(3)",
        "pass",
        "print('OK')",
        "import time; time.sleep(30)",
        "print('x' * 20_000_000)",
        printing({"version": "2.1.0", "runs": []}),
        printing({"version": "2.1.0", "runs": [{"results": [], "invocations": [{"executionSuccessful": False}]}]}),
        printing({"diagnostics": []}),
    ],
)
def test_an_error_is_never_a_pass(tmp_path: Path, code: str) -> None:
    office = office_with(tmp_path)
    with pytest.raises(UsageError):
        run(office, shown(office), command(code, timeout=2), SIGNER)
    assert gate.third_party(office, shown(office))


@pytest.mark.parametrize("status", [204, 301, 307, 400, 401, 404, 500, 503])
def test_http_errors_and_redirects_are_never_a_pass(tmp_path: Path, status: int) -> None:
    office = office_with(tmp_path)
    with (
        servers.serving(lambda _: servers.languagetool(b"language=zh-CN&text=x")) as (elsewhere, reached),
        servers.serving(lambda _: (status, b""), headers={"Location": elsewhere}) as (url, seen),
        pytest.raises(UsageError),
    ):
        run(office, shown(office), Checker(name="x", answer="languagetool", url=url, retries=2), SIGNER)
    assert reached == []
    assert len(seen) == (3 if status in (500, 503) else 1)


def test_a_service_that_recovers(tmp_path: Path) -> None:
    office = office_with(tmp_path)
    tries = iter((503, 503, 200))
    with servers.serving(lambda body: (next(tries), servers.languagetool(body)[1])) as (url, seen):
        assert (
            run(office, shown(office), Checker(name="x", answer="languagetool", url=url, retries=2), SIGNER).result
            == "pass"
        )
    assert len(seen) == 3


def test_a_service_that_hangs(tmp_path: Path) -> None:
    office = office_with(tmp_path)
    with servers.serving(servers.languagetool, delay=3) as (url, _), pytest.raises(UsageError):
        run(office, shown(office), Checker(name="x", answer="languagetool", url=url, retries=0, timeout=0.5), SIGNER)


def test_a_service_that_trickles_its_headers(tmp_path: Path) -> None:
    """Each byte comes in time, the whole never does."""
    office = office_with(tmp_path)
    began = time.monotonic()
    with servers.trickling() as url, pytest.raises(UsageError):
        run(office, shown(office), Checker(name="x", answer="languagetool", url=url, retries=0, timeout=1), SIGNER)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "url",
    [
        "http://example.invalid/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://127.0.0.1:99999/",
        "https://[::1/",
        "https://example.invalid/校对",
        "https://user:key@example.invalid/",
        "https://example.invalid/a b",
        "https:///x",
    ],
)
def test_other_addresses_are_refused(tmp_path: Path, url: str) -> None:
    office = office_with(tmp_path)
    with pytest.raises(ConfigError):
        run(office, shown(office), Checker(name="x", answer="languagetool", url=url, retries=0), SIGNER)
    plant(tmp_path / "other", {"qishan-lint.yaml": json.dumps({"external": [{"name": "x", "url": url}]})})
    with pytest.raises(ConfigError) as error:
        checkers.of(tmp_path / "other")
    assert "qishan-lint.yaml" in error.value.where


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are those of POSIX")
def test_what_a_hung_command_started_ends_with_it(tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    child = f"import time, pathlib; time.sleep(3); pathlib.Path({str(mark)!r}).touch()"
    code = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    with pytest.raises(UsageError):
        asking.ask(command(code, timeout=1), "a.md", "文")
    time.sleep(3)
    assert not mark.exists()


def test_endless_output_is_read_to_the_cap_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_BYTES", 1 << 20)
    began = time.monotonic()
    with pytest.raises(UsageError) as error:
        asking.ask(command("while True: print('x' * 65536)", timeout=60), "a.md", "文")
    assert "too large" in error.value.message.en
    assert time.monotonic() - began < 30


def test_nothing_leaves_unless_it_is_public(tmp_path: Path) -> None:
    office = office_with(tmp_path, TEXT.replace("主动公开", "依申请公开"))
    with servers.serving(servers.languagetool) as (url, seen), pytest.raises(UsageError) as error:
        run(office, shown(office), Checker(name="x", answer="languagetool", url=url), SIGNER)
    assert "主动公开" in error.value.message.zh
    assert seen == []
    assert outgoing.text(office, shown(office), command("", local=True)).startswith("秋粮收购现场会")


def test_nothing_leaves_with_a_sensitive_finding(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "qishan-lint.yaml": "extends: none\nselect: [sensitive/mobile]\n",
            "镇/a.md": TEXT + "\n电话 13900001234，王某家。\n",
        },
    )
    office = signing.Office(tmp_path, POLICY_WITH, DAY)
    assert shown(office).result.findings
    for checker in (Checker(name="x", url="http://127.0.0.1:9/"), command("", local=True)):
        with pytest.raises(UsageError) as error:
            outgoing.text(office, shown(office), checker)
        assert "不能外送" in error.value.message.zh


@pytest.mark.parametrize(
    ("configuration", "allowance"),
    [
        (
            "extends: none\nselect: [sensitive/mobile]\n",
            "<!-- qishan-lint: allow sensitive/mobile because 本人书面同意公开手机号码 -->",
        ),
        (
            "extends: none\nselect: [sensitive/mobile]\n"
            "allow: [{rule: sensitive/mobile, reason: 本人书面同意公开手机号码}]\n",
            "",
        ),
        ("extends: none\nselect: [wording/wrong-word]\n", ""),
        ("ignore: [sensitive/mobile]\n", ""),
    ],
)
def test_neither_an_allowance_nor_the_configuration_lets_it_leave(
    tmp_path: Path, configuration: str, allowance: str
) -> None:
    plant(
        tmp_path,
        {"qishan-lint.yaml": configuration, "镇/a.md": f"{TEXT}\n{allowance}\n电话 13900001234，王某家。\n"},
    )
    office = signing.Office(tmp_path, POLICY_WITH, DAY)
    assert not [one for one in shown(office).result.findings if one.rule.startswith("sensitive/")]
    with pytest.raises(UsageError) as error:
        outgoing.text(office, shown(office), command("", local=True))
    assert "不能外送" in error.value.message.zh


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("sarif", {"version": "2.1.0"}),
        ("rdjson", []),
        ("languagetool", {"matches": []}),
        ("languagetool", {"matches": [], "software": {}, "warnings": {"incompleteResults": True}}),
        ("languagetool", {"matches": [], "software": {}, "warnings": None}),
        ("chat", {"choices": []}),
        ("chat", {"choices": [{"message": {"content": "没有问题"}}]}),
        ("chat", {"choices": [{"message": {"content": '{"findings": []}'}, "finish_reason": "length"}]}),
    ],
)
def test_what_is_of_another_form_is_an_error(kind: str, value: object) -> None:
    with pytest.raises(UsageError):
        answers.read(kind, json.dumps(value).encode())


def test_rdjson_and_masks() -> None:
    data = json.dumps({"diagnostics": [{"message": "身份证号 610323189305121011 不应公开"}]}).encode()
    (found,) = answers.read("rdjson", data)
    assert "18930512" not in found


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ("[{name: x}]", "command"),
        ("[{name: x, command: [a], url: 'https://x'}]", "command"),
        ("[{name: x, command: [a], tiemout: 3}]", "tiemout"),
        ("[{name: x, answer: chat, url: 'https://x'}]", "model"),
    ],
)
def test_mistakes_in_the_configuration(tmp_path: Path, declared: str, words: str) -> None:
    plant(tmp_path, {"qishan-lint.yaml": f"external: {declared}\n"})
    with pytest.raises(ConfigError) as error:
        checkers.of(tmp_path)
    assert words in error.value.message.zh


def test_which_checker(tmp_path: Path) -> None:
    plant(tmp_path, {"qishan-lint.yaml": "external: [{name: a, command: [x]}, {name: b, command: [y]}]\n"})
    assert checkers.of(tmp_path, "b").command == ["y"]
    for name in ("", "c"):
        with pytest.raises(UsageError):
            checkers.of(tmp_path, name)
