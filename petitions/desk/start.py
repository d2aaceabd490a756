"""The first day: from a second factor to the first campaign, for whoever sets a site up."""

from typing import NamedTuple

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, func, select

from petitions.accounts import factors
from petitions.accounts.access import organiser, requires
from petitions.accounts.audit import Entry
from petitions.accounts.models import ADMIN, Invitation, Organiser
from petitions.campaigns.models import Campaign
from petitions.db import db
from petitions.organisation.queries import stored_organisation

bp = Blueprint("start", __name__, url_prefix="/organise/start")


class Step(NamedTuple):
    """One thing to do, where to do it, and whether it is done."""

    title: LazyString
    reason: LazyString
    button: LazyString
    endpoint: str
    is_done: bool = False


FACTOR = Step(
    _l("Set up a second factor"),
    _l("A stolen passphrase alone then opens nothing. It takes two minutes."),
    _l("Set it up"),
    "accounts.account",
)
ORGANISATION = Step(
    _l("Say who you are"),
    _l("People sign for somebody they know. It stands on every page and in every mail."),
    _l("Say it"),
    "about.show",
)
CAMPAIGN = Step(
    _l("Write your first campaign"),
    _l("It begins as a draft, which only organisers see."),
    _l("Write it"),
    "editor.new",
)
COLLEAGUE = Step(
    _l("Invite a colleague"),
    _l("Two pairs of eyes see more, and one can let the other in again."),
    _l("Invite"),
    "members.members",
)


def first_steps() -> list[Step]:
    """Return the steps of an admin's first day; none where all is done, or two campaigns are."""
    if db.session.scalars(select(func.count()).select_from(Campaign)).one() > 1:
        return []
    stored = stored_organisation()
    steps = [
        FACTOR._replace(is_done=factors.has_factor(organiser())),
        ORGANISATION._replace(is_done=bool(stored.name and stored.contact)),
        CAMPAIGN._replace(is_done=_has_written()),
        COLLEAGUE._replace(is_done=_has_invited()),
    ]
    return [] if all(step.is_done for step in steps) else steps


def _has_written() -> bool:
    """Return True if somebody made a campaign: the sample's maker has no e-mail address."""
    written = exists().where(Entry.verb == "created", Entry.actor.contains("@"))
    return bool(db.session.scalar(select(written)))


def _has_invited() -> bool:
    invited = exists().where(Invitation.email != "")
    people = db.session.scalars(select(func.count()).select_from(Organiser)).one()
    return people > 1 or bool(db.session.scalar(select(invited)))


@bp.get("")
@requires(ADMIN)
def show() -> ResponseReturnValue:
    """Show the steps of the first day; when all is done, the campaigns."""
    steps = first_steps()
    if not steps:
        return redirect(url_for("dashboard.overview"))
    return render_template("desk/start.html", steps=steps)
