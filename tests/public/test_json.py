"""The campaign as data: its public facts and totals, for any site, and nothing about a signer."""

from dataclasses import replace
from datetime import date

import pytest

from petitions.campaigns.drafts import ContactDraft, UpdateDraft
from tests.factories import CLEO, NURSE, a_campaign
from tests.signing.steps import confirmed, sign

ADDRESS = "http://127.0.0.1:8000/c/free-the-nurse"
MINISTER = replace(
    NURSE.targets[0],
    country="KZ",
    contacts=[ContactDraft("email", "a@example.org"), ContactDraft("fax", "+7 1", "at night")],
)
KEYS = """address as_of copies_to country deadline demands goal issued language organiser picture
pledge reference removals reports safety signatures slug sources state state_note story summary
targets time_zone title updates"""
TARGET_KEYS = {"slug", "name", "role", "salutation", "address", "country", "contacts", "appeals"}
COMMENT = "She nursed my mother."


def facts(visitor, slug):
    page = visitor.get(f"/c/{slug}.json")
    assert (page.status, page.response.mimetype) == (200, "application/json")
    return page.response.json


def test_it_tells_the_case(app, visitor, clock):
    source = {"title": "A report", "url": "https://example.org/r"}
    given = {"reference": "UA 1/26", "goal": 500, "language": "en", "time_zone": "Asia/Almaty"}
    days = {"issued": date(2026, 1, 31), "deadline": date(2027, 3, 14)}
    found = facts(visitor, a_campaign(app, sources=[source], **given, **days))
    assert {name: found[name] for name in given} == given
    assert (found["issued"], found["deadline"]) == ("2026-01-31", "2027-03-14")
    for name in ("slug", "title", "summary", "pledge", "story", "country", "demands"):
        assert found[name] == getattr(NURSE, name)
    assert (found["address"], found["sources"], found["state"]) == (ADDRESS, [source], "open")
    assert found["as_of"] == "2026-11-22T12:00:00Z"


def test_what_is_not_known_is_empty_not_left_out(app, visitor):
    found = facts(visitor, a_campaign(app))
    assert (found["issued"], found["deadline"], found["reference"]) == (None, None, "")
    assert (found["updates"], found["sources"], found["copies_to"]) == ([], [], [])


def test_it_tells_whom_to_write_to_and_how(app, visitor):
    (target,) = facts(visitor, a_campaign(app, targets=[MINISTER]))["targets"]
    assert (target["name"], target["role"]) == ("Ann Other", "Minister of Health")
    assert (target["slug"], target["salutation"]) == ("minister", "Dear Minister")
    assert target["address"] == ["Ministry of Health", "1 Main Street", "Capital"]
    assert target["country"] == "KZ"
    assert target["contacts"] == [
        {"kind": "email", "value": "a@example.org", "note": ""},
        {"kind": "fax", "value": "+7 1", "note": "at night"},
    ]


def test_targets_stand_in_their_order(app, visitor):
    targets = [replace(MINISTER, slug=slug) for slug in ("b", "a", "c")]
    found = facts(visitor, a_campaign(app, targets=targets))["targets"]
    assert [target["slug"] for target in found] == ["b", "a", "c"]


def test_every_address_of_an_appeal_is_whole_and_leads_to_a_page(app, visitor):
    (target,) = facts(visitor, a_campaign(app, targets=[MINISTER]))["targets"]
    channels = ("letter", "email", "fax", "social")
    assert target["appeals"] == [f"{ADDRESS}/appeals/minister/{name}" for name in channels]
    for address in target["appeals"]:
        assert visitor.get(address.removeprefix("http://127.0.0.1:8000")).status == 200


@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_where_nobody_should_write_no_appeal_is_named(app, visitor, state):
    found = facts(visitor, a_campaign(app, state, "Not now.", targets=[MINISTER]))
    assert (found["state"], found["state_note"]) == (state, "Not now.")
    assert found["targets"][0]["appeals"] == []
    assert len(found["targets"][0]["contacts"]) == 2


