"""Read, sign, err, correct, confirm, see it counted, withdraw."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.browser.people import SAMPLE, someone
from tests.factories import ADA, CLEO

IN_SIGHT = """(part) => {
  const { top, bottom } = part.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}"""


@pytest.fixture
def signed(ada, site, javascript, request):
    """Ada has sent the form; gives her, as she looks for the mail: of this test, and no other."""
    person = replace(ADA, email=f"{request.node.originalname}-{javascript}@example.org")
    ada.opens(SAMPLE)
    ada.fills_in(person)
    ada.presses("Sign")
    ada.sees("We are sending you an e-mail.")
    return ada, person.email


def test_ada_reads_signs_confirms_and_withdraws(signed, site):
    ada, address = signed
    ada.opens(site.mail_link(address, "confirm"))
    ada.sees("I stand with Maks Bokaev")
    ada.presses("Confirm my signature")
    ada.sees("Thank you: your signature counts")
    ada.sees_count(1)
    ada.opens(site.mail_link(address, "withdraw"))
    ada.presses("Erase my signature")
    ada.sees("Your signature is erased")
    ada.opens(SAMPLE)
    ada.sees_count(0)


def test_a_mistake_is_explained_and_nothing_typed_is_lost(ada, javascript):
    ada.opens(SAMPLE)
    ada.fills_in(replace(ADA, email="ada at example"), consent=False)
    ada.presses("Sign")
    ada.sees("2 things need correcting")
    expect(ada.page.get_by_label("Your name")).to_have_value("Ada Lovelace")
    expect(ada.page.get_by_label("The country you live in")).to_have_value("GB")
    ada.page.get_by_label("Your e-mail address").fill(f"ada-corrects-{javascript}@example.org")
    ada.page.get_by_label("I agree").check()
    ada.presses("Sign")
    ada.sees("We are sending you an e-mail.")
    ada.page.get_by_role("link", name="Change it").click()
    ada.sees("Correct what is wrong")
    expect(ada.page.get_by_label("Your name")).to_have_value("Ada Lovelace")
    ada.page.get_by_label("Your e-mail address").fill(f"ada-changes-{javascript}@example.org")
    ada.presses("Sign")
    ada.sees(f"ada-changes-{javascript}@example.org")
    ada.presses("Send the e-mail again")
    ada.sees("We have asked for the e-mail once more.")
    assert not javascript or ada.page.url.endswith(SAMPLE)


@pytest.mark.parametrize(
    ("typed", "mailed_to"),
    [
        ("{}@straße.example", "{}@xn--strae-oqa.example"),
        ("Ada <{}@Bücher.example>,", "{}@xn--bcher-kva.example"),
    ],
)
def test_the_mail_goes_to_the_address_that_was_typed(ada, site, javascript, typed, mailed_to):
    ada.opens(SAMPLE)
    ada.fills_in(replace(ADA, email=typed.format(f"ada-{javascript:d}")))
    ada.presses("Sign")
    ada.sees("We are sending you an e-mail.")
    assert site.mail_link(mailed_to.format(f"ada-{javascript:d}"), "confirm")


def test_every_open_page_counts_a_confirmation(browser, signed, site):
    ada, address = signed
    with someone(browser, site) as cleo, someone(browser, site) as ben:
        for reader in (cleo, ben):
            reader.opens(SAMPLE)
            reader.sees_count(0)
        ada.opens(site.mail_link(address, "confirm"))
        ada.presses("Confirm my signature")
        for reader in (cleo, ben):
            reader.sees_count(1)
    ada.opens(site.mail_link(address, "withdraw"))
    ada.presses("Erase my signature")
    ada.sees("Your signature is erased")


def test_the_reader_keeps_their_place_with_javascript(browser, site):
    with someone(browser, site) as cleo:
        cleo.opens(SAMPLE)
        cleo.fills_in(CLEO)
        comment = cleo.page.get_by_label("Why you sign")
        comment.fill("\U0001f54a" * 501)
        cleo.sees("Characters too many: 1")
        comment.fill("e\u0301" * 460)
        cleo.sees("Characters left: 40")
        expect(cleo.page.get_by_role("status")).to_have_text("Characters left: 40")
        cleo.presses("Sign")
        cleo.sees("We are sending you an e-mail.")
        assert cleo.page.url.endswith(SAMPLE)
        expect(cleo.page.locator("#pledge-title")).to_be_focused()
        expect(cleo.page.get_by_role("status")).to_contain_text("Almost done")


def test_the_form_is_one_tap_away_wherever_one_reads(ada):
    ada.opens(SAMPLE)
    height = ada.page.evaluate("document.documentElement.scrollHeight")
    bar, first = ada.page.locator(".signbar a"), ada.page.locator("#sign input").first
    for place in range(0, height, 1500):
        ada.page.evaluate("(place) => window.scrollTo(0, place)", place)
        if not ada.page.locator("#pledge").evaluate(IN_SIGHT):
            bar.click()
            expect(first).to_be_in_viewport()
            if ada.javascript:
                expect(bar).to_be_hidden()
