"""The audit log, to read."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.audit import (
    AuditFilters,
    audit_choices,
    entry_page,
    first_fault,
    number_of_entries,
)
from petitions.accounts.models import EDITOR
from petitions.db import use_snapshot
from petitions.web.text import whole_number

bp = Blueprint("auditing", __name__, url_prefix="/organise/audit")

MAX_ENTRY = 10**9 - 1


class Detail(NamedTuple):
    """One thing that an entry tells: that it changed, or how it was."""

    name: str
    value: str
    before: str = ""
    changed: bool = False


def readable_details(details: Mapping[str, Any]) -> list[Detail]:
    """Return the changes first, then what else an entry tells.

    `before` and `after` are one change, or one for each name in them that changed.
    """
    others = [
        Detail(name, worded(value))
        for name, value in details.items()
        if name not in {"before", "after"}
    ]
    if not {"before", "after"} & details.keys():
        return others
    before, after = details.get("before"), details.get("after")
    if not isinstance(before, Mapping | None) or not isinstance(after, Mapping | None):
        return [Detail("", worded(after), worded(before), changed=True), *others]
    before, after = before or {}, after or {}
    changes = [
        Detail(name, worded(after.get(name)), worded(before.get(name)), changed=True)
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]
    return [*changes, *others]


def worded(value: Any) -> str:
    """Return a plain value as text: words as they are, all else as JSON; None is empty."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


@bp.get("")
@requires(EDITOR)
def audit() -> ResponseReturnValue:
    """List the entries, the newest first; `check` reads the whole chain."""
    choices = audit_choices()
    filters = AuditFilters.read(request.args, choices)
    page = entry_page(filters, whole_number(request.args.get("before"), MAX_ENTRY))
    check = None
    if "check" in request.args:
        use_snapshot()  # an entry written meanwhile is neither missing nor too many
        check = {"fault": first_fault(), "entries": number_of_entries()}
    return render_template(
        "desk/audit/audit.html",
        page=page,
        filters=filters,
        choices=choices,
        readable_details=readable_details,
        is_first="before" not in request.args,
        check=check,
    )
