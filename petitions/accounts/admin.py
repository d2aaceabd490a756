"""Pages for admins: who organises here; invite, change roles, remove."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from petitions.accounts import access, operations, queries
from petitions.accounts.access import requires
from petitions.accounts.forms import InviteForm
from petitions.accounts.models import ADMIN, ROLES, Organiser
from petitions.accounts.operations import LastAdmin
from petitions.accounts.proof import require_fresh_proof
from petitions.db import db
from petitions.web.http import absolute_address

bp = Blueprint("members", __name__, url_prefix="/organise/organisers")


@bp.route("", methods=["GET", "POST"])
@requires(ADMIN, typed=True)
def members() -> ResponseReturnValue:
    """List the organisers and who is invited; invite one by a link that is shown this once."""
    form = InviteForm(request.form)
    if request.method != "POST":
        return _page(form)
    access.require_second_factor()
    require_fresh_proof()
    if not form.validate():
        return _page(form), 422
    email, actor = form.email.data or "", access.organiser().email
    try:
        token = operations.invite(email, form.role.data, actor=actor, may_wait=True)
    except LastAdmin:
        return _page(form, is_last_admin=True), 422
    link = absolute_address("accounts.join", token=token)
    (invitation,) = queries.invitations_for(email)
    is_recovery = queries.organiser_by_email(email) is not None
    return render_template(
        "accounts/invited.html", invitation=invitation, is_recovery=is_recovery, link=link
    )


@bp.post("/invitations/<digest>/take-back")
@requires(ADMIN)
def take_back(digest: str) -> ResponseReturnValue:
    """Void a link that nobody has used yet: an invitation, or a recovery."""
    try:
        found = operations.take_back(bytes.fromhex(digest), actor=access.organiser().email)
    except ValueError:
        found = False
    if not found:
        abort(404)
    return redirect(url_for(".members", done="taken-back"), 303)


@bp.post("/<int:number>/role")
@requires(ADMIN)
def change_role(number: int) -> ResponseReturnValue:
    """Let an organiser do more, or less."""
    access.require_second_factor()
    require_fresh_proof()
    role = request.form.get("role", "")
    if role not in ROLES:
        abort(422)
    member = _organiser_or_404(number)
    try:
        operations.change_role(member, role, actor=access.organiser().email)
    except LastAdmin:
        return _page(InviteForm(formdata=None), is_last_admin=True), 422
    return redirect(url_for(".members", done="role"), 303)


@bp.get("/<int:number>/remove")
@requires(ADMIN)
def ask_to_remove(number: int) -> ResponseReturnValue:
    """Ask before an organiser is shut out."""
    return render_template("accounts/remove.html", member=_organiser_or_404(number))


@bp.post("/<int:number>/remove")
@requires(ADMIN)
def remove(number: int) -> ResponseReturnValue:
    """Shut an organiser out: no passphrase, no second factor, no session."""
    access.require_second_factor()
    require_fresh_proof()
    member = _organiser_or_404(number)
    try:
        operations.remove(member, actor=access.organiser().email)
    except LastAdmin:
        return _page(InviteForm(formdata=None), is_last_admin=True), 422
    return redirect(url_for(".members", done="removed"), 303)


def _organiser_or_404(number: int) -> Organiser:
    # The database's integer ends there.
    organiser = db.session.get(Organiser, number) if number < 2**31 else None
    return organiser or abort(404)


def _page(form: InviteForm, *, is_last_admin: bool = False) -> str:
    members = queries.organisers()
    return render_template(
        "accounts/members.html",
        form=form,
        members=members,
        invitations=queries.invitations(),
        addresses={member.email for member, _factor in members},
        roles=ROLES,
        is_last_admin=is_last_admin,
    )
