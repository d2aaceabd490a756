"""The mail that tells admins of an export, composed when it is sent."""

from typing import Any

from petitions.accounts.audit import Entry
from petitions.accounts.models import ADMIN, Organiser
from petitions.campaigns.models import Campaign
from petitions.db import db
from petitions.desk.exports.operations import EXPORTED_MAIL
from petitions.desk.exports.writers import FORMATS
from petitions.mail.composing import OutgoingMail, composes
from petitions.web.http import absolute_address
from petitions.web.i18n import DEFAULT_LANGUAGE, use_language
from petitions.web.text import sending_address


@composes(EXPORTED_MAIL)
def exported_mail(about: dict[str, Any]) -> OutgoingMail | None:
    """Tell an admin that another one exported names; nothing to who is no admin any more."""
    receiver = db.session.get(Organiser, about["receiver"])
    entry = db.session.get(Entry, about["entry"])
    campaign = db.session.get(Campaign, about["campaign"])
    if receiver is None or receiver.role != ADMIN or entry is None or campaign is None:
        return None
    use_language(DEFAULT_LANGUAGE)
    values = {
        "actor": entry.actor,
        "at": entry.at,
        "campaign": campaign,
        "label": FORMATS[entry.details["kind"]].label,
        "count": entry.details["number"],
        "reason": entry.details["reason"],
        "audit_address": absolute_address("auditing.audit"),
        "organisers_address": absolute_address("members.members"),
    }
    return OutgoingMail(sending_address(receiver.email), "exported", values)
