"""Removing at the desk: the number first, a public reason, and the way back."""

from datetime import timedelta

import pytest

from tests.factories import a_campaign, stored
from tests.organisers import Desk, at_desk
from tests.signing.crowd import a_crowd, shown_number, states

LIST = "/organise/campaigns/free-the-nurse/signatures"
REASON = {"reason": "duplicates"}


@pytest.fixture
def slug(app):
    return a_campaign(app)


@pytest.fixture
def desk(app):
    return at_desk(app)


def form_of(page, **changes):
    """Give what the page's form sends."""
    fields = page.all("main form input")
    return {field.attrs["name"]: field.attrs["value"] for field in fields} | changes


def test_one_is_removed_with_a_reason(app, desk, slug):
    a_crowd(app, slug, 2)
    page = desk.get(f"{LIST}/1/remove")
    assert "Ada Lovelace 1" in page.text()
    answer = desk.post(f"{LIST}/1/remove", form_of(page, **REASON))
    assert (answer.status, answer.headers["Location"]) == (303, f"{LIST}?done=removed")
    assert "Removed, and published" in desk.get(answer.headers["Location"]).text()
    assert states(app) == {1: "withdrawn", 2: "confirmed"}
    assert shown_number(app) == 1


def test_removed_twice_it_counts_once(app, desk, slug):
    a_crowd(app, slug, 2)
    desk.post(f"{LIST}/1/remove", REASON)
    page = desk.post(f"{LIST}/1/remove", REASON)
    assert page.status == 409
    assert "not on the list any more" in page.text()
    assert shown_number(app) == 1


def test_a_selection_shows_its_number_first(app, desk, slug):
    a_crowd(app, slug, 5, country="KZ")
    a_crowd(app, slug, 2, "pending", country="KZ")
    a_crowd(app, slug, 3)
    page = desk.get(f"{LIST}/remove?country=KZ")
    assert page.text("main button") == "Remove 7 signatures"
    assert "5 confirmed signatures" in page.text()
    assert "Country Kazakhstan" in page.text()
    answer = desk.post(f"{LIST}/remove", form_of(page, **REASON))
    assert answer.headers["Location"] == f"{LIST}?country=KZ&done=removed"
    assert shown_number(app) == 3


def test_where_the_number_changed_it_is_shown_anew(app, desk, slug):
    a_crowd(app, slug, 3, country="KZ")
    page = desk.get(f"{LIST}/remove?country=KZ")
    desk.post(f"{LIST}/2/remove", REASON)
    again = desk.post(f"{LIST}/remove", form_of(page, **REASON))
    assert again.status == 409
    assert "Nothing was removed" in again.text()
    assert again.text("main button") == "Remove 2 signatures"
    assert again.value("reason") == "duplicates"
    assert shown_number(app) == 2
    assert desk.post(f"{LIST}/remove", form_of(again)).status == 303
    assert shown_number(app) == 0


def test_without_a_filter_nothing_is_removed(app, desk, slug):
    a_crowd(app, slug, 3)
    assert not desk.get(LIST).all(f'a[href^="{LIST}/remove"]')
    for query in ("", "?search=%20&state=x&ids=x"):
        page = desk.get(f"{LIST}/remove{query}")
        assert "No filter is set" in page.text("main")
        assert not page.all("main form")
    form = {"shown": "3", "newest": "3", **REASON}
    for more in ({}, {"search": " ", "country": "??", "ids": ",x"}):
        assert desk.post(f"{LIST}/remove", form | more).status == 422
    assert shown_number(app) == 3


def test_the_number_of_many_is_typed(app, desk, slug):
    a_crowd(app, slug, 1021, country="KZ")
    a_crowd(app, slug, 20, country="FR")
    assert not desk.get(f"{LIST}/remove?country=FR").all('[name="number"]')
    page = desk.get(f"{LIST}/remove?country=KZ")
    form = form_of(page, **REASON)
    for typed in ("", "x", "21", "1020", "-1,021.5", "9" * 5000):
        again = desk.post(f"{LIST}/remove", form | {"number": typed})
        assert (again.status, again.value("reason")) == (422, "duplicates"), typed
        assert "Type how many go: 1,021." in again.text()
    assert desk.post(f"{LIST}/remove", form | {"shown": "20"}).status == 409
    assert shown_number(app) == 1041
    assert desk.post(f"{LIST}/remove", form | {"number": " 1,021 "}).status == 303
    assert shown_number(app) == 20


