"""PDF files: pages, text that is covered or otherwise unseen, annotations, form fields, properties, attached files."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from qishan_lint.model import Block, Part, Problem, Span
from qishan_lint.office import pdfpage
from qishan_lint.office.draft import Draft
from qishan_lint.office.places import ATTACHED, LINK, PAGE, PROPERTIES
from qishan_lint.readers import Reading, ReadOptions, _nested

SUFFIXES = (".pdf",)

MAX_PAGES = 5_000
"""Pages that are read; a longer file is reported as not read to its end."""

_ANNOTATION = "{} 批注"
_FIELD = "{} 表单域"
_OUTLINE = "书签"
_COVERED = frozenset((pdfpage.BLACK_BOX, pdfpage.UNDER_IMAGE))
_KEYS = (b"Contents", b"V", b"DV", b"TU", b"RC", b"Subj", b"T")


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """The PDF, page by page."""
    other = _nested.elsewhere(data, path, options, "pdf")
    if other is not None:
        return other
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "broken"
        return Reading(problems=(Problem(code, path, data={"detail": "PDF"}),))
    try:
        return _document(document, path, options)
    except pypdfium2.PdfiumError:
        return Reading(problems=(Problem("broken", path, data={"detail": "PDF"}),))
    finally:
        document.close()


def _document(document: Any, path: str, options: ReadOptions) -> Reading:
    parts: list[Part] = []
    problems: list[Problem] = []
    unread: list[int] = []
    covered: list[str] = []
    count = len(document)
    for number in range(1, min(count, MAX_PAGES) + 1):
        page = document[number - 1]
        found = pdfpage.read(page)
        where = PAGE.format(number)
        parts += _page_parts(found, page, where, path, options)
        covered += [f"{where} {label}" for label, _ in found.hidden]
        if not found.text.strip() and found.scanned:
            unread.append(number)
        if not found.complete:
            problems.append(Problem("too-large", path, where, data={"where": where}))
        page.close()
    if count > MAX_PAGES:
        problems.append(Problem("too-large", path, data={"detail": f"{count} > {MAX_PAGES}"}))
    if unread:
        problems.append(Problem("scanned-without-text", path, data={"pages": _ranges(unread)}))
    if covered:
        problems.append(Problem("hidden-content", path, data={"what": "、".join(dict.fromkeys(covered[:20]))}))
    own = Reading(parts=(*parts, *_whole(document, path)), problems=tuple(problems))
    return _nested.join(own, *_attached(document, path, options))


def _page_parts(found: pdfpage.Page, page: Any, where: str, path: str, options: ReadOptions) -> Iterator[Part]:
    if found.text.strip():
        blocks = tuple(_lines(found.text, where))
        yield Part(f"{path}#{where}", path, found.text, where, options.role, blocks)
    hidden: dict[str, Draft] = {}
    for label, text in found.hidden:
        place = f"{where} {label}"
        hidden.setdefault(place, Draft(place)).line("paragraph", place, text)
    for place, text in _annotations(page, where):
        hidden.setdefault(place, Draft(place)).line("comment", place, text)
    for place, draft in hidden.items():
        if draft.blocks:
            yield draft.part(f"{path}#{place}", path, "hidden")


def _lines(text: str, where: str) -> Iterator[Block]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield Block("paragraph", Span(at, at + len(line)), where)
        at += len(line) + 1


def _annotations(page: Any, where: str) -> Iterator[tuple[str, str]]:
    from pypdfium2 import raw

    for index in range(min(raw.FPDFPage_GetAnnotCount(page), pdfpage.MAX_OBJECTS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        place = (_FIELD if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET else _ANNOTATION).format(where)
        for key in _KEYS:
            value = _string(raw, annotation, key)
            if value.strip():
                yield place, value
        raw.FPDFPage_CloseAnnot(annotation)


def _string(raw: Any, annotation: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _whole(document: Any, path: str) -> Iterator[Part]:
    """What belongs to the file and to no page: properties and the outline."""
    properties, outline = Draft(PROPERTIES), Draft(_OUTLINE)
    for value in document.get_metadata_dict(skip_empty=True).values():
        properties.line("field", PROPERTIES, value)
    for number, entry in enumerate(document.get_toc(max_depth=15)):
        if number >= pdfpage.MAX_OBJECTS:
            break
        outline.line("field", _OUTLINE, entry.get_title() or "")
    for draft in (properties, outline):
        if draft.blocks:
            yield draft.part(f"{path}#{draft.where}", path, "hidden")


def _attached(document: Any, path: str, options: ReadOptions) -> Iterator[Reading]:
    budget = options.purse()
    for index in range(min(document.count_attachments(), 1_000)):
        attachment = document.get_attachment(index)
        name = attachment.get_name() or LINK
        content = bytes(attachment.get_data())
        if not budget.take(len(content)):
            yield Reading(problems=(Problem("bomb", path, name, data={"where": name}),))
            return
        yield _nested.read(name, content, path, options, budget=budget, hidden=ATTACHED.format(name))


def _ranges(numbers: list[int]) -> str:
    """1, 2, 3, 7 → ``1-3、7``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
