"""The language server as an editor meets it: a real client over standard input and output."""
# mypy: disable-error-code="union-attr, index, arg-type, untyped-decorator"

import asyncio
import os
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls")
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from tests import packs

TEXT = """---
title: 全县秋粮生产现场会召开
date: 2026-11-20
---

11月19日，全县秋粮生产现场会在凤鸣镇召开。与会人员登陆系统查看了进度，县农业农村局介绍了有关情况。

会议要求,各镇要抓好秋收秋种，𠮷祥村要带头。联系人甲，身份证号110101189003078890。
"""


class Editor(LanguageClient):
    """A client that keeps what the server publishes and answers what it asks."""

    def __init__(self) -> None:
        super().__init__("editor", "1")
        self.published: dict[str, list[types.Diagnostic]] = {}
        self.edits: list[types.WorkspaceEdit] = []
        self.cursor: list[types.Range | None] = []
        self.news = asyncio.Event()

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.published[params.uri] = list(params.diagnostics)
            self.news.set()

        @self.feature(types.WORKSPACE_APPLY_EDIT)
        def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            self.edits.append(params.edit)
            return types.ApplyWorkspaceEditResult(applied=True)

        @self.feature(types.WINDOW_SHOW_DOCUMENT)
        def show(params: types.ShowDocumentParams) -> types.ShowDocumentResult:
            self.cursor.append(params.selection)
            return types.ShowDocumentResult(success=True)

        @self.feature(types.WINDOW_SHOW_MESSAGE)
        def message(params: types.ShowMessageParams) -> None:
            pass

    async def begin(self, root: Path, *arguments: str) -> types.InitializeResult:
        os.environ.pop("QISHAN_LINT_LANG", None)
        await self.start_io(sys.executable, "-m", "qishan_lint", "lsp", *arguments)
        result = await self.initialize_async(
            types.InitializeParams(
                capabilities=types.ClientCapabilities(),
                root_uri=root.as_uri(),
                workspace_folders=[types.WorkspaceFolder(root.as_uri(), "site")],
            )
        )
        self.initialized(types.InitializedParams())
        return result

    async def open(self, path: Path, text: str, language: str = "markdown") -> list[types.Diagnostic]:
        self.news.clear()
        document = types.TextDocumentItem(path.as_uri(), language, 1, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(document))
        await asyncio.wait_for(self.news.wait(), 30)
        return self.published[path.as_uri()]

    async def end(self) -> None:
        await self.shutdown_async(None)
        self.exit(None)
        await self.stop()


def session(root: Path, story, *arguments: str) -> None:
    async def whole() -> None:
        editor = Editor()
        await editor.begin(root, *arguments)
        try:
            await story(editor)
        finally:
            await editor.end()

    asyncio.run(asyncio.wait_for(whole(), 60))


def at(text: str, part: str) -> types.Range:
    """Where ``part`` stands, in lines and UTF-16 units."""
    before = text[: text.index(part)]
    line = before.count("\n")
    units = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2
    return types.Range(types.Position(line, units), types.Position(line, units + len(part.encode("utf-16-le")) // 2))


def with_rule(diagnostics: list[types.Diagnostic], rule: str) -> types.Diagnostic:
    return next(one for one in diagnostics if one.code == rule)


def test_findings_hover_and_repairs(tmp_path):
    async def story(editor: Editor) -> None:
        path = tmp_path / "a.md"
        found = await editor.open(path, TEXT)
        word = with_rule(found, "wording/wrong-word")
        assert word.range == at(TEXT, "登陆系统")
        assert word.severity == types.DiagnosticSeverity.Error
        number = with_rule(found, "sensitive/citizen-id")
        assert number.range == at(TEXT, "110101189003078890")
        assert "18900307" not in number.message

        document = types.TextDocumentIdentifier(path.as_uri())
        hover = await editor.text_document_hover_async(types.HoverParams(document, word.range.start))
        assert hover is not None
        assert "wording/wrong-word" in hover.contents.value
        assert "依据" in hover.contents.value

        offered = await editor.text_document_code_action_async(
            types.CodeActionParams(document, word.range, types.CodeActionContext([word]))
        )
        titles = [one.title for one in offered]
        assert "改为“登录系统”" in titles
        assert any("写明理由" in title for title in titles)
        fix = next(one for one in offered if one.title == "改为“登录系统”")
        (edit,) = fix.edit.changes[path.as_uri()]
        assert (edit.range, edit.new_text) == (at(TEXT, "登陆系统"), "登录系统")

        everything = await editor.text_document_code_action_async(
            types.CodeActionParams(
                document, word.range, types.CodeActionContext([], only=[types.CodeActionKind.SourceFixAll])
            )
        )
        assert len(everything) == 1
        assert len(everything[0].edit.changes[path.as_uri()]) >= 2

    session(tmp_path, story)


def test_a_change_is_checked_and_a_repair_clears_it(tmp_path):
    async def story(editor: Editor) -> None:
        path = tmp_path / "a.md"
        await editor.open(path, TEXT)
        editor.news.clear()
        whole = types.TextDocumentContentChangeWholeDocument(TEXT.replace("登陆", "登录"))
        identifier = types.VersionedTextDocumentIdentifier(2, path.as_uri())
        editor.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [whole]))
        await asyncio.wait_for(editor.news.wait(), 30)
        assert "wording/wrong-word" not in {one.code for one in editor.published[path.as_uri()]}

    session(tmp_path, story)


