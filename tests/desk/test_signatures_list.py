"""The list for organisers: search, filters, pages that stay put, ticks, comments."""

from datetime import UTC, datetime

import pytest

from petitions.signing.filters import Filters
from petitions.signing.paging import signature_page
from tests.conftest import both_databases
from tests.factories import a_campaign, stored
from tests.organisers import at_desk
from tests.signing.crowd import a_crowd

LIST = "/organise/campaigns/free-the-nurse/signatures"
PARTS = ("", "/alike", "/remove", "/1/remove")


@pytest.fixture
def slug(app):
    return a_campaign(app)


@pytest.fixture
def desk(app):
    return at_desk(app)


def names(page):
    return [element.to_text() for element in page.all("tbody th bdi:first-child")]


def found(desk, **query):
    return names(desk.get(LIST, query_string=query))


@pytest.mark.parametrize("role", ["editor", "viewer"])
def test_only_admins_see_it(app, slug, role):
    a_crowd(app, slug, 1)
    desk = at_desk(app, role)
    for part in PARTS:
        assert desk.get(LIST + part).status == 403
    for part in ("/remove", "/1/remove", "/1/comment", "/ticked", "/removals/1/undo"):
        assert desk.post(LIST + part, {"reason": "duplicates", "shown": "1"}).status == 403


def test_who_did_nothing_for_half_an_hour_logs_in_again(app, slug, clock):
    desk = at_desk(app)
    assert desk.get(LIST).status == 200
    clock.shift(31 * 60)
    assert desk.get(LIST).headers["Location"].startswith("/organise/login")


def test_an_empty_list_says_so(desk, slug):
    assert "Nobody has signed yet." in desk.get(LIST).text()
    assert "Nobody fits these filters." in desk.get(f"{LIST}?search=x").text()


@both_databases
def test_the_filters_find_what_they_say(app, slug):
    desk = at_desk(app)
    a_crowd(app, slug, 1, name="Ada", country="KZ", visibility="full")
    a_crowd(app, slug, 1, "pending", name="Cleo", signed_at=datetime(2026, 11, 21, tzinfo=UTC))
    a_crowd(app, slug, 1, "withdrawn", name=None)
    a_crowd(app, slug, 1, "withdrawn", name="Анна", removal_id=1)
    assert found(desk) == ["Анна", "Cleo", "Ada"]
    assert found(desk, country="kz") == found(desk, visibility="full") == ["Ada"]
    assert found(desk, state="pending") == found(desk, since="2026-11-21") == ["Cleo"]
    assert found(desk, state="removed") == found(desk, search="анна") == ["Анна"]
    assert found(desk, until="2026-11-20", state="confirmed") == ["Ada"]
    assert found(desk, search="ADA") == found(desk, search="signer1@") == ["Ada"]
    assert found(desk, search="%") == found(desk, search="_") == []
    assert "1 signature found" in desk.get(f"{LIST}?country=KZ").text()


@both_databases
def test_any_address_gives_a_page(app, slug):
    a_crowd(app, slug, 1)
    desk = at_desk(app)
    for query in (
        "search=%00&state=x&country=%00&visibility=%00&since=x&until=9999-12-31&before=x",
        "search=%F0%28%8C%28&since=0001-01-01&until=0001-01-01&after=-1&before=%00",
        f"before={'9' * 19}&after={'9' * 40}",
        f"after={2**63 - 1}",
        "country=%C3%9F&state=&state=pending&before=1&before=2",
        f"search={'x' * 3000}",
    ):
        assert desk.get(f"{LIST}?{query}").status == 200, query
        assert desk.get(f"{LIST}/remove?{query}").status == 200, query


@pytest.mark.parametrize("number", ["0", "7", str(2**63), "9" * 30])
def test_a_signature_that_is_not_there_is_not_found(desk, slug, number):
    assert desk.get(f"{LIST}/{number}/remove").status == 404
    for part in ("remove", "comment"):
        page = desk.post(f"{LIST}/{number}/{part}", {"reason": "duplicates"})
        assert page.status in {404, 405}
    assert desk.post(f"{LIST}/removals/{number}/undo").status in {404, 405}


