"""The states of a campaign in words: what is, what each leads to, what follows from it."""

from typing import NamedTuple

from flask_babel import LazyString, format_decimal, gettext, ngettext
from flask_babel import lazy_gettext as _l

from petitions.campaigns.models import (
    CLOSED,
    DRAFT,
    ENDED,
    OPEN,
    PAUSED,
    TAKEN_DOWN,
    WON,
    Campaign,
)
from petitions.db import now
from petitions.web.i18n import day_in_words


class StateWords(NamedTuple):
    """What organisers read of a state.

    `is_now` says it, `done` what happens next; `heading` and `meaning` stand beside the link to the
    page that asks, which has `question`, `asks` and `button`; `again` only changes the words.
    """

    is_now: LazyString
    done: LazyString
    heading: LazyString
    question: LazyString
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
        _l("Open this campaign?"),
        _l("Anyone can read the page, sign and write to the officials."),
        _l("A few words for the news (may stay empty)"),
        _l("Open it again"),
        _l("Open it again"),
    ),
    PAUSED: StateWords(
        _l("This campaign is paused."),
        _l("Visitors read why. Nobody can sign or write until you open it again."),
        _l("Pause for safety"),
        _l("Pause this campaign?"),
        _l("Nobody can sign or write until you open it again."),
        _l("Why it is paused, for visitors (may stay empty where the page is hidden)"),
        _l("Pause for safety"),
        _l("Change the pause"),
    ),
    TAKEN_DOWN: StateWords(
        _l("This campaign is taken down."),
        _l("Its page and everything below it answer that they are not available, and no more."),
        _l("Take down"),
        _l("Take this campaign down?"),
        _l(
            "The page and everything below its address disappear at once: files, feed, counter, "
            "links to write. Visitors read that the page is not available, and nothing else. "
            "Mails about it wait. Only an admin can bring it back."
        ),
        _l("Why, for organisers alone (may stay empty)"),
        _l("Take it down now"),
        _l("Take it down now"),
    ),
    WON: StateWords(
        _l("This campaign is won."),
        _l("Visitors read the good news. Nobody needs to sign or write any more."),
        _l("Won"),
        _l("Mark this campaign as won?"),
        _l("The page stays and begins with the good news. Nobody signs or writes any more."),
        _l("The good news, for visitors"),
        _l("Mark as won"),
        _l("Change these words"),
    ),
    CLOSED: StateWords(
        _l("This campaign is closed."),
        _l("Visitors read why. Nobody can sign or write any more."),
        _l("Close"),
        _l("Close this campaign?"),
        _l("The page stays and says why. Nobody can sign or write any more."),
        _l("Why it is closed, for visitors"),
        _l("Close this campaign"),
        _l("Change these words"),
    ),
}
HIDDEN_NOW = _l(
    "The page is hidden: it and everything below it answer that they are not available. Mails "
    "about it wait."
)


def possible(state: str) -> list[str]:
    """Return the states that a campaign can be put into; its own where its words can change."""
    if state == DRAFT:
        return [OPEN, TAKEN_DOWN]
    if state == TAKEN_DOWN:
        return []  # an admin brings it back, to what it was
    return [other for other in WORDS if (other, state) != (OPEN, OPEN)]


def what_follows(campaign: Campaign, state: str, receivers: int) -> list[str]:
    """Return sentences on what follows from a state; so many people asked for news."""
    sentences = [str(WORDS[state].meaning), _what_is_kept(campaign, state)]
    if state != TAKEN_DOWN and receivers:
        sentences.append(
            ngettext(
                "One person asked for news by mail. Tick “Also write this as news”, and you can "
                "mail it to them in the next step.",
                "%(number)s people asked for news by mail. Tick “Also write this as news”, and you "
                "can mail it to them in the next step.",
                receivers,
                number=format_decimal(receivers),
            )
        )
    elif state != TAKEN_DOWN:
        sentences.append(gettext("Nobody has asked for news by mail yet."))
    return [*sentences, _way_back(state)]


def _what_is_kept(campaign: Campaign, state: str) -> str:
    """Return what happens to what signers told us."""
    if campaign.has_forgotten:
        return str(gettext("Names, e-mail addresses and comments of signers are erased already."))
    if state in ENDED or (state == TAKEN_DOWN and campaign.ended_at):
        return str(
            gettext(
                "Names, e-mail addresses and comments of signers are erased on %(day)s. Hand over "
                "the list before.",
                day=day_in_words(campaign.erased_if_ended(campaign.ended_at or now())),
            )
        )
    return str(gettext("Names, e-mail addresses and comments of signers are kept."))


def _way_back(state: str) -> str:
    if state == TAKEN_DOWN:
        return str(gettext("Only an admin can take this back: then it is as it was before."))
    if state in ENDED:
        return str(
            gettext("You can take this back and open it again. What is erased stays erased.")
        )
    return str(gettext("You can take this back at any time."))
