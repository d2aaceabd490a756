"""Log in and out, join, and one's own account: passphrase, second factors, sessions."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from petitions.accounts import access, factors, operations, passkeys, queries, sessions
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
from petitions.accounts.models import VIEWER, Organiser, Session
from petitions.accounts.operations import EmailTaken, InvitationUnknown, InvitationWaits, LastAdmin
from petitions.accounts.proof import require_fresh_proof
from petitions.accounts.sessions import NewSession, WrongPassphrase
from petitions.db import now
from petitions.documents.images import qr_svg
from petitions.web.limits import network_digest
from petitions.web.links import redirect_to_meant

bp = Blueprint("accounts", __name__, url_prefix="/organise")


@bp.route("/login", methods=["GET", "POST"])
@requires(ANYONE)
def log_in() -> ResponseReturnValue:
    """Log in with a passkey; or with address and passphrase, and go on to the second factor."""
    form, wrong = LogInForm(request.form), ""
    credential = request.form.get("credential", "")
    if request.method == "POST" and (credential or form.validate()):
        try:
            started = _started(form, credential)
        except WrongCode:
            wrong = "passkey"
        except WrongPassphrase:
            wrong = "passphrase"
        else:
            address = url_for(".factor", next=request.args.get("next"))
            return access.set_session_cookie(redirect(address, 303), started)
    passkey = passkeys.log_in_options()
    page = render_template("accounts/log_in.html", form=form, wrong=wrong, passkey=passkey)
    return page, 422 if request.method == "POST" else 200


def _started(form: LogInForm, credential: str) -> NewSession:
    """Return the session that a passkey, or a passphrase, begins in place of the one before."""
    network = network_digest(request.remote_addr, now().date())
    before = access.visitor_session()
    replaces = before and before[0]
    if credential:
        return sessions.log_in_by_passkey(credential, network, replaces=replaces)
    email, passphrase = form.email.data or "", form.password.data or ""
    device = access.device_cookie()
    return sessions.log_in(email, passphrase, network, device=device, replaces=replaces)


@bp.route("/login/factor", methods=["GET", "POST"])
@requires(ANYONE)
def factor() -> ResponseReturnValue:
    """Log in with a code or a passkey, for a new cookie; an organiser who needs none goes on."""
    session, organiser = _visitor_or_log_in()
    destination = access.safe_next(request.args.get("next"))
    form, is_wrong = FactorForm(request.form), False
    if request.method == "POST":
        try:
            sessions.verify_second_factor(session, organiser, *form.answer())
            started = sessions.finish_log_in(session)
        except WrongCode:
            is_wrong = True
            session, organiser = _visitor_or_log_in()
        except WrongPassphrase:
            return redirect(url_for(".log_in"), 303)
        else:
            return access.set_session_cookie(redirect(destination, 303), started)
    elif not session.is_pending_2fa:
        return redirect(destination, 303)
    page = render_template(
        "accounts/factor.html",
        form=form,
        is_wrong=is_wrong,
        has_app=organiser.totp_secret is not None,
        passkey=passkeys.authentication_options(session, organiser),
    )
    return page, 422 if is_wrong else 200


def _visitor_or_log_in() -> tuple[Session, Organiser]:
    visitor = access.visitor_session()
    if visitor is None:
        abort(redirect(url_for(".log_in", next=request.args.get("next")), 303))
    return visitor


@bp.post("/logout")
@requires(VIEWER)
def log_out() -> ResponseReturnValue:
    """Log out here, or everywhere."""
    sessions.log_out(session(), everywhere="everywhere" in request.form)
    return access.delete_session_cookie(redirect(url_for(".log_in", out="y"), 303))


@bp.route("/join/<token>", methods=["GET", "POST"])
@requires(ANYONE)
def join(token: str) -> ResponseReturnValue:
    """Choose a passphrase, which makes the account; opening the link does not use it up."""
    invitation = operations.invitation_for(token)
    form, trouble = JoinForm(request.form), ""
    if invitation.email:
        form.email.data = invitation.email
    if request.method == "POST" and form.validate():
        try:
            started = operations.join(token, form.email.data or "", form.password.data or "")
        except EmailTaken:
            trouble = "taken"
        except LastAdmin:
            trouble = "last admin"
        else:
            address = url_for(".account", joined="y")
            return access.set_session_cookie(redirect(address, 303), started)
    page = render_template("accounts/join.html", form=form, invitation=invitation, trouble=trouble)
    return page, 422 if request.method == "POST" else 200


@bp.errorhandler(InvitationUnknown)
def invitation_unknown(_problem: InvitationUnknown) -> ResponseReturnValue:
    """Say why the link does nothing, and what to do."""
    return redirect_to_meant() or (render_template("accounts/invitation_unknown.html"), 404)


@bp.errorhandler(InvitationWaits)
def invitation_waits(problem: InvitationWaits) -> ResponseReturnValue:
    """Say from when the link works, and why not before."""
    page = render_template("accounts/invitation_waits.html", starts_at=problem.starts_at)
    return page, 403


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
    old, new = form.old.data or "", form.password.data or ""
    try:
        operations.change_passphrase(session(), organiser(), old, new)
    except WrongPassphrase:
        form.old.errors = [_("This is not your passphrase.")]
        return _account_page(form), 422
    return redirect(url_for(".account", done="passphrase"), 303)


def _account_page(form: PassphraseForm, *, failed_passkey: str | None = None) -> str:
    return render_template(
        "accounts/account.html",
        form=form,
        has_app=organiser().totp_secret is not None,
        passkeys=passkeys.passkeys_of(organiser()),
        new_passkey=passkeys.registration_options(session(), organiser()),
        failed_passkey=failed_passkey,
        codes_left=factors.recovery_codes_left(organiser()),
        sessions=queries.open_sessions(organiser().id),
        this=session(),
    )


@bp.route("/account/again", methods=["GET", "POST"])
@requires(VIEWER)
def again() -> ResponseReturnValue:
    """Log in again, before who may come in is changed, and go back to where it was needed."""
    form, is_wrong = AgainForm(request.form), False
    if request.method == "POST":
        passphrase = form.password.data or ""
        try:
            sessions.log_in_again(session(), organiser(), passphrase, *form.answer())
        except (WrongCode, WrongPassphrase):
            is_wrong = True
        else:
            return redirect(access.safe_next(request.args.get("next")), 303)
    page = render_template(
        "accounts/again.html",
        form=form,
        is_wrong=is_wrong,
        has_factor=factors.has_factor(organiser()),
        has_app=organiser().totp_secret is not None,
        passkey=passkeys.authentication_options(session(), organiser()),
    )
    return page, 422 if is_wrong else 200


@bp.route("/account/app", methods=["GET", "POST"])
@requires(VIEWER)
def app() -> ResponseReturnValue:
    """Show the code that an app scans; keep the app that then shows the right digits."""
    from pyotp import TOTP, random_base32

    form, is_wrong = AppForm(request.form), False
    if request.method == "POST":
        require_fresh_proof()
        if not form.validate():
            abort(400)  # the hidden secret was changed
        try:
            codes = operations.set_up_app(organiser(), form.secret.data or "", form.code.data or "")
        except WrongCode:
            is_wrong = True
        else:
            return _recovery_codes_or_account(codes, "app")
    else:
        require_recent_login()
        form.secret.data = random_base32()
    totp = TOTP(form.secret.data or "")
    address = totp.provisioning_uri(name=organiser().email, issuer_name="Petitions")
    code = Markup(qr_svg(address, within_html=True, title=_("For your app")))  # noqa: S704  (ours)
    page = render_template("accounts/app.html", form=form, is_wrong=is_wrong, code=code)
    return page, 422 if is_wrong else 200


@bp.post("/account/app/remove")
@requires(VIEWER)
def remove_app() -> ResponseReturnValue:
    """Delete the app's secret."""
    require_fresh_proof()
    operations.remove_app(organiser())
    return redirect(url_for(".account", done="removed"), 303)


