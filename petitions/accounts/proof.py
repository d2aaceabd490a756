"""Prove again who one is, right before what harms: what was sent meanwhile is kept.

The page that asks holds the form that was sent, and sends it once more together with the proof.
"""

from datetime import datetime

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from petitions.accounts import factors, passkeys, sessions
from petitions.accounts.factors import WrongCode
from petitions.accounts.forms import AgainForm
from petitions.accounts.models import LISTS_OPEN, RECENT
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


def lists_open_until() -> datetime | None:
    """Return until when this session may take lists of names along; None where it has to prove."""
    proved_at, changed_at = g.session.lists_proved_at, g.organiser.role_changed_at
    if proved_at is None or now() > proved_at + LISTS_OPEN:
        return None
    return None if changed_at is not None and changed_at >= proved_at else proved_at + LISTS_OPEN


def proof_page(problem: FreshProofNeeded) -> ResponseReturnValue:
    """Ask for the proof, with what was sent; htmx leaves the form as it stands, and says so."""
    if "HX-Request" in request.headers:
        return Response(status=403)
    sent = request.form.items(multi=True)
    form, is_wrong = AgainForm(None, prefix=_PREFIX), problem.__cause__ is not None
    is_empty = not is_wrong and any(name.startswith(_PREFIX) for name in request.form)
    if is_empty:
        form.code.errors = [_("Type the code.")]
        form.password.errors = [_("Type your passphrase.")]
    page = render_template(
        "accounts/proof.html",
        form=form,
        is_wrong=is_wrong,
        kept=[(name, without_nul(value)) for name, value in sent if not name.startswith(_PREFIX)],
        action=request.full_path.rstrip("?"),
        has_factor=factors.has_factor(g.organiser),
        has_app=g.organiser.totp_secret is not None,
        passkey=passkeys.authentication_options(g.session, g.organiser),
    )
    return Response(page, status=422 if is_wrong or is_empty else 403)
