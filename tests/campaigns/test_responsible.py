"""No campaign opens on a public site where nobody is named; whoever is named stands everywhere."""

from dataclasses import replace

import pytest

from petitions.accounts.models import EDITOR
from petitions.campaigns.campaign_file import FileError, read_campaign
from petitions.campaigns.checklist import ORGANISATION, checklist
from petitions.campaigns.models import Campaign
from petitions.campaigns.operations import Incomplete, change_state
from petitions.campaigns.takedown import take_down
from petitions.config import ROOT
from petitions.db import db
from petitions.ops import server
from petitions.organisation.queries import organisation
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign, an_organisation
from tests.organisers import at_desk
from tests.urgent_actions.files import imported

SAMPLE = ROOT / "sample" / "ua-115-16.md"
CASE = "/c/free-the-nurse"
STATE = "/organise/campaigns/free-the-nurse/state"
PUBLIC = "http://petitions.example.org"
REFUSAL = "Nobody is named as responsible for this site."
AID, CONTACT = "Nurses’ Aid", "office@aid.example"
OTHER = {"organiser_name": "Doctors’ Aid", "contact_email": "desk@doctors.example"}


def make_public(app):
    """Give the site an address that leads to it from elsewhere; it goes on answering here."""
    settings = app.extensions["petitions.settings"]
    app.extensions["petitions.settings"] = replace(settings, base_url=PUBLIC)


@both_databases
def test_no_way_leads_past_the_refusal(app, tmp_path):
    slug = a_campaign(app, "draft")
    make_public(app)
    code, said = imported(app, SAMPLE, "--publish")
    assert (code, REFUSAL in said) == (2, True)
    answer = app.test_cli_runner().invoke(args=["set-state", slug, "open"])
    assert (answer.exit_code, REFUSAL in answer.output) == (2, True)
    with app.app_context():
        with pytest.raises(Incomplete):
            change_state(slug, "open", "", actor=BEN)
        assert [one.state for one in db.session.query(Campaign)] == ["draft"]
    an_organisation(app)
    assert imported(app, SAMPLE, "--publish")[0] == 0
    assert app.test_cli_runner().invoke(args=["set-state", slug, "open"]).exit_code == 0


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({}, True),
        ({"name": AID, "contact": ""}, True),
        ({"name": "", "contact": CONTACT}, True),
        ({"name": AID, "contact": CONTACT}, False),
    ],
)
def test_both_a_name_and_an_address_are_needed(app, given, refused):
    a_campaign(app, "draft", **OTHER)  # which names somebody for itself alone
    make_public(app)
    if given:
        an_organisation(app, **given)
    with app.app_context():
        missing = checklist(db.session.query(Campaign).one()).missing
    assert [point.part for point in missing] == [ORGANISATION] * refused


@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_what_rests_does_not_open_again(app, state):
    slug = a_campaign(app, state)
    make_public(app)
    with app.app_context(), pytest.raises(Incomplete):
        change_state(slug, "open", "", actor=BEN)


def test_what_is_taken_down_does_not_open_again(app):
    slug = a_campaign(app)
    with app.app_context():
        take_down(slug, "", actor=BEN)
    make_public(app)
    page = at_desk(app).post("/organise/campaigns/free-the-nurse/bring-back")
    assert (page.status, "It cannot open yet" in page.html) == (422, True)
    answer = app.test_cli_runner().invoke(args=["set-state", slug, "open"])
    assert (answer.exit_code, REFUSAL in answer.output) == (2, True)
    an_organisation(app)
    assert app.test_cli_runner().invoke(args=["set-state", slug, "open"]).exit_code == 0


def test_the_checklist_leads_an_admin_to_the_page(app):
    a_campaign(app, "draft")
    make_public(app)
    page = at_desk(app).get(STATE)
    assert REFUSAL in page.text('main .notice-problem a[href="/organise/about"]')
    assert page.all("#to-open button") == []
    page = at_desk(app, EDITOR, "cleo@example.org").get(STATE)
    assert REFUSAL in page.html
    assert page.all('a[href="/organise/about"]') == []


