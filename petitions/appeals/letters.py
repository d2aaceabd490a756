"""Appeals on paper: what stands in a letter, on its envelope, on the cover sheet of a fax."""

from dataclasses import replace

from flask_babel import gettext as _

from petitions.appeals.composing import Appeal
from petitions.campaigns.contacts import international
from petitions.campaigns.postal import address_block
from petitions.db import now
from petitions.documents.content import Cover, Envelope, Layout, Letter
from petitions.web.i18n import day_in_words, direction_of, is_translated, speaking


def letter(appeal: Appeal) -> Letter:
    """Give the letter with the page for its envelope, where there is a postal address."""
    plain = _letter(appeal)
    return replace(plain, envelope=_envelope(plain)) if plain.address else plain


def fax(appeal: Appeal) -> Letter:
    """Give the letter with a cover sheet before it."""
    return replace(_letter(appeal), cover=_cover(appeal))


def _letter(appeal: Appeal) -> Letter:
    sender = tuple(filter(None, (appeal.choices.name, appeal.choices.town)))
    address = address_block(appeal.target)
    with speaking(appeal.language):
        return Letter(
            layout=Layout(appeal.language, direction_of(appeal.language), appeal.choices.paper),
            sender=sender,
            date=day_in_words(now().date()),
            address=address,
            subject=appeal.subject,
            salutation=appeal.salutation,
            body=appeal.body,
            closing=appeal.closing,
            name=appeal.choices.name,
            open_lines=(_("Name"), _("Town")),
            copies=_copies(appeal),
        )


def _copies(appeal: Appeal) -> str:
    names = "; ".join(copy["name"] or copy["email"] for copy in appeal.campaign.copies_to)
    if not names:
        return ""
    # What business letters write in every language, where the site does not speak it.
    spoken = is_translated(appeal.language)
    return str(_("Copy to: %(names)s", names=names)) if spoken else f"cc: {names}"


def _envelope(letter: Letter) -> Envelope:
    return Envelope(
        sender=letter.sender,
        address=letter.address,
        stamp=_("Stamp"),
        hint=_("Cut along the line and glue this onto an envelope, or copy the address by hand."),
    )


def _cover(appeal: Appeal) -> Cover:
    target = appeal.target
    numbers = [international(contact.value) for contact in target.contacts_of("fax")]
    rows = [
        (_("To"), ", ".join(filter(None, (target.name, target.role)))),
        (_("Fax"), " / ".join(numbers)),
        (_("From"), ", ".join(filter(None, (appeal.choices.name, appeal.choices.town)))),
        (_("Date"), day_in_words(now().date())),
        (_("Subject"), appeal.subject),
    ]
    return Cover(_("Fax"), tuple(rows))
