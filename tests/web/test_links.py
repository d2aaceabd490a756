"""Addresses that came through hands and programs lead to the page that was meant."""

from time import process_time
from urllib.parse import quote

import pytest

from petitions.web.links import meant_path, new_token
from tests.factories import a_campaign, stored
from tests.mails import link
from tests.signing.steps import signed

BEHIND = ["/", ".", ",", ")", "]", ">", "!", "?!", "'", '"', "”", "’", "»", "…", " ", "\u00a0"]
BEHIND += ["\u200b", "/)", ">.", "&gt;", "*", "_", "-", ".&quot;", "”).", "\r\n", "|", "\\", ":"]
BEHIND += ["’s", " and more", ") Danke", "](https://example.org)", "%20", "%E2%80%9D", "&gt;%0A"]
BEHIND += ["?utm_source=x", "#sign", "。", "「", "&#8221;", "&nbsp;", ";jsessionid=1"]
MEANT = {
    "/c/ua-115-16/": "/c/ua-115-16",
    "/c/UA-115-16": "/c/ua-115-16",
    "/C/UA-115-16": "/c/ua-115-16",
    "/c/UA-115-16/": "/c/ua-115-16",
    "/c/UA-115-16.": "/c/ua-115-16",
    "/c/ua-115-16/sign/": "/c/ua-115-16/sign",
    "/C/UA-115-16/SIGN": "/c/ua-115-16/sign",
    "/c/ua-115-16.pdf.": "/c/ua-115-16.pdf",
    "/c/ua-115-16/appeals/Minister/letter)": "/c/ua-115-16/appeals/minister/letter",
    "/c/ua-115-16/updates.atom>": "/c/ua-115-16/updates.atom",
    "/privacy.": "/privacy",
    "/Privacy/": "/privacy",
    "/CONFIRM/AbC9": "/confirm/AbC9",
    "/confirm/AbC9.": "/confirm/AbC9",
    "/withdraw/AbC9_": "/withdraw/AbC9",
    "/confirm/Ab_C-9-.": "/confirm/Ab_C-9-",
    "/unsubscribe/AbC9>": "/unsubscribe/AbC9",
    "/organise/join/AbC9)": "/organise/join/AbC9",
    "/Organise": "/organise/",
    # What stands before a part, word processors' hyphens, a token that was broken into two lines.
    "/c/ ua-115-16": "/c/ua-115-16",
    "/c/(ua-115-16)": "/c/ua-115-16",
    "/“c/ua-115-16”": "/c/ua-115-16",
    "/\u200bc/ua-115-16": "/c/ua-115-16",
    "/confirm/<AbC9>": "/confirm/AbC9",
    "/confirm/&lt;AbC9&gt;": "/confirm/AbC9",
    "/c/ua\u2011115–16": "/c/ua-115-16",
    f"/confirm/{'a' * 20} {'b' * 13}": f"/confirm/{'a' * 20}{'b' * 13}",
    f"/confirm/{'a' * 20}=\r\n{'b' * 13}.": f"/confirm/{'a' * 20}{'b' * 13}",
    f"/confirm/{'a' * 33} and": f"/confirm/{'a' * 33}",
}
NOWHERE = ["/nowhere", "/nowhere/", "/c/ua-115-16/nowhere.", "/confirm/AbC9", "/c/ua-115-16", "/c/"]
NOWHERE += [
    "/confirm/'; DROP TABLE x;--",
    "/withdraw/'; DROP TABLE x;--",
    "//evil.example/",
    "/\\evil.example",
    "/@evil.example",
]
NOWHERE += [
    "/confirm/\0",
    "/c/a\0b.json",
    "/c/\ufffd/sign",
    "/c/'--/sign",
    "/confirm/https://evil.example/x.",
    "/c/../privacy/.",
    "/",
    "",
]


@pytest.mark.parametrize(("path", "meant"), MEANT.items())
def test_what_was_meant(in_app, path, meant):
    assert meant_path(path) == meant


@pytest.mark.parametrize("path", NOWHERE)
def test_what_leads_nowhere(in_app, path):
    assert meant_path(path) is None


@pytest.mark.parametrize("behind", BEHIND)
def test_what_stands_behind_an_address_does_no_harm(app, visitor, mailbox, behind):
    slug = a_campaign(app)
    mail = signed(visitor, mailbox, slug)
    before = stored(app)
    for address in (f"/c/{slug}", link(mail, "confirm"), link(mail, "withdraw")):
        page = visitor.get(address + quote(behind))
        while page.status == 302:
            target = page.headers["Location"]
            page = visitor.get(target)
        assert (page.status, target) == (200, address)
    assert stored(app) == before


def test_the_answer_is_kept_nowhere_and_a_form_is_sent_nowhere(app, visitor):
    slug = a_campaign(app)
    assert visitor.get(f"/c/{slug}/").headers["Cache-Control"] == "no-store"
    assert visitor.ask("HEAD", f"/c/{slug}/").status == 302
    assert visitor.post(f"/c/{slug.upper()}/sign").status == 404


def test_the_link_of_an_invitation_too(visitor):
    assert visitor.get("/organise/join/x).").headers["Location"] == "/organise/join/x"


def test_a_page_that_is_not_there_stays_so(visitor):
    page = visitor.get(visitor.get("/c/NEVER-WAS.").headers["Location"])
    assert page.status == 404


def test_tokens_are_letters_and_digits():
    tokens = {new_token() for _ in range(1_000)}
    assert len(tokens) == 1_000
    assert all(token.isascii() and token.isalnum() and len(token) == 33 for token in tokens)


@pytest.mark.parametrize(
    "part", ["\u00a0", "/", "/.", "(\u00a0", "&amp;", "%25", "\u2010", "a\u3000", "/\u2003a"]
)
@pytest.mark.parametrize("end", ["", "!", "/x\u00a0!"])
def test_an_address_of_any_length_costs_no_more_than_to_read_it(app, part, end):
    with app.app_context():
        before = process_time()
        for length in (40, 8_000):
            meant_path(f"/c/{part * (length // len(part))}{end}")
        assert process_time() - before < 0.1
