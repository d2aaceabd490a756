"""Below a text under review stands what officials would get of the form, as it is typed."""

import pytest
from flask_babel import get_domain

from petitions.appeals import rendering
from petitions.campaigns.models import OPEN
from petitions.campaigns.operations import change_state
from petitions.desk.importing.letters import GAP
from tests.desk.importing import IMPORT, campaigns, pastes, sends, shows
from tests.factories import BEN, a_campaign, stored
from tests.house.test_translations import Brackets
from tests.organisers import at_desk
from tests.urgent_actions.atyrau import DEMANDS, TEXT

CHANGED = "Release Maks Bokaev and Talgat Ayan today."
PROSECUTOR = "Zhakip Assanov, Prosecutor General"
MARKUP = "<script>alert(1)</script> {{ 7 * 7 }} {words} {demands} &lt;"
FIRST, SECOND = ('article[aria-labelledby="letter-1"]', 'article[aria-labelledby="letter-2"]')


@pytest.fixture
def desk(app):
    return at_desk(app, "editor", factor=False)


def lines(page, official, part):
    """Give the words of one official's letter, call or post as they stand, line by line."""
    tag, index = {"letter": ("p", 0), "post": ("p", 1), "call": ("ol", 0)}[part]
    kind = "spoken" if tag == "ol" else "mail-text"
    found = page.all(f"{official} .{kind}")[index]
    sentences = found.query("li") if tag == "ol" else [found]
    return "\n".join(one.to_text() for one in sentences).splitlines()


def test_the_letter_of_each_official_stands_below_the_form_whole(desk):
    page = pastes(desk)
    letter = lines(page, SECOND, "letter")
    assert letter[0] == "Dear Ambassador,"
    assert letter[-1] == "Yours sincerely,"
    numbered = [line for line in letter if line[:1].isdigit()]
    assert [line[:2] for line in numbered] == [f"{n}." for n, _ in enumerate(DEMANDS, 1)]
    assert page.text("#letter-1") == f"Official 1: {PROSECUTOR}"
    assert page.html.index('id="letters"') > page.html.index('id="target-1-words"')


def test_what_is_shown_is_what_the_public_pages_give(app, desk):
    typed = {
        "basics_pledge": "I ask.",
        "target_1_contacts_2_kind": "social",
        "target_1_contacts_2_value": "@kz_embassy",
    }
    page = shows(desk, pastes(desk), **typed)
    assert page.status == 200
    assert sends(desk, page).status == 303
    with app.app_context():
        change_state("ua-115-16", OPEN, "", actor=BEN)
    pages = {way: desk.get(f"/c/ua-115-16/appeals/ambassador/{way}") for way in ("letter", "call")}
    posts = desk.get("/c/ua-115-16/appeals/ambassador/social")
    assert lines(page, SECOND, "letter") == pages["letter"].one("#text").to_text().splitlines()
    said = [one.to_text() for one in pages["call"].all("ol.script li")]
    assert lines(page, SECOND, "call") == said
    assert lines(page, SECOND, "post") == [posts.one("#post-x").to_text()]


def test_a_change_is_in_letter_call_and_post(desk):
    page = shows(desk, pastes(desk), demands_demands_0_text=CHANGED, basics_title="Free both")
    assert f"1. {CHANGED}" in lines(page, FIRST, "letter")
    assert CHANGED in lines(page, FIRST, "call")[-1]
    assert lines(page, FIRST, "post")[0].startswith(f"{PROSECUTOR}: Free both.")
    assert CHANGED in lines(page, FIRST, "post")[0]
    assert "Urging the authorities" not in page.text("#letters")
    assert page.value("demands-demands-0-text") == CHANGED


def test_the_post_is_for_where_the_official_has_an_account(desk):
    contact = {"kind": "social", "value": "@embassy@mastodon.example"}
    typed = {f"target_1_contacts_2_{name}": text for name, text in contact.items()}
    page = shows(desk, pastes(desk), **typed)
    assert "The text for Mastodon" in page.text(SECOND)
    assert contact["value"] in lines(page, SECOND, "post")[0]


def test_showing_stores_nothing(app, desk):
    page = pastes(desk)
    before = stored(app)
    assert shows(desk, page, demands_demands_0_text=CHANGED).status == 200
    assert stored(app) == before


