"""An appeal as a letter, a fax, an e-mail or a call: on paper, in links, in a script."""

from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from functools import cache
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers
from email_validator import validate_email
from flask_babel import gettext as _

from petitions.appeals.composing import Appeal, as_sentence
from petitions.appeals.networks import shortened
from petitions.campaigns.contacts import address_block, dialling_link, international
from petitions.campaigns.models import Campaign, Target
from petitions.db import now
from petitions.documents.content import Cover, Envelope, Layout, Letter
from petitions.mail.composing import MAIL_POLICY
from petitions.web.i18n import day_in_words, direction_of, is_translated, speaking

# Windows and several mail programs cut longer links, silently.
MAILTO_CHARACTERS = 1_800
# Gmail is an address of the web: servers on the way refuse much longer ones.
GMAIL_CHARACTERS = 6_000
GMAIL = "https://mail.google.com/mail/?view=cm&fs=1&"
OUTLOOK = "https://outlook.live.com/mail/deeplink/compose?"
OPENS_AT, CLOSES_AT = 9, 17
SATURDAY, SUNDAY = 5, 6
NO_TIME_ZONE = "UTC"  # what a campaign has whose organisers named no zone


@dataclass(frozen=True)
class PhoneNumber:
    """A number as one reads it, the link that dials it, and what the organisers say of it."""

    shown: str
    link: str
    note: str


@dataclass(frozen=True)
class LocalTime:
    """The time there, now; whether it is a working hour. Public holidays are not known here."""

    at: datetime
    offices_open: bool


def letter(appeal: Appeal) -> Letter:
    """Return the letter with the page for its envelope, where there is a postal address."""
    plain = _plain_letter(appeal)
    if not plain.address:
        return plain
    hint = _("Cut along the line and glue this onto an envelope, or copy the address by hand.")
    envelope = Envelope(sender=plain.sender, address=plain.address, stamp=_("Stamp"), hint=hint)
    return replace(plain, envelope=envelope)


def fax(appeal: Appeal) -> Letter:
    """Return the letter with a cover sheet before it."""
    target = appeal.target
    numbers = [international(contact.value) for contact in target.contacts_of("fax")]
    rows = (
        (_("To"), ", ".join(filter(None, (target.name, target.role)))),
        (_("Fax"), " / ".join(numbers)),
        (_("From"), ", ".join(filter(None, (appeal.choices.name, appeal.choices.town)))),
        (_("Date"), day_in_words(now().date())),
        (_("Subject"), appeal.subject),
    )
    return replace(_plain_letter(appeal), cover=Cover(_("Fax"), rows))


def _plain_letter(appeal: Appeal) -> Letter:
    with speaking(appeal.language):
        copies = "; ".join(copy["name"] or copy["email"] for copy in appeal.campaign.copies_to)
        if copies and is_translated(appeal.language):
            copies = _("Copy to: %(names)s", names=copies)
        elif copies:  # what business letters write in every language
            copies = f"cc: {copies}"
        return Letter(
            layout=Layout(appeal.language, direction_of(appeal.language), appeal.choices.paper),
            sender=tuple(filter(None, (appeal.choices.name, appeal.choices.town))),
            date=day_in_words(now().date()),
            address=address_block(appeal.target),
            subject=appeal.subject,
            salutation=appeal.salutation,
            body=appeal.body,
            closing=appeal.closing,
            name=appeal.choices.name,
            open_lines=(_("Name"), _("Town")),
            copies=copies,
        )


def email_addresses(appeal: Appeal) -> list[str]:
    """Return the target's e-mail addresses."""
    return [contact.value for contact in appeal.target.contacts_of("email")]


def mailto_link(appeal: Appeal) -> str:
    """Return a `mailto:` link with the whole letter (RFC 6068), or "" where it is too long."""
    link = _mailto(appeal, _one_line(appeal.subject), body=appeal.text)
    return link if len(link) <= MAILTO_CHARACTERS else ""


def short_mailto_link(appeal: Appeal) -> str:
    """Return a `mailto:` link without the letter, which the reader pastes."""

    def fits(subject: str) -> bool:
        return len(_mailto(appeal, subject)) <= MAILTO_CHARACTERS

    return _mailto(appeal, shortened(_one_line(appeal.subject), fits))


def gmail_link(appeal: Appeal) -> str:
    """Return the address that opens Gmail on the web, with the letter where it fits."""
    fields = {
        "to": ",".join(email_addresses(appeal)),
        "cc": ",".join(_copies(appeal)),
        "su": appeal.subject,
    }
    whole = GMAIL + _query(fields | {"body": appeal.text})
    return whole if len(whole) <= GMAIL_CHARACTERS else GMAIL + _query(fields)


