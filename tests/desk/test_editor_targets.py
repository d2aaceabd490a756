"""Targets: add, change, reach by any number of contacts, move, remove."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from petitions.appeals.models import Failure, Report
from petitions.campaigns.drafts import LetterDraft
from petitions.campaigns.models import Campaign, Contact, Target
from petitions.campaigns.operations import change_state
from petitions.db import db, transaction
from tests.conftest import both_databases
from tests.desk.editing import CASE, entries, presses, saves
from tests.factories import BEN, NURSE, a_campaign
from tests.organisers import at_desk

FULL = {
    "name": "Ann Other",
    "role": "Minister of Justice",
    "salutation": "Dear Minister",
    "address": "Ministry\nCapital",
    "country": "KZ",
    "time_zone": "Asia/Almaty",
}


@pytest.fixture
def desk(app):
    return at_desk(app, "editor", factor=False)


@pytest.fixture
def case(app):
    return a_campaign(app)


def contacts(app, number=1) -> list[tuple[str, str, str]]:
    with app.app_context():
        found = db.session.get_one(Target, number).contacts
        return [(one.kind, one.value, one.note) for one in found]


def add(desk, **typed):
    return presses(desk, desk.get(CASE), "targets", **typed)


def names(desk) -> list[str]:
    found = desk.get(CASE).all("[id^='section-target-'] > summary h2")
    return [one.to_text() for one in found]


@both_databases
def test_a_target_saves_with_contacts_of_any_number(app, desk, case):
    row = {"kind": "email", "value": "a@example.org", "note": "Office"}
    saves(desk, "target-1", "add", **FULL, **{f"contacts__1__{k}": v for k, v in row.items()})
    page = saves(
        desk, "target-1", "up-2", contacts__2__kind="email", contacts__2__value="b@example.org"
    )
    for name, text in FULL.items():
        assert page.value(f"target-1-{name}") == text
    fax = ("fax", "+7 7172 506 402", "")
    office = ("email", "a@example.org", "Office")
    assert contacts(app) == [fax, ("email", "b@example.org", ""), office]
    assert entries(app)[-1][2]["target"] == "minister"


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("email", "nobody", "This is no e-mail address"),
        ("fax", "506 402", "in international form"),
        ("phone", "call me", "in international form"),
        ("form", "http://example.org", "It begins with https://"),
        ("whatsapp", "701 111", "in international form"),
        ("telegram", "name", "Write the name like @name"),
        ("signal", "+7 1", "in international form"),
        ("social", "some one", "Write an account like"),
        ("pigeon", "x", "Choose from the list"),
    ],
)
def test_a_contact_is_checked_by_its_kind(app, desk, kind, value, words):
    a_campaign(app)
    typed = {"contacts__1__kind": kind, "contacts__1__value": value}
    page = presses(desk, desk.get(CASE), "target-1", **typed)
    assert page.status == 422
    assert words in page.text("#section-target-1")
    assert page.value("target-1-contacts-1-value") == value
    assert len(contacts(app)) == 1


def test_a_new_target_gets_a_part_of_the_address_that_stays(app, desk, case):
    for role in ("Minister", "Minister", "Президент"):
        answer = add(desk, role=role)
        assert answer.status == 303
    saves(desk, "target-2", role="Prime Minister")
    with app.app_context():
        slugs = list(db.session.scalars(select(Target.slug).order_by(Target.id)))
    assert slugs == ["minister", "minister-2", "minister-3", "prezident"]
    page = add(desk, address="1 Main Street")
    assert (page.status, "Write a name or an office" in page.text()) == (422, True)


def test_targets_move(desk, case):
    add(desk, role="President")
    saves(desk, "target-2", "earlier")
    assert names(desk) == ["President", "Ann Other"]
    saves(desk, "target-2", "earlier")
    saves(desk, "target-1", "earlier")
    assert names(desk) == ["Ann Other", "President"]
    saves(desk, "target-1", "later", salutation="Dear Ann")
    assert names(desk) == ["President", "Ann Other"]
    assert desk.get(CASE).value("target-1-salutation") == "Dear Ann"


@both_databases
def test_what_was_reported_to_a_removed_one_still_counts(app, desk, case):
    add(desk, role="President")
    with app.app_context(), transaction() as session:
        session.add(Report(campaign_id=1, target_id=1, channel="fax", number=1))
        session.add(Failure(target_id=1, channel="fax", contact="x"))
    saves(desk, "target-1", "drop")
    assert names(desk) == ["President"]
    with app.app_context():
        assert db.session.scalars(select(Report.target_id)).all() == [None]
        for gone in (Failure, Contact):
            assert db.session.scalar(select(func.count()).select_from(gone)) == 0
        assert db.session.query(Campaign).one().targets[0].number == 1


@both_databases
def test_a_removed_target_can_be_put_back(app, desk):
    french = LetterDraft("fr", salutations={"minister": "Madame la Ministre,"})
    a_campaign(app, letters=[french])
    add(desk, role="President")
    before = contacts(app)
    page = saves(desk, "target-1", "drop")
    button = page.one('[value^="targets:restore-"]').attrs["value"]
    page = presses(desk, page, "targets", button)
    assert names(desk) == ["Ann Other", "President"]
    with app.app_context():
        campaign = db.session.query(Campaign).one()
        target = campaign.targets[0]
        assert (target.slug, target.address) == ("minister", NURSE.targets[0].address)
        assert campaign.letters[0].salutations == {"minister": "Madame la Ministre,"}
    assert contacts(app, target.id) == before
    presses(desk, desk.get(CASE), "targets", button)  # once more: it is there already
    assert names(desk) == ["Ann Other", "President"]


def test_the_last_target_of_what_is_public_stays(desk, case):
    page = presses(desk, desk.get(CASE), "target-1", "drop")
    assert page.status == 422
    assert "without any official" in page.text()
    page = presses(desk, desk.get(CASE), "target-1", name="", role="")
    assert page.status == 422
    assert "write a name or an office" in page.text("#section-target-1")


def test_a_target_that_changed_meanwhile_is_not_removed(desk, case):
    add(desk, role="President")
    open_page = desk.get(CASE)
    saves(desk, "target-1", name="Ann Else")
    assert presses(desk, open_page, "target-1", "drop").status == 409
    assert names(desk) == ["Ann Else", "President"]


def test_targets_of_other_campaigns_are_not_found(app, desk, case):
    a_campaign(app, slug="other")
    for do in ("target-2:earlier", "target-2:drop", f"target-{'9' * 30}:drop", "target-1:sideways"):
        form = {"target-2-version": "0", "target-2-name": "Mine", "do": do}
        assert desk.post(CASE, form).status == 303
    assert names(desk) == ["Ann Other"]
    with app.app_context():
        assert db.session.get_one(Target, 2).name == "Ann Other"


def test_the_address_of_a_target_changes_in_a_draft_and_greetings_follow(app, desk):
    french = LetterDraft("fr", salutations={"minister": "Madame la Ministre,"})
    targets = [NURSE.targets[0], replace(NURSE.targets[0], slug="judge")]
    a_campaign(app, "draft", targets=targets, letters=[french])
    for slug, words in {"judge": "Another official", "Öl": "small letters", "": "such as"}.items():
        page = presses(desk, desk.get(CASE), "target-1", slug=slug)
        assert (page.status, words in page.text("#target-1-slug-problem")) == (422, True)
        assert page.value("target-1-slug") == slug
    open_letters = desk.get(f"{CASE}/letters/fr")
    saves(desk, "target-1", slug="health")
    with app.app_context():
        campaign = db.session.query(Campaign).one()
        assert [target.slug for target in campaign.targets] == ["health", "judge"]
        assert campaign.letters[0].salutations == {"health": "Madame la Ministre,"}
    assert presses(desk, open_letters, "letter").status == 409
    open_page = desk.get(CASE)
    with app.app_context():
        change_state("free-the-nurse", "open", "", actor=BEN)
    assert presses(desk, open_page, "target-1", slug="minister").status == 303  # all but this
    assert not desk.get(CASE).all("#target-1-slug")
    with app.app_context():
        assert db.session.get_one(Target, 1).slug == "health"
