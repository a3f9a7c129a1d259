"""An audit from folder to record: declared columns, own limits, home pages, its own outputs left out."""

from __future__ import annotations

import datetime

import pytest

from qishan_lint.audit import outputs, run
from qishan_lint.errors import ConfigError, UsageError
from qishan_lint.settings import Choice
from tests.trees import plant

AS_OF = datetime.date(2026, 11, 25)


def article(published: str, title: str = "县里开展植树活动", **meta: str) -> str:
    head = "\n".join(
        [f"title: {title}", *([f"date: {published}"] if published else []), *(f"{k}: {v}" for k, v in meta.items())]
    )
    return f"---\n{head}\n---\n\n{published}，各镇开展植树活动。\n"


def audit(root, configuration: str = "", **more):
    if configuration:
        (root / "qishan-lint.yaml").write_text(configuration, encoding="utf-8")
    return run.run(run.Request(path=root, as_of=AS_OF, **more)).audit


def states(found) -> dict[str, tuple[str, int | None, bool]]:
    return {column.name: (column.state, column.limit, column.confirmed) for column in found.columns}


def test_limits_of_the_configuration_win_and_are_confirmed(tmp_path) -> None:
    days = (("要闻", "2026-11-10"), ("解读", "2026-10-01"), ("镇闻", "2026-11-10"))
    files = {f"{name}/a.md": article(day) for name, day in days}
    assert states(audit(plant(tmp_path / "one", files)))["要闻"] == ("overdue", 14, True)
    found = audit(
        plant(tmp_path / "two", files),
        "columns:\n  - {name: 镇闻, class: news, days: 30}\naudit: {limits: {news: 20, interpretation: 30}}\n",
    )
    assert states(found) == {
        "解读": ("overdue", 30, True),
        "要闻": ("current", 20, True),
        "镇闻": ("current", 30, True),
    }
    assert {column.name: column.source for column in found.columns}["镇闻"] == "本单位配置"
    assert not any(key.startswith("audit.limits") for key, _ in found.unconfirmed)


def test_unconfirmed_limits_are_named(tmp_path) -> None:
    plant(tmp_path, {"政策解读/b.md": article("2026-10-01")})
    assert ("audit.limits.interpretation", "180") in audit(tmp_path).unconfirmed


def test_declared_columns_without_items_are_blank(tmp_path) -> None:
    plant(tmp_path, {"要闻/a.md": article("2026-11-20")})
    found = audit(tmp_path, "columns: [{name: 人事任免, department: 县人社局}]\n")
    assert states(found)["人事任免"][0] == "blank"
    (finding,) = [each for each in found.findings if each.rule == "stale/column-blank"]
    assert (finding.department, finding.level) == ("县人社局", "error")


def test_home_page_shows_all_columns_or_the_named_ones(tmp_path) -> None:
    files = {"要闻/a.md": article("2026-11-01"), "通知公告/b.md": article("2026-11-20")}
    for name, of, state in (("one", "", "current"), ("two", ", of: [要闻]", "overdue")):
        root = plant(tmp_path / name, files)
        assert states(audit(root, f"columns: [{{name: 首页{of}}}]\n"))["首页"][0] == state


def test_a_column_that_is_not_of_the_first_level_counts_for_no_veto(tmp_path) -> None:
    plant(tmp_path, {"要闻/a.md": article("2026-10-01")})
    found = audit(tmp_path, "columns: [{name: 要闻, first-level: false}]\n")
    assert [(column.state, column.vetoed) for column in found.columns] == [("overdue", False)]
    assert [each.level for each in found.findings if each.rule == "stale/column-overdue"] == ["warning"]


def test_an_account_due_soon_is_a_warning_and_other_columns_only_inform(tmp_path) -> None:
    plant(tmp_path, {"微信公众号/a.md": article("2026-11-14"), "要闻/b.md": article("2026-11-14")})
    found = [each for each in audit(tmp_path).findings if each.rule == "stale/column-due-soon"]
    assert {each.column: each.level.value for each in found} == {"微信公众号": "warning", "要闻": "info"}


def test_type_of_the_metadata_tells_the_class(tmp_path) -> None:
    plant(tmp_path, {"五花八门/a.md": article("2026-11-01", ColumnType="动态要闻")})
    assert states(audit(tmp_path))["五花八门"][1] == 14


