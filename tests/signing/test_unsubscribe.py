"""No more news: with one press, by a person or their mail program (RFC 8058); and back."""

import pytest

from petitions.db import transaction
from tests.conftest import both_databases
from tests.factories import a_campaign, stored
from tests.mails import link
from tests.signing.steps import confirmed, count_of, store_link


@pytest.fixture
def slug(app):
    return a_campaign(app)


@pytest.fixture
def mail(visitor, mailbox, slug):
    return confirmed(visitor, mailbox, slug, updates="y")


@pytest.fixture
def path(app, mail):
    with app.app_context(), transaction():
        return f"/unsubscribe/{store_link(1, news=True)}"


def wants_news(app):
    (row,) = stored(app)["signature"]
    return bool(row[9])


def test_opening_the_link_changes_nothing(app, visitor, path):
    page = visitor.get(path)
    assert page.text("main button") == "Send me no more news"
    assert wants_news(app)


@both_databases
def test_one_press_ends_it_and_keeps_the_signature(app, visitor, path, slug):
    for _ in range(2):
        page = visitor.post(path)
        assert (page.status, page.text("h1")) == (200, "You get no more news by e-mail")
    assert not wants_news(app)
    assert count_of(visitor, slug) == 1


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_mail_provider_presses_it_without_a_browser(app, visitor, path, kind):
    form = {"List-Unsubscribe": "One-Click"}
    page = visitor.ask("POST", path, data=form, content_type=kind)  # no Origin, no Sec-Fetch-Site
    assert page.status == 200
    assert not wants_news(app)


def test_a_mistake_can_be_undone(app, visitor, path):
    visitor.post(path)
    page = visitor.post(f"{path}/undo")
    assert page.status == 303
    assert "You get news of this campaign again." in visitor.get(page.headers["Location"]).text()
    assert wants_news(app)


@pytest.mark.parametrize("other", ["confirm", "withdraw"])
def test_its_link_neither_shows_nor_erases_a_signature(visitor, path, slug, other):
    for ask in (visitor.get, visitor.post):
        page = ask(path.replace("/unsubscribe/", f"/{other}/"))
        assert (page.status, "Ada" in page.html) == (404, False)
    assert count_of(visitor, slug) == 1


def test_who_withdrew_is_not_written_to_again(app, visitor, mail, path):
    visitor.post(link(mail, "confirm").replace("/confirm/", "/withdraw/"))
    assert visitor.post(f"{path}/undo").status == 303
    assert not wants_news(app)
    for page in (visitor.get(path), visitor.post(path)):
        assert (page.status, page.all("main form")) == (200, [])


@pytest.mark.parametrize("end", ["", "/undo"])
def test_a_link_that_is_not_ours_says_so(app, visitor, slug, end):
    page = visitor.post(f"/unsubscribe/nonsense{end}")
    assert (page.status, page.text("h1")) == (404, "We do not know this link")