def test_filters_read_back_as_they_were_written(app):
    given = {"search": " e\u0301" + "x" * 200, "country": "kz", "since": "2026-01-02", "state": "?"}
    filters = Filters.read(given)
    assert Filters.read(filters.as_query()) == filters
    assert filters.as_query()["search"] == "é" + "x" * 99
    assert (filters.country, filters.state) == ("KZ", "")


def test_pages_lead_back_and_forth_while_people_sign(app, desk, slug, monkeypatch):
    monkeypatch.setattr("petitions.signing.paging.PAGE_ROWS", 5)
    a_crowd(app, slug, 12, name="Ada {}")
    first = desk.get(LIST)
    a_crowd(app, slug, 3, name="New {}")
    second = desk.get(first.one('[rel="next"]').attrs["href"])
    third = desk.get(second.one('[rel="next"]').attrs["href"])
    seen = names(first) + names(second) + names(third)
    assert seen == [f"Ada {n}" for n in range(12, 0, -1)]
    back = desk.get(third.one('[rel="prev"]').attrs["href"])
    assert names(back) == names(second)
    assert names(desk.get(back.one('[rel="prev"]').attrs["href"])) == names(first)
    assert not third.all('[rel="next"]')


def test_the_filters_go_along(app, desk, slug, monkeypatch):
    monkeypatch.setattr("petitions.signing.paging.PAGE_ROWS", 5)
    a_crowd(app, slug, 8, country="KZ")
    a_crowd(app, slug, 8, country="FR")
    page = desk.get(f"{LIST}?country=KZ")
    assert page.value("country") == "KZ"
    assert len(names(desk.get(page.one('[rel="next"]').attrs["href"]))) == 3
    for path in ("/organise/campaigns/free-the-nurse/handover", f"{LIST}/remove"):
        assert page.one(f'a[href="{path}?country=KZ"]')


def test_hostile_names_stay_text(app, desk, slug):
    a_crowd(
        app, slug, 1, name="<script>alert(1)</script>", comment="<img src=x>", visibility="full"
    )
    assert names(desk.get(LIST)) == ["<script>alert(1)</script>"]


def test_a_comment_is_let_through_and_taken_off(app, desk, slug):
    a_crowd(app, slug, 1, name="Ada Lovelace", comment="She nursed me.", visibility="full")
    page = desk.post(f"{LIST}/1/comment?country=GB", {"shown": "y"})
    assert (page.status, page.headers["Location"]) == (303, f"{LIST}?country=GB#signature-1")
    assert "She nursed me." in desk.get("/c/free-the-nurse/supporters").html
    desk.post(f"{LIST}/1/comment", {"shown": ""})
    assert "She nursed me." not in desk.get("/c/free-the-nurse/supporters").html
    entries = [row[3:6] for row in stored(app)["audit_entry"][-2:]]
    about = ("campaign free-the-nurse", {"signature": 1})
    assert entries == [("let a comment through", *about), ("took a comment off", *about)]


def test_a_comment_that_may_still_change_or_is_hidden_is_not_let_through(app, desk, slug):
    a_crowd(app, slug, 1, "pending", comment="Soon another one.", visibility="full")
    a_crowd(app, slug, 1, comment="By somebody hidden.")
    a_crowd(app, slug, 1, visibility="full")
    page = desk.get(LIST)
    assert not page.all(".comment button")
    assert "Comments to read (0)" in page.text()
    for number in (1, 2, 3):
        assert desk.post(f"{LIST}/{number}/comment", {"shown": "y"}).status == 404
    answer = desk.post(f"{LIST}/ticked", {"do": "show", "ticked": ["1", "2", "3"]})
    assert "None of the ticked" in desk.get(answer.headers["Location"]).text()


