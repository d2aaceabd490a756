"""From reading to acting: write, send, say so, take it back, go on; with and without JavaScript."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.appeals.own_words import OWN
from tests.browser.people import someone
from tests.factories import ADA

MINISTER = "/c/full/appeals/minister"


pytestmark = pytest.mark.usefixtures("pages")


def writes(ada, **typed: str) -> None:
    """Fill in the form; without JavaScript a button shows what comes of it."""
    for label, words in typed.items():
        ada.page.get_by_label(label.replace("_", " ")).fill(words)
    if not ada.javascript:
        ada.presses("Update the text")


def sees_in_letter(ada, words: str) -> None:
    expect(ada.page.locator("#text")).to_contain_text(words)
    ada.looks()


def download(ada, button: str) -> bytes:
    with ada.page.expect_download() as started:
        ada.presses(button)
    return Path(started.value.path()).read_bytes()


def test_ada_writes_a_letter_and_prints_it(ada):
    ada.opens(f"{MINISTER}/letter")
    writes(ada, Your_name="Ada Lovelace", Your_town="London", In_your_own_words="I teach, too.")
    sees_in_letter(ada, "I teach, too.")
    sees_in_letter(ada, "Ada Lovelace")
    printed = download(ada, "Letter to print (PDF)")
    text = PdfReader(BytesIO(printed)).pages[0].extract_text()
    assert "I teach, too." in text
    assert "Ada Lovelace" in text


def test_ada_says_that_she_sent_it_and_takes_it_back(ada):
    ada.opens(f"{MINISTER}/fax")
    writes(ada, In_your_own_words="Please.")
    sees_in_letter(ada, "Please.")
    ada.presses("I sent it")
    ada.sees("Thank you: you acted")
    ada.sees("Counted: 1 fax.")
    ada.presses("Undo")
    ada.sees("Your report was taken back.")
    ada.presses("I sent it")
    ada.sees("Counted: 1 fax.")
    ada.presses("Undo")
    ada.sees("Your report was taken back.")


def test_a_group_says_how_many(ada, javascript):
    channel = "call" if javascript else "social"
    ada.opens(f"{MINISTER}/{channel}")
    ada.page.get_by_text("We were a group").click()
    ada.page.get_by_label("How many did you send?").fill("12")
    ada.presses("I called" if javascript else "I posted it")
    ada.sees("Counted: 12 ")
    ada.follows("Post in public to President")
    ada.sees("Post in public to President")


def test_an_address_that_ada_knows_goes_into_her_email_alone(ada):
    ada.opens("/c/full/appeals/president/email")
    ada.sees("No e-mail address is known")
    opener = ada.page.get_by_role("link", name="Open in your mail program")
    assert opener.get_attribute("href").startswith("mailto:?")
    ada.page.get_by_label("If you know an address").fill("president@gov.example")
    if not ada.javascript:
        ada.presses("Update the text")
    ada.sees("To: president@gov.example")
    assert opener.get_attribute("href").startswith("mailto:president@gov.example?")
    assert "president%40" not in ada.page.url
    ada.page.get_by_text("Other ways to send it").click()
    assert b"To: president@gov.example" in download(ada, "Draft (.eml)")
    ada.opens("/c/full/appeals/president/email")
    expect(ada.page.get_by_label("If you know an address")).to_have_value("")


def test_an_email_opens_with_everything_filled_in(ada):
    ada.opens(f"{MINISTER}/email")
    writes(ada, Your_name="Ada & Co", In_your_own_words="Zwölf Fragen?")
    sees_in_letter(ada, "Ada & Co")
    link = ada.page.get_by_role("link", name="Open in your mail program").get_attribute("href")
    parts = urlsplit(link)
    fields = parse_qs(parts.query, strict_parsing=True)
    assert parts.path == "minister@example.org,office@example.org"
    assert set(fields) == {"cc", "subject", "body"}
    assert "\r\n\r\nZwölf Fragen?\r\n\r\n" in fields["body"][0]
    assert fields["body"][0].endswith(",\r\nAda & Co")


def test_the_letter_can_be_in_another_language(ada):
    ada.opens(f"{MINISTER}/letter")
    ada.page.get_by_text("More choices").click()
    ada.page.get_by_label("Language").select_option("kk")
    writes(ada)
    sees_in_letter(ada, "Құрметпен")


def test_an_address_that_failed_is_reported(ada):
    ada.opens(f"{MINISTER}/email")
    ada.page.get_by_text("It did not get through").click()
    ada.presses("office@example.org failed")
    ada.sees("Thank you for telling us")


def test_signing_leads_on_to_writing_and_that_to_the_next(ada, site, javascript):
    ada.opens("/c/full")
    ada.page.get_by_label("Your name").fill("Ada Lovelace")
    address = f"ada-goes-on-{javascript}@example.org"
    ada.page.get_by_label("Your e-mail address").fill(address)
    ada.page.get_by_label("The country you live in").select_option(ADA.country)
    ada.page.get_by_label("I agree").check()
    ada.presses("Sign")
    ada.sees("We are sending you an e-mail.")
    ada.opens(site.mail_link(address, "confirm"))
    ada.presses("Confirm my signature")
    ada.sees("One minute:")
    ada.follows("Send an e-mail to Ann Other")
    writes(ada, Your_name="Ada Lovelace", Your_town="London", In_your_own_words="I teach, too.")
    sees_in_letter(ada, "I teach, too.")
    ada.presses("I sent it")
    ada.sees("Thank you: you acted")
    goes_on(ada, "Send an e-mail to President")
    has_it_all(ada)
    ada.presses("I sent it")
    ada.sees("Thank you: you acted")
    while ada.page.locator("#report [data-onward]").count():
        ada.page.locator("#report [data-onward]").click()
        has_it_all(ada)
        ada.presses("I sent it")
        ada.sees("Thank you: you acted")
    ada.follows("Pass it on")
    ada.sees("Think of one friend")


def goes_on(ada, words: str) -> None:
    """Press what leads to another appeal: a link where nothing was typed, else a button."""
    ada.page.locator("[data-onward]", has_text=words).click()
    expect(ada.page.locator("h1")).to_contain_text(words)


def has_it_all(ada) -> None:
    """See all that was typed before, in the form and in the letter; and none of it above."""
    expect(ada.page.get_by_label("Your name")).to_have_value("Ada Lovelace")
    expect(ada.page.get_by_label("Your town")).to_have_value("London")
    expect(ada.page.get_by_label("In your own words")).to_have_value("I teach, too.")
    sees_in_letter(ada, "\n\nI teach, too.\n\n")
    sees_in_letter(ada, ",\nAda Lovelace\nLondon")
    assert urlsplit(ada.page.url).query == ""
    kept = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])"
    assert "Ada" not in ada.page.evaluate(kept)


def test_what_is_typed_goes_from_channel_to_channel_and_back(ada):
    ada.opens(f"{MINISTER}/letter")
    writes(ada, Your_name="Ada Lovelace", Your_town="London", In_your_own_words="I teach, too.")
    sees_in_letter(ada, "I teach, too.")
    before = ada.page.locator("#text").text_content()
    ada.presses("Other words")
    expect(ada.page.locator("#text")).not_to_have_text(before, use_inner_text=True)
    sees_in_letter(ada, "I teach, too.")
    if ada.javascript:
        expect(ada.page.get_by_role("button", name="Other words")).to_be_focused()
    deals = [ada.page.locator("#deal").input_value()]
    for words in ("Call", "Post in public", "Send an e-mail"):
        ada.page.get_by_text("another way").click()
        goes_on(ada, words)
        deals.append(ada.page.locator("#deal").input_value())
    assert len(set(deals)) == 4
    has_it_all(ada)
    ada.presses("I sent it")
    ada.sees("Thank you: you acted")
    ada.presses("Undo")
    ada.sees("Your report was taken back.")
    has_typed = expect(ada.page.get_by_label("In your own words"))
    has_typed.to_have_value("I teach, too.")


def test_what_is_typed_after_the_report_goes_along_too(browser, site):
    with someone(browser, site) as ada:
        ada.opens(f"{MINISTER}/letter")
        ada.presses("I posted it")
        ada.sees("Thank you: you acted")
        writes(ada, Your_name="Ada Lovelace", Your_town="London", In_your_own_words="I teach, too.")
        goes_on(ada, "Write a letter to President")
        has_it_all(ada)
        ada.presses("I posted it")
        ada.sees("Thank you: you acted")
        ada.presses("Undo")


def test_the_preview_keeps_the_place_where_one_types(browser, site):
    with someone(browser, site) as ada:
        ada.opens(f"{MINISTER}/letter")
        box = ada.page.get_by_label("In your own words")
        box.press_sequentially("I teach, too.", delay=20)
        sees_in_letter(ada, "I teach, too.")
        expect(box).to_be_focused()
        assert ada.page.url.endswith("/letter")


def test_the_meter_follows_each_key_by_the_rule_of_the_server(browser, site):
    typed = """([given, words]) => {
        const [text, box] = ["text", "words"].map((id) => document.getElementById(id));
        text.dataset.given = given;
        box.value = words;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        return document.getElementById("own").value;
    }"""
    with someone(browser, site) as ada:
        ada.opens(f"{MINISTER}/letter")
        meter, box = ada.page.locator("#own"), ada.page.get_by_label("In your own words")
        for words in ("First.", "Second."):  # then the letter is the first one
            box.fill(words)
            sees_in_letter(ada, words)
            ada.page.locator("#deal").evaluate("deal => { deal.value = 0; }")
        for words in (
            "I teach, too.",
            "I have read that poem with my own class, and they loved it.",
        ):
            box.fill(words)
            at_once = meter.evaluate("meter => meter.value")
            sees_in_letter(ada, words)
            assert meter.evaluate("meter => meter.value") == at_once > 0
        ada.sees("About a quarter of this letter is in your own words.")
        found = {name: ada.page.evaluate(typed, case[:2]) for name, case in OWN.items()}
        assert found == {name: case[2] for name, case in OWN.items()}


def test_the_counter_of_a_network_follows_what_one_types(browser, site):
    with someone(browser, site) as ada:
        ada.opens(f"{MINISTER}/social")
        count = ada.page.locator("#post-x").locator("xpath=ancestor::li").locator("[data-length]")
        before = int(count.get_attribute("data-length"))
        ada.page.get_by_label("In your own words").fill("😀" * 200)
        expect(count).not_to_have_attribute("data-length", str(before))
        assert before < int(count.get_attribute("data-length")) <= 280


def test_text_and_address_can_be_copied(browser, site):
    with someone(browser, site, permissions=["clipboard-read", "clipboard-write"]) as ada:
        ada.opens("/c/arabic/appeals/minister/email")
        folded = ada.page.locator("summary", has_text="More choices")
        ends = """summary => {
            const words = document.createRange();
            words.selectNodeContents(summary);
            return [words, summary].map((part) => Math.round(part.getBoundingClientRect().right));
        }"""
        assert len(set(folded.evaluate(ends))) == 1  # untranslated words stand on the right, too
        writes(ada, In_your_own_words="أرجوكم " * 60)
        sees_in_letter(ada, "أرجوكم")
        ada.page.get_by_role("button", name="Copy the text").click()
        ada.sees("Copied")
        copied = ada.page.evaluate("navigator.clipboard.readText()")
        assert copied.strip() == ada.page.locator("#text").text_content().strip()


def test_a_mistake_is_explained_and_nothing_typed_is_lost(ada):
    ada.opens(f"{MINISTER}/social")
    writes(ada, Your_Mastodon_server="not a server", In_your_own_words="Please.")
    ada.sees("Write the name of your server like mastodon.social.")
    expect(ada.page.get_by_label("In your own words")).to_have_value("Please.")


def test_where_no_mail_program_opens_other_ways_come_first(browser, site):
    with someone(browser, site) as ada:
        ada.opens(f"{MINISTER}/email")
        expect(ada.page.locator("#unopened")).to_be_hidden()
        with ada.page.expect_response("**/email/unopened") as noted:
            ada.page.get_by_role("link", name="Open in your mail program").click()
        assert noted.value.status == 204
        ada.sees("It seems that no mail program opened here.")
        expect(ada.page.locator("#unopened")).to_be_focused()
        assert shown_first(ada) == ["unopened", "other-ways"]
        expect(ada.page.get_by_role("link", name="Gmail on the web")).to_be_visible()
        writes(ada, In_your_own_words="I teach, too.")
        sees_in_letter(ada, "I teach, too.")
        assert shown_first(ada) == ["unopened", "other-ways"]
        assert "I teach, too." in download(ada, "Draft (.eml)").decode()


def shown_first(ada) -> list[str]:
    """Give what stands below the heading of the second step."""
    return ada.page.eval_on_selector_all(
        "#ready-title ~ :is(#unopened, #other-ways, #text)", "all => all.map((one) => one.id)"
    )[:2]


@pytest.mark.parametrize("target", ["window, 'blur'", "document, 'visibilitychange'"])
def test_a_mail_program_that_opens_changes_nothing(browser, site, target):
    with someone(browser, site) as ada:
        asked = []
        ada.page.on("request", lambda request: asked.append(request.url))
        ada.page.clock.install()
        ada.opens(f"{MINISTER}/email")
        ada.page.get_by_role("link", name="Open in your mail program").click()
        ada.page.evaluate(f"((one, event) => one.dispatchEvent(new Event(event)))({target})")
        ada.page.clock.run_for(5_000)
        expect(ada.page.locator("#unopened")).to_be_hidden()
        assert not [url for url in asked if "unopened" in url]


@pytest.fixture
def another_site(site, tmp_path):
    """A site of somebody else, with the counter of ours in a frame; gives its address."""
    frame = f'<iframe src="{site.url}/c/full/embed" width="320" height="220"></iframe>'
    (tmp_path / "index.html").write_text(frame)
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def test_it_loads_in_a_frame_of_another_site(browser, another_site):
    context = browser.new_context()
    page = context.new_page()
    page.goto(another_site)
    inside = page.frame_locator("iframe")
    expect(inside.get_by_role("heading", name="Free the teacher")).to_be_visible()
    assert not context.cookies()
    context.close()


def test_what_is_out_of_date_cannot_be_sent(browser, site):
    with someone(browser, site) as ada:
        ada.opens(f"{MINISTER}/letter")
        ada.page.route("**/letter", lambda route: route.abort())
        ada.page.get_by_label("In your own words").fill("I teach, too.")
        ada.sees("The site did not answer just now.")
        assert ada.page.evaluate("document.getElementById('ready').inert")
        ada.complaints.clear()  # htmx notes the broken connection
        ada.page.unroute("**/letter")
        ada.presses("Update the text")
        sees_in_letter(ada, "I teach, too.")
        assert not ada.page.evaluate("document.getElementById('ready').inert")
        expect(ada.page.get_by_text("The site did not answer just now.")).to_be_hidden()


def test_a_report_that_is_refused_leaves_its_button(browser, site):
    with someone(browser, site) as ada:
        ada.opens(f"{MINISTER}/letter")
        ada.page.route("**/report", lambda route: route.fulfill(status=429, body="<h1>no</h1>"))
        ada.presses("I posted it")
        ada.sees("The site did not take this just now.")
        expect(ada.page.get_by_role("button", name="I posted it")).to_be_visible()


def test_a_campaign_that_was_paused_meanwhile_says_why(browser, site):
    with someone(browser, site) as ada:
        ada.opens(f"{MINISTER}/letter")
        assert site.command("set-state", "full", "paused", "--note", "Wait.")[0] == 0
        ada.page.get_by_label("In your own words").fill("I teach, too.")
        ada.sees("Please do not write now: this campaign is paused")
        assert site.command("set-state", "full", "open")[0] == 0


def test_what_was_unfolded_stays_so(browser, site):
    with someone(browser, site) as ada:
        ada.opens(f"{MINISTER}/email")
        ada.page.get_by_text("Other ways to send it").click()
        ada.page.get_by_label("Your name").fill("Ada")
        sees_in_letter(ada, "Ada")
        expect(ada.page.get_by_role("link", name="Gmail on the web")).to_be_visible()


def test_an_address_that_was_typed_is_sent_to_nobody_else(browser, site):
    with someone(browser, site) as ada:
        ada.opens("/c/full/appeals/president/email")
        typed = {"If_you_know_an_address": "pa@example.org", "In_your_own_words": "I teach, too."}
        writes(ada, **typed)
        sees_in_letter(ada, "I teach, too.")
        ada.page.get_by_text("another way").click()
        with ada.page.expect_request("**/president/letter") as asked:
            goes_on(ada, "Write a letter")
        assert "I+teach" in asked.value.post_data
        assert "pa%40" not in asked.value.post_data
