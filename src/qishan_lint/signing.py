"""Signing an item: what a level would sign, found by a fresh check, and one signature that cannot cover anything else."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from qishan_lint import checking, settings
from qishan_lint.checker import Checker, options_for
from qishan_lint.errors import TrustError, UsageError
from qishan_lint.model import Level, Report, Result, Text
from qishan_lint.signoff import attested, canonical, dsse, ledger, locking, statement, subject, verify, versions
from qishan_lint.signoff import policy as policies
from qishan_lint.signoff import receipts as receipt
from qishan_lint.signoff.attested import Attested
from qishan_lint.signoff.dsse import Envelope
from qishan_lint.signoff.keys import PublicKey
from qishan_lint.signoff.known import Sources
from qishan_lint.signoff.ledger import Ledger
from qishan_lint.signoff.policy import Policy
from qishan_lint.signoff.statement import Conclusions, Decision, Predicate, Rules, SignedWaiver, Statement
from qishan_lint.sources.grouping import ItemFiles
from qishan_lint.sources.tree import Disk

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALL = Conclusions(content=True, secrecy=True, desensitisation=True)
_THREADS = 4
"""Files of a batch that are hashed, and ledgers that are written, at once."""


class ItemChangedError(UsageError):
    """The item is no longer what the reviewer was shown: nothing was written."""


@dataclass(frozen=True, slots=True)
class Office:
    """Where signing happens: the folder that holds ``.qishan``, the policy in force, the day, the cache of checks."""

    root: Path
    policy: Policy
    day: datetime.date
    cache: Path | None = None


@dataclass(frozen=True)
class Shown:
    """One item as it is now, and what its next signature would be about.

    ``level`` is the level that it waits for, 0 when every level has approved what is there. ``fresh``: that signature
    begins a new revision. ``digest`` covers everything that would be signed and the signature before it: hand it back
    to ``sign``. ``faults`` are why nobody may approve; ``reasons`` are why it is not approved yet.
    """

    item: str
    files: ItemFiles
    report: Report
    result: Result
    subject: Mapping[str, str]
    rules: Rules
    waivers: tuple[SignedWaiver, ...]
    ledger: Ledger
    accepted: tuple[Statement, ...]
    attested: Attested
    level: int
    fresh: bool
    faults: tuple[Text, ...]
    reasons: tuple[Text, ...]

    @property
    def previous(self) -> str | None:
        """The digest of the signature that the next one follows."""
        return None if self.fresh or not self.ledger.current else self.ledger.current[-1].digest

    @property
    def findings(self) -> list[str]:
        """The fingerprints of the findings of this item alone."""
        return [one.fingerprint for one in self.result.findings if one.scope == "item"]

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 over what would be signed, in hexadecimal."""
        value = {
            "subject": dict(self.subject),
            "findings": self.findings,
            "waivers": msgspec.to_builtins(list(self.waivers)),
            "ledger": list(self.ledger.digests),
            "level": self.level,
        }
        return canonical.digest(value)


@dataclass(frozen=True, slots=True)
class Paper:
    """A signature in ink: who gave it, and the SHA-256 of the scan."""

    reviewer: str
    scan: str


@dataclass(frozen=True, slots=True)
class Order:
    """What a reviewer decides: at which level, how, for whom else, with which comment and conclusions.

    With ``paper``, a registrar enters what somebody else signed in ink.
    """

    level: int
    decision: Decision = "approve"
    comment: str = ""
    conclusions: Conclusions = ALL
    on_behalf_of: str | None = None
    paper: Paper | None = None


def office(root: Path, day: datetime.date, cache: Path | None = None) -> Office:
    """The office in ``root``. Raises UsageError without a policy, ConfigError for a wrong one."""
    path = root / policies.PATH
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(
            Text("没有签审策略", "there is no policy of sign-offs"),
            where=str(path),
            remedy=Text("先运行 qishan-lint policy init", "run qishan-lint policy init first"),
        ) from None
    except (OSError, UnicodeDecodeError):
        raise UsageError(Text("读不了签审策略", "the policy cannot be read"), where=str(path)) from None
    return Office(root, policies.read(text, str(path)), day, cache)


