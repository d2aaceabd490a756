"""Whatever somebody types is text: on the page, in the database and never in a mail."""

from io import BytesIO

import pytest

from tests.conftest import both_databases
from tests.factories import a_campaign, sign_form, stored
from tests.mails import body, link
from tests.signing.steps import sign, signed

pytestmark = pytest.mark.slow

HOSTILE = {
    "script": "<script>alert('hostile')</script>",
    "attribute": "\" autofocus onfocus=\"alert('hostile')",
    "image": "<img src=x onerror=alert('hostile')>",
    "textarea": "</textarea></form><h1>hostile</h1>",
    "title": "</title><style>*{}</style>hostile",
    "comment": "<!-- hostile --!> -->",
    "entity": "&lt;b&gt;hostile&amp;",
    "jinja": "{{7*7}}{% raw %}hostile{{config}}",
    "format": "hostile %s %(title)s {0} ${x}",
    "sql": "hostile'); DROP TABLE signature; --",
    "header": "hostile\r\nBcc: everyone@example.org\r\n\r\nhello",
    "nul": "hos\x00tile",
    "control": "hostile\x1b[2J\x08\x7f",
    "bidi": "\u202ehostile\u2066",
    "emoji": "hostile 😀👩‍👩‍👧🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "four bytes": "hostile 𠮷𞤀",
    "not a character": "hostile\uffff\ufdd0",
    "formula": "=cmd|'/c calc'!A1 hostile",
    "path": "../../../etc/passwd%00hostile",
}
hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())


def elements(page):
    """Give all elements but the messages: hostile text must not add one, nor an attribute."""
    fields = [
        element for element in page.one("#sign").query("*") if element.name not in {"p", "li", "a"}
    ]
    return [(element.name, sorted(element.attrs)) for element in fields]


@hostile
def test_it_adds_nothing_to_the_page(visitor, app, text):
    slug = a_campaign(app)
    page = sign(visitor, slug, name=text, email=text, comment=text, country=text, visibility=text)
    plain = sign(visitor, slug, name="x", email="x", comment="x", country="x", visibility="x")
    assert page.status == plain.status == 422
    assert elements(page) == elements(plain)


@hostile
def test_it_comes_back_as_it_was_typed(visitor, app, text):
    page = sign(visitor, a_campaign(app), name=text, email=text, comment=text, consent="")
    typed = text.replace("\x00", "")
    assert page.value("name").replace("\r\n", "\n") == typed.replace("\r\n", "\n")
    assert page.value("email").replace("\r\n", "\n") == typed.replace("\r\n", "\n")
    assert page.value("comment").split() == typed.split()


@both_databases
def test_it_can_be_stored_and_is_shown_as_text(app, visitor, mailbox):
    slug = a_campaign(app)
    for number, text in enumerate(HOSTILE.values()):
        typed = {"name": text, "comment": text, "email": f"ada{number}@example.org"}
        page = visitor.get(link(signed(visitor, mailbox, slug, **typed), "confirm"))
        assert page.status == 200
        assert {element.name for element in page.one(".facts").query("*")} == {"div", "dt", "dd"}
        assert "49" not in page.text(".facts")
    assert len(stored(app)["signature"]) == len(HOSTILE)


def test_no_mail_repeats_what_was_typed(app, visitor, mailbox):
    slug = a_campaign(app)
    for text in list(HOSTILE.values())[:3]:
        typed = sign_form(name=text, comment=text, email="Victim.Hostile@example.org")
        visitor.post(f"/c/{slug}/sign", typed)
    for mail in mailbox.receive():
        assert mail["To"] == "Victim.Hostile@example.org"
        assert "ostile" not in body(mail) + body(mail, "html") + mail["Subject"]
        assert not mail["Bcc"]


@pytest.mark.parametrize("bad", ["a\r\nBcc: b@example.org", "a@example.org\r\nBcc: b@example.org"])
def test_an_address_cannot_bring_a_header_with_it(app, visitor, bad):
    page = sign(visitor, a_campaign(app), email=bad)
    assert page.status == 422
    assert not stored(app)["signature"]


@pytest.mark.parametrize(
    "data", [b"name=%ff%fe&email=%ED%A0%80", b"name=\xff\xfe", b"%", b"&&&=;=", b"name=" * 900]
)
def test_a_form_of_broken_bytes_is_a_form_with_mistakes(app, visitor, data):
    kind = "application/x-www-form-urlencoded"
    page = visitor.ask("POST", f"/c/{a_campaign(app)}/sign", data=data, content_type=kind)
    assert page.status == 422


def test_a_file_is_no_name(app, visitor):
    file = (BytesIO(b"Ada"), "ada.txt")
    page = visitor.post(f"/c/{a_campaign(app)}/sign", sign_form() | {"name": file})
    assert (page.status, page.text("#name-problem")) == (422, "Enter your name.")


@both_databases
def test_an_address_of_no_campaign_is_not_found(visitor):
    for slug in ("%00", "a%00b", "%ff", "..%2f..", "'--", "%F0%9F%98%80", "x" * 3000):
        for part in ("", "/sign", "/counter", "/counter.json", "/thanks"):
            assert visitor.get(f"/c/{slug}{part}").status == 404, slug
