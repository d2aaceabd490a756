"""The channels: what each needs, asks for, and opens. To add one, add it here, with its template.

A channel's template is `templates/appeals/channels/<name>.html`; it shows what `opens` gives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from petitions.appeals import calls, emails
from petitions.appeals.composing import Appeal
from petitions.appeals.hours import local_time
from petitions.appeals.posts import appeal_posts, friend_link
from petitions.campaigns import contacts
from petitions.campaigns.contacts import ContactKind
from petitions.campaigns.models import Contact, Target
from petitions.web.http import absolute_address


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
        """Give what this channel can reach a target by; none means that it cannot."""
        if self.kind is contacts.ADDRESS:
            return [Contact(kind="address", value=target.address, note="")][: bool(target.address)]
        return target.contacts_of(self.kind.name)


def _opens_paper(_appeal: Appeal) -> Mapping[str, Any]:
    return {}  # the files have addresses of their own


def _opens_email(appeal: Appeal) -> Mapping[str, Any]:
    whole, short = emails.whole_link(appeal), emails.short_link(appeal)
    return {
        "whole": whole,
        "short": short,
        "gmail": emails.gmail_link(appeal),
        "outlook": emails.outlook_link(whole or short),
        "addresses": emails.addresses(appeal),
    }


def _opens_call(appeal: Appeal) -> Mapping[str, Any]:
    return {
        "numbers": calls.numbers(appeal),
        "script": calls.script(appeal),
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
