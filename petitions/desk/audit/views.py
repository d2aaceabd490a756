"""The audit log, to read."""

from typing import NamedTuple

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
from petitions.desk.audit.details import told
from petitions.web.text import whole_number

bp = Blueprint("auditing", __name__, url_prefix="/organise/audit")

MAX_ENTRY = 10**9 - 1


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
