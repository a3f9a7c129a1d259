"""A report made by hand: everything that a format can meet, hostile text included. All names are invented."""

from __future__ import annotations

import datetime
import io
from typing import Any

from msgspec.structs import replace

from qishan_lint import formats
from qishan_lint.formats import RenderOptions
from qishan_lint.model import (
    Box,
    Edit,
    Excerpt,
    Finding,
    Fix,
    Level,
    Line,
    Place,
    Report,
    Result,
    RuleInfo,
    Text,
    Waiver,
)

TODAY = datetime.date(2026, 11, 23)
HOSTILE = '<img src=x onerror="alert(1)">\x1b[31m::stop-commands::x\r\n::error::]]>=1+1\u202e'


def rule(
    id_: str, zh: str, en: str, why: str, source: str = "house style", level: Level = Level.ERROR, **more: Any
) -> RuleInfo:
    info = RuleInfo(
        id=id_,
        family=id_.partition("/")[0],
        name=Text(zh, en),
        why=Text(why, f"{en}: the reason."),
        source=source,
        level=level,
        waivable=True,
        fixable=False,
    )
    return replace(info, **more)


RULES = {
    info.id: info
    for info in (
        rule(
            "wording/wrong-word",
            "易错词",
            "Wrong word",
            "“登陆”指上岸；进入信息系统用“登录”。",
            "《现代汉语词典》第7版",
            fixable=True,
            kind="terms",
        ),
        rule(
            "wording/double-approximation",
            "概数重复",
            "Doubled approximation",
            "几处都表示不确定，叠用属语义重复。",
            level=Level.WARNING,
            kind="pattern",
        ),
        rule("photo/collage", "疑似拼图", "Collage", "拼在一起的照片看不清，也不便引用。", kind="photo-collage"),
        rule(
            "photo/caption",
            "照片没有说明",
            "No caption",
            "读屏软件和图片失效时读不到内容。",
            "own knowledge, to be confirmed",
            Level.INFO,
            kind="photo-words",
        ),
        rule(
            "short/attachment-only", "只有附件没有正文", "Only an attachment", "正文要让人看懂是什么事。", kind="body"
        ),
        rule(
            "stale/vague-recent",
            "“近日”已久",
            "Vague recent",
            "“近日”所指的事早已过去。",
            level=Level.WARNING,
            kind="recency",
        ),
        rule(
            "sensitive/citizen-id",
            "公民身份号码",
            "Citizen ID number",
            "隐藏列仍可被取消隐藏后读出。",
            "《政府信息公开条例》第十五条",
            kind="identity",
        ),
        rule(
            "sensitive/secrecy-mark",
            "国家秘密标志",
            "Secrecy mark",
            "有密级标志的内容一律不得上网。",
            "《保守国家秘密法》",
            waivable=False,
            kind="mark",
        ),
        rule("item/unreadable", "内容读不了", "Unreadable", "没有读到的内容等于没有审核。", kind="problem"),
    )
}


def fingerprint(number: int) -> str:
    return f"{number:064x}"


def in_text(rule_id: str, item: str, line: int, before: str, hit: str, after: str, zh: str, **more: Any) -> Finding:
    """A finding in a text file; its columns follow from ``before``."""
    column, end = len(before) + 1, len(before) + len(hit) + 1
    start = 100 * line + len(before)
    place = Place(
        path=item,
        where=f"{line}:{column}",
        line=line,
        column=column,
        end_line=line,
        end_column=end,
        start=start,
        end=start + len(hit),
        part=item,
        offset=start,
        bytes=(
            len(before.encode("utf-8", "surrogatepass")) + 1,
            len((before + hit).encode("utf-8", "surrogatepass")) + 1,
        ),
        utf16=(
            len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1,
            len((before + hit).encode("utf-16-le", "surrogatepass")) // 2 + 1,
        ),
    )
    finding = Finding(
        rule=rule_id,
        level=RULES[rule_id].level,
        item=item,
        place=place,
        message=Text(zh, f"English for {rule_id}"),
        excerpt=Excerpt(before, hit, after),
        sensitive=rule_id.startswith("sensitive/"),
        waivable=RULES[rule_id].waivable,
        fingerprint=fingerprint(start),
    )
    return replace(finding, **more)


