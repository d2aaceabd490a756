"""How the campaigns go."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import VIEWER

bp = Blueprint("dashboard", __name__, url_prefix="/organise")


@bp.get("/")
@requires(VIEWER)
def overview() -> ResponseReturnValue:
    """List every campaign with its numbers."""
    return render_template("organisers/overview.html")
