"""Mail on its way: what waits, what was sent, what nobody took."""

import re
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, format_timedelta
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import ADMIN, EDITOR
from petitions.db import now
from petitions.desk import operations
from petitions.mail.composing import kinds
from petitions.mail.models import DROPPED, GIVEN_UP, HELD, PARKED, REFUSED, SENT, WAITING
from petitions.mail.queries import FAILED, mail_page, outbox_statistics
from petitions.mail.transports import NoSuchFile, file_transport, parts_with_links
from petitions.web.text import row_number, whole_number

bp = Blueprint("outbox", __name__, url_prefix="/organise/mail")
files_bp = Blueprint("mail_files", __name__, url_prefix="/organise/mail/files")

ONE = "/<int(max=9223372036854775807):mail_id>"
MAX_PAGE = 10**6 - 1
KINDS = {
    "confirm": _l("Asks to confirm a signature"),
    "already": _l("Says that the address has signed already"),
    "kept": _l("Links to what is kept about an address"),
    "erased-sooner": _l("Tells admins that names of a campaign are erased sooner"),
    "recovery": _l("Tells organisers that an account is being recovered"),
    "exported": _l("Tells admins that names were downloaded"),
    "news": _l("News to a signer"),
    "news-preview": _l("Preview of news"),
}
STATES = {
    WAITING: _l("waiting"),
    FAILED: _l("waiting, after a failed try"),
    SENT: _l("sent"),
    HELD: _l("stopped"),
    REFUSED: _l("refused: no such receiver"),
    PARKED: _l("failed"),
    DROPPED: _l("dropped"),
}
_TROUBLES = {
    "SMTPRecipientsRefused": _l("The mail server refused the receiver's address."),
    "SMTPSenderRefused": _l("The mail server refused our own address as the sender."),
    "SMTPDataError": _l("The mail server refused the mail."),
    "SMTPAuthenticationError": _l("The mail server did not accept our name and password."),
    "SMTPServerDisconnected": _l("The connection to the mail server broke."),
    "SMTPNotSupportedError": _l("The mail server does not take addresses with such letters."),
    GIVEN_UP: _l("An organiser gave it up."),
}
_CONNECTION = re.compile(r"Connection\w*Error|BrokenPipeError|TimeoutError|gaierror|SSL\w*Error")


def kind_in_words(kind: str) -> LazyString | str:
    """Return what a kind of mail does; a kind without words is named as it is."""
    return KINDS.get(kind, kind)


def trouble_in_words(error: str | None) -> str:
    """Return the last error of a mail, with the answer code of the server where there is one."""
    if not error:
        return ""
    name, _space, code = error.partition(" ")
    if _CONNECTION.fullmatch(name):
        return str(_("The mail server could not be reached, or broke the connection."))
    words = _TROUBLES.get(error) or _TROUBLES.get(name)
    if words is None:
        return str(_("It could not be made or sent (%(error)s).", error=error))
    return f"{words} ({code})" if code.isdigit() else str(words)


@files_bp.get("", endpoint="mails")
@requires(ADMIN, names=True)
def mail_files() -> ResponseReturnValue:
    """List the mails, the newest first."""
    files = file_transport() or abort(404)
    page = whole_number(request.args.get("page"), MAX_PAGE) or 0
    names, has_more = files.names(page)
    mails = [files.read(name) for name in names]
    return render_template("desk/mail/mail_files.html", mails=mails, page=page, has_more=has_more)


@files_bp.get("/<name>", endpoint="mail")
@requires(ADMIN, names=True)
def mail_file(name: str) -> ResponseReturnValue:
    """Show one mail as its receiver sees it, with the links of this site to press."""
    files = file_transport() or abort(404)
    try:
        mail = files.read(name)
    except NoSuchFile:
        abort(404)
    parts = parts_with_links(mail.text)
    return render_template("desk/mail/mail_file.html", mail=mail, parts=parts)


def mail_goes_to_files() -> bool:
    """Return True if nobody gets any mail, because it goes to files: pages warn of it."""
    return file_transport() is not None


@bp.get("")
@requires(EDITOR)
def mail() -> ResponseReturnValue:
    """List the mails of the outbox."""
    view = _view(request.args.to_dict())
    statistics = outbox_statistics()
    return render_template(
        "desk/mail/outbox.html",
        numbers=statistics,
        oldest=format_timedelta(now() - statistics.oldest) if statistics.oldest else "",
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
@requires(EDITOR, proof=True)
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
