""" "I sent it" counts once, without a trace of whoever pressed it."""

from datetime import timedelta
from hashlib import sha256

import pytest

from petitions.appeals.operations import new_nonce
from tests.appeals.people import KINDS, a_case, at, back, composed, numbers, report
from tests.conftest import both_databases
from tests.factories import stored
from tests.pages import Visitor
from tests.signing.steps import at_once

pytestmark = both_databases

TEN_MINUTES = timedelta(minutes=10)
NO_NUMBERS = ["0", "201", "-1", "1.5", "many", "9" * 5000, "1e2", "+5", "\u200b", "1\x00"]


@pytest.fixture
def case(app):
    return a_case(app)


@pytest.mark.parametrize("channel", KINDS)
def test_it_is_counted_once_everywhere(visitor, case, channel):
    report(visitor, channel)
    shown = visitor.get(f"/c/{case}/counter").one(f'[data-counter="{channel}"]')
    assert numbers(visitor) == {channel: 1}
    assert (shown.attrs["data-value"], "hidden" in shown.attrs) == ("1", False)
    everything = dict.fromkeys(("letter", "email", "fax", "call", "social"), 0) | {channel: 1}
    assert visitor.get(f"/c/{case}.json").response.json["reports"] == everything


def test_one_is_sent_back_and_thanked(visitor, case):
    answer = report(visitor, "fax")
    path, _, place = answer.headers["Location"].partition("#")
    assert path.startswith(at("fax") + "?reported=")
    assert place == "report"
    assert "Thank you: you acted" in back(visitor, answer).text("#report")


def test_the_page_says_how_many_did_it_so_far(visitor, case):
    report(visitor, number="3")
    assert "3 letters" in visitor.get(at()).text("#report")
    assert "3 letters" not in visitor.get(at("email")).text("#report")


@pytest.mark.parametrize(("typed", "counted"), [("1", 1), ("2", 2), ("200", 200), (" 7 ", 7)])
def test_a_group_counts_as_many(visitor, case, typed, counted):
    answer = report(visitor, number=typed)
    assert numbers(visitor) == {"letter": counted}
    assert "Counted: " in back(visitor, answer).text("#report")


def test_no_number_means_one(visitor, case):
    for total, form in enumerate(({}, {"number": ""}, {"number": "  "}), 1):
        assert report(visitor.from_address(f"192.0.2.{total}"), **form).status == 303, form
        assert numbers(visitor) == {"letter": total}


def test_another_number_is_refused_and_stays_in_the_form(app, visitor, case):
    before = stored(app)
    for typed in NO_NUMBERS:
        page = report(visitor, number=typed)
        assert page.status == 422, typed
        assert "Write a number from 1 to 200." in page.text("#report")
        assert page.value("number") == typed.replace("\x00", "")
    assert stored(app) == before


def test_a_number_may_have_digits_of_any_script(visitor, case):
    report(visitor, number="٣")
    assert numbers(visitor) == {"letter": 3}


def test_after_a_wrong_number_a_composed_page_still_counts_once(visitor, case):
    nonce = composed(visitor)
    report(visitor, nonce=nonce)
    page = report(visitor, nonce=nonce, number="0")
    assert page.one("#nonce").attrs["value"] == nonce
    report(visitor, nonce=page.one("#nonce").attrs["value"], number="2")
    assert numbers(visitor) == {"letter": 1}


def test_a_composed_page_counts_once(visitor, case):
    nonce = composed(visitor)
    pages = [back(visitor, report(visitor, nonce=nonce)) for _ in range(3)]
    assert {page.text("#report h2") for page in pages} == {"Thank you: you acted"}
    assert ["Counted: 1 letter." in page.text("#report") for page in pages] == [True, False, False]
    assert numbers(visitor) == {"letter": 1}


def test_a_composed_page_counts_once_however_its_button_is_pressed(app, visitor, case):
    nonce = composed(visitor)
    report(visitor, nonce=nonce)
    report(visitor.from_address("192.0.2.2"), nonce=nonce, number="5")
    assert numbers(visitor) == {"letter": 1}
    assert len(stored(app)["report"]) == 1


@pytest.mark.parametrize("spelt", ["{}é", "{}!", "{}=", " {}", "{}\n"], ids=ascii)
def test_another_spelling_of_what_it_carries_counts_no_second_time(visitor, case, spelt):
    nonce = composed(visitor)
    for again in (nonce, spelt.format(nonce), spelt.format(spelt.format(nonce))):
        report(visitor, nonce=again)
    assert numbers(visitor)["letter"] <= 2  # one may count as a report from a plain page


def test_16_presses_at_the_same_moment_count_once(app, visitor, case):
    nonce = composed(visitor)
    browsers = [Visitor(app, f"192.0.2.{n % 4}") for n in range(16)]
    pages = at_once([lambda who=who: report(who, nonce=nonce) for who in browsers])
    assert {page.status for page in pages} == {303}
    assert numbers(visitor) == {"letter": 1}


