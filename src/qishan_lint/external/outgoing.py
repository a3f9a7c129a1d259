"""What may leave the machine: the text of an item that is marked public and in which nothing sensitive was found."""

from __future__ import annotations

from qishan_lint import settings
from qishan_lint.checker import Checker as ItemChecker
from qishan_lint.checker import options_for
from qishan_lint.errors import UsageError
from qishan_lint.external.checkers import Checker
from qishan_lint.model import Text
from qishan_lint.signing import Office, Shown
from qishan_lint.signoff import subject

PUBLIC = ("主动公开", "公开", "public")
FIELD = "disclosure"
"""The metadata field that marks an item public."""


def text(office: Office, shown: Shown, checker: Checker) -> str:
    """The title and text of the item for ``checker``.

    Raises UsageError for an item that must stay here; a checker that is local may see it nevertheless, unless something
    sensitive was found. TrustError when the item changed.
    """
    sensitive = [one for one in shown.result.findings if one.sensitive or one.rule.startswith("sensitive/")]
    if sensitive:
        raise UsageError(
            Text(
                f"有 {len(sensitive)} 处涉密或个人信息问题，不能外送",
                f"{len(sensitive)} sensitive findings: nothing is sent",
            ),
            where=shown.item,
            remedy=Text("先处理这些问题", "deal with them first"),
        )
    options = options_for(ItemChecker(settings.Choice(), None, office.day, ()).settings(shown.files))
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
