"""Kinds, states and troubles of mails in words."""

import re

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from petitions.mail.models import DROPPED, GIVEN_UP, HELD, PARKED, SENT, WAITING
from petitions.mail.queries import FAILED

KINDS = {
    "confirm": _l("Asks to confirm a signature"),
    "already": _l("Says that the address has signed already"),
    "news": _l("News to a signer"),
    "news-preview": _l("Preview of news"),
}
STATES = {
    WAITING: _l("waiting"),
    FAILED: _l("waiting, after a failed try"),
    SENT: _l("sent"),
    HELD: _l("stopped"),
    PARKED: _l("parked"),
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
    """Give what a kind of mail does; a kind without words is named as it is."""
    return KINDS.get(kind, kind)


def trouble_in_words(error: str | None) -> str:
    """Give the last error of a mail, with the answer code of the server where there is one."""
    if not error:
        return ""
    name, _space, code = error.partition(" ")
    if _CONNECTION.fullmatch(name):
        return str(_("The mail server could not be reached, or broke the connection."))
    words = _TROUBLES.get(error) or _TROUBLES.get(name)
    if words is None:
        return str(_("It could not be made or sent (%(error)s).", error=error))
    return f"{words} ({code})" if code.isdigit() else str(words)
