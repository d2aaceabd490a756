"""Prove again who one is, right before what harms: what was sent meanwhile is kept.

The page that asks holds the form that was sent, and sends it once more together with the proof.
"""

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from petitions.accounts import factors, passkeys, sessions
from petitions.accounts.factors import WrongCode
from petitions.accounts.forms import AgainForm
from petitions.accounts.models import RECENT
from petitions.accounts.sessions import WrongPassphrase
from petitions.db import now
from petitions.web.forms import without_nul

_PREFIX = "proof-"


class FreshProofNeeded(Exception):
    """The last proof is too long ago for what would happen now."""


def require_fresh_proof() -> None:
    """Raise FreshProofNeeded unless the organiser proved who they are within RECENT, or does now.

    Raises:
        FreshProofNeeded, TooManyAttempts

    """
    if now() - g.session.proved_at <= RECENT:
        return
    form = AgainForm(request.form, prefix=_PREFIX)
    if not any(form.data.values()):
        raise FreshProofNeeded
    try:
        sessions.log_in_again(g.session, g.organiser, form.password.data or "", *form.answer())
    except (WrongCode, WrongPassphrase) as error:
        raise FreshProofNeeded from error


def proof_page(problem: FreshProofNeeded) -> ResponseReturnValue:
    """Ask for the proof, with what was sent; htmx leaves the form as it stands, and says so."""
    if "HX-Request" in request.headers:
        return Response(status=403)
    sent = request.form.items(multi=True)
    page = render_template(
        "accounts/proof.html",
        form=AgainForm(None, prefix=_PREFIX),
        is_wrong=problem.__cause__ is not None,
        kept=[(name, without_nul(value)) for name, value in sent if not name.startswith(_PREFIX)],
        action=request.full_path.rstrip("?"),
        has_factor=factors.has_factor(g.organiser),
        has_app=g.organiser.totp_secret is not None,
        passkey=passkeys.authentication_options(g.session, g.organiser),
    )
    return Response(page, status=422 if problem.__cause__ else 403)