def test_16_presses_on_a_plain_page_at_the_same_moment_count_once(app, visitor, case):
    pages = at_once([lambda: report(Visitor(app))] * 16)
    assert {page.status for page in pages} == {303}
    assert numbers(visitor) == {"letter": 1}


def test_refreshing_the_preview_keeps_what_the_page_carries(visitor, case, clock):
    nonce = composed(visitor, name="Ada")
    clock.shift(timedelta(hours=1))
    assert composed(visitor, name="Ada Lovelace", nonce=nonce) == nonce


def test_two_people_behind_one_network_count_twice(visitor, case):
    nonces = {composed(visitor), composed(visitor)}
    assert len(nonces) == 2
    for nonce in nonces:
        report(visitor, nonce=nonce)
    assert numbers(visitor) == {"letter": 2}


def test_a_composed_page_counts_beside_a_plain_one(visitor, case):
    report(visitor)
    report(visitor, nonce=composed(visitor))
    assert numbers(visitor) == {"letter": 2}


def not_of_this_page(app, visitor, clock):
    """Give values that are none of ours, or ours for something else."""
    good = composed(visitor)
    old = composed(visitor)
    clock.shift(timedelta(days=2, seconds=1))
    fresh = composed(visitor)
    with app.app_context():
        no_target, no_channel = new_nonce(99, "letter"), new_nonce(1, "pigeon")
    return {
        "made up": "Ada",
        "cut": fresh[:-3],
        "changed": "x" + fresh,
        "expired": old,
        "expired too": good,
        "of another channel": composed(visitor, "email"),
        "of another target": composed(visitor, "email", "ambassador"),
        "of no target": no_target,
        "of no channel": no_channel,
        "long": "x" * 5000,
    }


def test_a_value_not_of_this_page_counts_as_none(app, visitor, case, clock):
    for total, value in enumerate(not_of_this_page(app, visitor, clock).values(), 1):
        one = visitor.from_address(f"192.0.2.{total}")
        two = visitor.from_address(f"198.51.100.{total}")
        for who in (one, one, two):  # a good one would count once, and for nobody else
            assert report(who, nonce=value).status == 303
        assert numbers(visitor) == {"letter": 2 * total}


def test_a_value_not_of_this_page_is_replaced(app, visitor, case, clock):
    for value in not_of_this_page(app, visitor, clock).values():
        assert composed(visitor, nonce=value) != value


def test_a_value_works_for_two_days(visitor, case, clock):
    nonce = composed(visitor)
    clock.shift(timedelta(days=2))
    for number in range(2):
        report(visitor.from_address(f"192.0.2.{number}"), nonce=nonce)
    assert numbers(visitor) == {"letter": 1}


def test_a_plain_page_counts_again_after_ten_minutes(visitor, case, clock):
    report(visitor)
    clock.shift(TEN_MINUTES - timedelta(seconds=1))
    again = back(visitor, report(visitor)).text("#report")
    assert ("Thank you: you acted" in again, "Counted:" in again) == (True, False)
    assert numbers(visitor) == {"letter": 1}
    clock.shift(timedelta(seconds=1))
    assert "Counted: 1 letter." in back(visitor, report(visitor)).text("#report")
    assert numbers(visitor) == {"letter": 2}


def test_another_target_channel_or_network_counts_at_once(visitor, case):
    report(visitor, "email")
    report(visitor, "email", "ambassador")
    report(visitor, "fax")
    report(visitor.from_address("192.0.2.2"), "email")
    report(visitor.from_address("2001:db8::1"), "email")
    assert numbers(visitor) == {"email": 4, "fax": 1}


def test_the_same_target_of_another_campaign_counts_at_once(app, visitor, case):
    other = a_case(app, slug="another")
    report(visitor)
    visitor.post(at(act="report", slug=other))
    assert numbers(visitor) == numbers(visitor, other) == {"letter": 1}


def test_no_network_is_stored(app, visitor, case):
    for address in ("192.0.2.77", "2001:db8:77::1"):
        who = visitor.from_address(address)
        report(who)
        report(who, nonce=composed(who))
    everything = repr(stored(app))
    for trace in ("192.0.2.77", r"\xc0\x00\x02M", "2001:db8:77", r" \x01\r\xb8\x00w"):
        assert trace not in everything
    for address in ("192.0.2.77", "2001:db8:77::/64"):
        assert repr(sha256(address.encode()).digest())[2:-1] not in everything


def test_of_a_report_no_more_is_stored_than_what_is_counted(app, visitor, case, clock):
    nonce = composed(visitor, name="Ada", words="My own words.")
    report(visitor, nonce=nonce, number="3", name="Ada", words="My own words.")
    (row,) = stored(app)["report"]
    assert row[1:5] == (1, 1, "letter", 3)
    assert (len(row), len(row[5]), row[7]) == (8, 32, None)
    assert nonce not in repr(stored(app))
