"""Mail on its way: what waits, what was sent, what nobody took."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_timedelta

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.db import now
from petitions.desk.mail import operations
from petitions.desk.mail.words import STATES, kind_in_words, trouble_in_words
from petitions.mail.composing import kinds
from petitions.mail.queries import mail_page, outbox_statistics
from petitions.web.text import row_number

bp = Blueprint("outbox", __name__, url_prefix="/organise/mail")

ONE = "/<int(max=9223372036854775807):mail_id>"


@bp.get("")
@requires(EDITOR)
def mail() -> ResponseReturnValue:
    """List the mails of the outbox."""
    view = _view(request.args.to_dict())
    counted = outbox_statistics()
    return render_template(
        "desk/mail/outbox.html",
        numbers=counted,
        oldest=format_timedelta(now() - counted.oldest) if counted.oldest else "",
        shelf=mail_page(view["state"], view["kind"], row_number(view["before"])),
        view=view,
        states=STATES,
        kinds={kind: kind_in_words(kind) for kind in kinds()},
        kind_in_words=kind_in_words,
        trouble_in_words=trouble_in_words,
    )


@bp.post(f"{ONE}/retry")
@requires(EDITOR)
def retry(mail_id: int) -> ResponseReturnValue:
    """Let one mail be tried again."""
    return _back("retry" if operations.retry(mail_id, actor=organiser().email) else "late")


@bp.post(f"{ONE}/give-up")
@requires(EDITOR)
def give_up(mail_id: int) -> ResponseReturnValue:
    """Never send one mail."""
    return _back("give-up" if operations.give_up(mail_id, actor=organiser().email) else "late")


@bp.post("/retry-parked")
@requires(EDITOR)
def retry_parked() -> ResponseReturnValue:
    """Let everything that is parked be tried again."""
    return _back("retry" if operations.retry_parked(actor=organiser().email) else "late")


def _back(done: str) -> ResponseReturnValue:
    """Return to the part of the list that one was looking at."""
    view = _view(request.form.to_dict())
    shown: dict[str, Any] = {name: value for name, value in view.items() if value}
    return redirect(url_for(".mail", **shown, done=done), 303)


def _view(given: dict[str, str]) -> dict[str, str]:
    """Read which part of the list is asked for; what is not one of the choices is left out."""
    state, kind, before = (given.get(name, "") for name in ("state", "kind", "before"))
    return {
        "state": state if state in STATES else "",
        "kind": kind if kind in kinds() else "",
        "before": before if row_number(before) is not None else "",
    }
