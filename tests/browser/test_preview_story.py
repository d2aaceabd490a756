"""Ben walks through a draft by phone, as Ada will: page, signing, mail, appeals, and back."""

from playwright.sync_api import expect

from petitions import create_app
from petitions.campaigns.drafts import ContactDraft, TargetDraft
from tests.browser.organisers import an_organiser_at
from tests.conftest import make_settings
from tests.factories import NURSE, a_campaign, stored

JUDGE = TargetDraft("judge", "Judge Bo", "", "Your Honour", "", [ContactDraft("fax", "+7 7172 1")])


def test_ben_walks_through_a_draft(browser, site):
    app = create_app(make_settings(site.folder, f"sqlite:///{site.folder / 'petitions.sqlite'}"))
    slug = a_campaign(app, "draft", targets=[*NURSE.targets, JUDGE])
    with an_organiser_at(browser, site, "ben@example.org", role="editor") as ben:
        ben.opens(f"/organise/campaigns/{slug}")
        before = stored(app)
        ben.follows("Preview")
        ben.sees("Preview: nobody else sees this")
        ben.fills_in()
        ben.presses("Sign")
        ben.sees("We are sending you an e-mail.")
        ben.follows("Mails")
        ben.page.locator(".panel a", has_text="/confirm/").first.click()
        ben.presses("Confirm my signature")
        ben.sees("Thank you: your signature counts")
        ben.follows("Post in public to Ann Other")
        ben.page.locator("#other-channels summary").click()
        ben.follows("Send an e-mail")
        ben.page.get_by_label("Your name").fill("Ada Lovelace")
        expect(ben.page.locator("#text")).to_contain_text("Ada Lovelace")
        ben.presses("I sent it")
        ben.sees("Thank you: you acted")
        ben.page.locator("#report [data-onward]").click()
        expect(ben.page.get_by_role("heading", level=1)).to_contain_text("Judge Bo")
        expect(ben.page.get_by_label("Your name")).to_have_value("Ada Lovelace")
        ben.page.locator("#other-channels summary").click()
        ben.presses("Send a fax")
        with ben.page.expect_download() as started:
            ben.page.get_by_text("(PDF)").first.click()
        assert started.value.suggested_filename == f"{slug}-judge-fax.pdf"
        ben.follows("Back to the editor")
        ben.sees("Free the nurse")
        after = stored(app)
    assert {name for name in after if after[name] != before[name]} <= {"session"}
