"""One mailbox is one signer, however it is spelled; mail goes to the address as it was typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petitions.web.limits import address_digest
from petitions.web.text import InvalidAddress, canonical_address, checked_address, sending_address
from tests.conftest import make_settings

CANONICAL = {
    "Ada@Example.ORG": "ada@example.org",
    "a.d.a+nurse@gmail.com": "ada@gmail.com",
    "ADA+x+y@GoogleMail.com": "ada@gmail.com",
    "ada+x@outlook.com": "ada@outlook.com",
    "a.da@outlook.com": "a.da@outlook.com",
    "ada+x@proton.me": "ada@proton.me",
    "ada@protonmail.com": "ada@proton.me",
    "ada+x@pm.me": "ada@proton.me",
    "ada+x@me.com": "ada@icloud.com",
    "ada@ya.ru": "ada@yandex.ru",
    "a.da+x@example.org": "a.da+x@example.org",
    "ada-x@gmail.com": "ada-x@gmail.com",
    "+x@gmail.com": "+x@gmail.com",
    "ada@mail.gmail.com": "ada@mail.gmail.com",
    "ada@BÜCHER.example": "ada@bücher.example",
}
DIFFERENT = [
    ("ada@gmail.com", "ada@gmail.co"),
    ("a.da@example.org", "ada@example.org"),
    ("ada+x@example.org", "ada@example.org"),
    ("ada@straße.de", "ada@strasse.de"),
    ("ada@example.org", "ada@example.com"),
]
INVALID = [
    "",
    "ada",
    "@example.org",
    "ada@",
    "ada@example",
    "ada@localhost",
    "ada@127.0.0.1",
    "ada@[127.0.0.1]",
    "ada@exa mple.org",
    "ada@@example.org",
    "ada..b@example.org",
    ".ada@example.org",
    "ada@-example.org",
    "ada@example..org",
    "ada\n@example.org",
    "ada@example.org\nBcc: ben@example.org",
    "ada\x00@example.org",
    "ada\u202e@example.org",
    "Ada <ada@example.org>",
    "ada@example.org, ben@example.org",
    '"ada"@example.org',
]
local_part = st.from_regex(r"[a-z][a-z0-9]{0,9}", fullmatch=True)


@pytest.mark.parametrize(("spelling", "canonical"), CANONICAL.items())
def test_spellings_of_one_mailbox_have_one_form(spelling, canonical):
    assert canonical_address(checked_address(spelling)) == canonical


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_mailboxes_stay_different(one, other):
    assert canonical_address(checked_address(one)) != canonical_address(checked_address(other))


@pytest.mark.parametrize("text", INVALID)
def test_it_refuses(text):
    with pytest.raises(InvalidAddress):
        checked_address(text)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Ada.L+x@Example.ORG", "Ada.L+x@example.org"),
        ("a.d.a+x@gmail.com", "a.d.a+x@gmail.com"),
        ("ada@bücher.de", "ada@xn--bcher-kva.de"),
        ("ada@XN--BCHER-KVA.de", "ada@xn--bcher-kva.de"),
        ("ada@例子.公司", "ada@xn--fsqu00a.xn--55qx5d"),
        ("jörg@example.org", "jörg@example.org"),
    ],
)
def test_mail_goes_to_the_address_as_typed_its_domain_in_ascii(typed, sent):
    assert sending_address(checked_address(typed)) == sent


def test_both_spellings_of_an_international_domain_are_one_mailbox():
    one, other = checked_address("ada@bücher.de"), checked_address("ada@xn--bcher-kva.de")
    assert canonical_address(one) == canonical_address(other)


@settings(deadline=None)
@given(local_part, st.sampled_from(["gmail.com", "outlook.com", "example.org", "pm.me"]))
def test_the_canonical_form_of_a_canonical_form_is_itself(local, domain):
    once = canonical_address(f"{local}@{domain}")
    assert canonical_address(once) == once


@settings(deadline=None)
@given(local_part, st.data())
def test_capitals_dots_and_tags_do_not_matter_to_gmail(local, data):
    dots = "".join(char + data.draw(st.sampled_from(["", "."])) for char in local).rstrip(".")
    tag = data.draw(st.sampled_from(["", "+x", "+a.b+c"]))
    spelling = checked_address(
        data.draw(st.sampled_from([dots, dots.upper()])) + tag + "@gmail.com"
    )
    assert canonical_address(spelling) == f"{local}@gmail.com"


def test_the_digest_hangs_on_the_mailbox_and_on_the_secret_key(app, another_app, tmp_path):
    with app.app_context():
        mine = address_digest("ada@gmail.com")
        assert mine == address_digest("A.da+x@googlemail.com") != address_digest("ben@gmail.com")
    key = "another test key of many different characters: 0123"
    other = another_app(
        make_settings(tmp_path, f"sqlite:///{tmp_path}/other.sqlite", secret_key=key)
    )
    with other.app_context():
        assert address_digest("ada@gmail.com") != mine
    assert (len(mine), b"ada" in mine) == (32, False)
