"""Answers of checkers → findings: SARIF 2.1.0, rdjson, LanguageTool's HTTP API, chat completions.

What is not of the form that was declared is an error, never an empty list.
"""

from __future__ import annotations

from typing import Any

import msgspec

from qishan_lint import identity
from qishan_lint.errors import UsageError
from qishan_lint.model import Text

MOST_FINDINGS = 1_000
LONGEST = 300
"""Characters of a finding that are kept."""


class _Message(msgspec.Struct):
    text: str


class _SarifResult(msgspec.Struct, rename="camel"):
    message: _Message
    rule_id: str = ""
    level: str = "warning"


class _Invocation(msgspec.Struct, rename="camel"):
    execution_successful: bool


class _SarifRun(msgspec.Struct):
    results: list[_SarifResult]
    invocations: list[_Invocation] = []


class _Sarif(msgspec.Struct):
    version: str
    runs: list[_SarifRun]


class _Diagnostic(msgspec.Struct):
    message: str


class _Rdjson(msgspec.Struct):
    diagnostics: list[_Diagnostic]


class _Match(msgspec.Struct):
    message: str
    context: dict[str, Any] = {}


class _Warnings(msgspec.Struct, rename="camel"):
    incomplete_results: bool = False


class _LanguageTool(msgspec.Struct):
    matches: list[_Match]
    software: dict[str, Any]
    warnings: _Warnings = msgspec.field(default_factory=_Warnings)


class _Reply(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Reply
    finish_reason: str | None = None


class _Chat(msgspec.Struct):
    choices: list[_Choice]


class _ChatFinding(msgspec.Struct):
    problem: str
    quote: str = ""
    suggestion: str = ""


class _ChatFindings(msgspec.Struct):
    findings: list[_ChatFinding]


def read(kind: str, data: bytes) -> list[str]:
    """The findings in an answer, personal values masked. Raises UsageError when it is not of ``kind``."""
    try:
        found = _READERS[kind](data)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UsageError(
            Text(f"第三方检查的回答看不懂（{kind}）：{error}", f"the answer is no {kind}: {error}"),
            remedy=Text("不算通过；核对 answer 的设置", "it is not a pass; see the setting of answer"),
        ) from None
    return [identity.mask_text(" ".join(one.split()))[:LONGEST] for one in found[:MOST_FINDINGS]]


def _sarif(data: bytes) -> list[str]:
    log = msgspec.json.decode(data, type=_Sarif)
    if not log.runs or not all(one.execution_successful for run in log.runs for one in run.invocations):
        raise ValueError("a run that did not succeed")
    return [
        f"{one.rule_id} {one.message.text}".strip() for run in log.runs for one in run.results if one.level != "none"
    ]


def _rdjson(data: bytes) -> list[str]:
    return [one.message for one in msgspec.json.decode(data, type=_Rdjson).diagnostics]


def _languagetool(data: bytes) -> list[str]:
    answer = msgspec.json.decode(data, type=_LanguageTool)
    if answer.warnings.incomplete_results:
        raise ValueError("it did not read the whole text")
    return [one.message for one in answer.matches]


def _chat(data: bytes) -> list[str]:
    choices = msgspec.json.decode(data, type=_Chat).choices
    if len(choices) != 1 or choices[0].finish_reason not in (None, "stop"):
        raise ValueError("not one finished answer")
    found = msgspec.json.decode(choices[0].message.content.encode(), type=_ChatFindings).findings
    return [f"“{one.quote}”{one.problem}" + (f" → {one.suggestion}" if one.suggestion else "") for one in found]


_READERS = {"sarif": _sarif, "rdjson": _rdjson, "languagetool": _languagetool, "chat": _chat}