def test_a_form_with_mistakes_still_shows_what_is_there(app, desk):
    typed = {
        "basics_title": "Free both " * 500,
        "basics_language": "no such language",
        "dates_deadline": "14.3.2017",
        "target_0_contacts_0_value": "506 402",
        "target_0_contacts_1_kind": "social",
        "target_0_contacts_1_value": "https://[",
        "target_1_contacts_0_kind": "pigeon",
        "target_1_contacts_1_value": "+1" * 9_000,
        "demands_demands_0_text": CHANGED,
    }
    page = shows(desk, pastes(desk), **typed)
    assert page.status == 422
    assert page.value("dates-deadline") == "14.3.2017"
    assert f"1. {CHANGED}" in lines(page, FIRST, "letter")
    assert f"1. {CHANGED}" in lines(page, SECOND, "letter")
    assert campaigns(app) == []


def test_what_is_open_is_a_gap_that_one_sees(desk):
    empty = {f"demands_demands_{n}_text": "" for n in range(3)}
    page = shows(desk, pastes(desk), basics_title="", basics_summary="", **empty)
    assert page.status == 200
    assert lines(page, FIRST, "letter").count(GAP) == 2  # what happened, and what is asked for
    assert lines(page, FIRST, "call")[-2:] == [
        f"I am calling about this case: {GAP}",
        f"I ask you, with respect: {GAP}",
    ]
    assert lines(page, FIRST, "post")[0].startswith(f"{PROSECUTOR}: {GAP}")


def test_an_official_without_name_is_called_by_office_or_number(desk):
    page = pastes(desk)
    page = shows(desk, page, target_0_name="", target_1_name="", target_1_role="")
    assert page.text("#letter-1") == "Official 1: Prosecutor General"
    assert page.text("#letter-2") == "Official 2"


def test_what_an_official_lacks_is_said(desk):
    page = shows(desk, pastes(desk), target_0_salutation="")
    assert "the letter greets nobody" in page.text(FIRST)
    assert "nobody is asked to call" in page.text(FIRST)
    assert "greets nobody" not in page.text(SECOND)
    assert "nobody is asked to call" not in page.text(SECOND)


def test_officials_left_out_get_nothing_and_the_others_keep_their_number(desk):
    page = shows(desk, pastes(desk), target_0_out="y", target_2_role="President")
    assert page.all("#letter-1") == []
    assert [page.text(f"#letter-{n}") for n in (2, 3)] == [
        "Official 2: Kairat Umarov, Ambassador",
        "Official 3: President",
    ]


def test_nobody_to_write_to_is_said(desk):
    page = shows(desk, pastes(desk), target_0_out="y", target_1_out="y")
    assert "There is nobody to write to yet" in page.text("#letters")
    assert page.all("#letters article") == []


def test_another_language_keeps_its_direction(desk):
    typed = {"basics_language": "ar", "basics_title": "أطلقوا سراح الممرضة"}
    page = shows(desk, pastes(desk), **typed)
    parts = page.all("#letters .mail-text") + page.all("#letters .spoken")
    assert len(parts) == 6
    assert {(one.attrs["lang"], one.attrs["dir"]) for one in parts} == {("ar", "rtl")}
    assert "This site does not speak العربية" in page.text("#letters .notice")


def test_a_call_is_in_the_language_of_the_campaign_not_of_the_desk(app, desk, monkeypatch):
    monkeypatch.setattr(rendering, "is_translated", lambda _code: True)
    with app.app_context():
        monkeypatch.setitem(get_domain().cache, ("de", "messages"), Brackets())
    page = shows(desk, pastes(desk), basics_language="de")
    assert all(sentence.startswith("⟦") for sentence in lines(page, FIRST, "call"))
    assert "⟦" not in page.text("#letter-1")


def test_the_post_leads_to_the_address_that_the_campaign_will_have(app, desk):
    a_campaign(app, slug="ua-115-16")
    page = pastes(desk)
    assert lines(page, FIRST, "post")[-1].endswith("/c/ua-115-16-2")


def test_hostile_text_is_text(desk):
    names = ("basics_title", "basics_summary", "demands_demands_0_text")
    names += ("target_0_name", "target_0_role", "target_0_salutation")
    page = shows(desk, pastes(desk), **dict.fromkeys(names, MARKUP))
    assert page.status == 200
    assert not page.all("script:not([src])")
    letter = lines(page, FIRST, "letter")
    assert letter[0] == MARKUP
    assert f"1. {MARKUP}" in letter
    assert lines(page, FIRST, "call")[-1].endswith(MARKUP)


def test_a_viewer_is_not_let_in(app):
    viewer = at_desk(app, "viewer", "cleo@example.org", factor=False)
    page = viewer.post(f"{IMPORT}/letters", {"source": TEXT})
    assert page.status == 403
    assert "Urging" not in page.html
