"""Switch parts of the site, say who runs it, act on mails of the outbox: each with an entry."""

from collections.abc import Mapping
from typing import Any, TypeVar

from petitions.accounts.audit import changed_place, record
from petitions.campaigns.operations import ChangedMeanwhile
from petitions.campaigns.pictures import Jpeg
from petitions.config import settings
from petitions.db import Base, db, now, transaction
from petitions.db.sql import upsert
from petitions.mail import operations as outbox
from petitions.mail.models import Mail
from petitions.organisation.models import ORGANISATION_ID, Organisation, StoredOrganisation
from petitions.organisation.queries import cached_organisation
from petitions.web.flags import FLAGS_ID, PARTS, StoredFlags, cached_flags

WHO_WE_ARE = "who we are"
_NOBODY = vars(Organisation()) | {"version": 0}

Row = TypeVar("Row", bound=Base)


def set_flag(part: str, *, on: bool, actor: str) -> None:
    """Switch a part of the site (one of PARTS) on or off."""
    with transaction():
        stored = _locked_row(StoredFlags, FLAGS_ID, **dict.fromkeys(PARTS, True))
        before = "on" if getattr(stored, part) else "off"
        setattr(stored, part, on)
        _note(stored, part, before, "on" if on else "off", actor)
    cached_flags().forget()


def set_poll_seconds(seconds: int | None, *, actor: str) -> None:
    """Set how long open pages wait between two requests (1 to 300 s); None for the setting."""
    with transaction():
        stored = _locked_row(StoredFlags, FLAGS_ID, **dict.fromkeys(PARTS, True))
        before, stored.poll_seconds = stored.poll_seconds, seconds
        _note(stored, "poll interval", _in_words(before), _in_words(seconds), actor)
    cached_flags().forget()


def _in_words(seconds: int | None) -> str:
    if seconds is None:
        return f"{settings().poll_seconds} seconds, as the server is set"
    return f"{seconds} seconds"


def _note(stored: StoredFlags, what: str, before: str, after: str, actor: str) -> None:
    """Record who changed it, if anything changed."""
    if before != after:
        stored.changed_by, stored.changed_at = actor, now()
        record(actor, "switched", what, before=before, after=after)


def save_organisation(version: int, values: Mapping[str, str], *, actor: str) -> None:
    """Store who is responsible for the site, in the version that the admin saw.

    Raises:
        ChangedMeanwhile: nothing is stored.

    """
    with transaction():
        stored = _locked_row(StoredOrganisation, ORGANISATION_ID, **_NOBODY)
        if stored.version != version:
            raise ChangedMeanwhile
        changed = {name: value for name, value in values.items() if getattr(stored, name) != value}
        if changed:
            before, after = {}, {}
            for name, value in changed.items():
                before[name], after[name] = changed_place(getattr(stored, name), value)
                setattr(stored, name, value)
            stored.version += 1
            record(actor, "changed", WHO_WE_ARE, before=before, after=after)
    cached_organisation().forget()


def set_logo(jpeg: Jpeg | None, *, actor: str) -> None:
    """Show a logo on every page, or with None take it away."""
    with transaction():
        stored = _locked_row(StoredOrganisation, ORGANISATION_ID, **_NOBODY)
        before = stored.logo_digest
        stored.logo = jpeg.content if jpeg else None
        stored.logo_digest = jpeg.digest if jpeg else ""
        stored.logo_width, stored.logo_height = (jpeg.width, jpeg.height) if jpeg else (0, 0)
        if before != stored.logo_digest:
            details = {"before": before, "after": stored.logo_digest}
            record(actor, "changed the logo of", WHO_WE_ARE, **details)
    cached_organisation().forget()


def retry(mail_id: int, *, actor: str) -> bool:
    """Let one mail be tried again; return False if there was none to try."""
    with transaction():
        done = outbox.retry(mail_id)
        if done:
            kind = db.session.get_one(Mail, mail_id).kind
            record(actor, "let be tried again", f"mail {mail_id}", kind=kind)
    return done


def retry_parked(*, actor: str) -> int:
    """Let all parked mails be tried again; return their number."""
    with transaction():
        number = outbox.retry_parked()
        if number:
            record(actor, "let be tried again", "all parked mails", number=number)
    return number


def give_up(mail_id: int, *, actor: str) -> bool:
    """Never send one mail; return False if it could not go any more."""
    with transaction():
        done = outbox.give_up(mail_id)
        if done:
            kind = db.session.get_one(Mail, mail_id).kind
            record(actor, "gave up", f"mail {mail_id}", kind=kind)
    return done


def _locked_row(model: type[Row], row_id: int, **defaults: Any) -> Row:
    """Return the one row, made on first use, locked so that each entry holds what was before it."""
    first = upsert(model).values(id=row_id, **defaults)
    db.session.execute(first.on_conflict_do_nothing())
    return db.session.get_one(model, row_id, with_for_update=True, populate_existing=True)
