"""Where the gate's policy and configuration come from: a trusted revision or a pinned digest, never the change itself."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from qishan_lint import config, settings
from qishan_lint.errors import TrustError, UsageError
from qishan_lint.model import Text
from qishan_lint.signoff import attested, canonical, ledger, verify
from qishan_lint.signoff import policy as policies
from qishan_lint.signoff.policy import Policy
from qishan_lint.signoff.statement import nfc, text_digest
from qishan_lint.sources import git, ignores

_LIMIT = 2_000_000
_RECORDS = (ledger.SIGNOFFS, attested.FOLDER)
_NAMES = frozenset((*config.NAMES, *ignores.FILES))
_PROJECT = "pyproject.toml"
_SKIPPED = frozenset((".git", "node_modules", "__pycache__", ".venv"))


@dataclass(frozen=True, slots=True)
class Trust:
    """The trusted policy, the deciding files that differ from the trusted ones, and the records of the base.

    ``base`` holds ledgers and statements by path; without one, nothing is compared with a base.
    """

    policy: Policy
    changed: tuple[str, ...] = ()
    base: Mapping[str, bytes] | None = None

    def only_added(self, root: Path, item: str) -> None:
        """Refuse records that lack signatures or statements which the base branch has. Raises TrustError."""
        base = self.base or {}
        signed, stated = ledger.place(item), attested.place(item)
        if signed in base:
            before = ledger.parse(base[signed], item, signed)
            verify.only_added(before.envelopes, ledger.load(root, item).envelopes, item)
        if stated in base:
            verify.only_added(attested.parse(base[stated], item, stated), attested.envelopes(root, item), item)


def of_revision(root: Path, revision: str) -> Trust:
    """Trust what ``revision`` of the repository around ``root`` says. Raises TrustError when it has no policy."""
    names = git.names_at(root, revision)
    if policies.PATH not in names:
        raise TrustError(
            Text(f"{revision} 里没有签审策略", f"{revision} has no policy"),
            where=policies.PATH,
            remedy=Text("先把策略合并到可信分支", "merge the policy into the trusted branch first"),
        )
    top = git.top(root)
    here = deciding(top, root)
    there = {name: object_ for name, object_ in git.names_at(top, revision).items() if _decides(name, here)}
    data = git.contents(top, there.values(), _LIMIT)
    trusted = {nfc(name): _digest(name, data.get(object_)) for name, object_ in there.items()}
    now = {name: _digest(name, _bytes(path)) for name, path in here.items()}
    changed = (name for name in {*trusted, *now} if trusted.get(name, "") != now.get(name, ""))
    policy = git.contents(root, [names[policies.PATH]], _LIMIT)[names[policies.PATH]]
    return Trust(_policy(policy, f"{revision}:{policies.PATH}"), tuple(sorted(changed)))


def of_digest(root: Path, digest: str) -> Trust:
    """Trust the policy and configuration in ``root`` if their common digest is ``digest``. Raises TrustError."""
    if pinned(root) != digest.strip().lower():
        raise TrustError(
            Text("策略或配置与锁定的摘要不符", "policy or configuration differ from the pinned digest"),
            where=policies.PATH,
            remedy=Text("核对改动后用 policy check 取新摘要", "review the change; policy check prints the new digest"),
        )
    return Trust(_policy(_bytes(root / policies.PATH), policies.PATH))


def base_records(root: Path, revision: str) -> dict[str, bytes]:
    """The ledgers and statements in ``revision``, by path relative to ``root``."""
    names = {name: each for name, each in git.names_at(root, revision).items() if name.startswith(_RECORDS)}
    data = git.contents(root, names.values(), canonical.MAX_BYTES)
    return {nfc(name): data.get(each, b"") for name, each in names.items()}


def pinned(root: Path) -> str:
    """One digest over the policy and every file that decides what is checked: what ``--policy-digest`` names."""
    found = {name: _digest(name, _bytes(path)) for name, path in deciding(root, root).items()}
    said = {name: digest for name, digest in found.items() if digest}
    return canonical.digest({**said, policies.PATH: text_digest(_bytes(root / policies.PATH))})


def deciding(top: Path, root: Path) -> dict[str, Path]:
    """The files below ``top`` that decide what is checked in ``root``, and how, by path relative to ``top``.

    Configuration, ignores, what a configuration extends, and the rules of packs that it names by folder.
    """
    found = set(_named(top))
    configuration = settings.for_folder(root, settings.Choice())
    for layer in configuration.layers:
        found.update(_files(Path(layer.name)) if layer.name else ())
        for pack in layer.config.packs:
            found.update(_files(Path(layer.base or top) / pack))
    resolved = {path: os.path.relpath(path, top).replace(os.sep, "/") for path in found}
    return {nfc(name): path for path, name in resolved.items() if not name.startswith("../")}


def _named(top: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in _SKIPPED]
        for name in names:
            if name in _NAMES or name == _PROJECT:
                yield Path(folder, name)


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    elif place.is_dir():
        for folder, _, names in os.walk(place):
            yield from (Path(folder, name) for name in names)


def _decides(name: str, here: Mapping[str, Path]) -> bool:
    last = name.rpartition("/")[2]
    return last in _NAMES or last == _PROJECT or nfc(name) in here


def _digest(name: str, data: bytes | None) -> str:
    """The digest of a deciding file; of a Python project only the part that is ours counts, "" without one.

    A file that is too large to be read differs from every other.
    """
    if data is None:
        return "unread"
    if name.rpartition("/")[2] != _PROJECT:
        return text_digest(data)
    try:
        ours = tomllib.loads(data.decode("utf-8")).get("tool", {}).get("qishan-lint")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return text_digest(data)
    return text_digest(repr(ours).encode()) if ours is not None else ""


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(Text("读不了", "cannot be read"), where=str(path)) from error


def _policy(data: bytes, where: str) -> Policy:
    try:
        return policies.read(data.decode("utf-8"), where)
    except UnicodeDecodeError:
        raise TrustError(Text("策略不是 UTF-8 文本", "the policy is not UTF-8"), where=where) from None
