"""What the editor shows on hovering: why something is a finding, what it rests on, what to do."""

from __future__ import annotations

from qishan_lint.locale import text
from qishan_lint.model import Finding, RuleInfo


def of_finding(finding: Finding, rule: RuleInfo, lang: str) -> str:
    """A finding and its rule in Markdown."""
    how = text("rules.silence-how" if rule.waivable else "rules.silence-never", lang).replace("RULE", rule.id)
    lines = [
        f"**{rule.name.get(lang)}** `{rule.id}` · {text(f'rules.level.{finding.level.value}', lang)}",
        "",
        _plain(finding.message.get(lang)),
        "",
        f"**{text('rules.why', lang)}** {rule.why.get(lang)}",
        "",
        f"{text('rules.source', lang)}{rule.source}",
        "",
        f"**{text('rules.silence', lang)}** {how}",
    ]
    return "\n".join(lines)


def _plain(message: str) -> str:
    """A message may quote the article, and what it quotes is no Markdown."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>()#+-.!|" else char for char in message)