def test_allowing_asks_for_the_reason(tmp_path):
    async def story(editor: Editor) -> None:
        path = tmp_path / "a.md"
        found = await editor.open(path, TEXT)
        line = with_rule(found, "wording/wrong-word").range.start.line
        await editor.workspace_execute_command_async(
            types.ExecuteCommandParams("qishan-lint.allow", [path.as_uri(), "wording/wrong-word", line])
        )
        (edit,) = editor.edits[0].changes[path.as_uri()]
        assert edit.new_text == "<!-- qishan-lint: allow wording/wrong-word because  -->\n\n"
        (cursor,) = editor.cursor
        column = len("<!-- qishan-lint: allow wording/wrong-word because ")
        assert (cursor.start.line, cursor.start.character) == (edit.range.start.line, column)
        # without a reason it does not count, with one it does
        lines = TEXT.splitlines(keepends=True)
        lines.insert(line, edit.new_text)
        refused = await editor.open(tmp_path / "b.md", "".join(lines))
        assert {"item/allow-without-reason", "wording/wrong-word"} <= {one.code for one in refused}
        allowed = await editor.open(tmp_path / "c.md", "".join(lines).replace("because ", "because 引用原文"))
        assert "wording/wrong-word" not in {one.code for one in allowed}

    session(tmp_path, story)


def test_a_configuration_counts_at_once_and_its_mistakes_show(tmp_path):
    async def story(editor: Editor) -> None:
        settings = tmp_path / "qishan-lint.yaml"
        (mistake,) = await editor.open(settings, "extends: recommended\nignroe: [photo]\n", "yaml")
        assert mistake.range.start.line == 1
        assert "ignore" in mistake.message
        settings.write_text("extends: recommended\nignore: [wording]\n", encoding="utf-8")
        found = await editor.open(tmp_path / "a.md", TEXT)
        assert not [one for one in found if str(one.code).startswith("wording/")]

    session(tmp_path, story)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "extends"),
        ("extends: ", "recommended"),
        ("ignore:\n  - ", "wording/wrong-word"),
        ("levels:\n  ", "short/body"),
        ("levels:\n  short/body: ", "warning"),
        ("rules:\n  short/body:\n    ", "minimum"),
        ("overrides:\n  - files: [a]\n    ", "levels"),
        ("allow:\n  - ", "reason"),
    ],
)
def test_completion_in_the_configuration(tmp_path, text, wanted):
    async def story(editor: Editor) -> None:
        path = tmp_path / "qishan-lint.yaml"
        await editor.open(path, text, "yaml")
        last = text.rpartition("\n")[2]
        place = types.Position(text.count("\n"), len(last))
        found = await editor.text_document_completion_async(
            types.CompletionParams(types.TextDocumentIdentifier(path.as_uri()), place)
        )
        assert wanted in [one.label for one in found]

    session(tmp_path, story)


def test_rules_of_packs_are_known_in_the_configuration(tmp_path):
    async def story(editor: Editor) -> None:
        packs.pack(tmp_path / "own-rules")
        path = tmp_path / "qishan-lint.yaml"
        path.write_text("packs: [own-rules]\n", encoding="utf-8")
        text = f"packs: [own-rules]\nlevels:\n  {packs.OWN}: error\n  "
        await editor.open(path, text, "yaml")
        document = types.TextDocumentIdentifier(path.as_uri())
        hover = await editor.text_document_hover_async(types.HoverParams(document, types.Position(2, 5)))
        assert hover is not None
        assert "本县用词" in hover.contents.value
        found = await editor.text_document_completion_async(types.CompletionParams(document, types.Position(3, 2)))
        assert packs.OWN in [one.label for one in found]

    session(tmp_path, story)


def test_english(tmp_path):
    async def story(editor: Editor) -> None:
        found = await editor.open(tmp_path / "a.md", TEXT)
        assert "should be" in with_rule(found, "wording/wrong-word").message

    session(tmp_path, story, "--lang", "en")
