"""Who organises here: invite, change roles, remove."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import ADMIN

bp = Blueprint("members", __name__, url_prefix="/organise/organisers")


@bp.get("")
@requires(ADMIN)
def members() -> ResponseReturnValue:
    """List the organisers."""
    return render_template("accounts/members.html")
