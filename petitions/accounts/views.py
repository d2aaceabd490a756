"""Log in, prove the second factor, log out."""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from petitions.accounts import access, factors, operations, passkeys
from petitions.accounts.access import ANYONE, requires
from petitions.accounts.factors import WrongCode
from petitions.accounts.forms import FactorForm, LogInForm
from petitions.accounts.models import VIEWER, Organiser, Session
from petitions.db import now
from petitions.web.limits import network_digest

bp = Blueprint("accounts", __name__, url_prefix="/organise")


@bp.get("/login")
@requires(ANYONE)
def log_in() -> ResponseReturnValue:
    """Ask for e-mail address and passphrase."""
    return _log_in_page(LogInForm(formdata=None))


@bp.post("/login")
@requires(ANYONE)
def check_passphrase() -> ResponseReturnValue:
    """Log in, or go on to the second factor."""
    form = LogInForm(request.form)
    if not form.validate():
        return _log_in_page(form), 422
    network = network_digest(request.remote_addr, now().date())
    before = access.visitor_session()
    try:
        token = operations.log_in(*form.answer(), network, replaces=before and before[0])
    except operations.WrongPassphrase:
        return _log_in_page(form, is_wrong=True), 422
    answer = make_response(redirect(url_for(".factor", next=request.args.get("next")), 303))
    return access.give_cookie(answer, token)


@bp.get("/login/factor")
@requires(ANYONE)
def factor() -> ResponseReturnValue:
    """Ask for the second factor; who needs none goes on."""
    session, _organiser = _session_or_404()
    if not session.waits:
        return redirect(access.own_page(request.args.get("next")), 303)
    return _factor_page(FactorForm(formdata=None))


@bp.post("/login/factor")
@requires(ANYONE)
def check_factor() -> ResponseReturnValue:
    """Log in with a code or a passkey; the session gets a new cookie."""
    session, organiser = _session_or_404()
    form = FactorForm(request.form)
    try:
        operations.prove(session, organiser, *form.answer())
    except WrongCode:
        return _factor_page(form, is_wrong=True), 422
    try:
        token = operations.finish_log_in(session)
    except operations.WrongPassphrase:
        return redirect(url_for(".log_in"), 303)
    answer = make_response(redirect(access.own_page(request.args.get("next")), 303))
    return access.give_cookie(answer, token)


@bp.post("/logout")
@requires(VIEWER)
def log_out() -> ResponseReturnValue:
    """Log out here, or everywhere."""
    operations.log_out(access.session(), everywhere="everywhere" in request.form)
    return access.take_cookie(make_response(redirect(url_for(".log_in", out="y"), 303)))


def _session_or_404() -> tuple[Session, Organiser]:
    found = access.visitor_session()
    if found is None:
        abort(redirect(url_for(".log_in", next=request.args.get("next")), 303))
    return found


def _log_in_page(form: LogInForm, *, is_wrong: bool = False) -> str:
    return render_template("accounts/log_in.html", form=form, is_wrong=is_wrong)


def _factor_page(form: FactorForm, *, is_wrong: bool = False) -> str:
    session, organiser = _session_or_404()
    return render_template(
        "accounts/factor.html",
        form=form,
        is_wrong=is_wrong,
        has_app=factors.has_app(organiser),
        passkey=passkeys.question(session, organiser),
    )
