"""Form: what is wrong with a filled disclosure form, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Literal

import msgspec

from qishan_lint import dates
from qishan_lint.forms import reading
from qishan_lint.forms.reading import Filled
from qishan_lint.forms.template import Field, Type, common
from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Match, Span, Spot, Text

_COUNT = re.compile(r"共\s?(\d{1,6})\s?(?:项|条|户|人|家|笔|个)")
_MASKED = re.compile(
    r"[一-鿿·]{1,4}[*＊某×xX]{1,3}[一-鿿]?|.*(?:公司|单位|合作社|中心|学校|医院|局|镇|村|组|厂|店|协会|户)"
)
_OFFICE = re.compile(
    r"(?:\(?0\d{2,3}\)?[-— ]?)?[1-9]\d{6,7}(?:[-转]\d{1,5})?|1[012]\d{3}(?:-\d)?|\d{5}|[48]00[-\d]{7,9}"
)
_REVIEWS = ("保密审查", "脱敏排查")
_REFUSED = "不予公开"
_NO_TEMPLATE = Text("没有表样“{key}”", "there is no template “{key}”")
_NO_HEADINGS = Text("找不到表样“{key}”的表头", "the headings of the template “{key}” are not there")


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``what`` is looked at: fields that must be filled, their types, choices, placeholders, columns that say nothing,
    totals, a number of rows that the text states, the two reviews, or forms that cannot be read at all.
    """

    what: Literal["required", "type", "choice", "placeholder", "nothing", "total", "count", "review", "unread"]


def concerns(item: Item) -> bool:
    """Whether the item has a form."""
    return reading.present(item)


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield what is wrong with each form of the item."""
    params: Params = rule.params
    if params.what == "unread":
        yield from _unread(item, rule, context)
        return
    for form in reading.forms(item, context.packs):
        if form.part.role in rule.roles:
            yield from _CHECKS[params.what](form)


def _unread(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    for part, form in reading.unread(item, context.packs):
        if part.role in rule.roles:
            said = _NO_HEADINGS if form.known else _NO_TEMPLATE
            reason = Text(said.zh.format(key=form.key), said.en.format(key=form.key))
            yield Match(Spot(part=part, span=form.span), data={"reason": reason})


def _at(form: Filled, span: Span, **data: str) -> Match:
    return Match(Spot(part=form.part, span=span), data=data)


def _missing(form: Filled, row: int, name: str, **data: str) -> Match:
    """About an empty cell: the text shown is the first of its row, the place that of the cell, if its column is there."""
    first = min(form.grid.rows[row].values(), key=lambda span: span.start)
    where = form.place(row, name) if name in form.grid.columns else ""
    return Match(Spot(part=form.part, span=first, where=where), data=data)


def _cells(form: Filled) -> Iterator[tuple[Field, Span, str]]:
    for row in form.grid.rows:
        for name, span in row.items():
            yield form.field(name), span, form.text(span)


def _required(form: Filled) -> Iterator[Match]:
    for number, row in enumerate(form.grid.rows):
        missing = [field.name for field in form.grid.template.fields if field.required and field.name not in row]
        missing = [name for name in missing if name not in _REVIEWS]
        if missing:
            yield _missing(form, number, missing[0], field="、".join(missing))


def _type(form: Filled) -> Iterator[Match]:
    for field, span, text in _cells(form):
        if (
            field.type != "choice"
            and not _is_placeholder(text)
            and text not in common().nothing
            and not fits(field, text)
        ):
            yield _at(form, span, field=field.name, wanted=common().types[field.type].zh)


def fits(field: Field, text: str) -> bool:
    """Whether ``text`` is of the type of ``field``."""
    look = _LOOKS.get(field.type)
    return look is None or look(text)


def _is_whole(text: str) -> bool:
    number = _number(text)
    return number is not None and number == number.to_integral_value()


_LOOKS: dict[Type, Callable[[str], bool]] = {
    "amount": lambda text: _number(text) is not None,
    "integer": _is_whole,
    "date": lambda text: dates.parse(text) is not None,
    "year": lambda text: re.fullmatch(r"(?:19|20)\d{2}年?", text) is not None,
    "yes-no": lambda text: text in ("是", "否"),
    "masked-name": lambda text: _MASKED.fullmatch(text) is not None,
    "office-phone": lambda text: all(_OFFICE.fullmatch(one) for one in re.split(r"[、，,;；/\s]+", text) if one),
}


def _choice(form: Filled) -> Iterator[Match]:
    for field, span, text in _cells(form):
        if (
            field.type == "choice"
            and field.name not in _REVIEWS
            and text not in field.choices
            and not _is_placeholder(text)
        ):
            yield _at(form, span, field=field.name, wanted="、".join(field.choices))


def _placeholder(form: Filled) -> Iterator[Match]:
    for field, span, text in _cells(form):
        if _is_placeholder(text):
            yield _at(form, span, field=field.name)


def _is_placeholder(text: str) -> bool:
    return text in common().placeholders


def _nothing(form: Filled) -> Iterator[Match]:
    for field in form.grid.template.fields:
        spans = [row[field.name] for row in form.grid.rows if field.name in row]
        told = (
            len(spans) >= 2
            and len(spans) == len(form.grid.rows)
            and {form.text(span) for span in spans} <= set(common().nothing)
        )
        if field.required and told:
            yield _at(form, spans[0], field=field.name)


def _total(form: Filled) -> Iterator[Match]:
    for line in form.grid.totals:
        for field in form.grid.template.fields:
            stated = _number(form.text(line[field.name])) if field.total and field.name in line else None
            numbers = [_number(form.text(row[field.name])) for row in form.grid.rows if field.name in row]
            if stated is None or None in numbers or not numbers:
                continue
            summed = sum((number for number in numbers if number is not None), Decimal(0))
            if summed != stated:
                yield _at(form, line[field.name], field=field.name, stated=str(stated), summed=str(summed))


def _count(form: Filled) -> Iterator[Match]:
    for span in form.grid.others:
        for found in _COUNT.finditer(form.text(span)):
            if int(found[1]) != len(form.grid.rows):
                yield _at(form, span, stated=found[1], counted=str(len(form.grid.rows)))


def _review(form: Filled) -> Iterator[Match]:
    for number, row in enumerate(form.grid.rows):
        for name in _REVIEWS:
            text = form.text(row[name]) if name in row else ""
            if text not in form.field(name).choices or _REFUSED in text:
                found = text or "未填"
                if name in row:
                    yield _at(form, row[name], field=name, found=found)
                else:
                    yield _missing(form, number, name, field=name, found=found)


def _number(text: str) -> Decimal | None:
    plain = text.replace(",", "").replace("，", "")
    if not re.fullmatch(r"-?\d{1,15}(?:\.\d{1,6})?", plain, re.ASCII):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


_CHECKS = {
    "required": _required, "type": _type, "choice": _choice, "placeholder": _placeholder, "nothing": _nothing,
    "total": _total, "count": _count, "review": _review,
}  # fmt: skip
