"""A form as a workbook: protected headings, drop-downs, a word of help at each cell, room for rows and a total."""

from __future__ import annotations

import io
from typing import Any

from qishan_lint import extras
from qishan_lint.forms.template import Field, Template, common

ROWS = 200
"""Rows that can be filled in."""
MARK = "表样："
"""What stands before the key in the second row, so that ``check`` knows the form again."""
_WIDTHS = {
    "text": 22,
    "date": 13,
    "year": 8,
    "amount": 14,
    "integer": 10,
    "choice": 18,
    "masked-name": 14,
    "office-phone": 16,
    "yes-no": 8,
}


def write(template: Template, lang: str) -> bytes:
    """The workbook. Raises UsageError without the extra ``audit``."""
    extras.need("audit", "xlsxwriter")
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("填报")
        title = book.add_format({"bold": True, "font_size": 16})
        note = book.add_format({"font_color": "#4a5565"})
        head = book.add_format(
            {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#e6effa"}
        )
        sheet.write_string(0, 0, template.name.get(lang), title)
        sheet.write_string(1, 0, _note(template, lang), note)
        for column, field in enumerate(template.fields):
            sheet.write_string(2, column, field.name + ("*" if field.required else ""), head)
            look: dict[str, Any] = {"border": 1, "locked": False, "text_wrap": True, "valign": "top"}
            look |= {"num_format": "yyyy-mm-dd"} if field.type == "date" else {}
            sheet.set_column(column, column, _WIDTHS[field.type])
            cell = book.add_format(look)
            for row in range(3, 3 + ROWS):
                sheet.write_blank(row, column, None, cell)
            sheet.data_validation(3, column, 2 + ROWS, column, _rule(field, lang))
        sheet.set_row(2, 34)
        sheet.freeze_panes(3, 2)
        sheet.repeat_rows(2)
        sheet.protect("", {"insert_rows": True, "format_columns": True, "sort": True, "autofilter": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return out.getvalue()


def _note(template: Template, lang: str) -> str:
    state = "" if template.confirmed else ("  not confirmed by the county" if lang == "en" else "　县里尚未确认")
    return f"{MARK}{template.key}{state}"


def _rule(field: Field, lang: str) -> dict[str, Any]:
    """The help of a cell, and what it takes; only choices and days are refused by the sheet itself."""
    words = (field.help or common().types[field.type]).get(lang)
    told = {"input_title": field.name[:32], "input_message": words[:255]}
    if field.type == "choice":
        return {"validate": "list", "source": list(field.choices), **told}
    if field.type == "yes-no":
        return {"validate": "list", "source": ["是", "否"], **told}
    return {"validate": "any", **told}
