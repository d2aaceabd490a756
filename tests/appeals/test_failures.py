"""An address that several supporters call dead is marked, that one alone."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from petitions.campaigns.drafts import ContactDraft
from tests.appeals.people import ADDRESS, AMBASSADOR, MINISTER, a_case, at, back, failed, numbers
from tests.conftest import both_databases
from tests.factories import stored

pytestmark = [both_databases, pytest.mark.slow]

FAILING = "Reported as failing"
ONE, OTHER = "minister@example.org", "office@example.org"
KNOWN = {
    "letter": ADDRESS,
    "email": ONE,
    "fax": "+7 7172 506 402",
    "call": "+7 7172 506 403",
    "form": "https://health.example.org/contact?to=minister",
    "whatsapp": "+7 701 111 2233",
    "telegram": "@minister_of_health",
    "signal": "+7 701 111 2244",
    "social": "@minister@social.example",
}
UNKNOWN = ["", "cleo@example.org", f" {ONE}", ONE.upper(), "@minister", "x" * 5000, f"{ONE}\x00"]


@pytest.fixture
def case(app):
    return a_case(app)


def networks(visitor, number):
    return [visitor.from_address(f"192.0.2.{n + 1}") for n in range(number)]


def fail(visitor, times, contact=ONE, channel="email", target="minister"):
    for who in networks(visitor, times):
        assert failed(who, contact, channel, target).status == 303


def marked(visitor, channel="email"):
    """Give what stands beside the mark: on the appeal's page and on the campaign's."""
    page, card = visitor.get(at(channel)), visitor.get("/c/free-the-nurse")
    rows = [row for row in page.all(".facts dd") if FAILING in row.to_text()]
    # On the card the mark follows the address it belongs to.
    found = [
        [one.to_text() for one in item.query("address, bdi, strong")]
        for item in card.all("#target-minister div.offers, #target-minister .offers li")
    ]
    cards = [a for texts in found for a, b in pairwise(texts) if b == FAILING]
    return [row.query("address, bdi")[0].to_text() for row in rows], cards


def test_one_is_thanked_and_nothing_is_counted_as_sent(visitor, case):
    page = back(visitor, failed(visitor, ONE))
    assert "Thank you for telling us" in page.text("#report")
    assert numbers(visitor) == {}


@pytest.mark.parametrize("channel", ["letter", "email", "whatsapp", "social"])
def test_it_is_marked_after_the_fourth(visitor, case, channel):
    fail(visitor, 3, KNOWN[channel], channel)
    assert marked(visitor, channel) == ([], [])
    failed(visitor.from_address("192.0.2.99"), KNOWN[channel], channel)
    page, card = marked(visitor, channel)
    assert len(page) == len(card) == 1
    assert page == card


def test_another_address_of_the_same_kind_is_not_concerned(visitor, case):
    fail(visitor, 4)
    assert marked(visitor) == ([ONE], [ONE])
    fail(visitor, 3, OTHER)
    assert marked(visitor) == ([ONE], [ONE])


def test_the_same_address_of_another_target_is_not_concerned(app, visitor):
    deputy = replace(AMBASSADOR, slug="deputy", contacts=[ContactDraft("email", ONE)])
    a_case(app, targets=[MINISTER, deputy])
    fail(visitor, 4, target="deputy")
    assert marked(visitor) == ([], [])
    assert FAILING in visitor.get("/c/free-the-nurse").text("#target-deputy")


def test_the_same_number_for_another_channel_is_not_concerned(app, visitor):
    number = "+7 7172 506 402"
    contacts = [ContactDraft("fax", number), ContactDraft("phone", number)]
    a_case(app, targets=[replace(MINISTER, contacts=contacts)])
    fail(visitor, 4, number, "fax")
    assert FAILING in visitor.get(at("fax")).text(".facts")
    assert FAILING not in visitor.get(at("call")).text(".facts")


def test_one_network_counts_once_a_day_for_each_address(app, visitor, case, clock):
    for _ in range(10):
        assert failed(visitor, ONE).status == 303
        assert failed(visitor, OTHER).status == 303
        clock.shift(timedelta(hours=1))
    assert sorted(row[3] for row in stored(app)["failure"]) == [ONE, OTHER]
    clock.shift(timedelta(hours=14))
    failed(visitor, ONE)
    assert len(stored(app)["failure"]) == 3


def test_an_address_with_lines_is_known_as_browsers_send_it(app, visitor, case):
    fail(visitor, 4, ADDRESS.replace("\n", "\r\n"), "letter")
    assert {row[3] for row in stored(app)["failure"]} == {ADDRESS}
    assert FAILING in visitor.get(at()).text(".facts")


def test_the_form_on_the_page_sends_an_address_that_is_known(visitor, case):
    for channel in KNOWN:
        for form in visitor.get(at(channel)).all('form[action$="/failed"]'):
            contact = form.query('[name="contact"]')[0].attrs["value"].replace("\n", "\r\n")
            assert visitor.post(form.attrs["action"], {"contact": contact}).status == 303


def test_an_unknown_contact_is_refused(app, visitor, case):
    before = stored(app)
    for contact in UNKNOWN:
        assert failed(visitor, contact).status == 422, contact
    assert stored(app) == before


def test_a_contact_of_another_channel_or_target_is_refused(app, visitor, case):
    before = stored(app)
    assert failed(visitor, ONE, "fax").status == 422
    assert failed(visitor, ONE, "email", "ambassador").status == 422
    assert failed(visitor, ADDRESS, "email").status == 422
    assert visitor.post(at("email", "failed")).status == 422
    assert stored(app) == before


def test_no_network_is_stored(app, visitor, case):
    failed(visitor.from_address("192.0.2.77"), ONE)
    everything = repr(stored(app))
    assert "192.0.2.77" not in everything
    assert r"\xc0\x00\x02M" not in everything