@pytest.mark.parametrize(
    ("configuration", "says"),
    [
        ("columns: [{name: 要闻, class: newz}]\n", "newz"),
        ("audit: {limits: {newz: 3}}\n", "newz"),
        ("audit: {folders: 'a/{dept}'}\n", "folders"),
        ("audit: {limits: {news: 0}}\n", "audit.limits"),
        ("columns: [{folder: x}]\n", "name"),
    ],
)
def test_a_wrong_configuration_is_refused(tmp_path, configuration, says) -> None:
    plant(tmp_path, {"要闻/a.md": article("2026-11-20")})
    with pytest.raises(ConfigError, match=says):
        audit(tmp_path, configuration)


def test_late_interpretation_is_found_across_items(tmp_path) -> None:
    plant(
        tmp_path,
        {
            "政策文件/a.md": article("2026-04-24", "关于印发《青禾县养老服务补贴办法》的通知"),
            "政策解读/b.md": article("2026-04-29", "《青禾县养老服务补贴办法》政策解读"),
            "政策解读/c.md": article("2026-04-30", "一图读懂《青禾县养老服务补贴办法》"),
            "政策解读/d.md": article("2026-04-30", "《青禾县无此办法的办法》政策解读"),
        },
    )
    late = [each.item for each in audit(tmp_path).findings if each.rule == "stale/late-interpretation"]
    assert late == ["政策解读/c.md"]


def test_same_text_under_a_later_date_informs(tmp_path) -> None:
    text = "县里在石桥镇开展秋季植树活动，干部群众八百余人参加，栽植侧柏、国槐等苗木五千余株，完成全年计划的六成，随后浇水。"
    one, two = (f"---\ntitle: 植树活动顺利开展\ndate: {day}\n---\n\n{text}\n" for day in ("2025-11-20", "2026-11-20"))
    plant(tmp_path, {"要闻/a.md": one, "要闻/b.md": two})
    (found,) = [each for each in audit(tmp_path).findings if each.rule == "stale/redated"]
    assert (found.item, found.level) == ("要闻/b.md", "info")
    assert "2025-11-20" in found.message.zh


def test_its_own_outputs_are_no_items(tmp_path) -> None:
    plant(tmp_path, {"要闻/a.md": article("2026-11-20"), "audit.html": "<title>不是结果的网页</title><p>内容</p>"})
    request = run.Request(path=tmp_path, as_of=AS_OF)
    first = run.run(request)
    folder = tmp_path / "结果/2026-11"
    outputs.prepare(folder)
    outputs.write(folder, first.audit, first.auditing, "zh")
    second = run.run(request).audit
    assert {item.id for item in second.items} == {item.id for item in first.audit.items} == {"要闻/a.md", "audit.html"}


def test_nothing_to_audit(tmp_path) -> None:
    outcome = run.run(run.Request(path=tmp_path, as_of=AS_OF))
    assert (outcome.code, outcome.audit.items, outcome.audit.findings) == (0, (), ())
    with pytest.raises(UsageError, match="no such folder"):
        run.run(run.Request(path=tmp_path / "x", as_of=AS_OF))


def test_ids_do_not_depend_on_the_current_folder(tmp_path, monkeypatch) -> None:
    plant(tmp_path, {"站/要闻/a.md": article("2026-11-20")})
    ids = set()
    for folder in (tmp_path, tmp_path / "站", tmp_path / "站/要闻"):
        monkeypatch.chdir(folder)
        ids |= {item.id for item in audit(tmp_path / "站").items}
    assert ids == {"要闻/a.md"}


@pytest.mark.parametrize(
    ("choice", "shown"),
    [
        (Choice(), True),
        (Choice(ignore=("stale/column-overdue",)), False),
        (Choice(ignore=("stale",)), False),
        (Choice(ignore=("wording", "stale/column-blank")), True),
        (Choice(select=("wording",)), False),
        (Choice(select=("stale",)), True),
        (Choice(select=("all",)), True),
    ],
)
def test_what_audits_say_can_be_chosen_too(tmp_path, choice, shown) -> None:
    plant(tmp_path, {"要闻/a.md": article("2026-10-01")})
    found = audit(tmp_path, choice=choice)
    assert ("stale/column-overdue" in {each.rule for each in found.findings}) == shown
    assert ("stale/column-overdue" in found.rules) == shown
    assert [column.state for column in found.columns] == ["overdue"]
