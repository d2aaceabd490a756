"""The switches: each changes for all visitors, at once and without a restart."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import ADMIN
from petitions.desk.flags import operations
from petitions.desk.flags.forms import PollForm
from petitions.desk.flags.words import WORDS
from petitions.web.flags import board, cached_switches, default_poll_seconds, switches

bp = Blueprint("switches", __name__, url_prefix="/organise/switches")

ON, OFF = "on", "off"
POLL = "poll"


@bp.get("")
@requires(ADMIN)
def show() -> ResponseReturnValue:
    """Show how each switch stands, and what it does."""
    cached_switches().forget()  # who has just switched may have been answered by another process
    form = PollForm(formdata=None)
    found = board()
    form.poll_seconds.data = str(found.poll_seconds or "") if found else ""
    return _page(form)


@bp.post("/<any(signing, reports, names):which>")
@requires(ADMIN)
def switch(which: str) -> ResponseReturnValue:
    """Switch a part of the site on or off; pressed twice, it stays there."""
    to = request.form.get("to")
    if to not in (ON, OFF):
        abort(422)
    operations.switch(which, on=to == ON, actor=organiser().email)
    return redirect(url_for(".show", done=which), 303)


@bp.post("/poll")
@requires(ADMIN)
def poll() -> ResponseReturnValue:
    """Let open pages ask more or less often."""
    form = PollForm(request.form)
    if not form.validate():
        return _page(form), 422
    operations.set_poll_seconds(form.answer(), actor=organiser().email)
    return redirect(url_for(".show", done=POLL), 303)


def _page(form: PollForm) -> str:
    return render_template(
        "desk/flags/switches.html",
        words=WORDS,
        now=switches(),
        board=board(),
        default_poll_seconds=default_poll_seconds(),
        form=form,
    )
