"""One's own account: passphrase, second factors, where one is logged in."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from petitions.accounts import access, factors, passkeys, securing, sessions
from petitions.accounts.access import demand_proof, organiser, requires, session
from petitions.accounts.factors import WrongCode
from petitions.accounts.forms import AgainForm, AppForm, PassphraseForm
from petitions.accounts.models import VIEWER
from petitions.accounts.operations import WrongPassphrase
from petitions.documents.codes import qr_svg

bp = Blueprint("account", __name__, url_prefix="/organise/account")


@bp.get("")
@requires(VIEWER)
def account() -> ResponseReturnValue:
    """Show what protects the account."""
    return _page(PassphraseForm(formdata=None))


@bp.post("/passphrase")
@requires(VIEWER)
def change_passphrase() -> ResponseReturnValue:
    """Take a new passphrase from who knows the old one."""
    form = PassphraseForm(request.form)
    form.email.data = organiser().email
    if not form.validate():
        return _page(form), 422
    try:
        securing.change_passphrase(session(), organiser(), *form.old_and_new())
    except WrongPassphrase:
        form.old.errors = [form.wrong]
        return _page(form), 422
    return _done("passphrase")


@bp.get("/again")
@requires(VIEWER)
def again() -> ResponseReturnValue:
    """Ask once more who is there, before who may come in is changed."""
    return _again_page(AgainForm(formdata=None))


@bp.post("/again")
@requires(VIEWER)
def prove_again() -> ResponseReturnValue:
    """Take the proof, and go back to where it was needed."""
    form = AgainForm(request.form)
    try:
        securing.prove_again(session(), organiser(), *form.proof())
    except (WrongCode, WrongPassphrase):
        return _again_page(form, is_wrong=True), 422
    return redirect(access.own_page(request.args.get("next")), 303)


@bp.get("/app")
@requires(VIEWER)
def app() -> ResponseReturnValue:
    """Show the code that an app scans."""
    demand_proof()
    return _app_page(AppForm(formdata=None, secret=factors.new_secret()))


@bp.post("/app")
@requires(VIEWER)
def set_up_app() -> ResponseReturnValue:
    """Keep the app that shows the right digits."""
    demand_proof()
    form = AppForm(request.form)
    if not form.validate():
        abort(400)  # the hidden secret was changed
    try:
        codes = securing.set_up_app(organiser(), *form.answer())
    except WrongCode:
        return _app_page(form, is_wrong=True), 422
    return _codes_page(codes) if codes else _done("app")


@bp.post("/app/remove")
@requires(VIEWER)
def remove_app() -> ResponseReturnValue:
    """Forget the app."""
    demand_proof()
    securing.remove_app(organiser())
    return _done("removed")


@bp.post("/passkeys")
@requires(VIEWER)
def add_passkey() -> ResponseReturnValue:
    """Keep the passkey that the browser has made."""
    demand_proof()
    name = request.form.get("name", "").replace("\0", "").strip()
    try:
        codes = securing.add_passkey(
            session(), organiser(), request.form.get("credential", ""), name
        )
    except WrongCode:
        return _page(PassphraseForm(formdata=None), passkey_failed=True), 422
    return _codes_page(codes) if codes else _done("passkey")


@bp.post("/passkeys/<int:number>/remove")
@requires(VIEWER)
def remove_passkey(number: int) -> ResponseReturnValue:
    """Forget a passkey."""
    demand_proof()
    found = [one for one in passkeys.of(organiser()) if one.id == number]
    if not found:
        abort(404)
    securing.remove_passkey(organiser(), found[0])
    return _done("removed")


@bp.post("/recovery")
@requires(VIEWER)
def renew_recovery_codes() -> ResponseReturnValue:
    """Show ten new recovery codes, once."""
    demand_proof()
    access.demand_factor()
    return _codes_page(securing.renew_recovery_codes(organiser()))


def _done(what: str) -> ResponseReturnValue:
    return redirect(url_for(".account", done=what), 303)


def _page(form: PassphraseForm, *, passkey_failed: bool = False) -> str:
    possible = passkeys.are_possible()
    return render_template(
        "accounts/account.html",
        form=form,
        has_app=factors.has_app(organiser()),
        passkeys=passkeys.of(organiser()),
        new_passkey=passkeys.new_question(session(), organiser()) if possible else "",
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
        passkey=passkeys.question(session(), organiser()),
    )


def _app_page(form: AppForm, *, is_wrong: bool = False) -> str:
    address = factors.app_address(organiser(), form.secret.data or "")
    code = Markup(qr_svg(address, within_html=True, title=_("For your app")))  # noqa: S704  (ours)
    return render_template("accounts/app.html", form=form, is_wrong=is_wrong, code=code)


def _codes_page(codes: list[str]) -> str:
    return render_template("accounts/recovery_codes.html", codes=codes)
