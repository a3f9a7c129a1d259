"""The files to start with: what is written, what is left alone, and that the program takes what it wrote."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from qishan_lint import __version__, config, formats, plan, scaffold, settings, yamlfile
from qishan_lint.errors import UsageError
from qishan_lint.settings import Choice
from tests.trees import plant

CONFIG, HOOK = "qishan-lint.yaml", ".pre-commit-config.yaml"
CI = {"github": ".github/workflows/qishan-lint.yml", "gitlab": ".gitlab-ci.qishan-lint.yml"}
LANGUAGES = ("zh", "en")


def written(folder: Path, *, ci: str = "github", force: bool = False, lang: str = "zh") -> dict[str, bool]:
    """The files that ``init`` names, by their paths in ``folder``, each with whether it was written."""
    done = scaffold.write(folder, ci=ci, force=force, lang=lang)
    return {path.relative_to(folder).as_posix(): fresh for path, fresh in done}


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def parsed(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def uncommented(text: str) -> str:
    """A configuration with its samples switched on: what stands behind ``# `` below a remark."""
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    samples = ("site:", "rules:", "overrides:", "allow:", "extends:", " ")
    return "\n".join(line for line in lines if line.startswith(samples)) + "\n"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("ci", ["github", "gitlab", "none"])
def test_a_new_folder_gets_configuration_hook_and_ci(tmp_path: Path, ci: str, lang: str) -> None:
    wanted = {CONFIG, HOOK, *([CI[ci]] if ci in CI else [])}
    assert written(tmp_path, ci=ci, lang=lang) == dict.fromkeys(wanted, True)
    assert files(tmp_path) == wanted


@pytest.mark.parametrize("kept", [CONFIG, HOOK, CI["github"]])
def test_what_is_there_stays_and_the_rest_is_written(tmp_path: Path, kept: str) -> None:
    plant(tmp_path, {kept: "# 本县的\n"})
    assert written(tmp_path) == {name: name != kept for name in (CONFIG, HOOK, CI["github"])}
    assert (tmp_path / kept).read_text(encoding="utf-8") == "# 本县的\n"


OTHER_NAMES = [name for name in (*config.NAMES, "pyproject.toml") if name != CONFIG]


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_configuration_under_another_name_stays_in_force(tmp_path: Path, name: str) -> None:
    own = "[tool.qishan-lint]\nignore = ['short']\n" if name.endswith(".toml") else "ignore: [short]\n"
    plant(tmp_path, {name: own, ".git/HEAD": ""})
    assert written(tmp_path) == {name: False, HOOK: True, CI["github"]: True}
    assert not (tmp_path / CONFIG).exists()
    settings.forget()
    assert settings.for_folder(tmp_path, Choice()).base().name == str(tmp_path / name)


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_force_writes_a_configuration_beside_one_of_another_name(tmp_path: Path, name: str) -> None:
    own = "[tool.qishan-lint]\n" if name.endswith(".toml") else "ignore: [short]\n"
    plant(tmp_path, {name: own})
    assert written(tmp_path, force=True)[CONFIG]
    assert (tmp_path / name).read_text(encoding="utf-8") == own


def test_a_project_file_of_other_tools_is_no_configuration(tmp_path: Path) -> None:
    plant(tmp_path, {"pyproject.toml": "[tool.other]\nx = 1\n"})
    assert written(tmp_path)[CONFIG]