@dataclass(frozen=True, slots=True)
class Untrusted:
    """An item whose record or files cannot be trusted, and why."""

    item: str
    error: TrustError


def look(office: Office, paths: tuple[str, ...] = ()) -> tuple[Shown, ...]:
    """Every item in ``paths`` (relative to the office's root; none: all), checked now.

    Raises UsageError when there is no item, TrustError when a record or a file cannot be trusted.
    """
    found = []
    for each in survey(office, paths):
        if isinstance(each, Untrusted):
            raise each.error
        found.append(each)
    return tuple(found)


def survey(office: Office, paths: tuple[str, ...] = (), *, anew: bool = False) -> Iterator[Shown | Untrusted]:
    """Like ``look``, one after another, and what cannot be trusted as a value.

    With ``anew``, everything is checked and every file hashed here, whatever the cache says of it: what decides on
    publication trusts no cache. Signing hashes once more before it writes.
    """
    wanted = tuple(str(office.root / path) for path in paths) or (str(office.root),)
    store = None if anew else office.cache
    done = checking.run(checking.Request(paths=wanted, today=office.day, root=office.root, cache=store))
    if done.report.interrupted or done.report.crashes:
        raise UsageError(Text("检查没有完成", "the check did not finish"))
    if not done.report.results:
        raise UsageError(Text("没有可检查的稿件", "there is no item"))
    by_id = {files.id: files for files in done.files}
    checker = Checker(settings.Choice(), None, office.day, done.report.capabilities)
    run = (done.report, rules_of(done.report), Disk(office.root))
    texts = {
        digest for result in done.report.results
        for path, digest in zip(result.files, result.digests, strict=True) if path in result.texts
    }  # fmt: skip
    with Sources(store, texts) as known:
        for result in done.report.results:
            files = by_id[result.id]
            try:
                limit = options_for(checker.settings(files)).max_bytes
                covered = subject.bound(files, result, limit, known=known, anew=anew)
                yield _shown(office, run, result, files, covered)
            except TrustError as error:
                yield Untrusted(result.id, error)


def sign(
    office: Office, shown: Shown, seen: str, order: Order, signer: tuple[PublicKey, Ed25519PrivateKey]
) -> Envelope:
    """Sign ``shown`` as ``order`` says, and add the signature to its ledger.

    ``seen`` is the digest that the reviewer was shown. Raises ItemChangedError when anything signed has changed since;
    UsageError for what this person may not sign, an approval with faults or without all conclusions, or a return
    without a comment. Nothing is written then.
    """
    (made,) = sign_batch(office, ((shown, seen),), order, signer)
    return made


def sign_batch(
    office: Office,
    batch: Sequence[tuple[Shown, str]],
    order: Order,
    signer: tuple[PublicKey, Ed25519PrivateKey],
) -> Iterator[Envelope]:
    """Sign each item of the ``batch`` like ``sign``, under one lock; the signatures in order, as they are on the disk.

    What ``sign`` refuses in one item is refused before anything is written. Files are hashed and written by several
    threads: what takes the time is the disk.
    """
    owner = owner_of(office, signer[0])
    if order.paper is not None and owner not in office.policy.registrars:
        raise UsageError(Text(f"{owner}不是登记人", f"{owner} is not a registrar"))
    reviewer = owner if order.paper is None else order.paper.reviewer
    for shown, _ in batch:
        _allowed(office, shown, order, reviewer)
    with locking.held(office.root), ThreadPoolExecutor(_THREADS) as pool:
        checker = Checker(settings.Choice(), None, office.day, ())
        for _ in pool.map(lambda one: _unchanged(office, checker, *one), batch):
            pass
        made, failure = list[Future[Ledger]](), None
        for shown, _ in batch:  # the disk works while the next one is signed
            try:
                grown = _grown(office, shown, _predicate(office, shown, order, owner), signer)
            except (UsageError, TrustError) as error:
                failure = error
                break
            made.append(pool.submit(_keep, office, grown, shown))
        for each in made:
            yield each.result().current[-1]
        if failure is not None:
            raise failure


