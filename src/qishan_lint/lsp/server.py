"""The protocol: what the editor tells and asks, and what it gets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from qishan_lint import __version__, ruledocs
from qishan_lint.clock import today_in_china
from qishan_lint.locale import text
from qishan_lint.lsp import actions, articles, pages, settingsfile
from qishan_lint.lsp.articles import Checked
from qishan_lint.lsp.positions import Lines
from qishan_lint.model import Finding, Level
from qishan_lint.sources.grouping import kind

SOURCE = "qishan-lint"
_PAUSE = 0.25
"""Seconds without a keystroke after which the document is checked."""

_SEVERITY = {
    Level.ERROR: types.DiagnosticSeverity.Error,
    Level.WARNING: types.DiagnosticSeverity.Warning,
    Level.INFO: types.DiagnosticSeverity.Information,
}


@dataclass
class Known:
    """What is known about the open documents: the last check, its diagnostics, and the check that is due."""

    checked: dict[str, Checked] = field(default_factory=dict)
    shown: dict[str, list[tuple[types.Diagnostic, Finding]]] = field(default_factory=dict)
    due: dict[str, asyncio.TimerHandle] = field(default_factory=dict)


def run(lang: str) -> None:
    """Speak the protocol on standard input and output until the editor ends it."""
    build(lang).start_io()


def build(lang: str) -> LanguageServer:
    """The server with all that it can do."""
    server = LanguageServer(SOURCE, __version__)
    desk = _Desk(server, lang)
    kinds = [types.CodeActionKind.QuickFix, actions.FIX_ALL]
    for name, method, options in (
        (types.TEXT_DOCUMENT_DID_OPEN, desk.opened, None),
        (types.TEXT_DOCUMENT_DID_SAVE, desk.saved, None),
        (types.TEXT_DOCUMENT_DID_CHANGE, desk.changed, None),
        (types.TEXT_DOCUMENT_DID_CLOSE, desk.closed, None),
        (types.TEXT_DOCUMENT_HOVER, desk.hover, None),
        (types.TEXT_DOCUMENT_CODE_ACTION, desk.actions, types.CodeActionOptions(code_action_kinds=kinds)),
        (types.TEXT_DOCUMENT_COMPLETION, desk.complete, types.CompletionOptions(trigger_characters=[":", "-", "/"])),
    ):
        server.feature(name, options)(_function(method))

    @server.command(actions.ALLOW)
    async def allow(*arguments: Any) -> None:
        await desk.allow(*arguments)

    return server


def _function(method: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A plain function, which the framework can mark, for a method."""

    def call(params: Any) -> Any:
        return method(params)

    return call