def outlook_link(mailto: str) -> str:
    """Return the address that opens Outlook on the web with what a `mailto:` link holds."""
    return OUTLOOK + _query({"mailtouri": mailto})


def eml_draft(appeal: Appeal) -> bytes:
    """Return the letter as a file that mail programs open as a draft (`X-Unsent`)."""
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["X-Unsent"] = "1"
    for header, addresses in (("To", email_addresses(appeal)), ("Cc", _copies(appeal))):
        if addresses:
            mail[header] = ", ".join(map(_with_ascii_domain, addresses))
    mail["Subject"] = _one_line(appeal.subject)
    mail.set_content(appeal.text)
    return mail.as_bytes()


def _mailto(appeal: Appeal, subject: str, body: str = "") -> str:
    def listed(addresses: list[str]) -> str:
        # Each by itself, so that a comma within an address does not separate two.
        return ",".join(quote(address, safe="@") for address in addresses)

    fields = {
        "cc": listed(_copies(appeal)),
        "subject": quote(subject, safe=""),
        "body": quote(body.replace("\n", "\r\n"), safe=""),
    }
    query = "&".join(f"{name}={value}" for name, value in fields.items() if value)
    return f"mailto:{listed(email_addresses(appeal))}?{query}"


def _query(fields: dict[str, str]) -> str:
    given = {name: value for name, value in fields.items() if value}
    return urlencode(given, quote_via=quote, safe="")


def _copies(appeal: Appeal) -> list[str]:
    """Return who else gets it, each once; domains of mail know no capitals."""
    known = {address.casefold() for address in email_addresses(appeal)}
    others = {address.casefold(): address for address in appeal.copies}
    return [address for key, address in others.items() if key not in known]


def _with_ascii_domain(address: str) -> str:
    """Return an address as a header can hold it: its domain as names are looked up."""
    checked = validate_email(address, check_deliverability=False, allow_quoted_local=True)
    return checked.ascii_email or address


def _one_line(text: str) -> str:
    return " ".join(text.split())


def phone_numbers(appeal: Appeal) -> list[PhoneNumber]:
    """Return the target's phone numbers."""
    return [
        PhoneNumber(international(contact.value), dialling_link(contact.value), contact.note)
        for contact in appeal.target.contacts_of("phone")
    ]


def call_script(appeal: Appeal) -> list[str]:
    """Return what to say, sentence by sentence.

    In a language that the site does not speak, the case and the demand stand alone.
    """
    title, demand, choices = appeal.campaign.title, appeal.demands[0], appeal.choices
    own_words = [choices.words] if choices.words else []
    if not is_translated(appeal.campaign.language):
        return [title, demand, *own_words]
    if choices.name and choices.town:
        hello = _(
            "Hello, my name is %(name)s, and I call from %(town)s.",
            name=choices.name,
            town=choices.town,
        )
    elif choices.name:
        hello = _("Hello, my name is %(name)s.", name=choices.name)
    else:
        hello = _("Hello, I am calling as a private person.")
    about = _("I am calling about this case: %(title)s", title=as_sentence(title))
    ask = _("I ask you, with respect: %(demand)s", demand=demand)
    return [hello, about, ask, *own_words]


def local_time(campaign: Campaign, target: Target) -> LocalTime | None:
    """Return the time at the target, or None where nobody said where that is.

    By the target's own time zone, that of a case in the same country, or the country's only one.
    """
    zones = get_global("territory_zones").get(target.country, [])
    zone = target.time_zone
    if not zone and target.country == campaign.country and campaign.time_zone != NO_TIME_ZONE:
        zone = campaign.time_zone
    if not zone and len(zones) == 1:
        zone = zones[0]
    if not zone:
        return None
    there = now().astimezone(ZoneInfo(zone))
    first, last = _weekend(target.country)
    is_weekend = (there.weekday() - first) % 7 <= (last - first) % 7
    return LocalTime(there, not is_weekend and OPENS_AT <= there.hour < CLOSES_AT)


@cache
def _weekend(country: str) -> tuple[int, int]:
    """Return the first and last day of the weekend, Monday being 0 (Unicode CLDR, through Babel).

    Friday and Saturday in Egypt, Saturday and Sunday in Chile.
    """
    for identifier in locale_identifiers():
        if country and identifier.endswith(f"_{country}"):
            locale = Locale.parse(identifier)
            return locale.weekend_start, locale.weekend_end
    return SATURDAY, SUNDAY
