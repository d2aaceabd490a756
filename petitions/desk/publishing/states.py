"""The states that a campaign can be put into, in words, and from which to which."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from petitions.campaigns.models import CLOSED, DRAFT, OPEN, PAUSED, WON


class StateWords(NamedTuple):
    """What organisers read of a state.

    `is_now` says it, `done` what happens next; `heading`, `meaning`, `asks` and `button` make the
    form that leads there, `again` is the button that only changes the words.
    """

    is_now: LazyString
    done: LazyString
    heading: LazyString
    meaning: LazyString
    asks: LazyString
    button: LazyString
    again: LazyString


NOT_PUBLIC = _l("This campaign is a draft. Only organisers see it.")
WORDS = {
    OPEN: StateWords(
        _l("This campaign is open."),
        _l("Anyone can read it, sign and write to the officials."),
        _l("Open"),
        _l("Anyone can read the page, sign and write to the officials."),
        _l("A few words for the news (may stay empty)"),
        _l("Open this campaign"),
        _l("Open this campaign"),
    ),
    PAUSED: StateWords(
        _l("This campaign is paused."),
        _l("Visitors read why. Nobody can sign or write until you open it again."),
        _l("Pause for safety"),
        _l("The page stays and says why. Nobody can sign or write until you open it again."),
        _l("Why it is paused, for visitors"),
        _l("Pause for safety"),
        _l("Change these words"),
    ),
    WON: StateWords(
        _l("This campaign is won."),
        _l("Visitors read the good news. Nobody needs to sign or write any more."),
        _l("Won"),
        _l("The page stays and begins with the good news. Nobody signs or writes any more."),
        _l("The good news, for visitors"),
        _l("Mark as won"),
        _l("Change these words"),
    ),
    CLOSED: StateWords(
        _l("This campaign is closed."),
        _l("Visitors read why. Nobody can sign or write any more."),
        _l("Close"),
        _l("The page stays and says why. Nobody can sign or write any more."),
        _l("Why it is closed, for visitors"),
        _l("Close this campaign"),
        _l("Change these words"),
    ),
}


def possible(state: str) -> list[str]:
    """Return the states that a campaign can be put into; its own where its words can change."""
    if state == DRAFT:
        return [OPEN]
    return [one for one in WORDS if (one, state) != (OPEN, OPEN)]
