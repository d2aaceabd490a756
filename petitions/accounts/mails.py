"""The mails to organisers about accounts, composed when they are sent."""

from datetime import datetime
from typing import Any

from petitions.accounts.models import ADMIN, ERASED_SOONER_MAIL, RECOVERY_MAIL, Organiser
from petitions.db import db
from petitions.mail.composing import OutgoingMail, composes
from petitions.web.http import absolute_address
from petitions.web.i18n import DEFAULT_LANGUAGE, use_language
from petitions.web.text import sending_address


@composes(RECOVERY_MAIL)
def recovery_mail(about: dict[str, Any]) -> OutgoingMail | None:
    """Tell the owner or an admin that an account is being recovered, and how to stop it."""
    receiver, account = (db.session.get(Organiser, about[name]) for name in ("receiver", "account"))
    if receiver is None or account is None:
        return None
    actor = db.session.get(Organiser, about["actor"]) if about["actor"] else None
    starts_at = about["starts_at"]
    use_language(DEFAULT_LANGUAGE)
    values = {
        "account": account.email,
        "actor": actor.email if actor else "",
        "starts_at": datetime.fromisoformat(starts_at) if starts_at else None,
        "is_owner": receiver.id == account.id,
        "log_in_address": absolute_address("accounts.log_in"),
        "organisers_address": absolute_address("members.members"),
    }
    return OutgoingMail(sending_address(receiver.email), "recovery", values)


@composes(ERASED_SOONER_MAIL)
def erased_sooner_mail(about: dict[str, Any]) -> OutgoingMail | None:
    """Tell an admin that names of a campaign will be erased sooner; nobody who is none any more."""
    receiver = db.session.get(Organiser, about["receiver"])
    if receiver is None or receiver.role != ADMIN:
        return None
    actor = db.session.get(Organiser, about["actor"]) if about["actor"] else None
    use_language(DEFAULT_LANGUAGE)
    values = {
        "actor": actor.email if actor else "",
        "slug": about["slug"],
        "before": about["before"],
        "after": about["after"],
        "holds_from": datetime.fromisoformat(about["holds_from"]),
        "editor_address": absolute_address("editor.edit", slug=about["slug"]) + "#section-dates",
    }
    return OutgoingMail(sending_address(receiver.email), "erased_sooner", values)
