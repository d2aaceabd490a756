"""News: written, looked at, changed, removed; in the timeline at once."""

import pytest

from petitions.accounts.audit import gist
from tests.desk.newsroom import NEWS, SLUG, UPDATES, some_news
from tests.factories import a_campaign, stored
from tests.organisers import at_desk

FORM = {"dated": "2026-11-23", "text": NEWS, "do": "save"}


@pytest.fixture
def desk(app):
    return at_desk(app, "editor")


def updates(app):
    return [(row[2], row[4]) for row in stored(app)["campaign_update"]]


def test_news_is_in_the_timeline_the_feed_and_the_audit_log(app, desk, visitor):
    a_campaign(app)
    assert desk.post(UPDATES, FORM).status == 303
    assert "<strong>doctor</strong>" in visitor.get(f"/c/{SLUG}").html
    assert "doctor" in visitor.get(f"/c/{SLUG}/updates.atom").html
    entry = stored(app)["audit_entry"][-1]
    assert entry[2:6] == (
        "ben@example.org",
        "wrote news for",
        f"campaign {SLUG}",
        {"day": "2026-11-23", "title": "She saw a doctor today.", "text": gist(NEWS)},
    )


def test_a_headline_stands_where_the_first_sentence_would(app, desk, visitor):
    a_campaign(app)
    page = desk.post(UPDATES, FORM | {"title": "x" * 121})
    assert page.status == 422
    assert "longer than 120 characters" in page.text()
    assert page.value("title") == "x" * 121
    assert desk.post(UPDATES, FORM | {"title": "Free\nat  last"}).status == 303
    page = visitor.get(f"/c/{SLUG}")
    assert page.text(".newest a") == page.text(".timeline h3") == "Free at last"
    assert desk.get(f"{UPDATES}/1").value("title") == "Free at last"


def test_the_day_is_today_where_the_case_is(app, desk, clock):
    a_campaign(app, time_zone="Pacific/Kiritimati")  # 14 hours ahead
    clock.shift(0)
    assert desk.get(UPDATES).value("dated") == "2026-11-23"


def test_a_second_press_writes_it_once(app, desk):
    a_campaign(app)
    desk.post(UPDATES, FORM)
    assert desk.post(UPDATES, FORM).status == 303
    assert len(updates(app)) == 1


def test_links_lead_from_the_desk_where_they_will_lead(app, desk):
    a_campaign(app)
    typed = FORM | {"text": "See [the demands](#demands)."}
    page = desk.post(UPDATES, typed | {"do": "preview"})
    assert 'href="http://127.0.0.1:8000/c/free-the-nurse#demands"' in page.html
    desk.post(UPDATES, typed)
    assert 'href="http://127.0.0.1:8000/c/free-the-nurse#demands"' in desk.get(UPDATES).html


def test_a_preview_stores_nothing_and_keeps_what_was_typed(app, desk):
    a_campaign(app)
    page = desk.post(UPDATES, FORM | {"do": "preview"})
    assert (page.status, updates(app)) == (200, [])
    assert page.text("#shown") == "She saw a doctor today."
    assert page.all("#shown strong")
    assert page.value("text").strip() == NEWS


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " \0 "},
        {"text": "x" * 10_001},
        {"dated": ""},
        {"dated": "20261123"},
        {"dated": "0001-01-01"},
        {"dated": "\0"},
        {"text": None, "dated": None},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(app, desk, wrong):
    a_campaign(app)
    form = {name: value for name, value in (FORM | wrong).items() if value is not None}
    page = desk.post(UPDATES, form)
    assert (page.status, updates(app)) == (422, [])
    assert page.all(".problem")


def test_ten_thousand_chinese_characters_are_not_too_large(app, desk):
    a_campaign(app)
    assert desk.get(UPDATES).one("#news-form").attrs["enctype"] == "multipart/form-data"
    form = FORM | {"text": "自\r\n" * 5_000 + "\r\n"}
    assert desk.post(UPDATES, form, content_type="multipart/form-data").status == 303
    assert len(updates(app)[0][-1]) == 9_999


def test_html_in_it_is_shown_as_text(app, desk, visitor):
    a_campaign(app)
    desk.post(UPDATES, FORM | {"text": "<script>alert(1)</script>"})
    assert desk.get(UPDATES).status == 200
    assert "<script>alert" not in visitor.get(f"/c/{SLUG}").html


def test_a_change_is_saved(app, desk):
    number = some_news(app)
    seen = desk.get(f"{UPDATES}/{number}").value("seen")
    form = FORM | {"seen": seen, "text": "She is free."}
    assert desk.post(f"{UPDATES}/{number}", form).status == 303
    assert updates(app)[0][-1] == "She is free."


def test_two_who_edit_at_once_notice_each_other(app, desk):
    number = some_news(app)
    seen = desk.get(f"{UPDATES}/{number}").value("seen")
    desk.post(f"{UPDATES}/{number}", FORM | {"seen": seen, "text": "Hers."})
    page = desk.post(f"{UPDATES}/{number}", FORM | {"seen": seen, "text": "His."})
    assert (page.status, updates(app)[0][-1]) == (422, "Hers.")
    assert page.value("text").strip() == "His."
    assert "Hers." in page.text(".mail-text")
    again = FORM | {"seen": page.value("seen"), "text": "His."}
    assert desk.post(f"{UPDATES}/{number}", again).status == 303
    assert updates(app)[0][-1] == "His."


def test_removing_asks_first(app, desk):
    number = some_news(app)
    page = desk.get(f"{UPDATES}/{number}/remove")
    assert (len(updates(app)), "doctor" in page.text()) == (1, True)
    assert desk.post(f"{UPDATES}/{number}/remove").status == 303
    assert updates(app) == []
    for path in ("", "/remove", "/mailing"):
        assert desk.get(f"{UPDATES}/{number}{path}").status == 404
    assert desk.post(f"{UPDATES}/{number}/remove").status == 404


def test_news_of_another_campaign_is_not_found_here(app, desk):
    number = some_news(app)
    other = a_campaign(app, slug="other", title="Other")
    path = f"/organise/campaigns/{other}/updates/{number}"
    assert desk.get(path).status == 404
    for step in ("/remove", "/mailing/preview", "/mailing/start", "/mailing/stop"):
        assert desk.post(path + step, {"receivers": "1"}).status == 404
    assert desk.get(f"{UPDATES}/99999999999999999999").status == 404


def test_viewers_may_not(app):
    number = some_news(app)
    desk = at_desk(app, "viewer")
    for path in ("", f"/{number}", f"/{number}/remove", f"/{number}/mailing"):
        assert desk.get(UPDATES + path).status == 403
    assert desk.post(f"{UPDATES}/{number}/mailing/start", {"receivers": "0"}).status == 403