def test_a_public_site_is_not_left_without_a_name(app):
    desk = at_desk(app)
    make_public(app)
    an_organisation(app)
    form = {"version": "1", "name": "", "contact": ""}
    assert desk.post("/organise/about", form).status == 422
    with app.app_context():
        assert organisation().is_named


@pytest.mark.parametrize(("is_public", "state"), [(True, "draft"), (False, "open")])
def test_the_sample_of_a_public_site_is_a_draft(app, is_public, state):
    if is_public:
        make_public(app)
    with app.app_context():
        server.prepare()
        assert [one.state for one in db.session.query(Campaign)] == [state]


def test_a_trial_shows_nobody(app, visitor):
    a_campaign(app)
    page = visitor.get(CASE)
    assert (
        page.all(
            ".responsible, #organisation, [href='/about'], main [href^='mailto:']:not(.share a)"
        )
        == []
    )
    assert visitor.get(f"{CASE}.json").response.json["organiser"] == {"name": "", "contact": ""}


@pytest.mark.parametrize(
    ("changes", "name", "contact"),
    [
        ({}, AID, CONTACT),
        ({"contact_email": "case@aid.example"}, AID, "case@aid.example"),
        (OTHER, *OTHER.values()),
    ],
)
def test_who_is_responsible_stands_below_the_lead(app, visitor, changes, name, contact):
    an_organisation(app)
    a_campaign(app, **changes)
    for path in (CASE, f"{CASE}/sign", f"{CASE}/check-mail"):
        page = visitor.get(path)
        words = page.text(".lead + .responsible")
        assert (name in words, contact in words) == (True, True), path
        assert page.one(".responsible a").attrs["href"] == f"mailto:{contact}"
        assert page.text("#organisation") == f"Responsible for this site: {AID} {CONTACT}"
    assert name in visitor.get(f"{CASE}/embed").text(".responsible")
    found = visitor.get(f"{CASE}.json").response.json["organiser"]
    assert found == {"name": name, "contact": contact}


@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_a_case_that_rests_still_says_whom_to_ask(app, visitor, state):
    an_organisation(app)
    a_campaign(app, state, "Over.")
    for path in (CASE, f"{CASE}/sign", f"{CASE}/appeals/minister/letter"):
        assert CONTACT in visitor.get(path).text(".responsible"), path


def test_an_address_that_a_link_has_to_escape(app, visitor):
    a_campaign(app, contact_email="a&b%c?d@aid.example")
    page = visitor.get(CASE)
    assert page.one(".responsible a").attrs["href"] == "mailto:a%26b%25c%3Fd@aid.example"
    assert page.text(".responsible") == "Questions about this campaign: a&b%c?d@aid.example"


@pytest.fixture
def read(tmp_path):
    """Give the draft that the sample becomes with these lines added."""

    def draft(lines):
        file = tmp_path / "case.md"
        file.write_text(SAMPLE.read_text("utf-8").replace("---\n", f"---\n{lines}\n", 1), "utf-8")
        return read_campaign(file)

    return draft


NAMED = "organiser:\n  name: Doctors’\n    Aid\n  contact: desk@doctors.example"


def test_a_file_may_name_another_organisation(read):
    for lines in (NAMED, f"{NAMED}\ncontact_email: desk@doctors.example"):
        draft = read(lines)
        assert (draft.organiser_name, draft.contact_email) == tuple(OTHER.values())
    assert read("organiser:").organiser_name == ""


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("organiser:\n  name: Aid", "contact is missing: expected an e-mail address"),
        ("organiser:\n  contact: a@example.org", "name is missing"),
        ("organiser: Aid", "expected lines of the form 'name: value'"),
        ("organiser:\n  name: Aid\n  contact: x", "contact: expected an e-mail address"),
        (f"{NAMED}\n  phone: 1", "phone is unknown"),
        (f"{NAMED}\ncontact_email: a@example.org", "expected the address of contact_email"),
        ("organiser:\n  - {name: A, contact: a@b.example}\n  - {name: B, contact: b@b.example}",
         "organiser: expected one"),
    ],
)  # fmt: skip
def test_half_a_name_in_a_file_is_told(read, lines, said):
    with pytest.raises(FileError, match=said):
        read(lines)
