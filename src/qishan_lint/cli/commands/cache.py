"""``qishan-lint cache``: where the cache lies, how large it is, and how to forget it."""

from __future__ import annotations

from qishan_lint.cli import console, framework, options
from qishan_lint.cli.language import t

app = framework.group("cache")


@app.command("info", cls=framework.Command, help=t("cache.info.help"))
def info(lang: options.Lang = "zh") -> None:
    """Tell where the cache lies and how large it is."""
    from qishan_lint import cache

    options.check_language(lang)
    folder = cache.folder()
    if folder is None:
        console.write(t("cache.none") + "\n")
        return
    with cache.Cache(folder) as known:
        path, size, count = known.info()
    console.write(t("cache.info", path=path, size=f"{size / 1e6:.1f}", count=f"{count:,}") + "\n")


@app.command("clear", cls=framework.Command, help=t("cache.clear.help"))
def clear(lang: options.Lang = "zh") -> None:
    """Forget all results."""
    from qishan_lint import cache

    options.check_language(lang)
    folder = cache.folder()
    if folder is not None:
        with cache.Cache(folder) as known:
            known.clear()
    console.write(t("cache.cleared") + "\n")
