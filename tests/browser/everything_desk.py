"""Every page for organisers in every state, for checks that go through them all."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from petitions import create_app
from petitions.accounts.models import VIEWER
from petitions.accounts.operations import invite
from petitions.appeals.models import Failure
from petitions.appeals.queries import failures_key
from petitions.campaigns.models import Campaign, Target, Update
from petitions.db import db, now, transaction
from petitions.mail.models import PARKED, Mail
from petitions.signing.addresses import address_digest
from petitions.signing.models import CONFIRMED, FULL, PENDING, Signature
from petitions.tally.operations import count
from tests.conftest import make_settings
from tests.desk import at_desk
from tests.factories import ADA, BEN, a_campaign
from tests.importer.atyrau import COLUMNS, TEXT
from tests.site import Site

IMPORT = "/organise/campaigns/import"
# What is pasted, and shows a page that has no address of its own. The sample is UA 115/16.
PASTED = {
    "import-update": TEXT,
    "import-review": TEXT.replace("115/16", "116/16"),
    "import-columns": COLUMNS,
    "import-foreign": "Dear Ben,\n\nsee you on Friday.\n\nAda",
}
NURSE = "/organise/campaigns/free-the-nurse"
COMMENT = "Nurses must not be in prison for treating the wounded."


def fill_desk(site: Site) -> tuple[dict[str, str], dict[str, str]]:
    """Give the cookie of an admin, and {name: path} of every page."""
    app = create_app(make_settings(site.folder, f"sqlite:///{site.folder / 'petitions.sqlite'}"))
    a_campaign(app, deadline=now().date() + timedelta(days=20), contact_email=BEN)
    a_campaign(app, "draft", slug="unfinished", demands=[], summary="")
    a_campaign(app, "won", slug="won-at-last", note="She is free.")
    with app.app_context(), transaction():
        update, target = _add_life()
    with app.app_context():
        token = invite("cleo@example.org", VIEWER, actor=BEN)
    desk = at_desk(app)
    cookie = desk.client.get_cookie("petitions", domain="127.0.0.1")
    assert cookie is not None
    given = {"name": "petitions", "value": cookie.value, "url": site.url}
    return given, _pages(update, target) | {"join": f"/organise/join/{token}"}


def _pages(update: int, target: int) -> dict[str, str]:
    account = {
        name: f"/organise/{path}"
        for name, path in {
            "log-in": "login",
            "account": "account",
            "app": "account/app",
            "again": "account/again",
            "organisers": "organisers",
            "remove-organiser": "organisers/1/remove",
            "campaigns": "",
            "new": "campaigns/new",
            "import": "campaigns/import",
            "mail": "mail",
            "files": "mail/files",
            "audit": "audit",
            "audit-check": "audit?check=y",
            "draft": "campaigns/unfinished",
            "draft-state": "campaigns/unfinished/state",
            "won": "campaigns/won-at-last/numbers",
            "nothing-found": "audit?who=nobody",
            "join-unknown": "join/nonsense",
        }.items()
    }
    nurse = {
        name: f"{NURSE}{path}"
        for name, path in {
            "numbers": "/numbers",
            "editor": "",
            "saved": "?saved=story",
            "state": "/state",
            "picture": "/picture",
            "preview": "/preview",
            "updates": "/updates",
            "update": f"/updates/{update}",
            "remove-update": f"/updates/{update}/remove",
            "mailing": f"/updates/{update}/mailing",
            "signatures": "/signatures",
            "signatures-pending": "/signatures?state=pending",
            "remove-found": "/signatures/remove?country=GB",
            "remove-one": "/signatures/1/remove",
            "csv": "/signatures.csv",
            "handover": "/handover.pdf",
            "remove-target": f"/targets/{target}/remove",
        }.items()
    }
    return account | nurse | {"supporters": "/c/free-the-nurse/supporters"}


def _add_life() -> tuple[int, int]:
    """Add signatures of two weeks, an update, a failing address and a parked mail.

    Gives the numbers of the update and of the target.
    """
    campaign = db.session.scalars(select(Campaign).filter_by(slug="free-the-nurse")).one()
    for number in range(60):
        _sign(campaign, number)
    update = Update(campaign_id=campaign.id, dated=now().date(), text="She was **moved**.")
    db.session.add(update)
    target = db.session.scalars(select(Target).filter_by(campaign_id=campaign.id)).one()
    for _ in range(5):
        db.session.add(Failure(target_id=target.id, channel="fax", contact="+7 7172 506 402"))
        count(failures_key(target.id, "fax", "+7 7172 506 402"))
    about = {"signature": 1}
    db.session.add(
        Mail(kind="confirm", about=about, message_id="<1@x>", state=PARKED, last_error="Refused")
    )
    db.session.flush()
    return update.id, target.id


def _sign(campaign: Campaign, number: int) -> None:
    person = asdict(ADA) | {"email": f"ada{number}@example.org", "visibility": FULL}
    moment = datetime.now(UTC) - timedelta(hours=6 * number)
    confirmed = number % 5
    db.session.add(
        Signature(
            **person | {"comment": COMMENT if number % 3 else "", "updates": True},
            campaign_id=campaign.id,
            state=CONFIRMED if confirmed else PENDING,
            email_digest=address_digest(person["email"]),
            consent_version="x",
            signed_at=moment,
            confirmed_at=moment if confirmed else None,
        )
    )
    if confirmed:
        count(campaign.tally_key, 1)
