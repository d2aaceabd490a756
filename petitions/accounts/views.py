"""Log in and out, join, and one's own account: passphrase, second factors, sessions."""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from petitions.accounts import access, factors, operations, passkeys, sessions
from petitions.accounts.access import ANYONE, organiser, require_recent_login, requires, session
from petitions.accounts.factors import WrongCode
from petitions.accounts.forms import (
    AgainForm,
    AppForm,
    FactorForm,
    JoinForm,
    LogInForm,
    PassphraseForm,
)
from petitions.accounts.models import VIEWER, Invitation, Organiser, Session
from petitions.accounts.operations import EmailTaken, InvitationUnknown, WrongPassphrase
from petitions.db import now
from petitions.documents.images import qr_svg
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
        token = operations.log_in(
            form.email.data or "",
            form.password.data or "",
            network,
            replaces=before and before[0],
        )
    except WrongPassphrase:
        return _log_in_page(form, is_wrong=True), 422
    answer = make_response(redirect(url_for(".factor", next=request.args.get("next")), 303))
    return access.set_session_cookie(answer, token)


@bp.get("/login/factor")
@requires(ANYONE)
def factor() -> ResponseReturnValue:
    """Ask for the second factor; an organiser who needs none goes on."""
    session, _organiser = _visitor_or_log_in()
    if not session.is_pending_2fa:
        return redirect(access.safe_next(request.args.get("next")), 303)
    return _factor_page(FactorForm(formdata=None))


@bp.post("/login/factor")
@requires(ANYONE)
def check_factor() -> ResponseReturnValue:
    """Log in with a code or a passkey; the session gets a new cookie."""
    session, organiser = _visitor_or_log_in()
    form = FactorForm(request.form)
    try:
        operations.verify_second_factor(session, organiser, *form.answer())
    except WrongCode:
        return _factor_page(form, is_wrong=True), 422
    try:
        token = operations.finish_log_in(session)
    except WrongPassphrase:
        return redirect(url_for(".log_in"), 303)
    answer = make_response(redirect(access.safe_next(request.args.get("next")), 303))
    return access.set_session_cookie(answer, token)


@bp.post("/logout")
@requires(VIEWER)
def log_out() -> ResponseReturnValue:
    """Log out here, or everywhere."""
    operations.log_out(session(), everywhere="everywhere" in request.form)
    return access.delete_session_cookie(make_response(redirect(url_for(".log_in", out="y"), 303)))


@bp.get("/join/<token>")
@requires(ANYONE)
def join(token: str) -> ResponseReturnValue:
    """Ask for a passphrase; opening the link does not use it up."""
    invitation = operations.invitation_for(token)
    return _join_page(invitation, JoinForm(formdata=None, email=invitation.email))


@bp.post("/join/<token>")
@requires(ANYONE)
def make_account(token: str) -> ResponseReturnValue:
    """Make the account, log in, and go on to the second factor."""
    invitation = operations.invitation_for(token)
    form = JoinForm(request.form)
    if invitation.email:
        form.email.data = invitation.email
    if not form.validate():
        return _join_page(invitation, form), 422
    try:
        cookie = operations.join(token, form.email.data or "", form.password.data or "")
    except EmailTaken:
        return _join_page(invitation, form, is_taken=True), 422
    answer = make_response(redirect(url_for(".account", joined="y"), 303))
    return access.set_session_cookie(answer, cookie)


@bp.errorhandler(InvitationUnknown)
def invitation_unknown(_problem: InvitationUnknown) -> ResponseReturnValue:
    """Say why the link does nothing, and what to do."""
    return render_template("accounts/invitation_unknown.html"), 404


@bp.get("/account")
@requires(VIEWER)
def account() -> ResponseReturnValue:
    """Show what protects the account."""
    return _account_page(PassphraseForm(formdata=None))


@bp.post("/account/passphrase")
@requires(VIEWER)
def change_passphrase() -> ResponseReturnValue:
    """Take a new passphrase from an organiser who knows the old one."""
    form = PassphraseForm(request.form)
    form.email.data = organiser().email
    if not form.validate():
        return _account_page(form), 422
    try:
        operations.change_passphrase(
            session(), organiser(), form.old.data or "", form.password.data or ""
        )
    except WrongPassphrase:
        form.old.errors = [form.wrong]
        return _account_page(form), 422
    return redirect(url_for(".account", done="passphrase"), 303)


@bp.get("/account/again")
@requires(VIEWER)
def again() -> ResponseReturnValue:
    """Ask to log in again, before who may come in is changed."""
    return _again_page(AgainForm(formdata=None))


@bp.post("/account/again")
@requires(VIEWER)
def log_in_again() -> ResponseReturnValue:
    """Check the second factor or passphrase, and go back to where it was needed."""
    form = AgainForm(request.form)
    try:
        operations.log_in_again(session(), organiser(), form.password.data or "", *form.answer())
    except (WrongCode, WrongPassphrase):
        return _again_page(form, is_wrong=True), 422
    return redirect(access.safe_next(request.args.get("next")), 303)


