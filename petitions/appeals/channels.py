"""The channels: what each needs, asks for, and opens. To add one, add it here, with its template.

A template is `templates/appeals/channels/<name>.html`; it shows what `opens` gives.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from petitions.appeals import networks, rendering
from petitions.appeals.composing import Appeal, Choices
from petitions.campaigns import contacts
from petitions.campaigns.contacts import ContactKind
from petitions.campaigns.models import Campaign, Contact, Target
from petitions.documents.content import Letter
from petitions.documents.left_out import leaving_out
from petitions.documents.letters import letter_docx, letter_pdf
from petitions.documents.typesetting import NoFont

# Guides of letter-writing groups: with more than a week left, paper is best; then it is too slow.
PAPER_NEEDS_DAYS = 7
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL = "message/rfc822"
# Each with its own address; those that begin with `fax` make no sense without a number.
FILES = {
    "letter.pdf": PDF,
    "letter.docx": WORD,
    "letter.eml": MAIL,
    "fax.pdf": PDF,
    "fax.docx": WORD,
}

# Only of letters that nobody put a name to.
_cached_pdf, _cached_docx = lru_cache(64)(letter_pdf), lru_cache(64)(letter_docx)


@dataclass(frozen=True)
class Channel:
    """One way to reach an official; `name` stands in addresses, tallies and file names.

    `asks` are the fields of the form that matter here. `reported` words a number of reports.
    `advice` says who will see what, and what is safer. What `opens` gives, its template shows;
    files have addresses of their own. `without` says what one can do where no contact is known;
    a channel that lacks it needs one. Of one that is `rare` nobody expects that it is known.
    """

    name: str
    kind: ContactKind
    verb: LazyString
    heading: Callable[[str], str]
    sent: LazyString
    reported: Callable[[int], str]
    asks: tuple[str, ...]
    advice: tuple[LazyString, ...]
    opens: Callable[[Appeal], dict[str, Any]] = lambda _appeal: {}
    without: LazyString | None = None
    rare: bool = False

    def contacts(self, target: Target) -> list[Contact]:
        """Return what this channel can reach a target by, as far as known."""
        if self.kind is contacts.ADDRESS:
            return [Contact(kind="address", value=target.address, note="")][: bool(target.address)]
        return target.contacts_of(self.kind.name)

    def reaches(self, target: Target) -> bool:
        """Return True if one can write to a target through this channel."""
        return self.without is not None or bool(self.contacts(target))

    @property
    def shows_letter(self) -> bool:
        """Return True if its page shows the whole letter, which may be in other languages."""
        return "language" in self.asks

    def asked_for(self, target: Target) -> tuple[str, ...]:
        """Return the fields that matter for a target: an address, only where none is known."""
        known = bool(self.contacts(target))
        return tuple(name for name in self.asks if name != "address" or not known)


LETTER = Channel(
    name="letter",
    kind=contacts.ADDRESS,
    verb=_l("Write a letter"),
    heading=lambda target: _("Write a letter to %(target)s", target=target),
    sent=_l("I posted it"),
    reported=lambda n: ngettext("%(num)s letter", "%(num)s letters", n),
    asks=("name", "town", "words", "demand", "language", "paper"),
    advice=(
        _l("The official reads the name and address that you write, and may keep the letter."),
        _l(
            "You may sign with your initials and leave out your address, or send the letter "
            "through an embassy of that country: it reads your name, too."
        ),
    ),
)
EMAIL = Channel(
    name="email",
    kind=contacts.EMAIL,
    verb=_l("Send an e-mail"),
    heading=lambda target: _("Send an e-mail to %(target)s", target=target),
    sent=_l("I sent it"),
    reported=lambda n: ngettext("%(num)s e-mail", "%(num)s e-mails", n),
    asks=("name", "town", "words", "demand", "language", "address"),
    advice=(
        _l("The official, and whoever else opens the e-mail, sees your e-mail address."),
        _l(
            "Use a private mailbox without your name, not one of your work, school or state. You "
            "may sign with your initials."
        ),
        _l("Afterwards delete the e-mail, also from your folder for sent mail."),
    ),
    opens=rendering.email_values,
    without=_l("No e-mail address is known: copy the text, or write an address you know."),
)
FORM = Channel(
    name="form",
    kind=contacts.FORM,
    verb=_l("Use the web form"),
    heading=lambda target: _("Use the web form of %(target)s", target=target),
    sent=_l("I sent it"),
    reported=lambda n: ngettext("%(num)s web form", "%(num)s web forms", n),
    asks=("name", "town", "words", "demand", "language"),
    advice=(
        _l("The office reads all that you fill in, and sees the network that you write from."),
        _l(
            "Fill in no more than you have to. You may sign with your initials. Do not write from "
            "a network of your work, school or state."
        ),
    ),
    opens=rendering.form_values,
    rare=True,
)
FAX = Channel(
    name="fax",
    kind=contacts.FAX,
    verb=_l("Send a fax"),
    heading=lambda target: _("Send a fax to %(target)s", target=target),
    sent=_l("I sent it"),
    reported=lambda n: ngettext("%(num)s fax", "%(num)s faxes", n),
    asks=("name", "town", "words", "demand", "language", "paper"),
    advice=(
        _l("The official reads the name that you write, and the number that you send from."),
        _l(
            "You may sign with your initials. Do not send it from a machine of your work, school "
            "or state."
        ),
    ),
)
CALL = Channel(
    name="call",
    kind=contacts.PHONE,
    verb=_l("Call"),
    heading=lambda target: _("Call %(target)s", target=target),
    sent=_l("I called"),
    reported=lambda n: ngettext("%(num)s call", "%(num)s calls", n),
    asks=("name", "town", "words", "demand"),
    advice=(
        _l("Whoever answers sees your number, and may record the call."),
        _l(
            "You need not say your name. A number that is switched to hidden is still known to "
            "the telephone companies."
        ),
        _l("Do not call from a telephone of your work, school or state."),
    ),
    opens=rendering.call_values,
)
WITHOUT_NAME = _l("Use an account without your name and picture, or leave this to others.")
DELETE_CHAT = _l("Afterwards delete the chat.")
SEES_NUMBER = _l(
    "The official sees your number, unless you have hidden it, and your name and picture."
)


def _messenger(
    kind: ContactKind,
    program: str,
    advice: tuple[LazyString, ...],
    opens: Callable[[Appeal], dict[str, Any]],
) -> Channel:
    """Return the channel of a program for messages; `advice` begins with what an official sees."""
    return Channel(
        name=kind.name,
        kind=kind,
        verb=_l("Send a message on %(program)s", program=program),
        heading=lambda target: _(
            "Send a message on %(program)s to %(target)s", program=program, target=target
        ),
        sent=_l("I sent it"),
        reported=lambda n: ngettext(
            "%(num)s message on %(program)s", "%(num)s messages on %(program)s", n, program=program
        ),
        asks=("name", "town", "words", "demand", "language"),
        advice=(*advice, WITHOUT_NAME, DELETE_CHAT),
        opens=opens,
        rare=True,
    )


WHATSAPP = _messenger(
    contacts.WHATSAPP,
    "WhatsApp",
    (_l("The official sees your number, and the name and picture of your account."),),
    rendering.whatsapp_values,
)
TELEGRAM = _messenger(
    contacts.TELEGRAM,
    "Telegram",
    (SEES_NUMBER, _l("Telegram itself can read ordinary chats.")),
    rendering.telegram_values,
)
SIGNAL = _messenger(contacts.SIGNAL, "Signal", (SEES_NUMBER,), rendering.signal_values)
SOCIAL = Channel(
    name="social",
    kind=contacts.SOCIAL,
    verb=_l("Post in public"),
    heading=lambda target: _("Post in public to %(target)s", target=target),
    sent=_l("I posted it"),
    reported=lambda n: ngettext("%(num)s public post", "%(num)s public posts", n),
    asks=("words", "demand", "server"),
    advice=(
        _l("Everyone sees your account, and whom it knows. Others can keep a post you delete."),
        WITHOUT_NAME,
    ),
    opens=networks.social_values,
    without=_l("No account is known: the post names the official by name and office."),
)

# In the order that works best where there is time; paper comes last where there is none.
CHANNELS = {
    channel.name: channel
    for channel in (LETTER, EMAIL, FORM, FAX, CALL, WHATSAPP, TELEGRAM, SIGNAL, SOCIAL)
}


class Offer(NamedTuple):
    """A channel that reaches a target, and by what, if anything is known."""

    channel: Channel
    contacts: list[Contact]

    @property
    def pace(self) -> int:
        """Return a rank: what is done in a minute, what takes some, what takes a printer."""
        quick = 0 if self.contacts else 2  # where one first has to find an address
        ranks = {EMAIL.name: quick, SOCIAL.name: 1, FAX.name: 3, LETTER.name: 4}
        return ranks.get(self.channel.name, 2)

    @property
    def takes_a_minute(self) -> bool:
        """Return True if one needs no more than a minute."""
        return self.pace < 2


def offers(campaign: Campaign, target: Target) -> list[Offer]:
    """Return the channels that reach a target, the best first; those without a contact last."""
    channels = list(CHANNELS.values())
    if not paper_arrives(campaign):
        channels.sort(key=lambda channel: channel is LETTER)
    channels.sort(key=lambda channel: not channel.contacts(target))
    return [Offer(each, each.contacts(target)) for each in channels if each.reaches(target)]


def missing(target: Target) -> list[Channel]:
    """Return the usual channels that cannot reach a target."""
    usual = (channel for channel in CHANNELS.values() if not channel.rare)
    return [channel for channel in usual if not channel.reaches(target)]


def next_offer(
    campaign: Campaign, after: Target | None = None, channel: Channel | None = None
) -> tuple[Target, Offer] | None:
    """Return the next target to write to and how: the first one, or the one that follows `after`.

    By the same `channel`, where that reaches them in time, else by the quickest. Nothing where
    there is none, and after the deadline, when one should ask before writing.
    """
    if not campaign.takes_appeals or campaign.is_past_deadline:
        return None
    if channel is LETTER and not paper_arrives(campaign):
        channel = None
    targets = list(campaign.targets)
    first = targets.index(after) + 1 if after in targets else 0
    for target in targets[first:]:
        if found := offers(campaign, target):
            return target, min(found, key=lambda o: (o.channel is not channel, o.pace))
    return None


def paper_arrives(campaign: Campaign) -> bool:
    """Return True if a letter that is posted today is there before the deadline."""
    days = campaign.days_left
    return days is None or days > PAPER_NEEDS_DAYS


def file_content(name: str, appeal: Appeal, *, is_open: bool) -> bytes:
    """Return one of FILES; one that `is_open`, to be filled in by hand, is kept for the next."""
    if name == "letter.eml":
        return rendering.eml_draft(appeal)
    letter = rendering.fax(appeal) if name.startswith("fax") else rendering.letter(appeal)
    if FILES[name] == PDF:
        return _pdf(appeal.choices, letter, _cached_pdf if is_open else letter_pdf)
    return (_cached_docx if is_open else letter_docx)(letter)


def _pdf(choices: Choices, letter: Letter, make: Callable[[Letter], bytes]) -> bytes:
    """Return the letter without what no font shows of the organisers' words.

    Raises:
        NoFont: the visitor typed some of it.

    """
    try:
        return make(letter)
    except NoFont as problem:
        if not set(problem.characters).isdisjoint(choices.name + choices.town + choices.words):
            raise
    made, left_out = leaving_out(letter_pdf, letter)
    if not set(left_out).isdisjoint(choices.name + choices.town + choices.words):
        raise NoFont(left_out)
    return made
