"""What looks like one mailbox, or one person with many addresses, is shown; nothing is refused."""

import pytest

from petitions.db import now
from tests.conftest import both_databases
from tests.desk.lists import signed
from tests.factories import a_campaign
from tests.organisers import at_desk
from tests.signing import steps

NURSE = "/organise/campaigns/free-the-nurse"
ALIKE, NUMBERS = f"{NURSE}/signatures/alike", f"{NURSE}/numbers"


@pytest.fixture
def slug(app):
    return a_campaign(app)


def at(app, *addresses, **values):
    moments = {"signed_at": now(), "confirmed_at": now()}
    signed(app, *({"email": address} | moments | values for address in addresses))


def groups(desk):
    """Give the addresses of each group that is shown."""
    page = desk.get(ALIKE)
    return [
        [one.to_text() for one in section.query("bdi.email")]
        for section in page.all("main section.panel")
    ]


def surges(desk, path=NUMBERS):
    return [one.attrs["data-surge"] for one in desk.get(path).all("[data-surge]")]


def people(number, domain="corp.example"):
    return [f"person.{n}.{n}@{domain}" for n in range(number)]


def test_subaddresses_at_an_unknown_domain_are_counted_and_shown(app, visitor, mailbox, slug):
    addresses = [f"bot+{n}@corp.example" for n in range(5)]
    for address in addresses:
        steps.confirmed(visitor, mailbox, slug, email=address)
    steps.confirmed(visitor, mailbox, slug)
    assert steps.count_of(visitor, slug) == 6
    assert groups(at_desk(app)) == [addresses]


ONE_MAILBOX = [
    ["bot@corp.example", "bot+1@corp.example", "BOT+x@corp.Example"],
    ["b.o.t@corp.example", "bot@corp.example"],
    ["ada.lovelace@corp.example", "ada.lovelace+a.b@corp.example", "adalovelace@corp.example"],
]
SEVERAL = [
    ["ada@corp.example", "adam@corp.example", "ada@corp2.example"],
    ["bot@a.corp.example", "bot@b.corp.example"],
    ["+1@corp.example", "+2@corp.example"],
    ["a.b@outlook.com", "ab@outlook.com"],  # we know that these are two
]


@both_databases
def test_what_is_one_mailbox_and_what_is_not(app, slug):
    for n, addresses in enumerate(ONE_MAILBOX):
        at(app, *(address.replace("corp", f"corp{n}x") for address in addresses))
    for n, addresses in enumerate(SEVERAL):
        at(app, *(address.replace("corp.", f"other{n}.") for address in addresses))
    shown = groups(at_desk(app))
    assert sorted(map(len, shown)) == sorted(len(one) for one in ONE_MAILBOX)
    assert not [one for one in shown if "other" in repr(one) or "outlook" in repr(one)]


def test_who_withdrew_or_was_removed_is_not_shown(app, slug):
    at(app, "bot+1@corp.example")
    at(app, "bot+2@corp.example", state="withdrawn", removal_id=1)
    at(app, None, None, state="withdrawn", name=None)
    assert groups(at_desk(app)) == []
    assert "No two addresses look alike." in at_desk(app, email="b@example.org").get(ALIKE).text()


def test_of_a_large_group_the_first_are_shown_and_the_way_to_all(app, slug):
    at(app, *(f"bot+{n}@corp.example" for n in range(30)))
    desk = at_desk(app)
    assert [len(group) for group in groups(desk)] == [10]
    page = desk.get(ALIKE)
    assert page.text("main section.panel h2") == "30 signatures at corp.example"
    [link] = page.all('main section.panel a[href*="search="]')
    assert "30 signatures found" in desk.get(link.attrs["href"]).text()


@both_databases
def test_many_of_one_domain_within_a_day_are_an_alarm(app, slug):
    desk = at_desk(app, "viewer")
    at(app, *people(9))
    assert surges(desk) == []
    at(app, "late@corp.example", state="pending", confirmed_at=None)
    assert surges(desk) == ["corp.example"]
    assert "10 of the 10 signatures of the last 24 hours" in desk.get(NUMBERS).text()
    assert "@" not in desk.get(NUMBERS).text("[data-surge]")


CALM = {
    "a large provider": people(30, "gmail.com") + people(30, "web.de"),
    "few of many": people(10) + [f"ada@a{n}.example" for n in range(91)],
    "nobody": [],
}


@pytest.mark.parametrize("what", CALM)
def test_it_is_calm_where(app, slug, what):
    at(app, *CALM[what])
    assert surges(at_desk(app)) == []


def test_names_below_a_domain_belong_to_it(app, slug):
    at(app, *(f"bot@x{n}.corp.example" for n in range(10)))
    at(app, *(f"bot@x{n}.corp.co.uk" for n in range(10)))
    at(app, *(f"bot@x{n}.corp.kyoto.jp" for n in range(10)))
    desk = at_desk(app)
    for path in (NUMBERS, ALIKE):
        assert sorted(surges(desk, path)) == ["corp.co.uk", "corp.example", "corp.kyoto.jp"]


def test_the_day_after_it_is_over(app, slug, clock):
    at(app, *people(20))
    clock.shift(24 * 60 * 60 + 1)
    assert surges(at_desk(app)) == []
