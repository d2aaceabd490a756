"""Who organises here: invite, change roles, remove."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from petitions.accounts import access, membership, operations
from petitions.accounts.access import requires
from petitions.accounts.forms import InviteForm
from petitions.accounts.membership import LastAdmin
from petitions.accounts.models import ADMIN, ROLES, Organiser
from petitions.web.http import absolute_address

bp = Blueprint("members", __name__, url_prefix="/organise/organisers")


@bp.get("")
@requires(ADMIN)
def members() -> ResponseReturnValue:
    """List the organisers, and who is invited."""
    return _page(InviteForm(formdata=None))


@bp.post("")
@requires(ADMIN)
def invite() -> ResponseReturnValue:
    """Make a one-time link, and show it this once."""
    _demand_much()
    form = InviteForm(request.form)
    if not form.validate():
        return _page(form), 422
    try:
        token = operations.invite(*form.answer(), actor=access.organiser().email)
    except LastAdmin:
        return _page(form, is_last_admin=True), 422
    link = absolute_address("joining.join", token=token)
    return render_template("accounts/invited.html", form=form, link=link)


@bp.post("/<int:number>/role")
@requires(ADMIN)
def change_role(number: int) -> ResponseReturnValue:
    """Let an organiser do more, or less."""
    _demand_much()
    role = request.form.get("role", "")
    if role not in ROLES:
        abort(422)
    found = _organiser_or_404(number)
    try:
        membership.change_role(found, role, actor=access.organiser().email)
    except LastAdmin:
        return _page(InviteForm(formdata=None), is_last_admin=True), 422
    return redirect(url_for(".members", done="y"), 303)


@bp.get("/<int:number>/remove")
@requires(ADMIN)
def ask_to_remove(number: int) -> ResponseReturnValue:
    """Ask before somebody is shut out."""
    return render_template("accounts/remove.html", member=_organiser_or_404(number))


@bp.post("/<int:number>/remove")
@requires(ADMIN)
def remove(number: int) -> ResponseReturnValue:
    """Shut an organiser out: no passphrase, no second factor, no session."""
    _demand_much()
    found = _organiser_or_404(number)
    try:
        membership.remove(found, actor=access.organiser().email)
    except LastAdmin:
        return _page(InviteForm(formdata=None), is_last_admin=True), 422
    return redirect(url_for(".members", done="y"), 303)


def _demand_much() -> None:
    access.demand_factor()
    access.demand_proof()


def _organiser_or_404(number: int) -> Organiser:
    found = membership.organiser(number)
    if found is None:
        abort(404)
    return found


def _page(form: InviteForm, *, is_last_admin: bool = False) -> str:
    return render_template(
        "accounts/members.html",
        form=form,
        members=membership.organisers(),
        invitations=membership.invitations(),
        roles=ROLES,
        is_last_admin=is_last_admin,
    )
