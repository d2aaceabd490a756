"""The campaign page: a case in reading order, with nothing left out and nothing made up."""

from dataclasses import replace
from datetime import date

import pytest

from petitions.campaigns.drafts import ContactDraft, UpdateDraft
from tests.factories import NURSE, a_campaign

MINISTER = NURSE.targets[0]


@pytest.fixture
def show(app, visitor):
    """Give the page of a campaign with changes."""

    def open_page(**changes):
        page = visitor.get(f"/c/{a_campaign(app, **changes)}")
        assert page.status == 200
        return page

    return open_page


def target_text(show, **changes):
    return show(targets=[replace(MINISTER, **changes)]).text("article.target#target-minister")


def test_it_says_what_happened_first(show):
    shown = show(reference="UA 1/26")
    assert shown.text("h1") == "Free the nurse"
    assert shown.text(".lead") == NURSE.summary
    assert shown.text(".kicker") == "Kazakhstan · UA 1/26"


def test_its_parts_stand_in_the_order_in_which_one_needs_them(show):
    html = show(
        deadline=date(2030, 1, 1),
        updates=[UpdateDraft(date(2026, 1, 1), "She was moved.")],
        sources=[{"title": "A report", "url": ""}],
    ).html
    marks = [
        NURSE.summary,
        'class="newest"',
        'id="demands"',
        'id="counter"',
        'id="pledge"',
        'id="target-minister"',
        'id="deadline"',
        "<strong>at work</strong>",
        "<p>She was moved.",
        "A report",
    ]
    places = [html.index(mark) for mark in marks]
    assert places == sorted(places)


def test_demands_are_a_numbered_list(show):
    demands = show().all("ol#demands > li")
    assert [demand.to_text().strip() for demand in demands] == NURSE.demands


def test_a_target_has_name_role_address_and_contacts(show):
    shown = target_text(show)
    for part in ("Ann Other", "Minister of Health", "1 Main Street", "+7 7172 50 64 02"):
        assert part in shown


def test_an_envelope_keeps_its_lines(show):
    assert MINISTER.address in show().one("#target-minister address").to_text(separator="")


def test_a_target_without_a_name_is_called_by_its_role(show):
    shown = show(targets=[replace(MINISTER, name="")])
    assert shown.text("#target-minister h3") == "Minister of Health"
    assert not shown.all("#target-minister .role")


def test_what_nobody_has_found_is_said_plainly(show):
    shown = show()
    missing = shown.all("#target-minister .missing li")
    assert [item.to_text().strip() for item in missing] == [
        "No phone number known.",
    ]
    card = shown.text("#target-minister")
    assert "No e-mail address is known: copy the text" in card
    assert "No account is known: the post names the official" in card


def test_a_target_without_anything_says_so_five_times(show):
    shown = show(targets=[replace(MINISTER, address="", contacts=[])])
    assert len(shown.all("#target-minister .missing li")) == 3
    assert len(shown.all("#target-minister .offers .help")) == 2


def test_a_target_with_everything_lacks_nothing(show):
    kinds = {"email": "a@example.org", "fax": "+1 2", "phone": "+1 202 232 5488", "social": "@a"}
    contacts = [ContactDraft(kind, value) for kind, value in kinds.items()]
    shown = show(targets=[replace(MINISTER, contacts=contacts)])
    assert not shown.all(".missing")
    links = [link.attrs["href"] for link in shown.all("#target-minister a")]
    channels = ["email", "letter", "fax", "call", "social"]  # the quickest first
    assert links == [f"/c/{NURSE.slug}/appeals/minister/{channel}" for channel in channels]


def test_every_target_has_a_card(show):
    shown = show(targets=[replace(MINISTER, slug=slug) for slug in ("one", "two")])
    cards = [card.attrs["id"] for card in shown.all("article.target")]
    assert cards == ["target-one", "target-two"]


def test_the_counter_is_marked_for_whoever_reads_it(show):
    number = show().one("#counter [data-counter=signatures]")
    assert (number.attrs["data-value"], number.to_text()) == ("0", "Be the first to sign")


def test_the_form_stands_under_what_one_signs(show):
    shown = show()
    assert shown.one("form#sign").attrs["action"] == "/c/free-the-nurse/sign#sign"
    assert shown.text("blockquote.pledge") == NURSE.pledge


def test_the_timeline_begins_with_what_happened_last(show):
    updates = [UpdateDraft(date(2017, 1, day), f"Day {day}.") for day in (20, 3)]
    shown = show(updates=updates)
    moments = [time.attrs["datetime"] for time in shown.all(".timeline time")]
    assert moments == ["2017-01-20", "2017-01-03"]
    assert "20 January 2017 Day 20." in shown.text(".timeline")


def test_without_news_there_is_no_timeline(show):
    assert "Timeline" not in show().text()


def test_it_says_where_it_comes_from(show):
    sources = [
        {"title": "A report", "url": "https://example.org/r"},
        {"title": "A call", "url": ""},
    ]
    shown = show(sources=sources, issued=date(2017, 1, 31))
    links = {link.to_text(): link.attrs["href"] for link in shown.all(".case-body a[rel]")}
    assert links == {"A report": "https://example.org/r"}
    assert "A call" in shown.text()
    assert "Facts as of 31 January 2017" in shown.text()


def test_words_of_organisers_are_never_html(show):
    shown = show(
        title="<b>Free</b>",
        summary="<i>In</i> prison",
        pledge="<u>I ask</u>",
        story="<script>alert(1)</script>",
        demands=["<s>Free</s> her"],
        targets=[replace(MINISTER, name="<b>Ann</b>", address="<p>x")],
        updates=[UpdateDraft(date(2017, 1, 1), "<iframe src=x>")],
    )
    assert not shown.all("main b, main i, main u, main s, main iframe, main script")


def test_it_is_in_the_language_of_the_campaign(show):
    html = show(language="ar").one("html")
    assert (html.attrs["lang"], html.attrs["dir"]) == ("ar", "rtl")
