"""An appeal as a letter, a fax, an e-mail or a call: on paper, in links, in a script."""

from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers
from email_validator import validate_email
from flask_babel import gettext as _

from petitions.appeals.composing import Appeal, Choices, as_sentence, compose, languages
from petitions.appeals.networks import shortened
from petitions.appeals.wordings import LONGEST
from petitions.campaigns.contacts import (
    address_block,
    dialling_link,
    digits,
    international,
    responsible_for,
)
from petitions.campaigns.models import Campaign, Target
from petitions.db import now
from petitions.documents.content import Cover, Envelope, Layout, Letter
from petitions.mail.composing import MAIL_POLICY, subject_header
from petitions.web.i18n import day_in_words, direction_of, is_translated, speaking

# Windows and several mail programs cut longer links, silently.
MAILTO_CHARACTERS = 1_800
MAILTO_NEAR = 1_600  # from here on there is little room for one's own words
# Gmail and WhatsApp are addresses of the web: servers on the way refuse much longer ones.
WEB_CHARACTERS = 6_000
GMAIL = "https://mail.google.com/mail/?view=cm&fs=1&"
OUTLOOK = "https://outlook.live.com/mail/deeplink/compose?"
OPENS_AT, CLOSES_AT = 9, 17
SATURDAY, SUNDAY = 5, 6
NO_TIME_ZONE = "UTC"  # what a campaign has whose organisers named no zone


class Reached(NamedTuple):
    """A contact as one reads it, and the link that dials or opens it."""

    shown: str
    link: str


class MailLink(NamedTuple):
    """The link that opens a mail program with the letter that nobody added anything to."""

    target: Target
    language: str
    link: str

    @property
    def level(self) -> str:
        """Return "long" where the link may be cut, "near" where own words make it so, or ""."""
        if len(self.link) >= MAILTO_CHARACTERS:
            return "long"
        return "near" if len(self.link) >= MAILTO_NEAR else ""


class LocalTime(NamedTuple):
    """The time there, now; whether it is a working hour. Public holidays are not known here."""

    at: datetime
    offices_open: bool


def letter(appeal: Appeal) -> Letter:
    """Return the letter with the page for its envelope, where there is a postal address."""
    plain = _plain_letter(appeal)
    if not plain.address:
        return plain
    hint = _("Cut along the line and glue this onto an envelope, or copy the address by hand.")
    if line := responsible_for(appeal.campaign).line:
        hint = f"{hint} {line}"
    envelope = Envelope(sender=plain.sender, address=plain.address, stamp=_("Stamp"), hint=hint)
    return replace(plain, envelope=envelope)


def fax(appeal: Appeal) -> Letter:
    """Return the letter with a cover sheet before it."""
    target = appeal.target
    numbers = [international(contact.value) for contact in target.contacts_of("fax")]
    name, town = appeal.choices.name, appeal.choices.town
    rows = [
        (_("To"), ", ".join(filter(None, (target.name, target.role)))),
        (_("Fax"), " / ".join(numbers)),
        (_("From"), ", ".join(filter(None, (name, town))) if name else f"\n{town}".rstrip()),
        (_("Date"), day_in_words(now().date())),
        (_("Subject"), appeal.subject),
    ]
    if responsible := ", ".join(filter(None, responsible_for(appeal.campaign))):
        rows.append((_("Campaign of"), responsible))
    cover = Cover(_("Fax"), tuple(rows), pages=_("Pages, with this one"))
    return replace(_plain_letter(appeal), cover=cover)


def _plain_letter(appeal: Appeal) -> Letter:
    with speaking(appeal.language):
        copies = "; ".join(copy["name"] or copy["email"] for copy in appeal.campaign.copies_to)
        if copies and is_translated(appeal.language):
            copies = _("Copy to: %(names)s", names=copies)
        elif copies:  # what business letters write in every language
            copies = f"cc: {copies}"
        reference = appeal.campaign.reference
        if reference and is_translated(appeal.language):
            reference = _("Case: %(reference)s", reference=reference)
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
            reference=reference,
        )


def email_values(appeal: Appeal) -> dict[str, Any]:
    """Return what the page of an e-mail shows: addresses, and links that open mail programs.

    `whole` is a `mailto:` link with the letter (RFC 6068), or "" where that would be too long;
    `short` one without, which the reader pastes. An address that the reader typed is in these
    alone: what stands in an address of the web, browsers remember.
    """
    whole, short = _mail_links(appeal)
    known = replace(appeal, choices=replace(appeal.choices, address=""))
    to, copies = _recipients(known)
    fields = {"to": ",".join(to), "cc": ",".join(copies), "su": appeal.subject}
    gmail = GMAIL + _query(fields | {"body": appeal.text})
    return {
        "whole": whole,
        "short": short,
        "gmail": gmail if len(gmail) <= WEB_CHARACTERS else GMAIL + _query(fields),
        "outlook": OUTLOOK + _query({"mailtouri": next(filter(None, _mail_links(known)))}),
        "addresses": _recipients(appeal)[0],
    }