def harvest() -> Result:
    """An article with an error that can be repaired, a warning, and a collage."""
    item = "content/农业农村局/2026-11/丰收节.md"
    wrong = in_text(
        "wording/wrong-word",
        item,
        18,
        "请广大农户于11月30日前",
        "登陆",
        "惠农补贴系统，填报今秋种植面积，逾期未报的，由村委会上门核实登记。",
        "“登陆”应为“登录”",
        suggestions=("登录",),
    )
    wrong = replace(
        wrong, fix=Fix(safe=True, edits=(Edit(item, wrong.place.start, wrong.place.end, "登录"),), path=item)
    )
    doubled = in_text(
        "wording/double-approximation",
        item,
        24,
        "本届丰收节吸引了",
        "大约3万余人左右",
        "参与，带动农产品销售460余万元，其中苹果、红薯占七成以上，比上一届多出不少。",
        "概数重复：“大约”“余”“左右”只留一个",
        suggestions=("3万余人", "约3万人"),
    )
    collage = Finding(
        rule="photo/collage",
        level=Level.ERROR,
        item=item,
        place=Place(
            path="content/农业农村局/2026-11/photos/fsj-02.jpg",
            where="30:1",
            line=0,
            box=Box(0, 0, 1600, 900),
            lines=(Line(803, 0, 803, 900),),
        ),
        message=Text("疑似拼图：左右 2 张拼成 1 张，把握 0.97", "a collage of 2 photos"),
        confidence=0.97,
        data={"width": "1600", "height": "900"},
        fingerprint=fingerprint(3),
    )
    return Result(
        id=item,
        path=item,
        digest="a" * 64,
        title="青禾县举办第九届农民丰收节系列活动",
        department="县农业农村局",
        column="要闻动态",
        published=datetime.date(2026, 11, 23),
        characters=812,
        photos=(
            "content/农业农村局/2026-11/photos/fsj-02.jpg",
            "content/农业农村局/2026-11/photos/fsj-01.jpg",
        ),
        files=(item, "content/农业农村局/2026-11/photos/fsj-02.jpg", "content/农业农村局/2026-11/photos/fsj-01.jpg"),
        findings=(wrong, doubled, collage),
    )


def allowance() -> Result:
    """A Word file whose attachment holds identity numbers, equal but for what the mask leaves."""
    item, sheet = "content/民政局/公示/高龄津贴发放.docx", "content/民政局/公示/发放名册.xlsx"
    empty = Finding(
        rule="short/attachment-only",
        level=Level.ERROR,
        item=item,
        place=Place(path=item, where="第1段", part=item, offset=0),
        message=Text("只有附件没有正文", "only an attachment"),
        fingerprint=fingerprint(20),
    )
    numbers = tuple(
        Finding(
            rule="sensitive/citizen-id",
            level=Level.ERROR,
            item=item,
            place=Place(path=sheet, where=f"表2!D{row}", part=f"{sheet}#表2", offset=40 * row),
            message=Text(f"有公民身份号码 61*************{row:03}", "a citizen ID number"),
            excerpt=Excerpt("", f"61*************{row:03}", ""),
            sensitive=True,
            fingerprint=fingerprint(100 + row),
        )
        for row in range(7, 19)
    )
    return Result(
        id=item,
        path=item,
        digest="b" * 64,
        title="2026年第三季度高龄津贴发放公示",
        department="县民政局",
        column="公示公告",
        published=datetime.date(2026, 11, 24),
        attachments=(sheet,),
        files=(item, sheet),
        findings=(empty, *numbers),
    )


def fire() -> Result:
    """An article with a warning and a hint, and a finding that somebody allowed."""
    item = "content/石桥镇/动态/森林防火.html"
    recent = in_text(
        "stale/vague-recent",
        item,
        6,
        "",
        "近日",
        "，石桥镇召开秋冬季森林防火工作会议，传达县级会议精神，安排重点时段巡护任务。",
        "“近日”所指的会议已过去 23 天",
    )
    bare = Finding(
        rule="photo/caption",
        level=Level.INFO,
        item=item,
        place=Place(path="content/石桥镇/动态/会场.jpg", where="7:1"),
        message=Text("照片没有说明文字", "the photo has no caption"),
        fingerprint=fingerprint(31),
    )
    allowed = replace(recent, fingerprint=fingerprint(32), place=replace(recent.place, line=12, where="12:1"))
    return Result(
        id=item,
        path=item,
        digest="c" * 64,
        title="石桥镇召开秋冬季森林防火工作会议",
        department="石桥镇",
        column="镇街动态",
        published=datetime.date(2026, 11, 23),
        characters=640,
        photos=("content/石桥镇/动态/会场.jpg",),
        files=(item, "content/石桥镇/动态/会场.jpg"),
        findings=(recent, bare),
        waivers=(Waiver(allowed, "指上一段的会议", by="李岩", until=datetime.date(2026, 12, 31), where=f"{item}:11"),),
        baselined=2,
    )