def _grown(office: Office, shown: Shown, predicate: Predicate, signer: tuple[PublicKey, Ed25519PrivateKey]) -> Ledger:
    """The ledger of ``shown`` with one more signature, proved."""
    envelope = dsse.sign(statement.make(dict(shown.subject), predicate), signer[1], signer[0].id)
    grown = ledger.grown(shown.ledger, envelope, fresh=shown.fresh)
    verify.chain(grown, office.policy, office.day, shown.attested.first_seen)
    return grown


def _keep(office: Office, grown: Ledger, shown: Shown) -> Ledger:
    ledger.save(office.root, grown)
    versions.keep(office.cache, shown.files.tree(), [path for path in shown.subject if path == shown.result.path])
    return grown


def receipts(office: Office, shown: Shown, signer: tuple[PublicKey, Ed25519PrivateKey]) -> int:
    """State that the signatures of ``shown`` which no receipt names were first seen today; how many there were.

    Raises UsageError when the policy trusts no such key.
    """
    if not any(key.raw == signer[0].raw and key.valid(office.day) for key in office.policy.receipts):
        raise UsageError(Text("策略不认这把密钥的回执", "the policy trusts no receipt by this key"))
    fresh = [each for each in shown.ledger.current if each.digest not in shown.attested.first_seen]
    for envelope in fresh:
        made = receipt.make(envelope, office.day, signer[1], signer[0].id)
        attested.add(office.root, shown.item, made)
    return len(fresh)


def rules_of(report: Report) -> Rules:
    """What the check of ``report`` ran with, as signatures state it."""
    capabilities = canonical.digest(list(report.capabilities))
    return Rules(report.version, report.catalogue_digest, report.configuration_digest, capabilities)


def waivers_of(result: Result) -> tuple[SignedWaiver, ...]:
    """The allowances of ``result`` as signatures state them, in one order."""
    found = [SignedWaiver(one.finding.rule, one.finding.fingerprint, one.reason) for one in result.waivers]
    return tuple(sorted(found, key=lambda one: (one.rule, one.fingerprint, one.reason)))


def faults_of(result: Result) -> Iterator[Text]:
    """The errors that are left, and allowances of what may not be allowed."""
    for finding in result.findings:
        if finding.level is Level.ERROR and finding.scope == "item":
            yield finding.message
    for waiver in result.waivers:
        if not waiver.finding.waivable:
            yield Text(f"不可豁免：{waiver.finding.rule}", f"cannot be waived: {waiver.finding.rule}")


def _shown(
    office: Office, run: tuple[Report, Rules, Disk], result: Result, files: ItemFiles, covered: Mapping[str, str]
) -> Shown:
    report, rules, records = run
    held = ledger.load(records, result.id)
    known = attested.load(records, result.id, office.policy, office.day)
    waivers = waivers_of(result)
    today = verify.Today(office.day, covered, rules, waivers)
    verdict = verify.judge(held, office.policy, today, known.first_seen, known.confirmed)
    live = bool(verdict.accepted) and not verdict.void
    complete = len(verdict.accepted) == len(office.policy.levels)
    level = (0 if complete else len(verdict.accepted) + 1) if live else 1
    if live:  # an allowance that is no longer needed stays signed: the levels must sign the same
        waivers = tuple(verdict.accepted[-1].predicate.waivers)
    faults = tuple(faults_of(result))
    return Shown(
        result.id, files, report, result, covered, rules, waivers, held, verdict.accepted, known,
        level, not live, faults, verdict.reasons,
    )  # fmt: skip


