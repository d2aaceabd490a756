"""The same three people everywhere: Ada signs, Ben organises, Cleo must not see."""

from dataclasses import replace
from typing import Any

from flask import Flask

from petitions.campaigns.drafts import CampaignDraft, ContactDraft, TargetDraft
from petitions.campaigns.operations import change_state, create
from petitions.db import db
from petitions.desk.operations import save_organisation
from petitions.organisation.queries import stored_organisation
from petitions.signing.operations import Signer

ADA = Signer(
    name="Ada Lovelace",
    email="ada@example.org",
    country="GB",
    comment="",
    visibility="hidden",
    updates=False,
)
BEN = "ben@example.org"
CLEO = replace(ADA, name="Cleo Cloud", email="cleo@example.org", country="FR")

NURSE = CampaignDraft(
    slug="free-the-nurse",
    title="Free the nurse",
    summary="A nurse is in prison because she treated the wounded. She needs a doctor herself.",
    pledge="I ask the Minister of Health to set the nurse free.",
    story="She was arrested **at work**.",
    country="KZ",
    demands=["Set her free.", "Let a doctor see her."],
    targets=[
        TargetDraft(
            slug="minister",
            name="Ann Other",
            role="Minister of Health",
            salutation="Dear Minister",
            address="Ministry of Health\n1 Main Street\nCapital",
            contacts=[ContactDraft("fax", "+7 7172 506 402")],
        )
    ],
)


def a_campaign(app: Flask, state: str = "open", note: str = "", **changes: Any) -> str:
    """Store a campaign in a state; give its slug."""
    draft = replace(NURSE, **changes)
    if app.extensions["petitions.settings"].is_public:
        an_organisation(app)
    with app.app_context():
        create(draft, actor=BEN, publish=state != "draft")
        if state not in {"draft", "open"}:
            change_state(draft.slug, state, note, actor=BEN)
    return draft.slug


def an_organisation(app: Flask, **changes: str) -> dict[str, str]:
    """Say who is responsible for the site; give what is stored of it."""
    values = {"name": "Nurses’ Aid", "contact": "office@aid.example"} | changes
    with app.app_context():
        save_organisation(stored_organisation().version, values, actor=BEN)
    return values


def sign_form(person: Signer = ADA, **changes: str) -> dict[str, str]:
    """Give what a signer's browser sends; `consent=""` leaves the box unticked."""
    form = {
        "name": person.name,
        "email": person.email,
        "country": person.country,
        "comment": person.comment,
        "visibility": person.visibility,
        "consent": "y",
        "leave_empty": "",
    }
    given = form | changes
    return {name: value for name, value in given.items() if name != "consent" or value}


def stored(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Give {table: its rows}: everything the site knows."""
    tables = db.metadata.sorted_tables
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in tables
        }
