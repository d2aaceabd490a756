"""What one can do is offered in the order that works best, and what one cannot has its reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.appeals.people import (
    AMBASSADOR,
    CHANNELS,
    JUDGE,
    MINISTER,
    a_case,
    at,
    back,
    failed,
    numbers,
    report,
)

TODAY = date(2026, 11, 22)
# The quickest is the main way; the others are folded, as they work best.
VERBS = [
    "Send an e-mail",
    "Write a letter",
    "Use the web form",
    "Send a fax",
    "Call",
    "Send a message on WhatsApp",
    "Send a message on Telegram",
    "Send a message on Signal",
    "Post in public",
]
PAPER_LAST = [VERBS[0], *VERBS[2:], VERBS[1]]
REASONS = {
    "letter": "No postal address known.",
    "fax": "No fax number known.",
    "call": "No phone number known.",
}
# Few officials have one: a card does not say that it is not known, its address does.
RARE = {
    "form": "No web form known.",
    "whatsapp": "No number on WhatsApp known.",
    "telegram": "No account on Telegram known.",
    "signal": "No number on Signal known.",
}
# What one can do all the same, and what the card says of it.
WITHOUT = {
    "Send an e-mail": "No e-mail address is known: copy the text, or write an address you know.",
    "Post in public": "No account is known: the post names the official by name and office.",
}
SECOND = replace(AMBASSADOR, slug="second", role="Second")
THIRD = replace(MINISTER, slug="third", name="", role="Third")
JUDGE_TOO = replace(JUDGE, slug="judge-too")


def offered(visitor, target="minister"):
    """Give the buttons on the card of a target."""
    links = visitor.get("/c/free-the-nurse").all(f"#target-{target} .offers a")
    return [link.to_text().strip() for link in links]


def reasons(visitor, target):
    found = visitor.get("/c/free-the-nurse").all(f"#target-{target} .missing li")
    return [item.to_text().strip() for item in found]


def words_beside(visitor, target):
    """Give what stands under each button on the card of a target."""
    items = visitor.get("/c/free-the-nurse").all(
        f"#target-{target} div.offers, #target-{target} .offers li"
    )
    said = {item.query("a")[0].to_text().strip(): item.query(".help") for item in items}
    return {verb: found[0].to_text() for verb, found in said.items() if found}


def leads_to(page):
    """Give where the one button below the thanks leads to."""
    (button,) = page.all("#report a.button")
    return button.attrs["href"]


@pytest.mark.parametrize("days", [None, 8, 9, 30, 1000])
def test_with_time_left_paper_comes_first(app, visitor, clock, days):
    a_case(app, deadline=None if days is None else TODAY + timedelta(days=days))
    assert offered(visitor) == VERBS


@pytest.mark.parametrize("days", [7, 6, 1, 0, -1, -30])
def test_with_a_week_left_or_less_paper_comes_last(app, visitor, clock, days):
    a_case(app, deadline=TODAY + timedelta(days=days))
    assert offered(visitor) == PAPER_LAST


def test_days_are_counted_where_the_deadline_is(app, visitor, clock):
    deadline = TODAY + timedelta(days=8)
    a_case(app, deadline=deadline, time_zone="Pacific/Kiritimati")  # it is the 23rd there
    assert offered(visitor) == PAPER_LAST


def test_the_order_changes_with_the_day(app, visitor, clock):
    a_case(app, deadline=TODAY + timedelta(days=8))
    clock.shift(timedelta(hours=11, minutes=59))
    assert offered(visitor) == VERBS
    clock.shift(timedelta(minutes=1))
    assert offered(visitor) == PAPER_LAST


def test_each_button_opens_what_it_says(app, visitor):
    a_case(app)
    for link in visitor.get("/c/free-the-nurse").all(".offers a"):
        page = visitor.get(link.attrs["href"])
        assert page.status == 200
        assert page.text("h1").startswith(link.to_text().strip())


def test_what_cannot_be_done_stands_on_the_card_with_its_reason(app, visitor):
    a_case(app, targets=[MINISTER, AMBASSADOR, JUDGE])
    assert reasons(visitor, "minister") == []
    assert offered(visitor, "ambassador") == [*WITHOUT]
    assert words_beside(visitor, "ambassador") == dict([*WITHOUT.items()][1:])
    assert offered(visitor, "judge") == [*WITHOUT][::-1]  # a post needs no address
    assert words_beside(visitor, "judge") == WITHOUT
    for target in ("ambassador", "judge"):
        assert reasons(visitor, target) == [*REASONS.values()]
    assert words_beside(visitor, "minister") == {}


@pytest.mark.parametrize("days", [30, 3])
def test_what_has_a_contact_comes_before_what_has_none(app, visitor, clock, days):
    contacts = [one for one in MINISTER.contacts if one.kind == "phone"]
    bare = replace(MINISTER, contacts=contacts)
    a_case(app, targets=[bare], deadline=TODAY + timedelta(days=days))
    assert offered(visitor) == ["Call", "Write a letter", *WITHOUT]


@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_where_nobody_should_write_a_card_says_only_what_is_not_known(app, visitor, state):
    a_case(app, state=state, note="Not now.", targets=[JUDGE])
    card = visitor.get("/c/free-the-nurse").text("#target-judge")
    assert "No e-mail address known." in card
    assert "copy the text" not in card


@pytest.mark.parametrize("channel", ["email", "social"])
def test_what_was_sent_without_a_contact_counts_and_is_taken_back(app, visitor, channel):
    a_case(app, targets=[JUDGE])
    page = visitor.get(at(channel, target="judge"))
    assert page.status == 200
    assert not page.all('form[action$="/failed"]')
    answer = report(visitor, channel, "judge")
    assert numbers(visitor) == {channel: 1}
    sealed = back(visitor, answer).one('.undo [name="token"]').attrs["value"]
    visitor.post(at(channel, "undo", "judge"), {"token": sealed})
    assert numbers(visitor) == {}
    assert visitor.post(at(channel, "failed", "judge"), {"contact": ""}).status == 422


@pytest.mark.parametrize("channel", REASONS | RARE)
def test_the_address_of_a_missing_channel_says_so_and_what_else(app, visitor, channel):
    gone = [c for c in MINISTER.contacts if c.kind != {"call": "phone"}.get(channel, channel)]
    address = "" if channel == "letter" else MINISTER.address
    a_case(app, targets=[replace(MINISTER, contacts=gone, address=address)])
    page = visitor.get(at(channel))
    assert page.status == 404
    assert ((REASONS | RARE)[channel] in page.text(), "Ann Other" in page.text()) == (True, True)
    ways = [link.attrs["href"] for link in page.all(".ways a")]
    assert ways == [at(other) for other in CHANNELS if other != channel]
    assert {visitor.get(way).status for way in ways} == {200}


@pytest.mark.parametrize("channel", REASONS | RARE)
def test_for_whom_nothing_is_known_mail_and_post_are_offered(app, visitor, channel):
    a_case(app, targets=[MINISTER, JUDGE])
    page = visitor.get(at(channel, target="judge"))
    assert page.status == 404
    assert [one.to_text() for one in page.all(".ways a")] == [*WITHOUT]
    assert (REASONS | RARE)[channel] in page.text()
    back = page.all('main > p > a[href="/c/free-the-nurse"]')[-1]
    assert back.to_text() == "Back to the campaign"


def test_nothing_is_counted_for_a_missing_channel(app, visitor):
    a_case(app)
    for act in ("report", "undo", "failed"):
        page = visitor.post(at("fax", act, "ambassador"), {"contact": ""})
        assert page.status == 404
        assert REASONS["fax"] in page.text()
    reports = visitor.get("/c/free-the-nurse/counter.json").response.json["reports"]
    assert set(reports.values()) == {0}


def test_a_fax_needs_a_number_and_a_letter_only_a_printer(app, visitor):
    a_case(app)
    for name in ("fax.pdf", "fax.docx"):
        assert REASONS["fax"] in visitor.get(at(name, target="ambassador")).text()
        assert visitor.post(at(name, target="ambassador")).status == 404
    for name in ("letter.pdf", "letter.docx", "letter.eml"):
        assert visitor.get(at(name, target="ambassador")).status == 200


def test_after_one_official_comes_the_next_and_then_it_ends(app, visitor):
    a_case(app, targets=[MINISTER, JUDGE, SECOND, JUDGE_TOO, THIRD])
    path, walked = at("call"), []
    while "/appeals/" in path and path not in walked:
        walked.append(path)
        path = leads_to(back(visitor, visitor.post(f"{path}/report")))
    posts = [at("social", target=slug) for slug in ("judge", "second", "judge-too", "third")]
    assert walked == [at("call"), *posts]
    assert path == "/c/free-the-nurse/share"


def test_the_next_is_offered_after_any_thanks(app, visitor):
    a_case(app)
    counted, again = back(visitor, report(visitor)), back(visitor, report(visitor))
    noted = back(visitor, failed(visitor, "minister@example.org"))
    for page in (counted, again, noted):
        assert leads_to(page) == at("email", target="ambassador")


def test_the_thanks_for_a_signature_lead_to_the_first(app, visitor):
    a_case(app, targets=[JUDGE, AMBASSADOR, MINISTER])
    page = visitor.get("/c/free-the-nurse/thanks")
    links = [link.attrs["href"] for link in page.all("main a")]
    appeals = [href for href in links if "/appeals/" in href]
    assert appeals == [at("social", target="judge")]


def test_the_next_obeys_the_week(app, visitor, clock):
    a_case(app, targets=[AMBASSADOR, MINISTER], deadline=TODAY + timedelta(days=7))
    page = back(visitor, report(visitor, "email", "ambassador"))
    assert leads_to(page) == at("email")


@pytest.mark.parametrize(("days", "channel"), [(8, "letter"), (7, "email")])
def test_the_same_channel_is_offered_again_as_long_as_it_is_in_time(
    app, visitor, clock, days, channel
):
    a_case(app, targets=[MINISTER, THIRD], deadline=TODAY + timedelta(days=days))
    assert leads_to(back(visitor, report(visitor, "fax"))) == at("fax", target="third")
    assert leads_to(back(visitor, report(visitor, "letter"))) == at(channel, target="third")


def test_after_the_deadline_nobody_is_sent_on(app, visitor, clock):
    a_case(app, deadline=TODAY - timedelta(days=1))
    assert leads_to(back(visitor, report(visitor))) == "/c/free-the-nurse/share"
    assert "/appeals/" not in visitor.get("/c/free-the-nurse/thanks").html
