"""The preview is the site as visitors will see it, of any case, and nothing comes of it."""

from collections import deque
from datetime import date

import pytest

from petitions.campaigns.drafts import ContactDraft, TargetDraft
from petitions.campaigns.operations import add_update, change_state
from tests.conftest import both_databases
from tests.factories import BEN, NURSE, a_campaign, sign_form, stored
from tests.illustrations import a_picture
from tests.organisers import at_desk

SLUG = NURSE.slug
SITE = "http://127.0.0.1:8000"
ROOT = f"/organise/campaigns/{SLUG}/preview"
LETTER = f"{ROOT}/c/{SLUG}/appeals/minister/letter"
JUDGE = TargetDraft(
    slug="judge",
    name="Judge Bo",
    role="President of the Court",
    salutation="Your Honour",
    address="",
    contacts=[
        ContactDraft("email", "judge@court.example"),
        ContactDraft("call", "+7 7172 506 402"),
    ],
)
GAPS = {"title": "", "summary": "", "pledge": "", "story": "", "demands": [], "targets": []}
KINDS = {
    "a draft": ("draft", {"targets": [*NURSE.targets, JUDGE], "language": "ar"}),
    "a draft with gaps": ("draft", GAPS),
    "a live one": ("open", {"targets": [JUDGE]}),
}


@pytest.fixture
def desk(app, clock):
    return at_desk(app, "editor")


def leads_to(page):
    """Give the addresses that a page leads to or loads."""
    found = [one.attrs[name] or "" for name in ("href", "src") for one in page.all(f"[{name}]")]
    return {address.partition("#")[0] for address in found} - {""}


def forms(page):
    """Give (address, fields) of the forms of a page, as they come."""
    for form in page.all("form"):
        fields = {one.attrs["name"]: one.attrs.get("value") or "" for one in form.query("[name]")}
        buttons = [one.attrs["formaction"] for one in form.query("[formaction]")]
        for address in [form.attrs["action"], *buttons]:
            yield address.partition("#")[0], fields


def walked(desk):
    """Follow every link from the preview on, as long as it leads to the same; give the pages."""
    pages, ahead = {}, deque([ROOT])
    while ahead:
        if (path := ahead.popleft()) not in pages:
            pages[path] = desk.get(path)
            ahead += (to for to in leads_to(pages[path]) if to.startswith(ROOT))
    return pages


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_and_every_form_works_and_stays_inside(app, desk, kind):
    state, changes = KINDS[kind]
    a_campaign(app, state, **changes)
    a_picture(app, SLUG)
    with app.app_context():
        add_update(SLUG, date(2026, 11, 20), f"See [the case]({SITE}/c/{SLUG}).", actor=BEN)
    desk.get(ROOT)
    before, sent = stored(app), set()
    pages = walked(desk)
    assert len(pages) > (25 if kind == "a draft" else 15)
    for path, page in pages.items():
        assert page.status == 200, path
        assert page.headers["Cache-Control"] == "private, no-store", path
        assert page.headers["X-Robots-Tag"] == "noindex", path
        if page.headers["Content-Type"].startswith("text/html") and "/counter" not in path:
            assert "Preview: nobody else sees this" in page.all("aside")[0].to_text(), path
        if not path.endswith(".atom"):
            assert not {to for to in leads_to(page) if to.startswith((SITE, "/c/"))}, path
        for address, fields in forms(page):
            if address.startswith(ROOT) and address not in sent:
                sent.add(address)
                assert desk.ask("POST", address, data=fields).status in {200, 422}, address
    assert stored(app) == before


