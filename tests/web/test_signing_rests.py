"""While signing is off: no form, nothing lost, and who has a link can still use it."""

from datetime import date

import pytest

from petitions.desk.operations import set_flag
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign, sign_form, stored
from tests.mails import link
from tests.pages import Visitor
from tests.signing.steps import confirmed, count_of, sign, signed

RESTS = "Signing rests for a while"


@pytest.fixture
def slug(app):
    return a_campaign(app)


def signing(app, *, on):
    with app.app_context():
        set_flag("signing", on=on, actor=BEN)


@pytest.mark.parametrize("path", ["", "/sign"])
def test_a_sentence_stands_in_place_of_the_form(app, visitor, slug, path):
    signing(app, on=False)
    page = visitor.get(f"/c/{slug}{path}")
    assert page.status == 200
    assert not page.all("#sign")
    assert RESTS in page.text("#pledge")
    assert "please come back" in page.text("#pledge").lower()
    places = [each.attrs["href"] for each in page.all("#pledge a")]
    assert places == [f"/c/{slug}#targets-title", f"/c/{slug}/share"]


KEPT = "max-age=2, stale-if-error=3600"


@pytest.mark.parametrize(
    ("path", "header"), [("", KEPT), ("/sign", "max-age=5, s-maxage=2, stale-if-error=3600")]
)
def test_caches_may_keep_it_for_seconds_and_no_cookie_comes_with_it(
    app, visitor, slug, path, header
):
    signing(app, on=False)
    kept = visitor.get(f"/c/{slug}{path}").headers["Cache-Control"]
    assert kept == f"public, {header}"


def test_after_the_last_day_nobody_is_sent_to_write(app, visitor):
    slug = a_campaign(app, deadline=date(2020, 1, 1))
    assert "You can still sign" in visitor.get(f"/c/{slug}").text()
    signing(app, on=False)
    page = visitor.get(f"/c/{slug}")
    assert [each.attrs["href"] for each in page.all("#pledge a")] == [f"/c/{slug}/share"]
    assert "You can still sign" not in page.text()


@both_databases
def test_a_form_that_was_open_is_not_taken_and_nothing_typed_is_lost(app, visitor, slug):
    signing(app, on=False)
    before = stored(app)
    typed = {"comment": "She nursed my mother.", "visibility": "full", "updates": "y"}
    page = visitor.post(f"/c/{slug}/sign", sign_form(**typed))
    assert (page.status, page.headers["Retry-After"]) == (503, "300")
    assert page.headers["Cache-Control"] == "no-store"
    assert stored(app) == before
    assert RESTS in page.text("#sign .notice-problem[data-focus]")
    assert "sign again later" in page.text("#sign .notice-problem[data-focus]")
    for name in ("name", "email", "country", "comment"):
        assert page.value(name) == sign_form(**typed)[name]
    chosen = {each.attrs["id"] for each in page.all("input[checked]")}
    assert chosen == {"visibility-full", "updates", "consent"}


def test_what_was_typed_is_taken_when_signing_is_on_again(app, visitor, mailbox, slug):
    signing(app, on=False)
    page = sign(visitor, slug)
    signing(app, on=True)
    kept = {name: page.value(name) for name in ("name", "email", "country", "comment")}
    assert visitor.post(f"/c/{slug}/sign", sign_form(**kept)).status == 303
    assert len(mailbox.receive()) == 1


@pytest.mark.parametrize(
    "form", [{}, {"name": "\x00"}, {"name": "x" * 60_000}, {"leave_empty": "x"}, {"country": "ZZ"}]
)
def test_whatever_is_sent_is_answered_in_the_same_way(app, visitor, slug, form):
    signing(app, on=False)
    page = visitor.post(f"/c/{slug}/sign", form)
    assert page.status == 503
    assert RESTS in page.text("#sign .notice-problem[data-focus]")


@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_a_campaign_that_takes_none_says_its_own_reason(app, visitor, state):
    slug = a_campaign(app, state)
    signing(app, on=False)
    assert visitor.get(f"/c/{slug}/sign").status == sign(visitor, slug).status == 410
    assert RESTS not in visitor.get(f"/c/{slug}").html


@both_databases
def test_links_of_mails_still_confirm_and_withdraw(app, visitor, mailbox, slug):
    pending = signed(visitor, mailbox, slug)
    counted = confirmed(visitor, mailbox, slug, email="cleo@example.org")
    signing(app, on=False)
    assert visitor.post(link(pending, "confirm")).status == 303
    assert count_of(visitor, slug) == 2
    for mail in (pending, counted):
        assert visitor.post(link(mail, "withdraw")).status == 303
    assert count_of(visitor, slug) == 0


def test_the_other_pages_stay_as_they_are(app, visitor, slug):
    paths = ["", "/thanks", "/share", "/counter", "/supporters", ".json", "/appeals/minister/fax"]
    before = [visitor.get(f"/c/{slug}{path}").status for path in paths]
    signing(app, on=False)
    assert [visitor.get(f"/c/{slug}{path}").status for path in paths] == before == [200] * 7
    assert visitor.get(f"/c/{slug}/appeals/minister/fax").one("#reporting")


@both_databases
def test_another_process_refuses_too(app, another_app, settings, slug):
    other = Visitor(another_app(settings))
    signing(app, on=False)
    assert sign(other, slug).status == 503
