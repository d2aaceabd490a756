"""What organisers should look at: addresses that may be one mailbox, and surges of one domain.

Nothing is refused or taken from the count because of it: at a domain that we do not know, `a+b` can
be another person than `a`. It is read from the addresses that are kept anyway.
"""

from collections import Counter
from datetime import timedelta
from functools import cache
from typing import Any, NamedTuple

from publicsuffixlist import PublicSuffixList
from sqlalchemy import ColumnElement, func, literal, select, union_all

from petitions.db import db, now
from petitions.db.sql import position
from petitions.signing.models import CONFIRMED, PENDING, Signature
from petitions.web.text import KNOWN_DOMAINS

SURGE_PERIOD = timedelta(hours=24)
SURGE_LEAST, SURGE_SHARE = 10, 10  # so many at one domain, and one in ten of all
MOST_GROUPS, MOST_OF_A_GROUP = 50, 10
# There many people have addresses: that many sign there on one day is nothing to look at.
LARGE_PROVIDERS = KNOWN_DOMAINS | {
    *("aol.com", "gmx.at", "gmx.ch", "gmx.de", "gmx.net", "web.de", "freenet.de", "t-online.de"),
    *("msn.com", "live.co.uk", "hotmail.co.uk", "hotmail.fr", "hotmail.it", "hotmail.es"),
    *("yahoo.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "yahoo.it", "yahoo.es", "yahoo.co.jp"),
    *("btinternet.com", "comcast.net", "free.fr", "laposte.net", "orange.fr", "sfr.fr"),
    *("wanadoo.fr", "libero.it", "virgilio.it", "bluewin.ch", "ziggo.nl", "telenet.be"),
    *("wp.pl", "o2.pl", "interia.pl", "seznam.cz", "ukr.net", "mail.ru", "bk.ru", "rambler.ru"),
    *("qq.com", "163.com", "naver.com", "daum.net", "uol.com.br", "bol.com.br"),
}


class Alike(NamedTuple):
    """Signatures whose addresses look like one mailbox: how many, and the first of them."""

    domain: str
    number: int
    signatures: list[Signature]


class Surge(NamedTuple):
    """How many have signed with addresses of one domain within a day, and how many altogether."""

    domain: str
    number: int
    total: int


def alike(campaign_id: int) -> list[Alike]:
    """Return the largest groups of signatures that look like one mailbox each."""
    mailbox, domain = mailbox_column(), _domain()
    listed = (
        Signature.campaign_id == campaign_id,
        Signature.state.in_((CONFIRMED, PENDING)),
        Signature.email.is_not(None),
        domain.not_in(sorted(KNOWN_DOMAINS)),
    )
    number = func.count()
    groups = select(mailbox.label("mailbox"), number.label("number")).where(*listed)
    groups = groups.group_by(mailbox).having(number > 1)
    largest = groups.order_by(number.desc(), mailbox).limit(MOST_GROUPS).subquery()
    place = func.row_number().over(partition_by=mailbox, order_by=Signature.id)
    of_groups = select(Signature.id, largest.c.mailbox, largest.c.number, place.label("place"))
    of_groups = of_groups.join(largest, largest.c.mailbox == mailbox).where(*listed)
    within = of_groups.subquery()
    rows = db.session.execute(
        select(Signature, within.c.mailbox, within.c.number)
        .join(within, within.c.id == Signature.id)
        .where(within.c.place <= MOST_OF_A_GROUP)
        .order_by(within.c.number.desc(), within.c.mailbox, Signature.id)
    )
    found: dict[str, Alike] = {}
    for signature, mailbox, number in rows:
        group = found.setdefault(mailbox, Alike(mailbox.rpartition("@")[2], number, []))
        group.signatures.append(signature)
    return list(found.values())


def surges(campaign_id: int) -> list[Surge]:
    """Return domains of which many have signed within a day, the most first."""
    since = now() - SURGE_PERIOD
    here = select(_domain().label("domain")).where(Signature.campaign_id == campaign_id)
    here = here.where(Signature.email.is_not(None))
    confirmed = here.where(Signature.state == CONFIRMED, Signature.confirmed_at > since)
    pending = here.where(Signature.state == PENDING, Signature.signed_at > since)
    signed = union_all(confirmed, pending).subquery()
    by_domain: Counter[str] = Counter()
    rows = db.session.execute(select(signed.c.domain, func.count()).group_by(signed.c.domain))
    for domain, number in rows:
        # Whoever has a domain has all below it.
        owned = domain if domain in LARGE_PROVIDERS else _suffixes().privatesuffix(domain)
        by_domain[owned or domain] += number
    total = by_domain.total()
    return [
        Surge(domain, number, total)
        for domain, number in by_domain.most_common()
        if number >= SURGE_LEAST and number * SURGE_SHARE >= total and domain not in LARGE_PROVIDERS
    ]


def mailbox_column() -> ColumnElement[str]:
    """Return the address without what some servers pass over: `b.ot+1@a.example` → `bot@a.example`.

    An address that is nothing else stays whole.
    """
    email: Any = func.lower(Signature.email)
    local = func.substr(email, 1, position(email, "@") - 1)
    plain = func.substr(local, 1, position(local + "+", "+") - 1)
    plain = func.replace(plain, ".", "")
    return func.coalesce(func.nullif(plain, ""), local) + literal("@") + _domain()


def _domain() -> ColumnElement[str]:
    email: Any = func.lower(Signature.email)
    return func.substr(email, position(email, "@") + 1)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