@both_databases
def test_comments_wait_until_they_are_read(app, slug):
    desk = at_desk(app)
    a_campaign(app, slug="free-the-baker")
    for where in (slug, "free-the-baker"):
        a_crowd(app, where, 3, comment="She nursed me.", visibility="full")
    page = desk.get(f"{LIST}?comments=unread")
    assert "Comments to read (3)" in page.text("nav.parts")
    action = page.one("#ticks").attrs["action"]
    page = desk.post(action, {"do": "show"})
    assert (page.status, page.one('[role="search"]').attrs["action"]) == (422, LIST)
    answer = desk.post(action, {"do": "show", "ticked": ["1", "2", "4"]})  # one of the other
    assert answer.headers["Location"] == f"{LIST}?comments=unread&done=show&number=2"
    assert "2 comments are shown" in desk.get(answer.headers["Location"]).text("main")
    desk.post(action, {"do": "hide", "ticked": ["2", "3"]})
    page = desk.get(f"{LIST}?comments=unread")
    assert "Comments to read (0)" in page.text("nav.parts")
    assert "You have read all comments." in page.text()
    assert found(desk, comments="shown") == ["Ada Lovelace 1"]
    assert found(desk, comments="left-out") == ["Ada Lovelace 3", "Ada Lovelace 2"]
    said = [row[3] for row in stored(app)["audit_entry"][-4:]]
    through = "let a comment through"
    assert said == [through, through, "took a comment off", "left a comment out"]


@both_databases
def test_it_is_sorted_by_each_column_and_read_in_both_directions(app, monkeypatch):
    monkeypatch.setattr("petitions.signing.paging.PAGE_ROWS", 3)
    slug, desk = a_campaign(app), at_desk(app)
    people = [("Zoë", "AT"), ("ada", "DE"), ("Émile", "AT"), ("Bob", "KZ"), ("Ada", "AE")]
    for day, (name, country) in enumerate(people, start=1):
        at = datetime(2026, 11, day, tzinfo=UTC)
        a_crowd(app, slug, 1, name=name, country=country, confirmed_at=at.replace(day=30 - day))
    a_crowd(app, slug, 2, "pending", name="Waiting {}", country=None)
    for sort, expected in {
        "name": "ada Ada Bob Émile Waiting-6 Waiting-7 Zoë",
        "-country": "Ada Bob ada Émile Zoë Waiting-7 Waiting-6",
        "signed": "Zoë ada Émile Bob Ada Waiting-6 Waiting-7",
        "-confirmed": "Zoë ada Émile Bob Ada Waiting-7 Waiting-6",
    }.items():
        for order, wanted in ((sort, expected.split()), (_other(sort), expected.split()[::-1])):
            with app.app_context():
                pages = [signature_page(1, Filters(), order)]
                while pages[-1].older:
                    pages.append(signature_page(1, Filters(), order, before=pages[-1].older))
                back = signature_page(1, Filters(), order, after=pages[-1].newer)
                seen = [one.name.replace(" ", "-") for page in pages for one in page.rows]
                assert seen == wanted, order
                assert back.rows == pages[-2].rows, order
    page = desk.get(f"{LIST}?sort=name")
    assert page.one("[aria-sort]").attrs["aria-sort"] == "ascending"
    assert names(desk.get(page.one('[rel="next"]').attrs["href"])) == [
        "Émile",
        "Waiting 6",
        "Waiting 7",
    ]


def _other(sort):
    return sort[1:] if sort.startswith("-") else f"-{sort}"


def test_many_are_sorted_by_what_an_index_has(app, desk, slug, monkeypatch):
    a_crowd(app, slug, 3)
    monkeypatch.setattr("petitions.signing.paging.FEW", 2)

    def offered(query):
        links = desk.get(f"{LIST}?{query}").all("thead a")
        return [link.to_text().split()[0] for link in links]

    assert offered("sort=name&state=confirmed") == ["Signed", "Confirmed"]
    assert offered("sort=nonsense") == ["Signed"]
    assert offered("search=lovelace 2") == ["Name", "Country", "Signed", "Confirmed"]


def test_all_on_a_page_are_ticked_by_a_link(app, desk, slug):
    a_crowd(app, slug, 2, country="KZ")
    a_crowd(app, slug, 1)
    page = desk.get(f"{LIST}?country=KZ")
    link = next(one for one in page.all("#ticks a") if "Tick all" in one.to_text())
    page = desk.get(link.attrs["href"].split("#")[0])
    ticked = [box.attrs["value"] for box in page.all('[name="ticked"][checked]')]
    assert ticked == ["2", "1"]
