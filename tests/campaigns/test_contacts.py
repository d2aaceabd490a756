"""What a contact may be is decided by its kind."""

import pytest

from petitions.campaigns.contacts import CONTACT_KINDS

TAKEN = {
    "form": {
        "https://example.org/contact": "",
        "https://example.org:8443/a%20b?to=1&x=ä#form": "",
        "https://bücher.example/kontakt": "",
    },
    "telegram": {
        "@minister": "",
        "@Minister_1": "",
        "https://t.me/minister": "@minister",
        "http://telegram.me/minister/": "@minister",
        "t.me/minister": "@minister",
    },
    "whatsapp": {"+7 701 111-22-33": "", "+1 (202) 232 5845": ""},
    "signal": {"+7 701 111-22-33": ""},
}
NO_NUMBER = [
    *("", "@ada", "701 111 2233", "+7 1"),
    *("+1 202 232 5845 ext. 12", "https://wa.me/77011112233"),
]
REFUSED = {
    "form": [
        "",
        "http://example.org/contact",
        "HTTP://example.org",
        "javascript:alert(1)",
        "https:///contact",
        "https://localhost/contact",
        "https://ada@example.org/contact",
        "https://ada:secret@example.org/contact",
        "https://:secret@example.org/contact",
        "https://evil.example\\@example.org/",
        "https://example.org/a b",
        "https://exam\nple.org/",
        "https://example.org:x/",
        "https://example.org:0/",
        "https://[::1/",
        "https://example.org/\u202econtact",
        "//example.org/contact",
        "example.org/contact",
        f"https://example.org/{'x' * 301}",
    ],
    "telegram": [
        "",
        "minister",
        "@min",
        "@1minister",
        "@mini-ster",
        f"@{'x' * 33}",
        "https://t.me/joinchat/AAAA",
        "https://t.me/share",
        "https://t.me/+77011112233",
        "https://t.me.evil.example/minister",
        "https://t.me/minister/12",
        "https://t.me/minister?start=1",
        "@министр",
        "+7 701 111 2233",
    ],
    "whatsapp": NO_NUMBER,
    "signal": NO_NUMBER,
}


@pytest.mark.parametrize("kind", TAKEN)
def test_what_reaches_somebody_is_taken_as_it_is_kept(kind):
    for text, kept in TAKEN[kind].items():
        assert CONTACT_KINDS[kind].check(text) == (kept or text)


def is_taken(kind, text):
    try:
        CONTACT_KINDS[kind].check(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("kind", REFUSED)
def test_what_reaches_nobody_is_refused(kind):
    assert [text for text in REFUSED[kind] if is_taken(kind, text)] == []