@bp.post("/account/passkeys")
@requires(VIEWER)
def add_passkey() -> ResponseReturnValue:
    """Keep the passkey that the browser has made."""
    require_fresh_proof()
    name = request.form.get("name", "").replace("\0", "").strip()
    credential = request.form.get("credential", "")
    try:
        codes = operations.add_passkey(session(), organiser(), credential, name)
    except WrongCode:
        return _account_page(PassphraseForm(formdata=None), failed_passkey=name), 422
    return _recovery_codes_or_account(codes, "passkey")


def _recovery_codes_or_account(codes: list[str], done: str) -> ResponseReturnValue:
    """Show the codes that came with a first second factor; else say what is done."""
    if codes:
        return render_template("accounts/recovery_codes.html", codes=codes)
    return redirect(url_for(".account", done=done), 303)


@bp.post("/account/passkeys/<int:number>/remove")
@requires(VIEWER)
def remove_passkey(number: int) -> ResponseReturnValue:
    """Delete a passkey."""
    require_fresh_proof()
    own = {passkey.id: passkey for passkey in passkeys.passkeys_of(organiser())}
    if number not in own:
        abort(404)
    operations.remove_passkey(organiser(), own[number])
    return redirect(url_for(".account", done="removed"), 303)


@bp.post("/account/recovery")
@requires(VIEWER)
def renew_recovery_codes() -> ResponseReturnValue:
    """Show ten new recovery codes, once."""
    require_fresh_proof()
    access.require_second_factor()
    codes = operations.renew_recovery_codes(organiser())
    return render_template("accounts/recovery_codes.html", codes=codes)