def test_who_is_ticked_goes_and_the_place_in_the_list_stays(app, desk, slug):
    a_crowd(app, slug, 60, country="KZ")
    place = "?country=KZ&before=60&sort=-signed"
    page = desk.get(f"{LIST}{place}")
    action = page.one("#ticks").attrs["action"]
    answer = desk.post(action, {"do": "remove", "ticked": ["11", "12", "9" * 30, "x"]})
    page = desk.get(answer.headers["Location"])
    assert "Ticked 2" in page.text("main")
    assert page.text("main button.button-danger") == "Remove 2 signatures"
    back = page.all("main form a")[-1].attrs["href"]
    assert back == f"{LIST}?country=KZ&sort=-signed&before=60"
    answer = desk.post(f"{LIST}/remove", form_of(page, **REASON))
    assert answer.headers["Location"] == f"{back}&done=removed"
    assert [number for number, state in states(app).items() if state == "withdrawn"] == [11, 12]
    row = desk.get(back).one("#signature-13 a").attrs["href"]
    assert desk.post(row, REASON).headers["Location"] == f"{back}&done=removed"
    undo = desk.get(back).all("#removals form")[0].attrs["action"]
    assert desk.post(undo).headers["Location"] == f"{back}&done=back"


def test_nothing_to_remove_says_so(app, desk, slug):
    a_crowd(app, slug, 1)
    page = desk.get(f"{LIST}/remove?country=KZ")
    assert "There is nothing to remove" in page.text()
    assert not page.all("main form")


def test_without_a_good_reason_nothing_is_removed(app, desk, slug):
    a_crowd(app, slug, 1)
    for reason in ("", "  ", "ab", "a\0b", "\u200b\u200b\u200b", "x" * 201, "x" * 9000):
        for path in (f"{LIST}/remove", f"{LIST}/1/remove"):
            form = {"reason": reason, "shown": "1", "newest": "1", "country": "GB"}
            page = desk.post(path, form)
            assert page.status == 422, reason
            assert page.one("#reason").attrs["aria-invalid"] == "true"
    assert shown_number(app) == 1


def test_a_number_that_nobody_was_shown_removes_nothing(app, desk, slug):
    a_crowd(app, slug, 1)
    for shown in (None, "", "x", "-1", "0", "1e3", "9" * 30):
        form = {"newest": "1", "country": "GB", "shown": shown, **REASON}
        form = {name: value for name, value in form.items() if value is not None}
        assert desk.post(f"{LIST}/remove", form).status in {409, 422}, shown
    assert shown_number(app) == 1


def test_it_is_put_back_within_30_days(app, desk, slug, clock):
    a_crowd(app, slug, 2)
    desk.post(f"{LIST}/1/remove", REASON)
    clock.shift(timedelta(days=29))
    desk = at_desk(app, email="other@example.org")
    (form,) = desk.get(LIST).all("#removals form")
    assert desk.post(form.attrs["action"]).headers["Location"] == f"{LIST}?done=back"
    assert shown_number(app) == 2
    page = desk.get(LIST)
    assert not page.all("#removals form")
    assert "Put back on 21 December 2026." in page.text("#removals")
    assert desk.post(form.attrs["action"]).status == 303
    assert shown_number(app) == 2


def test_after_30_days_it_is_too_late(app, desk, slug, clock):
    a_crowd(app, slug, 2)
    desk.post(f"{LIST}/1/remove", REASON)
    clock.shift(timedelta(days=30))
    desk = at_desk(app, email="other@example.org")
    assert not desk.get(LIST).all("#removals form")
    page = desk.post(f"{LIST}/removals/1/undo")
    assert page.status == 410
    assert "more than 30 days ago" in page.text()


def test_a_form_from_elsewhere_removes_nothing(app, desk, slug):
    a_crowd(app, slug, 1)
    for part in ("/remove", "/1/remove", "/1/comment", "/ticked", "/removals/1/undo"):
        form = {
            "csrf_token": "x",
            "do": "hide",
            "ticked": "1",
            "shown": "1",
            "newest": "1",
            **REASON,
        }
        assert super(Desk, desk).post(LIST + part, form | REASON).status == 403
    assert shown_number(app) == 1


def test_looking_changes_nothing(app, desk, slug):
    a_crowd(app, slug, 1)
    desk.post(f"{LIST}/1/remove", REASON)
    before = {name: rows for name, rows in stored(app).items() if name != "organiser_session"}
    for path in (LIST, f"{LIST}/remove", f"{LIST}/1/remove"):
        assert desk.get(path).status == 200
    after = {name: rows for name, rows in stored(app).items() if name != "organiser_session"}
    assert after == before
