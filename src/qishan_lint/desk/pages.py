"""The pages of the desk: templates filled in one language. Whatever content says is escaped by the templates."""

from __future__ import annotations

import functools
from typing import Any

import jinja2
from starlette.responses import HTMLResponse, Response

from qishan_lint import locale

STATIC = {"desk.css": "text/css", "desk.js": "text/javascript", "report.css": "text/css"}
"""The files that pages ask for, and their types."""


class Pages:
    """Renders templates in the language ``lang``; ``form`` is what every form carries."""

    def __init__(self, lang: str, form: str, **known: Any) -> None:
        self._known = {
            "lang": "en" if lang == "en" else "zh-CN",
            "form": form,
            "say": functools.partial(say, lang),
            **known,
        }

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """The page made from ``template``."""
        return HTMLResponse(_templates().get_template(f"{template}.html").render(self._known | values), status)


def say(lang: str, key: str, **values: Any) -> str:
    """The words for ``key`` in ``lang``."""
    return locale.text(f"desk.{key}", lang, **values)


@functools.cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("qishan_lint.desk"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
