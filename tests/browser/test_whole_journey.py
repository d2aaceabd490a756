"""From the first start to the hand-over list, in one browser, on a machine without mail."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.people import someone
from tests.browser.test_accounts_story import joins
from tests.browser.test_editor_story import saves, writes
from tests.factories import ADA
from tests.site import Site

CASE = "/organise/campaigns/free-the-baker"
WORDS = {
    "summary": "A baker is in prison because he gave bread to prisoners. He is ill.",
    "pledge": "I ask the President to set the baker free.",
}


@pytest.fixture
def ben(browser, tmp_path, javascript):
    """Ben, who has just started the site on his own machine."""
    with (
        Site(tmp_path).running() as site,
        someone(browser, site, javascript=javascript, organiser=True) as ben,
    ):
        yield ben


def test_the_whole_journey(ben):
    joins(ben)
    codes = secures(ben)
    writes_the_case(ben)
    publishes(ben)
    signs(ben)
    sees_the_numbers(ben)
    posts_news(ben)
    assert hands_over(ben, codes[1]) == 1
    exports(ben)
    closes(ben)


def secures(ben):
    import pyotp

    ben.page.goto(f"{ben.site.url}/organise/account/app")
    secret = ben.page.locator("[name=secret]").input_value()
    ben.page.get_by_label("The six digits").fill(pyotp.TOTP(secret).now())
    ben.presses("Set it up")
    ben.sees("Your recovery codes")
    return ben.page.locator("#codes li").all_text_contents()


def writes_the_case(ben):
    ben.opens("/organise/")
    ben.follows("Write a new one")
    ben.page.get_by_label("Title").fill("Free the baker")
    ben.page.get_by_label("Country it is about").select_option("EG")
    ben.presses("Make the draft")
    for name, text in WORDS.items():
        writes(ben, "basics", name, text)
    writes(ben, "story", "story", "He gave **bread** to prisoners.")
    writes(ben, "demands", "demands-0-text", "Set him free.")
    writes(ben, "targets", "role", "President")
    writes(ben, "targets", "salutation", "Your Excellency")
    writes(ben, "targets", "address", "Palace\nCairo")
    saves(ben)
    ben.looks()


def publishes(ben):
    ben.opens(f"{CASE}/preview")
    ben.sees("He gave bread to prisoners.")
    ben.opens(CASE)
    ben.presses("Save and publish")
    ben.sees("It is published")
    ben.follows("See the public page")


def signs(ben):
    ben.fills_in(ADA)
    ben.page.get_by_label("Full name and country").check()
    ben.page.get_by_label("Send me news").check()
    ben.presses("Sign")
    ben.sees("We are sending you an e-mail.")
    reads_mail(ben, "Please confirm: Free the baker")
    ben.page.locator(".mail-text a", has_text="/confirm/").first.click()
    ben.presses("Confirm my signature")
    ben.sees("Thank you: your signature counts")


def reads_mail(ben, subject):
    """Read the newest mail with this subject on the desk, once the worker has written it."""
    link = ben.page.get_by_role("link", name=subject).first
    for _ in range(50):
        ben.page.goto(f"{ben.site.url}/organise/mail/files")
        if link.count():
            break
        ben.page.wait_for_timeout(200)
    link.click()
    ben.looks()


def sees_the_numbers(ben):
    ben.opens("/organise/")
    row = ben.page.locator("tr", has_text="Free the baker")
    expect(row.locator("td").first).to_have_text("1")
    ben.opens(f"{CASE}/numbers")
    ben.sees("United Kingdom")
    ben.opens("/c/free-the-baker/supporters")
    ben.sees("Ada Lovelace")


def posts_news(ben):
    ben.opens(f"{CASE}/updates")
    ben.page.get_by_label("What happened").fill("He saw a **doctor**.")
    ben.presses("Put into the timeline")
    ben.follows("Send by mail")
    mailing = ben.page.url
    ben.presses("Send me a preview")
    reads_mail(ben, "He saw a doctor.")
    ben.page.goto(mailing)
    ben.presses("Mail it to one person")
    reads_mail_to_ada(ben)
    ben.page.locator(".mail-text a", has_text="/unsubscribe/").first.click()
    ben.looks()


def reads_mail_to_ada(ben):
    for _ in range(50):
        mails = [path.read_text() for path in Path(ben.site.mails).glob("*.eml")]
        if any("List-Unsubscribe" in mail and ADA.email in mail for mail in mails):
            break
        ben.page.wait_for_timeout(200)
    ben.page.goto(f"{ben.site.url}/organise/mail/files")
    ben.page.get_by_role("link", name="He saw a doctor.", exact=True).first.click()
    ben.sees(ADA.email)


def hands_over(ben, code):
    ben.opens(f"{CASE}/signatures")
    ben.sees("Ada Lovelace")
    ben.follows("Hand these over")
    ben.page.get_by_label("Reason").fill("For the embassy")
    ben.page.get_by_label("Code").fill(code)
    with ben.page.expect_download() as download:
        ben.presses("Download the PDF")
    paper = PdfReader(BytesIO(Path(download.value.path()).read_bytes()))
    words = " ".join(page.extract_text() for page in paper.pages)
    assert "Your Excellency" in words
    return len(re.findall("Ada Lovelace", words))


def exports(ben):
    """Take the table along too, on the same page, without another code."""
    ben.page.locator("summary", has_text="CSV").click()
    with ben.page.expect_download() as download:
        ben.presses("Download CSV")
    assert "Ada Lovelace,ada@example.org,GB" in Path(download.value.path()).read_text("utf-8-sig")


def closes(ben):
    ben.opens(f"{CASE}/state")
    ben.page.locator("#next summary").click()
    ben.follows("Won")
    ben.sees("One person asked for news by mail.")
    form = ben.page.locator("#to-won")
    form.locator("textarea").fill("He is free.")
    form.get_by_role("button").click()
    expect(ben.page.locator(".notice-good")).to_be_visible()
    ben.opens("/c/free-the-baker")
    ben.page.reload()  # a browser may show the page of a minute ago first
    ben.sees("He is free.")
    ben.opens("/organise/audit")
    ben.sees("For the embassy")
