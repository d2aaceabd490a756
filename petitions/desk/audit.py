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


def told(details: Mapping[str, Any]) -> list[Detail]:
    """Return the changes first, then what else is told.

    `before` and `after` are one change, or one for each name in them that changed.
    """
    others = {name: value for name, value in details.items() if name not in ("before", "after")}
    plain = [Detail(name, worded(value)) for name, value in others.items()]
    if not {"before", "after"} & details.keys():
        return plain
    return [*_changes(details.get("before"), details.get("after")), *plain]


def worded(value: Any) -> str:
    """Return a plain value as text: words as they are, all else as JSON; None is empty."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def _changes(before: Any, after: Any) -> list[Detail]:
    """Return one change, or where both sides have names, those of them that are not the same."""
    if not all(isinstance(side, Mapping | None) for side in (before, after)):
        return [Detail("", worded(after), worded(before), changed=True)]
    was, is_ = before or {}, after or {}
    names = [name for name in {**was, **is_} if was.get(name) != is_.get(name)]
    return [Detail(name, worded(is_.get(name)), worded(was.get(name)), True) for name in names]


class Check(NamedTuple):
    """What reading the whole chain found."""

    fault: str | None
    entries: int


@bp.get("")
@requires(EDITOR)
def audit() -> ResponseReturnValue:
    """List the entries, the newest first; `check` reads the whole chain."""
    offered = audit_choices()
    filters = AuditFilters.read(request.args, offered)
    return render_template(
        "desk/audit/audit.html",
        page=entry_page(filters, whole_number(request.args.get("before"), MAX_ENTRY)),
        filters=filters,
        choices=offered,
        told=told,
        is_first="before" not in request.args,
        check=_check() if "check" in request.args else None,
    )


def _check() -> Check:
    use_snapshot()  # an entry written meanwhile is neither missing nor too many
    return Check(first_fault(), number_of_entries())