class _Desk:
    """The open documents of one editor."""

    def __init__(self, server: LanguageServer, lang: str) -> None:
        self._server = server
        self._lang = lang
        self._known = Known()

    # what the editor tells

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        self._check(params.text_document.uri)

    def saved(self, params: types.DidSaveTextDocumentParams) -> None:
        self._check(params.text_document.uri)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        self._forget_due(uri)
        loop = asyncio.get_running_loop()
        self._known.due[uri] = loop.call_later(_PAUSE, lambda: self._check(uri, typing=True))

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        self._forget_due(uri)
        self._known.checked.pop(uri, None)
        self._known.shown.pop(uri, None)
        self._publish(uri, [])

    def _forget_due(self, uri: str) -> None:
        due = self._known.due.pop(uri, None)
        if due is not None:
            due.cancel()

    def _check(self, uri: str, *, typing: bool = False) -> None:
        path, lines = self._path(uri), self._lines(uri)
        if path is None:
            return
        if settingsfile.is_settings(path):
            self._publish(uri, list(self._about_settings(path, lines)))
            return
        if kind(path.name) != "document":
            return
        root = self._root(path)
        checked = articles.check(path, root, lines, today_in_china(), typing=typing)
        self._known.checked[uri] = checked
        if checked.problem is not None:
            problem = f"{checked.problem.where} {checked.problem.message.get(self._lang)}".strip()
            self._known.shown[uri] = []
            self._publish(uri, [self._plain(lines, 0, problem)])
            return
        document = path.relative_to(root).as_posix()
        shown = [(self._diagnostic(one, document, checked), one) for one in checked.findings]
        if typing:
            shown += [pair for pair in self._known.shown.get(uri, ()) if pair[1].rule.startswith("photo/")]
        self._known.shown[uri] = shown
        self._publish(uri, [diagnostic for diagnostic, _ in shown])

    # what the editor asks

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        uri, position = params.text_document.uri, params.position
        path = self._path(uri)
        if path is not None and settingsfile.is_settings(path):
            return self._hover_settings(path, uri, position)
        checked = self._known.checked.get(uri)
        found = [
            (diagnostic, finding)
            for diagnostic, finding in self._known.shown.get(uri, ())
            if _holds(diagnostic.range, position)
        ]
        if checked is None or not found:
            return None
        rules = checked.rules or {}
        texts = [pages.of_finding(one, rules[one.rule], self._lang) for _, one in found if one.rule in rules]
        value = "\n\n---\n\n".join(dict.fromkeys(texts))
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, value), found[0][0].range)

    def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        uri, path = params.text_document.uri, self._path(params.text_document.uri)
        if path is None or uri not in self._known.checked:
            return []
        inside = path.relative_to(self._root(path)).as_posix()
        document = actions.Document(uri, inside, self._lines(uri), self._lang)
        offered: list[types.CodeAction] = []
        for diagnostic, finding in self._known.shown[uri]:
            if _meet(diagnostic.range, params.range):
                offered += actions.of_finding(document, finding, diagnostic)
        findings = [finding for _, finding in self._known.shown[uri]]
        everything = actions.all_safe(document, findings)
        offered += [everything] if everything is not None else []
        only = params.context.only
        return [one for one in offered if not only or any(_is_kind(one.kind, kind) for kind in only)]

    def complete(self, params: types.CompletionParams) -> list[types.CompletionItem]:
        path = self._path(params.text_document.uri)
        if path is None or not settingsfile.is_settings(path):
            return []
        lines = self._lines(params.text_document.uri)
        every = [lines.line(number) for number in range(len(lines.starts))]
        found = settingsfile.proposals(every, params.position.line, settingsfile.rules(path), self._lang)
        return [types.CompletionItem(label=name, detail=about or None) for name, about in found]

    async def allow(self, *arguments: Any) -> None:
        """Insert an allowance and put the cursor where its reason has to be written."""
        uri, rule, line = arguments if len(arguments) == 3 else arguments[0]
        path, lines = self._path(uri), self._lines(uri)
        if path is None or not 0 <= int(line) < len(lines.starts):
            return
        at, words, reason = actions.allowance(path, lines, int(line), str(rule))
        edit = types.TextEdit(actions.range_of(lines, at, at), words)
        await self._server.workspace_apply_edit_async(
            types.ApplyWorkspaceEditParams(types.WorkspaceEdit(changes={uri: [edit]}), text("lsp.reason", self._lang))
        )
        changed = Lines.of(lines.text[:at] + words + lines.text[at:], lines.encoding)
        place = actions.range_of(changed, at + reason, at + reason)
        await self._server.window_show_document_async(
            types.ShowDocumentParams(uri=uri, take_focus=True, selection=place)
        )
        message = types.ShowMessageParams(types.MessageType.Info, text("lsp.reason", self._lang))
        self._server.window_show_message(message)

    # documents and diagnostics

    def _path(self, uri: str) -> Path | None:
        name = to_fs_path(uri)
        return Path(name).resolve() if name else None

    def _lines(self, uri: str) -> Lines:
        encoding = self._server.workspace.position_encoding
        return Lines.of(self._server.workspace.get_text_document(uri).source, str(getattr(encoding, "value", encoding)))

    def _root(self, path: Path) -> Path:
        """The workspace folder that ``path`` is in, its own folder when it is in none."""
        folders = [Path(to_fs_path(uri) or "/").resolve() for uri in self._server.workspace.folders]
        if self._server.workspace.root_path:
            folders.append(Path(self._server.workspace.root_path).resolve())
        inside = [folder for folder in folders if path.is_relative_to(folder)]
        return max(inside, key=lambda folder: len(folder.parts), default=path.parent)

    def _diagnostic(self, finding: Finding, document: str, checked: Checked) -> types.Diagnostic:
        where = actions.range_of(checked.lines, *articles.span(finding, document, checked.lines))
        base = checked.help_base
        return types.Diagnostic(
            range=where,
            message=finding.message.get(self._lang),
            severity=_SEVERITY[finding.level],
            code=finding.rule,
            code_description=types.CodeDescription(f"{base}{finding.rule}") if base else None,
            source=SOURCE,
        )

    def _about_settings(self, path: Path, lines: Lines) -> Iterator[types.Diagnostic]:
        found = settingsfile.mistake(lines.text, path)
        if found is not None:
            error, line = found
            remedy = f"。{error.remedy.get(self._lang)}" if error.remedy is not None else ""
            yield self._plain(lines, line, f"{error.message.get(self._lang)}{remedy}")

    def _plain(self, lines: Lines, line: int, message: str) -> types.Diagnostic:
        line = min(line, len(lines.starts) - 1)
        start = lines.starts[line]
        where = actions.range_of(lines, start, start + len(lines.line(line)))
        return types.Diagnostic(range=where, message=message, severity=types.DiagnosticSeverity.Error, source=SOURCE)

    def _hover_settings(self, path: Path, uri: str, position: types.Position) -> types.Hover | None:
        lines = self._lines(uri)
        offset = lines.offset(position.line, position.character)
        rule = settingsfile.rule_at(lines.line(position.line), offset - lines.starts[position.line])
        entry = settingsfile.rules(path).entries.get(rule)
        if entry is None:
            return None
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, ruledocs.page(entry, self._lang)))

    def _publish(self, uri: str, diagnostics: list[types.Diagnostic]) -> None:
        self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics))


def _holds(where: types.Range, position: types.Position) -> bool:
    return (
        (where.start.line, where.start.character)
        <= (position.line, position.character)
        <= (
            where.end.line,
            where.end.character,
        )
    )


def _meet(one: types.Range, other: types.Range) -> bool:
    return _holds(one, other.start) or _holds(other, one.start)


def _is_kind(kind: str | types.CodeActionKind | None, wanted: str | types.CodeActionKind) -> bool:
    have, want = (str(getattr(one, "value", one)) for one in (kind, wanted))
    return have == want or have.startswith(f"{want}.")
