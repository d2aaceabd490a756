"""The page behind a one-time link: choose a passphrase."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from petitions.accounts import access, operations
from petitions.accounts.access import ANYONE, requires
from petitions.accounts.forms import JoinForm
from petitions.accounts.models import Invitation
from petitions.accounts.operations import EmailTaken, InvitationUnknown

bp = Blueprint("joining", __name__, url_prefix="/organise")


@bp.get("/join/<token>")
@requires(ANYONE)
def join(token: str) -> ResponseReturnValue:
    """Show the form; opening the link does not use it up."""
    invitation = operations.invited(token)
    return _page(invitation, JoinForm(formdata=None, email=invitation.email))


@bp.post("/join/<token>")
@requires(ANYONE)
def make_account(token: str) -> ResponseReturnValue:
    """Make the account, log in, and go on to the second factor."""
    invitation = operations.invited(token)
    form = JoinForm(request.form)
    if invitation.email:
        form.email.data = invitation.email
    if not form.validate():
        return _page(invitation, form), 422
    try:
        cookie = operations.join(token, form.email.data or "", form.password.data or "")
    except EmailTaken:
        return _page(invitation, form, is_taken=True), 422
    answer = make_response(redirect(url_for("account.account", joined="y"), 303))
    return access.give_cookie(answer, cookie)


@bp.errorhandler(InvitationUnknown)
def invitation_unknown(_problem: InvitationUnknown) -> ResponseReturnValue:
    """Say why the link does nothing, and what to do."""
    return render_template("accounts/invitation_unknown.html"), 404


def _page(invitation: Invitation, form: JoinForm, *, is_taken: bool = False) -> str:
    return render_template(
        "accounts/join.html", form=form, invitation=invitation, is_taken=is_taken
    )
