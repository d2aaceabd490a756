"""The channels: what each needs, asks for, and opens. To add one, add it here, with its template.

A template is `templates/appeals/channels/<name>.html`; it shows what `opens` gives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from petitions.appeals import rendering
from petitions.appeals.composing import Appeal
from petitions.appeals.posts import appeal_posts, friend_link
from petitions.appeals.rendering import eml_draft, local_time
from petitions.campaigns import contacts
from petitions.campaigns.contacts import ContactKind
from petitions.campaigns.models import Campaign, Contact, Target
from petitions.documents.content import Letter
from petitions.documents.letters import letter_docx, letter_pdf
from petitions.web.http import absolute_address

# Guides of letter-writing groups: with more than a week left, paper is best; then it is too slow.
PAPER_NEEDS_DAYS = 7
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL = "message/rfc822"

# Only of letters that nobody put a name to.
_kept_pdf, _kept_docx = lru_cache(64)(letter_pdf), lru_cache(64)(letter_docx)


@dataclass(frozen=True)
class Channel:
    """One way to reach an official; `name` stands in addresses, tallies and file names.

    `asks` are the fields of the form that matter here. `reported` words a number of reports.
    """

    name: str
    kind: ContactKind
    verb: LazyString
    heading: Callable[[str], str]
    sent: LazyString
    reported: Callable[[int], str]
    asks: tuple[str, ...]
    opens: Callable[[Appeal], Mapping[str, Any]]

    def contacts(self, target: Target) -> list[Contact]:
        """Return what this channel can reach a target by; none means that it cannot."""
        if self.kind is contacts.ADDRESS:
            return [Contact(kind="address", value=target.address, note="")][: bool(target.address)]
        return target.contacts_of(self.kind.name)


def _opens_paper(_appeal: Appeal) -> Mapping[str, Any]:
    return {}  # the files have addresses of their own


def _opens_email(appeal: Appeal) -> Mapping[str, Any]:
    whole, short = rendering.mailto_link(appeal), rendering.short_mailto_link(appeal)
    return {
        "whole": whole,
        "short": short,
        "gmail": rendering.gmail_link(appeal),
        "outlook": rendering.outlook_link(whole or short),
        "addresses": rendering.email_addresses(appeal),
    }


def _opens_call(appeal: Appeal) -> Mapping[str, Any]:
    return {
        "numbers": rendering.phone_numbers(appeal),
        "script": rendering.call_script(appeal),
        "local": local_time(appeal.campaign, appeal.target),
    }


def _opens_social(appeal: Appeal) -> Mapping[str, Any]:
    address = absolute_address("public.campaign", slug=appeal.campaign.slug)
    return {
        "posts": appeal_posts(appeal, address),
        "address": address,
        "friend": friend_link(appeal.campaign.title, [appeal.campaign.summary], address),
    }


LETTER = Channel(
    name="letter",
    kind=contacts.ADDRESS,
    verb=_l("Write a letter"),
    heading=lambda target: _("Write a letter to %(target)s", target=target),
    sent=_l("I posted it"),
    reported=lambda n: ngettext("%(num)s letter", "%(num)s letters", n),
    asks=("name", "town", "words", "demand", "language", "paper"),
    opens=_opens_paper,
)
EMAIL = Channel(
    name="email",
    kind=contacts.EMAIL,
    verb=_l("Send an e-mail"),
    heading=lambda target: _("Send an e-mail to %(target)s", target=target),
    sent=_l("I sent it"),
    reported=lambda n: ngettext("%(num)s e-mail", "%(num)s e-mails", n),
    asks=("name", "town", "words", "demand", "language"),
    opens=_opens_email,
)
FAX = Channel(
    name="fax",
    kind=contacts.FAX,
    verb=_l("Send a fax"),
    heading=lambda target: _("Send a fax to %(target)s", target=target),
    sent=_l("I sent it"),
    reported=lambda n: ngettext("%(num)s fax", "%(num)s faxes", n),
    asks=("name", "town", "words", "demand", "language", "paper"),
    opens=_opens_paper,
)
CALL = Channel(
    name="call",
    kind=contacts.PHONE,
    verb=_l("Call"),
    heading=lambda target: _("Call %(target)s", target=target),
    sent=_l("I called"),
    reported=lambda n: ngettext("%(num)s call", "%(num)s calls", n),
    asks=("name", "town", "words", "demand"),
    opens=_opens_call,
)
SOCIAL = Channel(
    name="social",
    kind=contacts.SOCIAL,
    verb=_l("Post in public"),
    heading=lambda target: _("Post in public to %(target)s", target=target),
    sent=_l("I posted it"),
    reported=lambda n: ngettext("%(num)s public post", "%(num)s public posts", n),
    asks=("words", "demand", "server"),
    opens=_opens_social,
)

# In the order that works best where there is time; paper comes last where there is none.
CHANNELS = {one.name: one for one in (LETTER, EMAIL, FAX, CALL, SOCIAL)}


@dataclass(frozen=True)
class Offer:
    """A channel that reaches a target, and by what."""

    channel: Channel
    contacts: list[Contact]


def offers(campaign: Campaign, target: Target) -> list[Offer]:
    """Return the channels that reach a target, the best first."""
    found = [Offer(one, one.contacts(target)) for one in _best_first(campaign)]
    return [offer for offer in found if offer.contacts]


def missing(target: Target) -> list[Channel]:
    """Return the channels that cannot reach a target."""
    return [one for one in CHANNELS.values() if not one.contacts(target)]


def next_offer(campaign: Campaign, after: Target | None = None) -> tuple[Target, Offer] | None:
    """Return the next target to write to and how: the first one, or the one that follows `after`.

    Nothing where there is none, and after the deadline, when one should ask before writing.
    """
    if not campaign.takes_appeals or campaign.is_past_deadline:
        return None
    targets = list(campaign.targets)
    first = targets.index(after) + 1 if after in targets else 0
    for target in targets[first:]:
        for offer in offers(campaign, target):
            return target, offer
    return None


def _best_first(campaign: Campaign) -> list[Channel]:
    channels = list(CHANNELS.values())
    days = campaign.days_left
    if days is not None and days <= PAPER_NEEDS_DAYS:
        channels.remove(LETTER)
        channels.append(LETTER)
    return channels


@dataclass(frozen=True)
class File:
    """One kind of file, and how it is made; `make(appeal, is_open)` keeps what names nobody.

    `needs` is the channel without which it makes no sense: a fax without a number.
    """

    mimetype: str
    make: Callable[[Appeal, bool], bytes]
    needs: Channel | None = None


def _paper(
    build: Callable[[Appeal], Letter],
    make: Callable[[Letter], bytes],
    kept: Callable[[Letter], bytes],
) -> Callable[[Appeal, bool], bytes]:
    return lambda appeal, is_open: (kept if is_open else make)(build(appeal))


FILES = {
    "letter.pdf": File(PDF, _paper(rendering.letter, letter_pdf, _kept_pdf)),
    "letter.docx": File(WORD, _paper(rendering.letter, letter_docx, _kept_docx)),
    "letter.eml": File(MAIL, lambda appeal, _: eml_draft(appeal)),
    "fax.pdf": File(PDF, _paper(rendering.fax, letter_pdf, _kept_pdf), FAX),
    "fax.docx": File(WORD, _paper(rendering.fax, letter_docx, _kept_docx), FAX),
}