def hostile() -> Result:
    """An item whose every text tries to break out of its format, with a mark of secrecy that nobody may allow."""
    item = "content/办公室/a,b:c%d\x1b]0;x\x07.md"
    mark = in_text(
        "sensitive/secrecy-mark",
        item,
        3,
        f"😀{HOSTILE}\t",
        "秘密★1年",
        f"{HOSTILE}e\u0301\u200b尾",
        f"出现国家秘密标志 {HOSTILE}",
    )
    return Result(
        id=item,
        path=item,
        digest="d" * 64,
        title=f"=SUM(A1) {HOSTILE}",
        department="县政府办公室",
        column="政策文件",
        characters=90,
        files=(item,),
        findings=(mark,),
    )


def unread() -> Result:
    """An item whose file could not be read."""
    item = "content/教育体育局/招生简章.docx"
    return Result(
        id=item,
        path=item,
        digest="e" * 64,
        department="县教育体育局",
        files=(item,),
        findings=(
            Finding(
                rule="item/unreadable",
                level=Level.ERROR,
                item=item,
                place=Place(path=item),
                message=Text("没有检查到这个文件的内容：招生简章.docx（截断）", "could not be read"),
                fingerprint=fingerprint(50),
            ),
        ),
    )


def clear(number: int) -> Result:
    """An item without a finding."""
    item = f"content/柳湾镇/动态/{number}.md"
    return Result(
        id=item,
        path=item,
        digest=f"{number:064x}",
        title=f"柳湾镇第{number}次环境卫生整治",
        department="柳湾镇",
        column="镇街动态",
        published=datetime.date(2026, 11, 20),
        characters=420,
        files=(item,),
    )


def report(*results: Result, **more: Any) -> Report:
    """A report over ``results``."""
    made = Report(
        results=results,
        rules=RULES,
        today=TODAY,
        version="1.0.0",
        catalogue_digest="7c1e90ab" * 8,
        configuration_digest="4f02d71c" * 8,
        configuration="qishan-lint.yaml",
        root="content",
        capabilities=("xlsx",),
        unconfirmed=(("short/body.minimum", "200"), ("photo/size.min-width", "600")),
        stale_baseline=1,
        seconds=1.8,
    )
    return replace(made, **more)


def sample() -> Report:
    """The rich report that the golden files show."""
    return report(harvest(), allowance(), fire(), hostile(), unread(), *(clear(number) for number in range(1, 6)))


def spotless() -> Report:
    """A report without findings."""
    return report(*(clear(number) for number in range(1, 6)), unconfirmed=(), stale_baseline=0)


def empty() -> Report:
    """A report of nothing."""
    return report(unconfirmed=(), stale_baseline=0)


def large(items: int = 2500, each: int = 4) -> Report:
    """A report with ``items`` × ``each`` findings in the items of a dozen departments."""
    results = []
    for number in range(items):
        item = f"content/部门{number % 12}/{number}.md"
        findings = tuple(
            in_text(
                "wording/wrong-word" if line % 2 else "stale/vague-recent",
                item,
                10 + line,
                "请广大农户于11月30日前到村委会",
                "登陆" if line % 2 else "近日",
                "惠农补贴系统，填报今秋种植面积，逾期未报的，由村委会上门核实登记。",
                f"第 {line} 处“登陆”应为“登录”",
            )
            for line in range(each)
        )
        results.append(
            Result(
                id=item,
                path=item,
                digest=f"{number:064x}",
                title=f"第{number}期工作简报：各村组织开展冬季农田水利建设",
                department=f"部门{number % 12}",
                column=f"栏目{number % 5}",
                published=TODAY,
                findings=findings,
                files=(item,),
            )
        )
    return report(*results)


def jpeg(path: str) -> bytes | None:
    """A small picture for ``path``: two halves of different colours."""
    from PIL import Image

    shade = sum(path.encode()) % 160
    picture = Image.new("RGB", (320, 180), (shade, 120, 90))
    picture.paste((200, 180, shade), (161, 0, 320, 180))
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=60)
    return data.getvalue()


def text_of(name: str, shown: Report, **options: Any) -> str:
    """``shown`` in the format ``name``, which is one of text."""
    rendered = formats.load(name).render(shown, RenderOptions(**options))
    assert isinstance(rendered, str)
    return rendered


def bytes_of(name: str, shown: Report, **options: Any) -> bytes:
    """``shown`` in the format ``name``, which is one of bytes."""
    rendered = formats.load(name).render(shown, RenderOptions(**options))
    assert isinstance(rendered, bytes)
    return rendered
