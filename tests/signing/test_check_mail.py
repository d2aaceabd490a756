"""The page after the form: where the mail goes, a slip corrected, the mail once more."""

from datetime import timedelta
from random import Random
from urllib.parse import urlsplit

from tests.factories import a_campaign
from tests.mails import body
from tests.signing.steps import sign

TYPED = {
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "country": "KZ",
    "comment": "first <b>\nsecond & last",
    "visibility": "initials",
}


def after(visitor, slug, **changes):
    """Sign; give the address of the page after it."""
    return sign(visitor, slug, **changes).headers["Location"]


def resent(visitor, page):
    """Press the button that sends the mail again; give the answer."""
    form = page.one("#pledge form")
    typed = {one.attrs["name"]: one.attrs["value"] for one in form.query("input")}
    return visitor.post(form.attrs["action"], typed)


def test_it_says_where_the_mail_goes_and_keeps_what_was_typed(app, visitor, mailbox):
    slug = a_campaign(app)
    address = after(visitor, slug, **TYPED, updates="y")
    assert not any(word in address for word in ("ada", "Ada", "KZ", "first"))
    page = visitor.get(address)
    assert page.headers["Cache-Control"] == "no-store"
    (mail,) = mailbox.receive()
    for name in ("To", "Subject"):
        assert str(mail[name]) in page.text("#pledge .facts")
    assert mail["From"].addresses[0].addr_spec in page.text("#pledge .facts")
    form = visitor.get(page.one("#pledge p a[data-hx-get]").attrs["href"])
    assert form.headers["Cache-Control"] == "no-store"
    assert {name: form.value(name) for name in TYPED if name != "visibility"} == {
        name: typed for name, typed in TYPED.items() if name != "visibility"
    }
    assert form.one("#visibility-initials[checked]")
    assert form.one("#updates[checked]")
    assert form.one("#consent[checked]")


def test_it_sends_the_mail_again_whoever_has_signed(app, visitor, mailbox):
    slug = a_campaign(app)
    page = visitor.get(after(visitor, slug, **TYPED))
    mailbox.receive()
    answer = resent(visitor, page)
    assert (answer.status, urlsplit(answer.headers["Location"]).query) == (303, "again=1")
    assert "once more" in visitor.get(answer.headers["Location"]).text("#pledge")
    (mail,) = mailbox.receive()
    assert "/confirm/" in body(mail)


def test_after_an_hour_on_another_case_or_altered_it_tells_nothing(app, visitor, clock):
    slug = a_campaign(app)
    a_campaign(app, slug="another")
    address = after(visitor, slug, **TYPED)
    clock.shift(timedelta(minutes=59))
    assert "ada@example.org" in visitor.get(address).html
    sealed = address.rpartition("/")[2]
    useless = [f"/c/another/check-mail/{sealed}", f"{address[:-1]}~", f"{address}x"]
    useless += [address[:-8], f"/c/{slug}/check-mail/x", f"/c/another/sign/{sealed}"]
    told = [path for path in useless if "ada@" in visitor.get(path).html]
    assert told == []
    clock.shift(timedelta(minutes=1))
    for path in (address, f"/c/{slug}/sign/{sealed}"):
        page = visitor.get(path)
        assert page.status == 200
        assert not [name for name in ("name", "email", "comment") if TYPED[name] in page.html]


def test_no_address_is_longer_than_what_proxies_take(app, visitor):
    slug = a_campaign(app)
    assert "/check-mail/" in after(visitor, slug, comment="Ж" * 500)
    rare = Random(1).choices([chr(code) for code in range(0x20000, 0x2A000)], k=600)
    address = after(visitor, slug, name="".join(rare[:100]), comment="".join(rare[100:]))
    assert address == f"/c/{slug}/check-mail"


def test_nothing_on_it_names_a_discreet_case_in_the_subject(app, visitor):
    page = visitor.get(after(visitor, a_campaign(app, is_discreet=True), **TYPED))
    assert "Please confirm your signature" in page.text("#pledge .facts")
    assert "nurse" not in page.text("#pledge .facts").lower()
