"""What may leave the machine: the text of an item that is marked public and in which nothing sensitive was found."""

from __future__ import annotations

from collections.abc import Iterator

from qishan_lint import checking
from qishan_lint.checker import Checker as ItemChecker
from qishan_lint.checker import options_for
from qishan_lint.declared import Checker
from qishan_lint.errors import UsageError
from qishan_lint.model import Finding, Result, Text
from qishan_lint.settings import Choice
from qishan_lint.signing import ItemChangedError, Office, Shown
from qishan_lint.signoff import subject

PUBLIC = ("主动公开", "公开", "public")
FIELD = "disclosure"
"""The metadata field that marks an item public."""
_ALL_SENSITIVE = Choice(preset="recommended", select=("sensitive",))
"""Asked whatever the configuration selects: what an office does not look for must not leave either."""


def text(office: Office, shown: Shown, checker: Checker) -> str:
    """The title and text of the item for ``checker``.

    Raises UsageError for an item that must stay here; a checker that is local may see it nevertheless, unless something
    sensitive was found, allowed or not. ItemChangedError or TrustError when the item changed.
    """
    sensitive = {one.fingerprint for result in (shown.result, _anew(office, shown)) for one in _sensitive(result)}
    if sensitive:
        raise UsageError(
            Text(
                f"有 {len(sensitive)} 处涉密或个人信息问题，不能外送",
                f"{len(sensitive)} sensitive findings: nothing is sent",
            ),
            where=shown.item,
            remedy=Text("先处理这些问题，豁免不算处理", "deal with them first; allowing them is not enough"),
        )
    options = options_for(ItemChecker(Choice(), None, office.day, ()).settings(shown.files))
    item, _ = subject.of(shown.files, options)
    marked = item.meta[FIELD].value.strip() if FIELD in item.meta else ""
    if not checker.local and marked not in PUBLIC:
        raise UsageError(
            Text("没有标明“主动公开”，不能外送", "the item is not marked public: nothing is sent"),
            where=shown.item,
            remedy=Text("在元数据写 公开属性: 主动公开", "write disclosure: public into its metadata"),
        )
    article = item.article.text if item.article else ""
    return f"{item.title}\n\n{article}" if item.title and not article.startswith(item.title) else article


def _anew(office: Office, shown: Shown) -> Result:
    """What every sensitive rule that is shipped finds in the item."""
    request = checking.Request(
        paths=(str(office.root / shown.item),),
        today=office.day,
        choice=_ALL_SENSITIVE,
        root=office.root,
        cache=office.cache,
    )
    report, _ = checking.check(request)
    if [one.digest for one in report.results] != [shown.result.digest] or report.interrupted or report.crashes:
        raise ItemChangedError(
            Text("稿件有改动或没有查完，不能外送", "the item changed or was not checked whole: nothing is sent"),
            where=shown.item,
        )
    return report.results[0]


def _sensitive(result: Result) -> Iterator[Finding]:
    """The sensitive findings, those that somebody allowed too."""
    for one in (*result.findings, *(waiver.finding for waiver in result.waivers)):
        if one.sensitive or one.rule.startswith("sensitive/"):
            yield one
