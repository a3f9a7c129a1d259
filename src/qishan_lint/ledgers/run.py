"""A check of ledgers from files to a report: one result a file, in the form that every format understands."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from qishan_lint import __version__, workdays
from qishan_lint.declared import LedgerClock
from qishan_lint.ledgers import annual, claims, entries, grids, heads, kinds, percent, repeated
from qishan_lint.ledgers.annual import Table
from qishan_lint.ledgers.entries import Entry
from qishan_lint.ledgers.grids import Sheet
from qishan_lint.ledgers.heads import Head
from qishan_lint.ledgers.judge import Terms, judge
from qishan_lint.ledgers.kinds import Kind
from qishan_lint.ledgers.told import Sum, Teller
from qishan_lint.model import Finding, Report, Result, Text
from qishan_lint.office.refusal import Refused
from qishan_lint.rates import wilson
from qishan_lint.workdays import Calendar


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What to check: ledgers, on which day, of which ``kind`` (empty: told from their names and headings).

    ``previous`` is last year's report for the tables of a yearly report; ``text`` a report whose rates are held against
    the ledgers; ``own`` the configuration's clocks by kind; ``calendar`` an own table of working days.
    """

    paths: tuple[Path, ...]
    today: datetime.date
    kind: str = ""
    previous: Path | None = None
    text: str = ""
    own: Mapping[str, LedgerClock] = {}
    calendar: Path | None = None


class Outcome(msgspec.Struct):
    """What became of one file: findings, and the figures of the ledgers in it by kind."""

    findings: list[Finding]
    sums: dict[str, Sum]
    cases: list[Entry]
    tables: list[Table]


class _Run(msgspec.Struct, frozen=True):
    """What all files of a check share."""

    request: Request
    known: dict[str, Kind]
    calendar: Calendar


def check(request: Request) -> Report:
    """The report about the ledgers that ``request`` names. Raises UsageError and ConfigError."""
    known = kinds.kinds(request.own)
    run = _Run(request, known, workdays.load(request.calendar))
    outcomes = [_file(path, run) for path in request.paths]
    if request.previous is not None:
        _carried(request.previous, request.paths[0], outcomes[0])
    repeated.add(list(zip(request.paths, outcomes, strict=True)))
    if request.text:
        outcomes[0].findings += _claims(request.text, outcomes, known, Teller(str(request.paths[0])))
    results = tuple(_result(path, one) for path, one in zip(request.paths, outcomes, strict=True))
    used = {name for one in outcomes for name in one.sums}
    open_ = tuple(
        (f"audit.ledgers.{k}.limit", str(known[k].clock.limit)) for k in sorted(used) if not known[k].confirmed
    )
    digest = hashlib.sha256(msgspec.json.encode([known, kinds.faults()], order="deterministic")).hexdigest()
    return Report(
        results=results,
        rules=kinds.rules(),
        today=request.today,
        version=__version__,
        catalogue_digest=digest,
        configuration_digest=hashlib.sha256(msgspec.json.encode(request.own)).hexdigest(),
        root=str(Path.cwd()),
        unconfirmed=open_,
    )


def _file(path: Path, run: _Run) -> Outcome:
    teller, done = Teller(str(path)), Outcome([], {}, [], [])
    try:
        sheets = grids.read(path)
    except Refused as refused:
        reason = f"{refused.code} {refused.data.get('detail', '')} {refused.where}".strip()
        done.findings.append(teller.finding("ledger/unreadable", "", reason, reason=_reason(refused, reason)))
        return done
    for sheet in sheets:
        if any(cell != "" for row in sheet.rows for cell in row):
            _sheet(sheet, path, run, teller, done)
    if not done.sums and not done.tables and not done.findings:
        empty = Text("没有内容", "it is empty")
        done.findings.append(teller.finding("ledger/unreadable", "", "empty", reason=empty))
    done.findings += [_rates(run.known[kind], total, teller) for kind, total in done.sums.items()]
    return done


def _sheet(sheet: Sheet, path: Path, run: _Run, teller: Teller, done: Outcome) -> None:
    yearly = _yearly(sheet, teller, done) if run.request.kind in ("", "annual") else False
    if yearly:
        return
    name, head = _kind(sheet, path, run.request.kind, run.known)
    cases = list(entries.read(sheet, head)) if head.columns else []
    if head.missing:
        missing = "、".join(kinds.words().fields[field][0] for field in head.missing)
        rows = sum(any(cell != "" for cell in row) for row in sheet.rows)
        done.findings.append(
            teller.finding("ledger/no-head", sheet.name, sheet.name, sheet=sheet.name, missing=missing, rows=rows)
        )
    elif not name:
        done.findings.append(teller.finding("ledger/kind-unknown", sheet.name, sheet.name, rows=len(cases)))
    else:
        total = done.sums.setdefault(name, Sum())
        done.findings += judge(cases, Terms(run.known[name], run.calendar, run.request.today), teller, total)
        done.cases += cases


def _yearly(sheet: Sheet, teller: Teller, done: Outcome) -> bool:
    """Whether the sheet holds tables of a yearly report; they are then checked."""
    table = annual.table(sheet)
    has_reviews, faults = annual.reviews(sheet, teller)
    if table is not None:
        done.tables.append(table)
        done.findings += annual.check(table, teller)
    if has_reviews:
        done.findings += faults
    return table is not None or has_reviews