@both_databases
def test_one_signs_writes_and_withdraws_and_nothing_comes_of_it(app, desk, mailbox):
    a_campaign(app, "draft")
    before = stored(app)
    page = desk.post(f"{ROOT}/c/{SLUG}/sign", sign_form())
    assert (page.status, page.text("h1")) == (200, "Check your e-mail")
    confirm, withdraw = mail_links(desk, "/confirm/", "/withdraw/")
    assert "Alex Example" in desk.get(confirm).text()
    page = desk.post(confirm, {"name": "Alex", "visibility": "full"})
    assert page.text("h1") == "Thank you: your signature counts"
    assert page.one('[data-counter="signatures"]').attrs["data-value"] == "1"
    assert "erased" in desk.post(withdraw).text()
    page = desk.post(f"{LETTER}/report", {"name": "Ada"})
    assert page.text("#report-title") == "Thank you: you acted"
    assert "Counted: 1 letter" in page.text("#report")
    token = page.value("token")
    assert "taken back" in desk.post(f"{LETTER}/undo", {"token": token}).text("#report")
    assert desk.post(f"{LETTER}.pdf", {"name": "Ada"}).response.data.startswith(b"%PDF")
    assert desk.post(f"{ROOT}/withdraw", {"email": "ada@example.org"}).status == 200
    assert mailbox.receive() == []
    assert stored(app) == before


def mail_links(desk, *kinds):
    """Give the first address of each kind in the mails."""
    addresses = [one.attrs["href"] for one in desk.get(f"{ROOT}/mails").all(".panel a")]
    return [next(one for one in addresses if one.startswith(f"{ROOT}{kind}")) for kind in kinds]


def test_the_mails_are_those_that_a_signer_gets(app, desk):
    a_campaign(app, "draft")
    page = desk.get(f"{ROOT}/mails")
    assert [one.to_text() for one in page.all("h2")] == [
        "Asks to confirm a signature",
        "Says that the address has signed already",
        "Links to what is kept about an address",
    ]
    assert "Please confirm: Free the nurse" in page.text()
    assert f"{SITE}/confirm/" in page.all(".mail-text")[0].to_text()
    with app.app_context():
        add_update(SLUG, date(2026, 11, 20), "She saw a **doctor**.", actor=BEN)
    page = desk.get(f"{ROOT}/mails")
    assert page.all(".panel strong")[0].to_text() == "doctor"
    [unsubscribe] = mail_links(desk, "/unsubscribe/")
    assert desk.get(unsubscribe).all("form")


def as_public(page, desk):
    """Give the HTML of a preview without what makes it one."""
    bar = page.html[page.html.index("<aside") : page.html.index("</aside>") + len("</aside>")]
    token = f'<input type="hidden" name="csrf_token" value="{desk.token()}">'
    return page.html.replace(bar, "").replace(token, "").replace(ROOT, "")


@pytest.mark.parametrize("state", ["draft", "paused", "won"])
def test_it_is_the_public_page_but_for_its_bar(app, visitor, desk, state):
    a_campaign(app, state)
    preview = as_public(desk.get(ROOT), desk)
    with app.app_context():
        if state == "draft":
            change_state(SLUG, "open", "", actor=BEN)
    page = visitor.get(f"/c/{SLUG}").html
    assert preview == page.replace(f'href="{SITE}/', 'href="/')


def test_it_is_of_one_case_and_for_those_who_edit_it(app, visitor, desk):
    a_campaign(app, "draft")
    a_campaign(app, slug="free-the-baker")
    other = desk.get(f"{ROOT}/c/free-the-baker/thanks")
    assert (other.status, other.headers["Location"]) == (303, "/c/free-the-baker/thanks")
    for path in (
        "/c/Free-the-Nurse",
        f"/c/{SLUG}/",
        f"/c/{SLUG}.",
    ):  # as the site itself reads them
        assert desk.get(ROOT + path).text("h1") == "Free the nurse", path
    for path in ("/organise/", "/organise/login", "/healthz", "/static/x.css", "/nothing"):
        assert desk.get(ROOT + path).status == 404, path
    assert visitor.get(f"{ROOT}/c/{SLUG}").status == 302
    assert visitor.post(f"{ROOT}/c/{SLUG}/sign", sign_form()).status == 401
    assert at_desk(app, "viewer", "vi@example.org").get(ROOT).status == 403
    assert visitor.get(f"/c/{SLUG}").status == 404
