"""What a configuration declares for audits: the columns of the site, limits of its own, how folders and pages are named."""

from __future__ import annotations

from typing import Annotated

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


class Auditing(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """How audits of this site are done and titled."""

    title: Annotated[str, Meta(description="title of the dashboard; empty for the site's name")] = ""
    masthead: Annotated[str, Meta(description="red head of the printed page; empty for a plain title")] = ""
    issue: Annotated[str, Meta(description="number of the issue below the masthead")] = ""
    office: Annotated[str, Meta(description="who publishes it")] = ""
    folders: Annotated[str, Meta(description="where items lie, such as items/{department}/{column}")] = ""
    limits: Annotated[dict[str, Days], Meta(description="limit of a class of columns, in days")] = {}
    soon: Annotated[dict[str, Days], Meta(description="days before its end at which a class counts as due")] = {}
