"""Mail on its way: what waits, what was sent, what nobody took."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import EDITOR

bp = Blueprint("outbox", __name__, url_prefix="/organise/mail")


@bp.get("")
@requires(EDITOR)
def mail() -> ResponseReturnValue:
    """List the mails of the outbox."""
    return render_template("organisers/outbox.html")
