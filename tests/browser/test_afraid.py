"""Somebody afraid signs hidden, deletes the mail, and gets off the list on another device."""

import json
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from petitions import create_app
from petitions.campaigns.models import signatures_key
from petitions.campaigns.operations import change_state
from petitions.db.tally import counted
from tests.browser.people import someone
from tests.conftest import make_settings
from tests.factories import ADA, BEN, a_campaign, stored
from tests.site import Site

AT_HOME = {"locale": "kk-KZ", "timezone_id": "Asia/Almaty"}
ELSEWHERE = {"viewport": {"width": 1280, "height": 900}, "locale": "de-DE"}
# What became of the case since, and the mailbox: as it was typed first, as mails go to it, as it
# is typed later. Chromium sends a domain as it likes, and leaves spaces out.
CASES = [
    ("open", "dina@bücher.example", "dina@xn--bcher-kva.example", " DINA@XN--BCHER-KVA.example "),
    (
        "closed",
        "d.ina@xn--mller-kva.example",
        "d.ina@xn--mller-kva.example",
        "D.Ina@MÜLLER.example",
    ),
    ("taken-down", "di.na@gmail.com", "di.na@gmail.com", "Dina+list@GoogleMail.com"),
]


@pytest.fixture(scope="module")
def app(site: Site):
    """The application on the database of the site that is served."""
    return create_app(make_settings(site.folder, f"sqlite:///{site.folder / 'petitions.sqlite'}"))


def sign_hidden(browser, site, slug, mailbox, mailed_to):
    """Read the box, sign, confirm, and delete the mail."""
    dina = replace(ADA, name="Дина Ахметова", email=mailbox, country="KZ")
    with someone(browser, site, **AT_HOME) as reader:
        reader.opens(f"/c/{slug}")
        box = reader.page.locator("[data-safety]")
        expect(box).to_contain_text("If you are in Kazakhstan or have family there")
        assert box.bounding_box()["y"] < reader.page.get_by_label("Your name").bounding_box()["y"]
        reader.fills_in(dina)
        expect(reader.page.get_by_label("Not at all")).to_be_checked()
        reader.presses("Sign")
        reader.sees("We are sending you an e-mail.")
        reader.opens(site.mail_link(mailed_to, "confirm"))
        reader.sees("Not at all: you are only counted")
        reader.presses("Confirm my signature")
        reader.sees("Thank you: your signature counts")
        reader.sees_count(1)
    for mail in site.mails.glob("*.eml"):
        mail.unlink()


def read_and_withdraw(reader, site, mailbox, mailed_to):
    """Ask for the links, read the file of what is kept, and withdraw."""
    reader.opens("/")
    reader.follows("Withdraw, or see what is kept")
    reader.page.get_by_label("Your e-mail address").fill(mailbox)
    reader.page.keyboard.press("Enter")
    reader.sees("This page says the same to everyone")
    link = site.mail_link(mailed_to, "withdraw")
    reader.opens(link)
    with reader.page.expect_download() as download:
        reader.page.get_by_role("link", name="Save it as a file").click()
    kept = json.loads(download.value.path().read_text("utf-8"))
    assert (kept["name"], kept["visibility"]) == ("Дина Ахметова", "hidden")
    reader.presses("Erase my signature")
    reader.sees("Your signature is erased")


@pytest.mark.parametrize("case", CASES, ids=[state for state, *_ in CASES])
def test_who_is_afraid_gets_off_the_list(browser, site, app, case):
    state, mailbox, mailed_to, typed_later = case
    slug = a_campaign(app, slug=f"case-{state}", is_discreet=True)
    sign_hidden(browser, site, slug, mailbox, mailed_to)
    assert "Ахметова" in repr(stored(app))
    if state != "open":
        with app.app_context():
            change_state(slug, state, "It is over.", actor=BEN)
    with someone(browser, site, **ELSEWHERE) as reader:
        read_and_withdraw(reader, site, typed_later, mailed_to)
        if state != "taken-down":
            reader.opens(f"/c/{slug}")
            reader.sees_count(0)
            reader.opens(f"/c/{slug}/supporters")
            reader.sees("Nobody has signed yet.")
    everything = stored(app)
    gone = ("Ахметова", mailbox, mailed_to)
    assert not [word for word in gone if word in repr(everything)]
    _, campaign_id, *row = everything["signature"][-1]
    assert row[:3] == ["withdrawn", None, None]
    with app.app_context():
        assert not counted([signatures_key(campaign_id)]).get(signatures_key(campaign_id))
