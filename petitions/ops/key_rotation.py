"""Change the secret key: what it sealed is sealed anew, in one transaction, or nothing is.

What is left to former keys, and why, stands in docs/decisions/ops.md.
"""

import os
from typing import Any

from flask import current_app
from sqlalchemy import Column, bindparam, delete, select, update

from petitions.accounts.audit import first_fault, key_fits, record, reseal_log
from petitions.accounts.factors import reseal_apps
from petitions.config import add_secret_key, settings
from petitions.db import db, transaction
from petitions.db.sql import execute, execute_many, table
from petitions.mail.models import Mail, Recipient
from petitions.signing.models import Signature
from petitions.web.limits import address_digest

BATCH = 1_000


class RotationRefused(Exception):
    """The key cannot be changed; the message says why, and the database is as it was."""


def former_key() -> str | None:
    """Return the former key that the database is still sealed with, or None."""
    if key_fits():
        return None
    return next(filter(key_fits, settings().secret_key_fallbacks), None)


def rotate(actor: str) -> int:
    """Make a new key, if that of now is in use, and seal with it; return how many signatures.

    Nobody else may use the database meanwhile. What is broken off can be done again.

    Raises:
        RotationRefused

    """
    old = settings().secret_key if key_fits() else former_key()
    is_in_use = old == settings().secret_key
    if is_in_use and "PETITIONS_SECRET_KEY" in os.environ:
        raise RotationRefused(
            "The key is given in PETITIONS_SECRET_KEY: put a new one there, and the one of now "
            "into PETITIONS_SECRET_KEY_FALLBACKS. Then run this again."
        )
    if old is None:
        raise RotationRefused(
            "The database was sealed with none of the keys that are given; or the end of the audit "
            "log was changed, which its page at the desk tells."
        )
    if fault := first_fault(old):
        raise RotationRefused(f"The audit log would be sealed with its fault: {fault}.")
    if is_in_use:
        add_secret_key(current_app)
    with transaction():
        number = _renew_mailboxes()
        reseal_apps(old)
        reseal_log()
        record(actor, "changed", "secret key")
    return number


def _renew_mailboxes() -> int:
    """Renew the digests of mailboxes whose addresses are kept; return how many."""
    waiting = set(db.session.scalars(select(Mail.mailbox).where(Mail.mailbox.is_not(None))))
    written_to = set(db.session.scalars(select(Recipient.digest)))
    mailed = waiting | written_to
    last, number, renewed = 0, 0, {}
    known = select(Signature.id, Signature.email, Signature.email_digest).order_by(Signature.id)
    known = known.where(Signature.email_digest.is_not(None)).limit(BATCH)
    renew = update(table(Signature)).where(table(Signature).c.id == bindparam("row"))
    renew = renew.values(email_digest=bindparam("new"))
    while rows := execute(known.where(Signature.id > last)).all():
        values = [{"row": row.id, "new": address_digest(row.email)} for row in rows]
        execute_many(renew, values)
        for row, value in zip(rows, values, strict=True):
            if row.email_digest in mailed:
                renewed[row.email_digest] = value["new"]
        last, number = rows[-1].id, number + len(rows)
    _renew_column(table(Mail).c.mailbox, renewed)
    _renew_column(table(Recipient).c.digest, renewed)
    _forget_recipients(written_to - renewed.keys())
    return number


def _renew_column(column: Column[Any], renewed: dict[bytes, bytes]) -> None:
    """Put new digests in the place of old ones: `{old: new}`."""
    if renewed:
        statement = update(column.table).where(column == bindparam("old"))
        rows = [{"old": old, "new": new} for old, new in renewed.items()]
        execute_many(statement.values({column: bindparam("new")}), rows)


def _forget_recipients(digests: set[bytes]) -> None:
    """Forget when mailboxes were written to whose addresses nobody knows any more."""
    if digests:
        statement = delete(table(Recipient)).where(table(Recipient).c.digest == bindparam("old"))
        execute_many(statement, [{"old": digest} for digest in digests])
