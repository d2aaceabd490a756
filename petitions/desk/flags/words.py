"""The switches in the words of the desk."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from petitions.web.flags import NAMES, REPORTS, SIGNING, switches


class SwitchWords(NamedTuple):
    """What organisers read of one switch.

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


WORDS = {
    SIGNING: SwitchWords(
        _l("Signing"),
        _l("Signing is on."),
        _l("Signing is switched off: nobody can sign now."),
        _l(
            "While it is off, visitors read in place of the form that signing rests, and that they "
            "can help in other ways. Whoever was filling it in keeps what they typed."
        ),
        _l("Links in e-mails still confirm and withdraw."),
        _l("Switch signing off"),
        _l("Switch signing on"),
    ),
    REPORTS: SwitchWords(
        _l("Reports"),
        _l("Reports are on."),
        _l("Reports are switched off: nobody can tell that an appeal was sent."),
        _l(
            "While they are off, visitors read in place of “I sent it” and “It did not get "
            "through” that reports rest."
        ),
        _l("Writing to the officials goes on, and so does taking a report back."),
        _l("Switch reports off"),
        _l("Switch reports on"),
    ),
    NAMES: SwitchWords(
        _l("Lists of names"),
        _l("The lists of names are on."),
        _l("The lists of names are switched off: nobody can see who signed."),
        _l("While they are off, the pages “Who signed” say so and show the number alone."),
        _l("Organisers still see and export the signatures."),
        _l("Switch the lists of names off"),
        _l("Switch the lists of names on"),
    ),
}


def switched_off() -> list[LazyString]:
    """Give a sentence for each part of the site that is off."""
    return [WORDS[part].is_off for part in switches().off]
