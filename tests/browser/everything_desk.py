"""Every page for organisers in every state, for checks that go through them all."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from petitions import create_app
from petitions.accounts.models import ADMIN, VIEWER
from petitions.accounts.operations import invite
from petitions.accounts.sessions import start_session
from petitions.appeals.models import Failure
from petitions.appeals.queries import failures_key
from petitions.campaigns.drafts import LetterDraft
from petitions.campaigns.models import Campaign, Target, Update
from petitions.campaigns.operations import text_digest
from petitions.campaigns.takedown import take_down
from petitions.db import db, now, transaction
from petitions.db.tally import count
from petitions.desk import models
from petitions.desk.models import Export, Mailing
from petitions.mail.models import PARKED, Mail
from petitions.signing.models import CONFIRMED, FULL, PENDING, Signature
from petitions.web.limits import address_digest
from tests.conftest import make_settings
from tests.factories import ADA, BEN, a_campaign
from tests.organisers import Desk, at_desk
from tests.site import Site
from tests.urgent_actions.atyrau import COLUMNS, TEXT

IMPORT = "/organise/campaigns/import"
# What is pasted, and shows a page that has no address of its own. The sample is UA 115/16.
PASTED = {
    "import-update": TEXT,
    "import-review": TEXT.replace("115/16", "116/16"),
    "import-columns": COLUMNS,
    "import-foreign": "Dear Ben,\n\nsee you on Friday.\n\nAda",
}
NURSE = "/organise/campaigns/free-the-nurse"
MAIL = "1@example.org.eml"
STATUS = {"join-unknown": 404, "export-expired": 410}
ARABIC = LetterDraft("ar", opening="أكتب إليكم.", demands=["أطلقوا سراحها.", "طبيبة."])
COMMENT = "Nurses must not be in prison for treating the wounded."


class Visit(NamedTuple):
    """A page, and the cookie of who opens it."""

    path: str
    cookie: dict[str, str]
    status: int = 200


def fill_desk(site: Site) -> dict[str, Visit]:
    """Give every page by its name; most are opened by an admin."""
    app = create_app(make_settings(site.folder, f"sqlite:///{site.folder / 'petitions.sqlite'}"))
    a_campaign(app, deadline=now().date() + timedelta(days=20), contact_email=BEN, letters=[ARABIC])
    a_campaign(app, "draft", slug="unfinished", demands=[], summary="")
    a_campaign(app, "won", slug="won-at-last", note="She is free.")
    a_campaign(app, slug="taken-away")
    with app.app_context():
        take_down("taken-away", "Her brother was arrested.", actor=BEN)
    with app.app_context(), transaction():
        update = _add_life()
    with app.app_context():
        token = invite("cleo@example.org", VIEWER, actor=BEN)
    _write_mail(site)
    ben = _cookie(site, at_desk(app))
    paths = _pages(update) | {"join": f"/organise/join/{token}"}
    with app.app_context(), transaction():
        paths |= _work_going_on()
        waiting = ben | {"value": start_session(1, is_pending_2fa=True)}
    cleo = _cookie(site, at_desk(app, VIEWER, "cleo@example.org"))
    dora = _cookie(site, at_desk(app, ADMIN, "dora@example.org", factor=False))
    return {name: Visit(path, ben, STATUS.get(name, 200)) for name, path in paths.items()} | {
        "factor": Visit("/organise/login/factor", waiting),
        "not-allowed": Visit("/organise/mail", cleo, 403),
        "factor-needed": Visit(f"{NURSE}/signatures.csv", dora, 403),
    }


def _cookie(site: Site, desk: Desk) -> dict[str, str]:
    cookie = desk.client.get_cookie("petitions", domain="127.0.0.1")
    assert cookie is not None
    return {"name": "petitions", "value": cookie.value, "url": site.url}


def _write_mail(site: Site) -> None:
    """Write a mail as the worker does, so that there is one to read."""
    site.mails.mkdir(exist_ok=True)
    head = "From: petitions@localhost\nTo: ada@example.org\nSubject: Please confirm\n"
    (site.mails / MAIL).write_text(f"{head}\nOpen {site.url}/confirm/x and press the button.\n")


def _work_going_on() -> dict[str, str]:
    """Add a list in each state, and mailings that go and have stopped; give their pages."""
    later = now() + timedelta(days=1)
    campaign = db.session.scalars(select(Campaign).filter_by(slug="won-at-last")).one()
    found = {}
    for state in (models.RUNNING, models.READY, models.FAILED, models.EXPIRED):
        numbers = {"rows": 60_000, "rows_done": 20_000, "due_at": later, "ready_at": later}
        about = {"organiser_id": 1, "campaign_id": campaign.id, "kind": "csv", "filters": {}}
        export = Export(**about, **numbers, state=state)
        db.session.add(export)
        db.session.flush()
        found[f"export-{state}"] = f"/organise/exports/{export.id}"
    export.actor, export.given_at, export.reason, export.sha256 = (
        BEN,
        now(),
        "For the embassy",
        "0123456789abcdef" * 4,
    )
    found["receipt"] = f"/organise/campaigns/won-at-last/handover/{export.id}"
    for state in (models.STOPPED, models.DONE):
        update = Update(campaign_id=campaign.id, dated=now().date(), text=f"It is {state}.")
        db.session.add(update)
        db.session.flush()
        digest = text_digest(update)
        db.session.add(Mailing(update_id=update.id, state=state, text_digest=digest, receivers=48))
        here = "/organise/campaigns/won-at-last"
        found[f"mailing-{state}"] = f"{here}/updates/{update.id}/mailing"
    return found


def _pages(update: int) -> dict[str, str]:
    account = {
        name: f"/organise/{path}"
        for name, path in {
            "log-in": "login",
            "account": "account",
            "app": "account/app",
            "again": "account/again",
            "organisers": "organisers",
            "switches": "switches",
            "who-we-are": "about",
            "remove-organiser": "organisers/1/remove",
            "campaigns": "",
            "advice": "advice",
            "new": "campaigns/new",
            "import": "campaigns/import",
            "mail": "mail",
            "files": "mail/files",
            "file": f"mail/files/{MAIL}",
            "audit": "audit",
            "audit-check": "audit?check=y",
            "draft": "campaigns/unfinished",
            "draft-state": "campaigns/unfinished/state",
            "draft-delete": "campaigns/unfinished/delete",
            "taken-down": "campaigns/taken-away/state",
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
            "published": "/published",
            "state": "/state",
            "question-paused": "/state/paused",
            "question-won": "/state/won",
            "letters": "/letters",
            "letters-arabic": "/letters/ar",
            "remove-letters": "/letters/ar/remove",
            "picture": "/picture",
            "preview": "/preview",
            "preview-mails": "/preview/mails",
            "updates": "/updates",
            "update": f"/updates/{update}",
            "remove-update": f"/updates/{update}/remove",
            "mailing": f"/updates/{update}/mailing",
            "signatures": "/signatures",
            "signatures-pending": "/signatures?state=pending",
            "signatures-ticked": "/signatures?sort=name&comments=unread&tick=all",
            "alike": "/signatures/alike",
            "remove-found": "/signatures/remove?country=GB",
            "remove-one": "/signatures/1/remove",
            "csv": "/signatures.csv",
            "mailing-list": "/signatures.xlsx?updates=yes",
            "handover": "/handover.pdf",
            "hand-over": "/handover",
        }.items()
    }
    return account | nurse | {"supporters": "/c/free-the-nurse/supporters"}


def _add_life() -> int:
    """Add signatures of two weeks, an update, a failing address and a parked mail.

    Gives the number of the update.
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
    return update.id


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