def test_the_news_as_they_were_written(app, visitor):
    updates = [UpdateDraft(date(2026, 1, day), f"Day **{day}**.") for day in (20, 3)]
    assert facts(visitor, a_campaign(app, updates=updates))["updates"] == [
        {"dated": "2026-01-03", "title": "", "text": "Day **3**."},
        {"dated": "2026-01-20", "title": "", "text": "Day **20**."},
    ]


def test_links_in_its_texts_are_whole_addresses(app, visitor):
    text, whole = "[it](/c/other) [here](#x)", f"[it]({ADDRESS[:-14]}other) [here]({ADDRESS}#x)"
    news = [UpdateDraft(date(2026, 1, 3), text)]
    found = facts(visitor, a_campaign(app, story=text, safety=text, updates=news))
    assert [found["story"], found["safety"], found["updates"][0]["text"]] == [whole] * 3


def test_who_gets_a_copy(app, visitor):
    copies = [{"name": "The embassy", "email": "embassy@example.org"}]
    assert facts(visitor, a_campaign(app, copies_to=copies))["copies_to"] == copies


def test_signatures_are_counted_once_they_are_confirmed(app, visitor, mailbox):
    slug = a_campaign(app, goal=2)
    confirmed(visitor, mailbox, slug)
    sign(visitor, slug, email=CLEO.email)
    found = facts(visitor, slug)
    assert (found["signatures"], found["goal"]) == (1, 2)


def test_the_goal_moves_as_on_the_page(app, visitor, mailbox):
    slug = a_campaign(app, goal=1)
    confirmed(visitor, mailbox, slug)
    assert facts(visitor, slug)["goal"] == 2


def test_reports_are_counted_for_each_channel(app, visitor):
    slug = a_campaign(app)
    answer = visitor.post(f"/c/{slug}/appeals/minister/letter/report", {"number": "3"})
    assert answer.status == 303
    reports = {"letter": 3, "email": 0, "fax": 0, "call": 0, "social": 0}
    assert facts(visitor, slug)["reports"] == reports


def test_it_has_these_facts_and_no_others(app, visitor):
    found = facts(visitor, a_campaign(app))
    assert set(found) == set(KEYS.split())
    assert set(found["targets"][0]) == TARGET_KEYS


def test_nothing_about_a_signer(app, visitor, mailbox):
    slug = a_campaign(app)
    before = facts(visitor, slug)
    confirmed(visitor, mailbox, slug, visibility="full", comment=COMMENT)
    page = visitor.get(f"/c/{slug}.json")
    for word in ("Ada", "Lovelace", "ada@", "mother", "GB"):
        assert word not in page.html
    now = page.response.json | {"signatures": 0, "as_of": before["as_of"]}
    assert now == before


@pytest.mark.parametrize("origin", ["https://news.example.org", "null"])
@pytest.mark.parametrize("address", [".json", "/counter.json"])
def test_any_site_may_read_it(app, visitor, origin, address):
    page = visitor.get(f"/c/{a_campaign(app)}{address}", headers={"Origin": origin})
    assert page.headers["Access-Control-Allow-Origin"] == "*"
    assert page.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in page.headers


def test_pages_with_forms_are_not_for_other_sites(app, visitor):
    slug = a_campaign(app)
    for path in (f"/c/{slug}", f"/c/{slug}/sign", f"/c/{slug}/share", f"/c/{slug}/embed"):
        assert "Access-Control-Allow-Origin" not in visitor.get(path).headers


def test_caches_may_keep_it_for_a_minute(app, visitor):
    words = visitor.get(f"/c/{a_campaign(app)}.json").headers["Cache-Control"].split(", ")
    assert words[:2] == ["public", "max-age=60"]


@pytest.mark.parametrize("slug", ["free-the-nurse", "nobody", "a%00b"])
def test_a_draft_and_what_does_not_exist_are_not_there(app, visitor, slug):
    a_campaign(app, "draft")
    page = visitor.get(f"/c/{slug}.json")
    assert page.status == 404
    assert "nurse" not in page.html
