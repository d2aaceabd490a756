"""The audit log, to read."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import EDITOR

bp = Blueprint("auditing", __name__, url_prefix="/organise/audit")


@bp.get("")
@requires(EDITOR)
def audit() -> ResponseReturnValue:
    """List the entries, the newest first."""
    return render_template("organisers/audit.html")
