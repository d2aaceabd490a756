"""How often one visitor may do a thing, counted in the database for all processes.

A visitor is known by a keyed digest: it lets us recognise an address without keeping it. No
rate-limit library stores in SQL; one upsert does it, exactly, on both databases.
"""

import hashlib
import hmac
import threading
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from flask import current_app, request
from sqlalchemy import ColumnElement, Integer, LargeBinary, bindparam, case, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from petitions.config import Rule, settings
from petitions.db import Base, UtcDateTime, db, now
from petitions.db.sql import built_once, execute, upsert
from petitions.web.text import canonical_address


class Allowance(Base):
    """How often one visitor did one thing since the first time; no address, a digest."""

    __tablename__ = "allowance"

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    used: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class TooManyAttempts(Exception):
    """The visitor did this too often; `wait` is how long until it is allowed again."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


def keyed_digest(purpose: str, value: str, secret_key: str = "") -> bytes:
    """Return 32 bytes that only the holder of the secret key can make from `value`.

    Digests of different purposes cannot be compared with each other. `secret_key` is a former one.
    """
    key = hashlib.sha256(f"{purpose}\0{secret_key or settings().secret_key}".encode()).digest()
    return hmac.digest(key, value.encode(), "sha256")


def address_digest(address: str) -> bytes:
    """Return the digest by which a mailbox is recognised again, however its address is spelled."""
    return keyed_digest("e-mail address", canonical_address(address))


def network_digest(address: str | None, day: date) -> bytes:
    """Return the digest of a network (IPv4 /32, IPv6 /64), another one each day."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return keyed_digest("network address", f"{day} unknown")
    # An IPv4 address may come in the form of an IPv6 one: ::ffff:192.0.2.1.
    v4 = parsed if parsed.version == 4 else parsed.ipv4_mapped
    network = v4 or ip_network((parsed, 64), strict=False)
    return keyed_digest("network address", f"{day} {network}")


def count_attempt(action: str, digest: bytes, rules: Sequence[Rule], amount: int = 1) -> None:
    """Count one attempt of a visitor in the caller's transaction, or as many as it stands for.

    A period begins with its first attempt. No amount is larger than the limit of a rule.

    Raises:
        TooManyAttempts: a rule is used up; nothing is counted.

    """
    counted: list[bytes] = []
    for rule in rules:
        key, moment = _key(action, digest, rule), now()
        attempt = {"key": key, "moment": moment, "until": moment + rule.period, "most": rule.limit}
        attempt["amount"] = amount
        if execute(_count(), **attempt).first() is None:
            # The caller's transaction may go on: it can be that of many visitors.
            uncounted = update(Allowance).where(Allowance.key.in_(counted))
            db.session.execute(uncounted.values(used=Allowance.used - amount))
            end = db.session.scalars(select(Allowance.expires_at).where(Allowance.key == key)).one()
            raise TooManyAttempts(end - moment)
        counted.append(key)


def forget_attempts(action: str, digest: bytes, rules: Sequence[Rule]) -> None:
    """Forget the attempts of a visitor in the caller's transaction: what was done is undone."""
    keys = [_key(action, digest, rule) for rule in rules]
    db.session.execute(delete(Allowance).where(Allowance.key.in_(keys)))


def uncount_attempt(action: str, digest: bytes, rule: Rule, amount: int) -> None:
    """Take an amount of a visitor back, in the caller's transaction."""
    counted = update(Allowance).where(
        Allowance.key == _key(action, digest, rule), Allowance.used >= amount
    )
    db.session.execute(counted.values(used=Allowance.used - amount))


class Meter:
    """Counts what costs work and stores nothing, in this process alone: nor does its count."""

    MOST = 10_000  # of the counts, some 200 bytes each; beyond them the oldest goes

    def __init__(self) -> None:
        self.counts: dict[bytes, tuple[datetime, int]] = {}
        self.lock = threading.Lock()

    def count(self, digest: bytes, rules: Sequence[Rule]) -> None:
        """Count one attempt of a visitor by each rule.

        Raises:
            TooManyAttempts: a rule is used up.

        """
        for rule in rules:
            key, moment = _key("work", digest, rule), now()
            with self.lock:
                until, used = self.counts.pop(key, (moment, 0))
                if until <= moment:
                    until, used = moment + rule.period, 0
                self.counts[key] = until, min(used + 1, rule.limit + 1)
                while len(self.counts) > self.MOST:
                    del self.counts[next(iter(self.counts))]
            if used >= rule.limit:
                raise TooManyAttempts(until - moment)


def count_work() -> None:
    """Count this request as one that costs work and stores nothing: a preview, a refused form.

    Call it before the work. It is no part of any transaction.

    Raises:
        TooManyAttempts: this network asked for too much of it.

    """
    meter: Meter = current_app.extensions.setdefault("petitions.meter", Meter())
    meter.count(network_digest(request.remote_addr, now().date()), settings().preview_limit)


def expired_allowances() -> ColumnElement[bool]:
    """Return the condition on what no longer limits anybody."""
    return Allowance.expires_at < now()


@built_once
def _count() -> Any:
    moment = bindparam("moment", type_=UtcDateTime)
    until = bindparam("until", type_=UtcDateTime)
    is_over = Allowance.expires_at <= moment
    amount = bindparam("amount", type_=Integer)
    used = Allowance.used + amount
    statement = upsert(Allowance).values(key=bindparam("key"), used=amount, expires_at=until)
    return statement.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "used": case((is_over, amount), else_=used),
            "expires_at": case((is_over, until), else_=Allowance.expires_at),
        },
        where=is_over | (used <= bindparam("most")),
    ).returning(Allowance.used)


def _key(action: str, digest: bytes, rule: Rule) -> bytes:
    name = f"{action} {rule.period.total_seconds()}".encode()
    return hashlib.sha256(name + digest).digest()
