"""The public list: names as chosen, and nothing of anybody who is not to be seen."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from petitions.campaigns.operations import change_state
from petitions.db import db, transaction
from petitions.signing.filters import Filters, removable
from petitions.signing.moderation import put_back, remove_matching
from petitions.signing.queries import supporters
from tests.asked import asked
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign
from tests.signing.crowd import a_crowd

SECRET = "Wilhelmina Quartermain"
ELSEWHERE = ("", ".json", "/updates.atom", "/embed", "/counter", "/thanks", "/share")


@pytest.fixture
def slug(app):
    return a_campaign(app)


def names(page):
    return [element.to_text() for element in page.all(".supporter")]


def remove(app, **filters):
    with app.app_context():
        wanted = Filters(**filters)
        found = removable(1, wanted)
        remove_matching(1, wanted, found.max_id, found.number, "duplicates", actor=BEN)


def test_names_stand_as_their_owners_chose(app, visitor, slug):
    a_crowd(app, slug, 1, name="Ada Lovelace", visibility="full")
    a_crowd(app, slug, 1, name="Cleo Cloud", visibility="initials", country="FR")
    a_crowd(app, slug, 1, name=SECRET)
    page = visitor.get(f"/c/{slug}/supporters")
    assert names(page) == ["C. C.", "Ada Lovelace"]
    assert "C. C. France" in page.text()
    assert "3 confirmed signatures" in page.text()
    assert "And 1 more who is counted" in page.text()
    assert "Cloud" not in page.html


@both_databases
def test_nothing_of_anybody_else_is_anywhere(app, visitor, slug):
    comment = {"comment": "My secret reason.", "comment_shown": True}
    a_crowd(app, slug, 1, name=SECRET, **comment)
    a_crowd(app, slug, 1, "pending", name=SECRET, visibility="full", **comment)
    a_crowd(app, slug, 1, "withdrawn", name=SECRET, visibility="full", **comment)
    a_crowd(app, slug, 1, name=SECRET, visibility="full", country="KZ", **comment)
    remove(app, country="KZ")
    for path in ("/supporters", *ELSEWHERE):
        html = visitor.get(f"/c/{slug}{path}").html
        for word in ("Wilhelmina", "Quartermain", "W. Q.", "secret", "signer"):
            assert word not in html, path


def test_a_comment_is_shown_only_where_an_organiser_let_it_through(app, visitor, slug):
    a_crowd(app, slug, 1, visibility="full", comment="She nursed <b>me</b>.", comment_shown=True)
    a_crowd(app, slug, 1, visibility="initials", comment="Not read yet.")
    page = visitor.get(f"/c/{slug}/supporters")
    assert [quote.to_text() for quote in page.all("blockquote")] == ["She nursed <b>me</b>."]


def test_who_is_forgotten_is_counted_and_left_out(app, visitor, slug):
    a_crowd(app, slug, 2, name=None, country=None, visibility="full")
    page = visitor.get(f"/c/{slug}/supporters")
    assert names(page) == []
    assert "Nobody has chosen to be shown by name." in page.text()


@both_databases
def test_pages_follow_each_other_while_people_sign(app, visitor, slug):
    a_crowd(app, slug, 120, visibility="full", name="Ada {}")
    found, page = [], visitor.get(f"/c/{slug}/supporters")
    while True:
        found += names(page)
        a_crowd(app, slug, 1, visibility="full", name="New {}")
        older = page.all('a[rel="next"]')
        if not older:
            break
        page = visitor.get(older[0].attrs["href"])
    assert found == [f"Ada {n}" for n in range(120, 0, -1)]
    assert len(page.all(".steps a")) == 1


@pytest.mark.parametrize("before", ["x", "-1", "0", "9" * 18, "9" * 40, "٣", "%00", "1&before=2"])
def test_any_address_gives_a_page(app, visitor, slug, before):
    a_crowd(app, slug, 1, visibility="full")
    assert visitor.get(f"/c/{slug}/supporters?before={before}").status == 200


def test_while_it_is_paused_no_name_is_shown(app, visitor, slug):
    a_crowd(app, slug, 1, visibility="full")
    with app.app_context():
        change_state(slug, "paused", "", actor=BEN)
    page = visitor.get(f"/c/{slug}/supporters")
    assert (page.status, names(page)) == (200, [])
    assert "we show no names" in page.text()
    assert "1 confirmed signature" in page.text()


@pytest.mark.parametrize("state", ["won", "closed"])
def test_afterwards_the_list_stays(app, visitor, state):
    slug = a_campaign(app, state)
    a_crowd(app, slug, 1, visibility="full", name="Ada Lovelace")
    assert names(visitor.get(f"/c/{slug}/supporters")) == ["Ada Lovelace"]


def test_a_draft_has_no_list(app, visitor):
    assert visitor.get(f"/c/{a_campaign(app, 'draft')}/supporters").status == 404


def test_every_cache_may_keep_it_for_seconds(app, visitor, slug):
    header = visitor.get(f"/c/{slug}/supporters").headers["Cache-Control"]
    assert header.startswith("public, max-age=2, stale-if-error=0")


def test_the_case_links_to_it_once_somebody_has_signed(app, visitor, slug):
    link = f'a[href="/c/{slug}/supporters"]'
    assert not visitor.get(f"/c/{slug}").all(link)
    a_crowd(app, slug, 1)
    assert visitor.get(f"/c/{slug}").one(link).to_text() == "See who signed"


def test_it_tells_how_the_count_was_corrected(app, visitor, slug, clock):
    a_crowd(app, slug, 40, country="KZ")
    a_crowd(app, slug, 3, "pending", country="FR")
    remove(app, country="FR")
    remove(app, country="KZ")
    words = "22 November 2026: removed by the organisers: 40, duplicates"
    page = visitor.get(f"/c/{slug}/supporters")
    assert [" ".join(one.to_text().split()) for one in page.all("section li")] == [words]
    clock.shift(timedelta(days=2))
    with app.app_context():
        put_back(1, 2, actor=BEN)
    page = visitor.get(f"/c/{slug}/supporters")
    assert f"{words} (put back on 24 November 2026)" in page.text()
    (told,) = visitor.get(f"/c/{slug}.json").response.json["removals"]
    days = {"date": "2026-11-22", "put_back": "2026-11-24"}
    assert told == {"number": 40, "reason": "duplicates"} | days


@both_databases
def test_the_list_reads_no_more_than_it_shows(app, slug):
    a_crowd(app, slug, 5000)
    a_crowd(app, slug, 300, visibility="initials")
    with app.app_context():
        with transaction() as session:
            session.execute(text("ANALYZE"))
        with asked(app) as made:
            supporters(1, before=5200)
        ((statement, given),) = [one for one in made if "FROM signature" in one[0]]
        sqlite = db.engine.dialect.name == "sqlite"
        explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
        plan = str(db.session.connection().exec_driver_sql(f"{explain} {statement}", given).all())
    assert plan.count("ix_signature_shown") == 2
    assert "SCAN signature" not in plan
    assert "Seq Scan on signature" not in plan