@bp.get("/account/app")
@requires(VIEWER)
def app() -> ResponseReturnValue:
    """Show the code that an app scans."""
    require_recent_login()
    return _app_page(AppForm(formdata=None, secret=factors.new_secret()))


@bp.post("/account/app")
@requires(VIEWER)
def set_up_app() -> ResponseReturnValue:
    """Keep the app that shows the right digits."""
    require_recent_login()
    form = AppForm(request.form)
    if not form.validate():
        abort(400)  # the hidden secret was changed
    try:
        codes = operations.set_up_app(organiser(), form.secret.data or "", form.code.data or "")
    except WrongCode:
        return _app_page(form, is_wrong=True), 422
    return _codes_page(codes) if codes else redirect(url_for(".account", done="app"), 303)


@bp.post("/account/app/remove")
@requires(VIEWER)
def remove_app() -> ResponseReturnValue:
    """Delete the app's secret."""
    require_recent_login()
    operations.remove_app(organiser())
    return redirect(url_for(".account", done="removed"), 303)


@bp.post("/account/passkeys")
@requires(VIEWER)
def add_passkey() -> ResponseReturnValue:
    """Keep the passkey that the browser has made."""
    require_recent_login()
    name = request.form.get("name", "").replace("\0", "").strip()
    credential = request.form.get("credential", "")
    try:
        codes = operations.add_passkey(session(), organiser(), credential, name)
    except WrongCode:
        return _account_page(PassphraseForm(formdata=None), passkey_failed=True), 422
    return _codes_page(codes) if codes else redirect(url_for(".account", done="passkey"), 303)


@bp.post("/account/passkeys/<int:number>/remove")
@requires(VIEWER)
def remove_passkey(number: int) -> ResponseReturnValue:
    """Delete a passkey."""
    require_recent_login()
    own = {passkey.id: passkey for passkey in passkeys.passkeys_of(organiser())}
    if number not in own:
        abort(404)
    operations.remove_passkey(organiser(), own[number])
    return redirect(url_for(".account", done="removed"), 303)


@bp.post("/account/recovery")
@requires(VIEWER)
def renew_recovery_codes() -> ResponseReturnValue:
    """Show ten new recovery codes, once."""
    require_recent_login()
    access.require_second_factor()
    return _codes_page(operations.renew_recovery_codes(organiser()))


def _visitor_or_log_in() -> tuple[Session, Organiser]:
    who = access.visitor_session()
    if who is None:
        abort(redirect(url_for(".log_in", next=request.args.get("next")), 303))
    return who


def _log_in_page(form: LogInForm, *, is_wrong: bool = False) -> str:
    return render_template("accounts/log_in.html", form=form, is_wrong=is_wrong)


def _factor_page(form: FactorForm, *, is_wrong: bool = False) -> str:
    session, organiser = _visitor_or_log_in()
    return render_template(
        "accounts/factor.html",
        form=form,
        is_wrong=is_wrong,
        has_app=factors.has_app(organiser),
        passkey=passkeys.authentication_options(session, organiser),
    )


def _join_page(invitation: Invitation, form: JoinForm, *, is_taken: bool = False) -> str:
    return render_template(
        "accounts/join.html", form=form, invitation=invitation, is_taken=is_taken
    )


def _account_page(form: PassphraseForm, *, passkey_failed: bool = False) -> str:
    new_passkey = ""
    if passkeys.is_supported():
        new_passkey = passkeys.registration_options(session(), organiser())
    return render_template(
        "accounts/account.html",
        form=form,
        has_app=factors.has_app(organiser()),
        passkeys=passkeys.passkeys_of(organiser()),
        new_passkey=new_passkey,
        passkey_failed=passkey_failed,
        codes_left=factors.recovery_codes_left(organiser()),
        sessions=sessions.open_sessions(organiser().id),
        this=session(),
    )


def _again_page(form: AgainForm, *, is_wrong: bool = False) -> str:
    return render_template(
        "accounts/again.html",
        form=form,
        is_wrong=is_wrong,
        has_factor=factors.has_factor(organiser()),
        has_app=factors.has_app(organiser()),
        passkey=passkeys.authentication_options(session(), organiser()),
    )


def _app_page(form: AppForm, *, is_wrong: bool = False) -> str:
    address = factors.app_address(organiser(), form.secret.data or "")
    code = Markup(qr_svg(address, within_html=True, title=_("For your app")))  # noqa: S704  (ours)
    return render_template("accounts/app.html", form=form, is_wrong=is_wrong, code=code)


def _codes_page(codes: list[str]) -> str:
    return render_template("accounts/recovery_codes.html", codes=codes)