def _kind(sheet: Sheet, path: Path, wanted: str, known: dict[str, Kind]) -> tuple[str, Head]:
    """The kind of ledger that the sheet is, empty if that cannot be told, and its heading."""
    found = {name: heads.find(sheet.rows, entries.fields_of(kind, kinds.words())) for name, kind in known.items()}
    if wanted in known:
        return wanted, found[wanted]
    top = " ".join(str(cell) for row in sheet.rows[: heads.SEARCHED] for cell in row)[:4000]
    names = f"{path.stem} {sheet.name} {sheet.title} {top[:200]}"
    scores = {
        name: 3 * any(word in names for word in kind.words) + sum(word in top for word in kind.headings)
        for name, kind in known.items()
    }
    best = max(scores, key=lambda name: scores[name])
    certain = scores[best] > 0 and list(scores.values()).count(scores[best]) == 1
    return (best if certain else "", found[best])


def _rates(kind: Kind, total: Sum, teller: Teller) -> Finding:
    timely = wilson(total.on_time, total.due)
    interval = f"{timely.low * 100:.1f}–{100 if timely.high == 1 else format(timely.high * 100, '.1f')}"
    zh = (
        f"收到{total.total}件，已答复{total.answered}件（{total.answered}/{total.total} = "
        f"{percent.shown(total.answered, total.total)}）；到期{total.due}件，按时{total.on_time}件（{total.on_time}/"
        f"{total.due} = {percent.shown(total.on_time, total.due)}，95%区间{interval}）；逾期答复{total.late}件，"
        f"逾期未答复{total.overdue}件，即将到期{total.soon}件，未到期{total.open}件，待补正{total.waiting}件，"
        f"无法判定{total.undecided}件，日期有误{total.unknown}件"
    )
    en = (
        f"{total.total} received, {total.answered} answered ({total.answered}/{total.total} = "
        f"{percent.shown(total.answered, total.total)}); {total.due} due, {total.on_time} in time ({total.on_time}/"
        f"{total.due} = {percent.shown(total.on_time, total.due)}, 95 % interval {interval}); {total.late} late, "
        f"{total.overdue} overdue, {total.soon} due soon, {total.open} not due, {total.waiting} waiting, "
        f"{total.undecided} undecided, {total.unknown} without a certain date"
    )
    found = teller.finding("ledger/rates", "", kind.name.en, kind=kind.name, summary=Text(zh, en))
    figures = {key: str(value) for key, value in msgspec.structs.asdict(total).items()}
    return msgspec.structs.replace(found, data={"kind": kind.name.en, **figures, "due": str(total.due)})


def _claims(text: str, outcomes: Sequence[Outcome], known: dict[str, Kind], teller: Teller) -> Iterator[Finding]:
    sums = {name: total for one in outcomes for name, total in one.sums.items()}
    compared = False
    for claim in claims.read(text):
        shown = claim.sentence[:80]
        if claims.follows(claim) is False:
            least, most = min(claim.counts), max(claim.counts)
            truth = f"{least}/{most} = {percent.shown(least, most, 2)}"
            yield teller.finding("ledger/claim-arithmetic", "", shown, claim=shown, truth=truth)
        for name, total in sums.items():
            if not claims.concerned(claim, known[name].claims):
                continue
            compared = True
            if not claims.agrees(claim, total):
                yield teller.finding("ledger/claim", "", shown, claim=shown, truth=_truth(total))
    if not compared:
        yield teller.finding("ledger/claims-unread", "", "")


def _truth(total: Sum) -> Text:
    timely = f"{total.on_time}/{total.due} = {percent.shown(total.on_time, total.due, 3)}"
    answered = f"{total.answered}/{total.total} = {percent.shown(total.answered, total.total, 3)}"
    return Text(f"按时{timely}，答复{answered}", f"in time {timely}, answered {answered}")


def _carried(previous: Path, path: Path, done: Outcome) -> None:
    teller = Teller(str(path))
    try:
        tables = [table for sheet in grids.read(previous) if (table := annual.table(sheet)) is not None]
    except Refused as refused:
        tables, reason = [], _reason(refused, refused.code)
    else:
        reason = Text("没有找到申请情况表", "it holds no table of requests")
    if not tables or not done.tables:
        which = previous.name if not tables else path.name
        why = Text(f"{which}{reason.zh}", f"{which}: {reason.en}")
        done.findings.append(teller.finding("ledger/unreadable", "", which, reason=why))
        return
    done.findings += annual.across(tables[0], done.tables[0], teller)


def _reason(refused: Refused, detail: str) -> Text:
    known = {
        "encrypted": Text(
            "文件加密，或是旧格式.xls，请另存为.xlsx", "it is encrypted or an old .xls: save it as .xlsx"
        ),
        "bomb": Text("单元格范围或解压后的大小异常，已拒绝打开", "its extent or unpacked size is abnormal: not opened"),
        "broken": Text("文件损坏，请重新另存", "it is damaged: save it anew"),
        "unsupported": Text("内容不是.xlsx，请另存为.xlsx", "it is no .xlsx: save it as .xlsx"),
        "too-large": Text("文件太大，请按月份拆开", "it is too large: split it by month"),
    }
    said = known.get(
        refused.code, Text("编码或内容无法识别，请另存为UTF-8", "its encoding cannot be told: save it as UTF-8")
    )
    return Text(f"{said.zh}（{detail}）", f"{said.en} ({detail})")


def _result(path: Path, done: Outcome) -> Result:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        digest = ""
    findings = tuple(sorted(done.findings, key=lambda one: -one.level.rank))
    return Result(id=str(path), path=str(path), digest=digest, title=path.stem, files=(str(path),), findings=findings)
