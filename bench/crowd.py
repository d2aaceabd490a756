"""Many signatures, written straight into the tables: by the driver, not by the site."""

import hashlib
import secrets
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.raw import PostgresTables, Row, SqliteTables, writing
from bench.site import DISK
from petitions import create_app
from petitions.campaigns.campaign_file import read_campaign
from petitions.campaigns.models import signatures_key
from petitions.campaigns.operations import create
from petitions.config import from_environment
from petitions.db import db, schema
from petitions.ops.server import SAMPLE
from petitions.signing.links import token_digest
from petitions.signing.models import CONFIRMED, CONSENT_VERSION, FULL, HIDDEN, INITIALS, PENDING
from petitions.web.text import folded

MILLION = 1_000_000
DAYS = 60  # in which they signed, up to now
COUNTRIES = ("GB", "FR", "DE", "KZ", "US", "ES", "IT", "NL", "SE", "PL", "BR", "IN")
COMMENT = "I sign because nobody should be in prison for what they said, and winter is coming."
FOLDED_COMMENT = folded(COMMENT)
VISIBILITIES = (*[HIDDEN] * 17, INITIALS, INITIALS, FULL)
COLUMNS = (
    "campaign_id, state, email_digest, email, name, country, comment, visibility, updates, "
    "consent_version, signed_at, confirmed_at, comment_shown, search_text"
)
Tables = SqliteTables | PostgresTables


def prepare(url: str) -> None:
    """Make the tables of a new database, with the sample as its first campaign."""
    app = create_app(from_environment({"PETITIONS_DATABASE_URL": url}))
    with app.app_context():
        schema.upgrade()
        create(read_campaign(SAMPLE), actor="bench", publish=True)
        db.session.remove()
        db.engine.dispose()


def fill(url: str, number: int, campaigns: Iterable[int] = (1,)) -> None:
    """Write confirmed signatures, so many of each campaign, and count them."""
    with writing(url) as tables:
        first = tables.newest("signature") + 1
        for campaign in campaigns:
            tables.write("signature", COLUMNS, _confirmed(tables, first, number, campaign))
            tables.count(signatures_key(campaign), number)
            first += number


def pending(url: str, number: int, campaign_id: int = 1) -> list[str]:
    """Write signatures that wait to be confirmed; return the tokens of their links."""
    tokens = [secrets.token_urlsafe(24) for _ in range(number)]
    with writing(url) as tables:
        first = tables.newest("signature") + 1
        now = tables.moment(datetime.now(UTC))
        rows = (_row(first + n, campaign_id, PENDING, now, None) for n in range(number))
        tables.write("signature", COLUMNS, rows)
        links = ((token_digest(token), first + n, now) for n, token in enumerate(tokens))
        tables.write("signature_link", "digest, signature_id, made_at", links)
    return tokens


def million(place: Path) -> str:
    """Put a SQLite database with a million signatures into a folder; return its address."""
    shutil.copy(Path(_million().name, "petitions.sqlite"), place)
    return f"sqlite:///{place / 'petitions.sqlite'}"


@cache
def _million() -> "TemporaryDirectory[str]":
    """Make it once a run; the folder goes with the process."""
    place = TemporaryDirectory(prefix="bench-million-", dir=DISK if DISK.is_dir() else None)
    url = f"sqlite:///{place.name}/petitions.sqlite"
    prepare(url)
    fill(url, MILLION)
    return place


def _confirmed(tables: Tables, first: int, number: int, campaign_id: int) -> Iterator[Row]:
    start, step = datetime.now(UTC) - timedelta(days=DAYS), timedelta(days=DAYS) / number
    for n in range(number):
        signed = start + n * step
        moments = tables.moment(signed), tables.moment(signed + timedelta(minutes=9))
        yield _row(first + n, campaign_id, CONFIRMED, *moments)


def _row(n: int, campaign_id: int, state: str, signed: object, confirmed: object) -> Row:
    return (
        campaign_id,
        state,
        hashlib.sha256(b"%d" % n).digest(),
        f"signer{n}@example.org",
        f"Ada Lovelace {n}",
        COUNTRIES[n % len(COUNTRIES)],
        COMMENT if n % 10 == 0 else "",
        VISIBILITIES[n % len(VISIBILITIES)],
        n % 4 == 0,
        CONSENT_VERSION,
        signed,
        confirmed,
        False,
        f"ada lovelace {n}\nsigner{n}@example.org\n{FOLDED_COMMENT if n % 10 == 0 else ''}",
    )