def test_a_configuration_further_up_is_none_of_this_folder(tmp_path: Path) -> None:
    plant(tmp_path, {OTHER_NAMES[0]: "ignore: [short]\n", "镇/a.md": "# 题\n"})
    assert written(tmp_path / "镇")[CONFIG]


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    written(tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    assert set(written(tmp_path, lang="en").values()) == {False}
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before


def test_force_writes_over_what_is_there(tmp_path: Path) -> None:
    plant(tmp_path, dict.fromkeys((CONFIG, HOOK, CI["github"]), "# 本县的\n"))
    assert set(written(tmp_path, force=True).values()) == {True}
    assert all("# 本县的" not in (tmp_path / name).read_text(encoding="utf-8") for name in files(tmp_path))


def test_another_ci_file_leaves_the_first_alone(tmp_path: Path) -> None:
    written(tmp_path, ci="github")
    assert written(tmp_path, ci="gitlab")[CI["gitlab"]]
    assert set(CI.values()) <= files(tmp_path)


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    for name in ("没有", "文件"):
        with pytest.raises(UsageError) as caught:
            written(tmp_path / name)
        assert name in caught.value.message.en
    assert files(tmp_path) == {"文件"}


def test_an_unknown_ci_is_answered_with_the_known_ones_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        written(tmp_path, ci="jenkins")
    assert "jenkins" in caught.value.message.zh
    assert caught.value.remedy is not None
    assert all(name in caught.value.remedy.en for name in ("github", "gitlab", "none"))
    assert files(tmp_path) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_configuration_holds_what_holds_without_one(tmp_path: Path, lang: str) -> None:
    (tmp_path / ".git").mkdir()
    bare = settings.for_folder(tmp_path, Choice()).base()
    written(tmp_path, lang=lang)
    settings.forget()
    found = settings.for_folder(tmp_path, Choice()).base()
    assert found.name == str(tmp_path / CONFIG)
    assert found.digest == bare.digest
    assert plan.build(found).rules


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sample_in_the_configuration_is_right(tmp_path: Path, lang: str) -> None:
    text = uncommented(scaffold.template(f"config.{lang}.yaml").decode())
    plant(tmp_path, {CONFIG: text, ".git/HEAD": ""})
    settings.forget()
    one = settings.for_folder(tmp_path, Choice())
    assert set(yamlfile.parse(text, CONFIG)) == {"extends", "site", "rules", "overrides", "allow"}
    assert plan.build(one.base()).rules
    assert one.base().rules["short/body"].params == {"minimum": 200}
    assert "short/body" not in one.for_item(tmp_path / "公示公告/a.md").rules
    assert one.base().allow[0].rule == "photo/aspect"
    assert one.base().site.domains == ["qinghe.gov.cn"]


@pytest.mark.parametrize(("lang", "remark"), [("zh", "本县"), ("en", "county")])
def test_remarks_are_in_the_language_of_the_reader(tmp_path: Path, lang: str, remark: str) -> None:
    written(tmp_path, lang=lang)
    assert remark in (tmp_path / CONFIG).read_text(encoding="utf-8")


def test_both_languages_say_the_same() -> None:
    zh, en = (
        config.parse(uncommented(scaffold.template(f"config.{lang}.yaml").decode()), Path(CONFIG)) for lang in LANGUAGES
    )
    assert zh.rules == en.rules
    assert zh.overrides == en.overrides
    assert [one.item for one in zh.allow] == [one.item for one in en.allow]


def test_the_hook_checks_what_is_about_to_be_committed(tmp_path: Path) -> None:
    written(tmp_path)
    (repo,) = parsed(tmp_path / HOOK)["repos"]
    (hook,) = repo["hooks"]
    assert (repo["repo"], hook["language"], hook["pass_filenames"]) == ("local", "system", False)
    assert shlex.split(hook["entry"]) == ["qishan-lint", "check", "--staged"]


def commands(document: Any) -> list[str]:
    """The command lines of a CI file, of either sort."""
    if "jobs" in document:
        return [step["run"] for step in document["jobs"]["check"]["steps"] if "run" in step]
    return list(document["qishan-lint"]["script"])


@pytest.mark.parametrize("ci", sorted(CI))
def test_ci_installs_this_version_and_runs_a_check_that_the_program_knows(tmp_path: Path, ci: str) -> None:
    written(tmp_path, ci=ci)
    install, check = (shlex.split(line) for line in commands(parsed(tmp_path / CI[ci])))
    assert install == ["pip", "install", f"qishan-lint=={__version__}"]
    assert check[:2] == ["qishan-lint", "check"]
    options = dict(zip(check[2::2], check[3::2], strict=True))
    assert options["--format"] in formats.names()
    assert set(options) <= {"--since", "--format", "--output"}


@pytest.mark.parametrize("ci", sorted(CI))
def test_ci_has_the_history_that_since_needs(tmp_path: Path, ci: str) -> None:
    written(tmp_path, ci=ci)
    document = parsed(tmp_path / CI[ci])
    if ci == "github":
        checkout = document["jobs"]["check"]["steps"][0]
        assert checkout["with"]["fetch-depth"] == 0
        assert document["permissions"] == {"contents": "read"}
    else:
        job = document["qishan-lint"]
        assert job["variables"]["GIT_DEPTH"] == "0"
        output = shlex.split(job["script"][-1])[-1]
        assert job["artifacts"]["reports"]["codequality"] == output


@pytest.mark.parametrize(
    "name", ["config.zh.yaml", "config.en.yaml", "github.yml", "gitlab.yml", "pre-commit.yaml", "policy.yaml"]
)
def test_no_placeholder_is_left(name: str) -> None:
    text = scaffold.template(name).decode()
    assert "@VERSION@" not in text
    assert yaml.safe_load(text)
