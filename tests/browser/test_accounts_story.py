"""From the first start to a second factor, out, and in again: with a passkey, and with an app."""

import pyotp
import pytest

from tests.browser.people import someone
from tests.factories import BEN
from tests.organisers import PASSPHRASE
from tests.site import Site

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def ben(browser, tmp_path, javascript):
    """Ben, who has just started the site; passkeys need its name, not its number."""
    site = Site(tmp_path)
    site.url = f"http://localhost:{site.port}"
    site.environment["PETITIONS_BASE_URL"] = site.url
    with site.running(), someone(browser, site, javascript=javascript, organiser=True) as ben:
        yield ben


def joins(ben):
    ben.page.goto(ben.site.first_link())
    ben.looks()
    ben.page.get_by_label("Your e-mail address").fill(BEN)
    ben.page.get_by_label("A new passphrase").fill(PASSPHRASE)
    ben.page.get_by_label("The same once more").fill(PASSPHRASE)
    ben.presses("Make the account")
    ben.sees("Your account is made")


def logs_in(ben):
    ben.page.goto(f"{ben.site.url}/organise/")
    ben.page.get_by_label("Your e-mail address").fill(BEN)
    ben.page.get_by_label("Your passphrase").fill(PASSPHRASE)
    ben.presses("Log in")
    ben.sees("One more step")


def test_ben_joins_and_comes_back_with_an_app(ben):
    joins(ben)
    ben.follows("Set up an app")
    secret = ben.page.locator("[name=secret]").input_value()
    ben.page.get_by_label("The six digits").fill(pyotp.TOTP(secret).now())
    ben.presses("Set it up")
    ben.sees("Your recovery codes")
    code = ben.page.locator("#codes li").first.text_content()
    ben.presses("Log out")
    logs_in(ben)
    ben.page.get_by_label("Code").fill(code)
    ben.presses("Go on")
    ben.sees("Log out")


def test_ben_joins_and_comes_back_with_a_passkey(ben, javascript):
    if not javascript:  # passkeys are made by scripts: the page says so, and offers the app
        joins(ben)
        ben.sees("It needs JavaScript.")
        return
    devtools = ben.page.context.new_cdp_session(ben.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    joins(ben)
    ben.page.get_by_label("A name for it").fill("my phone")
    ben.presses("Add a passkey")
    ben.sees("Your recovery codes")
    ben.presses("Log out")
    logs_in(ben)
    ben.presses("Use your passkey")
    ben.sees("Log out")
    ben.follows("Account")
    ben.sees("my phone")
    ben.presses("Log out")
    ben.page.goto(f"{ben.site.url}/organise/account")
    ben.presses("Log in with a passkey")
    ben.sees("my phone")