def mail_links(campaign: Campaign) -> list[MailLink]:
    """Return the longest links to each official, in each language of the letters."""
    return [
        MailLink(target, choices.language, whole_link(compose(campaign, target, choices)))
        for target in campaign.targets
        for choices in (Choices(language=code, deal=LONGEST) for code in languages(campaign))
    ]


def eml_draft(appeal: Appeal) -> bytes:
    """Return the letter as a file that mail programs open as a draft (`X-Unsent`)."""
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["X-Unsent"] = "1"
    for header, addresses in zip(("To", "Cc"), _recipients(appeal), strict=True):
        checked = [
            validate_email(address, check_deliverability=False, allow_quoted_local=True)
            for address in addresses
        ]
        if checked:  # a header holds a domain as names are looked up
            mail[header] = ", ".join(valid.ascii_email or valid.original for valid in checked)
    mail["Subject"] = subject_header(" ".join(appeal.subject.split()))
    mail.set_content(appeal.text)
    return mail.as_bytes()


def _recipients(appeal: Appeal) -> tuple[list[str], list[str]]:
    """Return the target's addresses, or the one that was typed, and who else gets it, each once.

    Domains of mail know no capitals.
    """
    to = [contact.value for contact in appeal.target.contacts_of("email")]
    if not to and appeal.choices.address:
        to = [appeal.choices.address]
    known = {address.casefold() for address in to}
    copies = {address.casefold(): address for address in appeal.copies}
    return to, [address for key, address in copies.items() if key not in known]


def _mail_links(appeal: Appeal) -> tuple[str, str]:
    """Return the link with the letter, "" where it is too long, and the one without."""
    subject = " ".join(appeal.subject.split())
    whole = whole_link(appeal)
    cut = shortened(subject, lambda cut: len(_mailto(appeal, cut)) <= MAILTO_CHARACTERS)
    return whole if len(whole) <= MAILTO_CHARACTERS else "", _mailto(appeal, cut)


def whole_link(appeal: Appeal) -> str:
    """Return the `mailto:` link with the letter, however long it is."""
    return _mailto(appeal, " ".join(appeal.subject.split()), appeal.text)


def _mailto(appeal: Appeal, subject: str, body: str = "") -> str:
    # Each address by itself, so that a comma within one does not separate two.
    to, copies = (
        ",".join(quote(address, safe="@") for address in addresses)
        for addresses in _recipients(appeal)
    )
    fields = {
        "cc": copies,
        "subject": quote(subject, safe=""),
        "body": quote(body.replace("\n", "\r\n"), safe=""),
    }
    query = "&".join(f"{name}={value}" for name, value in fields.items() if value)
    return f"mailto:{to}?{query}"


def _query(fields: dict[str, str]) -> str:
    given = {name: value for name, value in fields.items() if value}
    return urlencode(given, quote_via=quote, safe="")


def form_values(appeal: Appeal) -> dict[str, Any]:
    """Return what the page of a web form shows: the forms, which nobody can fill in by a link."""
    forms = [contact.value for contact in appeal.target.contacts_of("form")]
    return {"links": [Reached(form, form) for form in forms]}


def whatsapp_values(appeal: Appeal) -> dict[str, Any]:
    """Return links that open a chat there, with the text in it where it is not too long."""
    numbers = [contact.value for contact in appeal.target.contacts_of("whatsapp")]
    text = f"?text={quote(appeal.text, safe='')}"
    if len(text) > WEB_CHARACTERS:
        text = ""
    links = [Reached(international(one), f"https://wa.me/{digits(one)}{text}") for one in numbers]
    return {"links": links, "is_filled_in": bool(text)}


def telegram_values(appeal: Appeal) -> dict[str, Any]:
    """Return links that open a chat there, without the text."""
    names = [contact.value for contact in appeal.target.contacts_of("telegram")]
    return {"links": [Reached(name, f"https://t.me/{quote(name.lstrip('@'))}") for name in names]}


def signal_values(appeal: Appeal) -> dict[str, Any]:
    """Return links that open a chat there, without the text; the app knows no encoded plus."""
    numbers = [contact.value for contact in appeal.target.contacts_of("signal")]
    links = [Reached(international(one), f"https://signal.me/#p/+{digits(one)}") for one in numbers]
    return {"links": links}


def call_values(appeal: Appeal) -> dict[str, Any]:
    """Return what the page of a call shows: numbers, what to say, the time there."""
    phones = [contact.value for contact in appeal.target.contacts_of("phone")]
    return {
        "numbers": [Reached(international(phone), dialling_link(phone)) for phone in phones],
        "script": call_script(appeal),
        "local": local_time(appeal.campaign, appeal.target),
    }


def call_script(appeal: Appeal) -> list[str]:
    """Return what to say, sentence by sentence.

    In a language that the site does not speak, the case and the demand stand alone. A draft may
    have no demand yet.
    """
    title, demands, choices = appeal.campaign.title, appeal.demands[:1], appeal.choices
    own_words = [choices.words] if choices.words else []
    if not is_translated(appeal.campaign.language):
        return [title, *demands, *own_words]
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
    asks = [_("I ask you, with respect: %(demand)s", demand=demand) for demand in demands]
    return [hello, about, *asks, *own_words]


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