def owner_of(office: Office, key: PublicKey) -> str:
    """The id of the reviewer with ``key``. Raises UsageError when the policy has no such valid key."""
    for reviewer in office.policy.reviewers:
        if any(each.raw == key.raw and each.valid(office.day) for each in reviewer.keys):
            return reviewer.id
    raise UsageError(
        Text("策略里没有这把密钥，或密钥已失效", "the policy has no such valid key"),
        remedy=Text("请管理员把公钥加进 .qishan/policy.yaml", "ask for it to be added to .qishan/policy.yaml"),
    )


def _allowed(office: Office, shown: Shown, order: Order, reviewer: str) -> None:
    name = office.policy.levels[order.level - 1] if 1 <= order.level <= len(office.policy.levels) else ""
    if not name or order.level != shown.level:
        now = office.policy.levels[shown.level - 1] if shown.level else ""
        waits = Text(f"现在等{now}签", f"it waits for level {shown.level}")
        done = Text("各级都已签过", "every level has signed")
        raise UsageError(waits if now else done, where=shown.item)
    if not office.policy.may(reviewer, order.level, shown.item, absent=order.on_behalf_of, day=office.day):
        raise UsageError(
            Text(f"{reviewer}无权签“{name}”这一级", f"{reviewer} may not sign at level {order.level}"), where=shown.item
        )
    if order.decision == "return" and not order.comment.strip():
        raise UsageError(Text("退回要写意见", "a return needs a comment"), where=shown.item)
    if order.decision == "approve":
        _approvable(office, shown, order)


def _approvable(office: Office, shown: Shown, order: Order) -> None:
    if shown.faults:
        first = shown.faults[0]
        raise UsageError(
            Text(
                f"还有 {len(shown.faults)} 处错误，不能通过：{first.zh}",
                f"{len(shown.faults)} errors are left: {first.en}",
            ),
            where=shown.item,
            remedy=Text("改好后再签，或退回", "repair the item first, or return it"),
        )
    if order.conclusions != ALL:
        raise UsageError(Text("三项结论都要确认", "an approval needs all three conclusions"), where=shown.item)
    for waiver in shown.waivers:
        if verify.is_thin(waiver.reason, office.policy):
            raise UsageError(
                Text(f"豁免理由过短：{waiver.rule}", f"the reason of a waiver is too short: {waiver.rule}"),
                where=shown.item,
            )


def _unchanged(office: Office, checker: Checker, shown: Shown, seen: str) -> None:
    """Refuse when the item, its ledger or what was found is no longer what the reviewer saw."""
    limit = options_for(checker.settings(shown.files)).max_bytes
    same_files = subject.same(shown.files, shown.result.files, shown.subject, limit)
    same_ledger = ledger.is_as_read(office.root, shown.ledger)
    if seen != shown.digest or not same_files or not same_ledger:
        raise ItemChangedError(
            Text("稿件在您查看之后有改动，没有签署", "the item has changed since it was shown; nothing was signed"),
            where=shown.item,
            remedy=Text("请重新查看后再签", "look at it again, then sign"),
        )


def _predicate(office: Office, shown: Shown, order: Order, owner: str) -> Predicate:
    levels = [finding.level for finding in shown.result.findings if finding.scope == "item"]
    revisions = shown.ledger.revisions
    before = revisions if shown.fresh else revisions[:-1]
    return Predicate(
        item=statement.nfc(shown.item),
        revision=len(before) + 1,
        supersedes=before[-1][-1].digest if before else None,
        level=order.level,
        level_name=office.policy.levels[order.level - 1],
        decision=order.decision,
        reviewer=owner if order.paper is None else order.paper.reviewer,
        on_behalf_of=order.on_behalf_of,
        medium="key" if order.paper is None else "wet-ink",
        recorded_by=None if order.paper is None else owner,
        scan=None if order.paper is None else order.paper.scan,
        signed_on=office.day.isoformat(),
        checked_as_of=office.day.isoformat(),
        previous=shown.previous,
        rules=shown.rules,
        findings=shown.findings,
        errors=levels.count(Level.ERROR),
        warnings=levels.count(Level.WARNING),
        waivers=list(shown.waivers),
        conclusions=order.conclusions,
        comment=order.comment,
    )
