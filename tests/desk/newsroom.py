"""A campaign with news, and people who asked for it."""

from collections import Counter
from datetime import date

from sqlalchemy import select

from petitions.campaigns.models import Campaign, Update
from petitions.campaigns.operations import add_update
from petitions.db import db, now, transaction
from petitions.desk.models import Mailing
from petitions.desk.news import mailing
from petitions.mail.delivery import deliver
from petitions.signing.models import Signature
from tests.factories import BEN, NURSE, a_campaign

SLUG = NURSE.slug
NEWS = "She saw a **doctor** today."
UPDATES = f"/organise/campaigns/{SLUG}/updates"


def some_news(app, text=NEWS):
    """Store the campaign with one update; give the update's number."""
    a_campaign(app)
    with app.app_context():
        add_update(SLUG, date(2026, 11, 20), text, actor=BEN)
        return db.session.scalars(select(Update.id)).one()


def receivers(app, number, **changes):
    """Let so many people have signed, confirmed and asked for news; give their signatures."""
    with app.app_context(), transaction() as session:
        campaign = session.scalars(select(Campaign.id).where(Campaign.slug == SLUG)).one()
        taken = session.query(Signature).count()
        people = [_person(campaign, taken + n, **changes) for n in range(1, number + 1)]
        session.add_all(people)
        session.flush()
        return [person.id for person in people]


def _person(campaign, number, **changes):
    values = {
        "campaign_id": campaign,
        "state": "confirmed",
        "email_digest": number.to_bytes(32, "big"),
        "email": f"reader{number}@example.org",
        "name": "Ada Lovelace",
        "country": "GB",
        "comment": "",
        "visibility": "hidden",
        "updates": True,
        "consent_version": "x",
        "signed_at": now(),
        "confirmed_at": now(),
    }
    return Signature(**values | changes)


def begun(app, number, update=1):
    """Preview and start the mailing to so many people, as an organiser does."""
    with app.app_context():
        with transaction() as session:
            session.merge(Mailing(update_id=update, state="previewed", text_digest=b""))
        mailing.preview(SLUG, update, 0)
        mailing.start(SLUG, update, number, actor=BEN)


def mailing_row(app, update=1):
    """Give the mailing as it is stored."""
    with app.app_context():
        return db.session.get(Mailing, update)


def advance_on(app):
    """Let the worker put mails in and send them until nothing is left to do."""
    with app.app_context():
        while mailing.advance() or deliver():
            pass


def change(app, signature, **values):
    """Change a signature as its person, or time, does."""
    with app.app_context(), transaction() as session:
        for name, value in values.items():
            setattr(session.get_one(Signature, signature), name, value)


def readers(mails):
    """Give {address: how many mails of news it got}."""
    return Counter(mail["To"] for mail in mails if mail["To"].startswith("reader"))
