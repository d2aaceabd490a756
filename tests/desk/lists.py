"""Signatures to export, and the lists that come of them."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

from openpyxl import load_workbook
from sqlalchemy import select

from petitions.campaigns.models import Campaign
from petitions.db import transaction
from petitions.db.sql import insert_many
from petitions.signing.models import CONFIRMED, Signature
from tests.factories import ADA

AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
SLUG = "free-the-nurse"
CSV = f"/organise/campaigns/{SLUG}/signatures.csv"
XLSX = f"/organise/campaigns/{SLUG}/signatures.xlsx"
JSONL = f"/organise/campaigns/{SLUG}/signatures.jsonl"
PAPER = f"/organise/campaigns/{SLUG}/handover.pdf"
TAB = f"/organise/campaigns/{SLUG}/handover"
REASON = "Handing the list to the ministry"


def signed(app, *people, slug=SLUG):
    """Store signatures, confirmed if a dict does not say otherwise."""
    with app.app_context(), transaction() as session:
        campaign = session.scalars(select(Campaign.id).where(Campaign.slug == slug)).one()
        rows = [_row(campaign, place, person) for place, person in enumerate(people)]
        insert_many(Signature, rows)


def crowd(number):
    """So many people, of whom every third is not shown, and every third by initials."""
    kinds = ("hidden", "initials", "full")
    return [{"name": f"Ada Lovelace {n}", "visibility": kinds[n % 3]} for n in range(number)]


def form(desk, **changes):
    """What the page of an export sends, with a code that works once."""
    values = {"reason": REASON, "code": desk.codes.pop(), "target": "minister", "paper": "a4"}
    return values | changes


def table(page):
    """The rows of a CSV file, as a spreadsheet program reads them."""
    text = page.response.data.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), strict=True))


def sheet(content):
    """The cells of the first sheet of a workbook."""
    return list(load_workbook(BytesIO(content)).worksheets[0].iter_rows())


def _row(campaign, place, person):
    values = {
        "campaign_id": campaign,
        "state": CONFIRMED,
        "email_digest": None,
        "email": f"ada{place}@example.org",
        "name": ADA.name,
        "country": "GB",
        "comment": "",
        "visibility": "hidden",
        "updates": False,
        "consent_version": "1",
        "signed_at": AT,
        "confirmed_at": AT,
    }
    return values | person
