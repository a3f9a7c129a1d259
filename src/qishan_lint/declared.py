"""What a configuration declares beside rules: the columns of the site, how audits are done, checkers of third parties."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Days = Annotated[int, Meta(ge=1, le=3660)]


class Column(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """A column of the site. Its items are those below ``folder``, or those whose metadata name it."""

    name: Annotated[str, Meta(min_length=1)]
    folder: Annotated[str, Meta(description="glob of a folder, from the audited folder")] = ""
    names: Annotated[list[str], Meta(description="further names of the column in metadata")] = []
    department: Annotated[str, Meta(description="who answers for it; tells columns of one name apart")] = ""
    kind: Annotated[str, Meta(description="class of columns (rules/columns.yaml); empty: by its name")] = field(
        default="", name="class"
    )
    days: Annotated[Days | None, Meta(description="limit of its own, in days")] = None
    of: Annotated[list[str], Meta(description="a home page: the columns that it shows; none for all")] = []
    first_level: Annotated[bool, Meta(description="whether it counts among the first-level columns")] = True


class LedgerClock(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """The county's own periods of a kind of ledger, in working days; what it leaves out stays as shipped."""

    limit: Annotated[Days | None, Meta(description="to answer")] = None
    extension: Annotated[Days | None, Meta(description="by which the answer may be put off once")] = None
    supplement: Annotated[Days | None, Meta(description="to ask for what is missing")] = None
    third_party: Annotated[Days | None, Meta(description="for which a third party's opinion stops the clock")] = None
    soon: Annotated[Days | None, Meta(description="before the end to remind")] = None
    silent: Annotated[Days | None, Meta(description="calendar days without an answer that fail the site")] = None


class Auditing(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """How audits of this site are done and titled."""

    title: Annotated[str, Meta(description="title of the dashboard; empty for the site's name")] = ""
    masthead: Annotated[str, Meta(description="red head of the printed page; empty for a plain title")] = ""
    issue: Annotated[str, Meta(description="number of the issue below the masthead")] = ""
    office: Annotated[str, Meta(description="who publishes it")] = ""
    folders: Annotated[str, Meta(description="where items lie, such as items/{department}/{column}")] = ""
    limits: Annotated[dict[str, Days], Meta(description="limit of a class of columns, in days")] = {}
    soon: Annotated[dict[str, Days], Meta(description="days before its end at which a class counts as due")] = {}
    merged_areas: Annotated[dict[str, str], Meta(description="area of directories → the one that covers it here")] = {}
    ledgers: Annotated[
        dict[str, LedgerClock], Meta(description="periods by kind of ledger: foi, letters, hotline")
    ] = {}


class Checker(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """A checker of a third party: a command that reads the item as JSON on standard input, or an address for POST."""

    name: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]
    answer: Annotated[
        Literal["sarif", "rdjson", "languagetool", "chat"], Meta(description="the form of what comes back")
    ] = "sarif"
    command: Annotated[list[str], Meta(description="the program and its arguments")] = []
    url: Annotated[str, Meta(description="https address, or http on this machine")] = ""
    local: Annotated[bool, Meta(description="the command keeps everything on this machine")] = False
    timeout: Annotated[float, Meta(gt=0, le=600, description="seconds for each try")] = 60
    retries: Annotated[int, Meta(ge=0, le=5, description="tries after the first")] = 2
    language: Annotated[str, Meta(description="the language that a LanguageTool service is told")] = "zh-CN"
    model: Annotated[str, Meta(description="the model that a chat service is asked for")] = ""
    key_env: Annotated[str, Meta(description="environment variable with the key of an HTTP service")] = ""
