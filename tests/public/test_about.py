"""About, contact and privacy say who is responsible; paper says it, too."""

import pytest

from tests.appeals.campaigns import PAGE, a_reachable_campaign
from tests.desk.lists import PAPER, crowd, form, signed
from tests.documents.reading import pages, squeezed, word_text
from tests.factories import a_campaign, an_organisation
from tests.organisers import at_desk

AID = {
    "name": "Nurses’ Aid",
    "contact": "office@aid.example",
    "postal_address": "1 Main Street\nCapital",
    "imprint": "https://aid.example/imprint",
}
OTHER = {"organiser_name": "Doctors’ Aid", "contact_email": "desk@doctors.example"}
FACTS = [AID["name"], AID["contact"], "1 Main Street", AID["imprint"]]


def lacking(text, parts):
    return [part for part in parts if squeezed(part) not in squeezed(text)]


@pytest.mark.parametrize("path", ["/about", "/contact"])
def test_a_page_gives_the_facts(app, visitor, path):
    an_organisation(app, **AID)
    page = visitor.get(path)
    assert lacking(page.text("main"), FACTS) == []
    assert page.one(f'main a[href="mailto:{AID["contact"]}"]')
    assert page.headers["Cache-Control"].startswith("public")
    for target in ("/about", "/contact", AID["imprint"]):
        assert page.one(f'.colophon a[href="{target}"]')


@pytest.mark.parametrize("path", ["/about", "/contact", "/privacy"])
def test_where_nobody_said_the_page_is_quiet(visitor, path):
    page = visitor.get(path)
    assert page.status == 200
    assert page.all('[href^="mailto:"], .facts, #organisation') == []


def test_what_it_is_may_be_marked_up_and_does_no_harm(app, visitor):
    an_organisation(app, about="We help **nurses**.\n\n<script>alert(1)</script>")
    prose = visitor.get("/about").one(".prose")
    assert [one.to_text() for one in prose.query("strong")] == ["nurses"]
    assert prose.query("script") == []


def test_the_privacy_page_names_the_controller(app, visitor):
    an_organisation(app, **AID)
    assert lacking(visitor.get("/privacy").text("main"), FACTS[:3]) == []
    given = {
        "controller": "Aid of Nurses, Side Street",
        "legal_basis": "Art. 9(2)(a) GDPR",
        "supervisory_authority": "Commission for Privacy",
    }
    an_organisation(app, **given)
    words = visitor.get("/privacy").text("main")
    assert lacking(words, [AID["contact"], *given.values()]) == []
    assert "1 Main Street" not in words


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize(
    ("changes", "named"), [({}, [AID["name"], AID["contact"]]), (OTHER, OTHER.values())]
)
def test_paper_says_who_is_responsible(app, visitor, kind, changes, named):
    an_organisation(app, **AID)
    slug = a_reachable_campaign(app, **changes)
    for path in (f"/c/{slug}.{kind}", f"{PAGE}/letter.{kind}", f"{PAGE}/fax.{kind}"):
        data = visitor.get(path).response.data
        words = " ".join(pages(data)) if kind == "pdf" else word_text(data)
        assert lacking(words, named) == [], path


@pytest.mark.parametrize(
    ("changes", "sender"),
    [
        ({}, "Nurses’ Aid 1 Main Street Capital office@aid.example Ann Other"),
        (OTHER, "Doctors’ Aid desk@doctors.example Ann Other"),
    ],
)
def test_the_letter_of_a_hand_over_begins_with_who_sends_it(app, changes, sender):
    an_organisation(app, **AID)
    a_campaign(app, **changes)
    signed(app, *crowd(3))
    desk = at_desk(app)
    letter, *_ = pages(desk.post(PAPER, form(desk)).response.data)
    assert lacking(letter, [sender]) == []
