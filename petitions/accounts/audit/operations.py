"""Record a change."""

from typing import Any

from sqlalchemy import select

from petitions.accounts.audit.chain import head_seal, seal
from petitions.accounts.audit.models import HEAD, Entry, Head
from petitions.db import db, now
from petitions.db.sql import upsert


def record(actor: str, verb: str, subject: str, **details: Any) -> None:
    """Add an entry in the caller's transaction: `record("ben@…", "published", "campaign x")`.

    `details` are plain JSON values and nothing about a signer.
    """
    head = _locked_head()
    last = db.session.get(Entry, head.entries)
    entry = Entry(
        number=head.entries + 1,
        at=now(),
        actor=actor,
        verb=verb,
        subject=subject,
        details=details,
    )
    entry.seal = seal(entry, last.seal if last else b"")
    head.entries = entry.number
    head.seal = head_seal(entry.number, entry.seal)
    db.session.add(entry)
    db.session.flush()


def _locked_head() -> Head:
    """Give the head, made on first use, locked so that two entries never follow the same one."""
    first = {"id": HEAD, "entries": 0, "seal": head_seal(0, b"")}
    db.session.execute(upsert(Head).values(first).on_conflict_do_nothing())
    return db.session.scalars(
        select(Head)
        .where(Head.id == HEAD)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
