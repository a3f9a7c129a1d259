"""The words of reports: complete in both languages, none unused, positions as people find them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from msgspec.structs import replace

from qishan_lint import locale
from qishan_lint.formats._summary import Group
from qishan_lint.formats._words import position, reason, source_words, speaker
from qishan_lint.model import Place
from tests.formats import sample_report as made

FORMATS = Path(locale.__file__).parents[1] / "formats"
WORDS: dict[str, dict[str, str]] = json.loads(
    (Path(locale.__file__).parent / "formats.json").read_text(encoding="utf-8")
)
ZH, EN = speaker("zh"), speaker("en")


def test_both_languages_fill_the_same_places() -> None:
    for key, words in WORDS.items():
        assert set(words) == {"zh", "en"}, key
        places = [set(re.findall(r"\{(\w*)\}", text)) for text in words.values()]
        assert places[0] == places[1], key


def test_no_word_is_unused() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in FORMATS.rglob("*.py")).replace("'", '"')
    script = (FORMATS / "html" / "report.js").read_text(encoding="utf-8")
    # Keys made up in place: f"level.{level}" uses all that start with "level.".
    begun = re.findall(r'f"([a-z.-]+[.-])\{', source)
    for key in WORDS:
        used = f'"{key}"' in source or any(key.startswith(start) for start in begun)
        assert used, key
        if key.startswith("js."):
            assert f'"{key[3:]}"' in source, key
            assert f'"{key[3:]}"' in script or key[3:] in ("expand", "collapse", "clear"), key


def _at(place: Place) -> str:
    result = made.harvest()
    finding = replace(result.findings[0], place=place)
    return position(Group((finding,)), result, ZH)


def test_positions() -> None:
    item = made.harvest().path
    folder = item.rpartition("/")[0]
    assert _at(Place(path=item, where="18:14", line=18, column=14)) == "18:14"
    assert _at(Place(path=item, where="第4段")) == "第4段"
    assert _at(Place(path=item)) == "全篇"
    assert _at(Place(path=f"{folder}/附件/名册.xlsx", where="表2!D7")) == "附件/名册.xlsx > 表2!D7"
    assert _at(Place(path=f"{folder}/photos/a.jpg", where="30:1")) == "photos/a.jpg  正文 30:1"
    assert _at(Place(path="别处/a.jpg")) == "别处/a.jpg"


def test_sources_of_rule_files_are_translated() -> None:
    rule = made.RULES["photo/caption"]
    assert source_words(rule, "zh", ZH) == "一般经验，待本单位确认"
    assert source_words(rule, "en", EN) == "own knowledge, to be confirmed"
    assert reason(made.harvest().findings[0], {}, "zh", ZH) == ""
