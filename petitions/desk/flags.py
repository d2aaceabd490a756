"""Feature flags: each changes the site for all visitors, at once and without a restart."""

from typing import NamedTuple

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import ADMIN
from petitions.config import settings
from petitions.desk import operations
from petitions.web.flags import (
    MAX_POLL_SECONDS,
    NAMES,
    REPORTS,
    SIGNING,
    cached_flags,
    flags,
    stored_flags,
)
from petitions.web.forms import PositiveInt, SiteForm, without_nul

bp = Blueprint("switches", __name__, url_prefix="/organise/switches")

NO_SECONDS = _l("Write a number from 1 to 300, or leave the field empty.")


class FlagTexts(NamedTuple):
    """What organisers read about one flag.

    `is_on` and `is_off` say how it stands, `seen` what visitors see while it is off, `kept` what
    goes on all the same; `off` and `on` are the buttons.
    """

    heading: LazyString
    is_on: LazyString
    is_off: LazyString
    seen: LazyString
    kept: LazyString
    off: LazyString
    on: LazyString


TEXTS = {
    SIGNING: FlagTexts(
        _l("Signing"),
        _l("Signing is allowed."),
        _l("Signing is stopped: nobody can sign now."),
        _l(
            "While it is stopped, visitors read in place of the form that signing rests, and that "
            "they can help in other ways. Whoever was filling it in keeps what they typed."
        ),
        _l("Links in e-mails still confirm and withdraw."),
        _l("Stop signing"),
        _l("Allow signing again"),
    ),
    REPORTS: FlagTexts(
        _l("Reports"),
        _l("Reports are allowed."),
        _l("Reports are stopped: nobody can tell that an appeal was sent."),
        _l(
            "While they are stopped, visitors read in place of “I sent it” and “It did not get "
            "through” that reports rest."
        ),
        _l("Writing to the officials goes on, and so does taking a report back."),
        _l("Stop reports"),
        _l("Allow reports again"),
    ),
    NAMES: FlagTexts(
        _l("Lists of names"),
        _l("The lists of names are shown."),
        _l("The lists of names are hidden: nobody can see who signed."),
        _l("While they are hidden, the pages “Who signed” say so and show the number alone."),
        _l("Organisers still see and download the signatures."),
        _l("Hide the lists of names"),
        _l("Show the lists of names again"),
    ),
}


def switched_off() -> list[LazyString]:
    """Return a sentence for each part of the site that is off."""
    return [TEXTS[part].is_off for part in flags().off]


class PollForm(SiteForm):
    """How long an open page waits between two looks at its numbers."""

    poll_seconds = StringField(
        _l("Seconds between two looks"),
        [PositiveInt(MAX_POLL_SECONDS, NO_SECONDS)],
        filters=[without_nul, str.strip],
        default="",
    )


@bp.get("")
@requires(ADMIN)
def show() -> ResponseReturnValue:
    """Show how each switch stands, and what it does."""
    cached_flags().forget()  # another process may have answered the last change
    form = PollForm(formdata=None)
    stored = stored_flags()
    form.poll_seconds.data = str(stored.poll_seconds or "") if stored else ""
    return _page(form)


@bp.post("/<any(signing, reports, names):which>")
@requires(ADMIN, proof=True)
def switch(which: str) -> ResponseReturnValue:
    """Switch a part of the site on or off; pressed twice, it stays there."""
    to = request.form.get("to")
    if to not in {"on", "off"}:
        abort(422)
    operations.set_flag(which, on=to == "on", actor=organiser().email)
    return redirect(url_for(".show", done=which), 303)


@bp.post("/poll")
@requires(ADMIN, proof=True)
def poll() -> ResponseReturnValue:
    """Let open pages ask more or less often."""
    form = PollForm(request.form)
    if not form.validate():
        return _page(form), 422
    seconds = int(form.poll_seconds.data) if form.poll_seconds.data else None
    operations.set_poll_seconds(seconds, actor=organiser().email)
    return redirect(url_for(".show", done="poll"), 303)


def _page(form: PollForm) -> str:
    return render_template(
        "desk/flags/switches.html",
        texts=TEXTS,
        flags=flags(),
        stored=stored_flags(),
        default_poll_seconds=settings().poll_seconds,
        form=form,
    )
