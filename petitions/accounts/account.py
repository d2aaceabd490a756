"""One's own account: passphrase, second factors, where one is logged in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import VIEWER

bp = Blueprint("account", __name__, url_prefix="/organise/account")


@bp.get("")
@requires(VIEWER)
def account() -> ResponseReturnValue:
    """Show what protects the account."""
    return render_template("accounts/account.html")
