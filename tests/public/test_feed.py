"""The timeline as a feed: Atom as RFC 4287 has it, whatever stands in the news."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from justhtml import JustHTML
from sqlalchemy import select

from petitions.campaigns.drafts import UpdateDraft
from petitions.campaigns.models import Campaign, Update
from petitions.campaigns.operations import add_update, change_update, text_digest
from petitions.db import db, transaction
from tests.conftest import both_databases, make_settings
from tests.factories import BEN, NURSE, a_campaign

SITE = "https://petitions.example.org"
ADDRESS = f"{SITE}/c/free-the-nurse"
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NEWS = [
    UpdateDraft(date(2026, 1, 3), "She was arrested."),
    UpdateDraft(date(2026, 1, 20), "She was **moved**."),
    UpdateDraft(date(2026, 1, 20), "Her lawyer saw her."),
]
HOSTILE = {
    "end of data": "]]> free her",
    "script": "<script>alert('x')</script> free her",
    "end of element": "</title></content></entry> free her",
    "ampersand": "Lena & Tom &amp; &lt;b&gt; free her",
    "document type": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e; free her',
    "comment": "<!-- free her",
    "emoji": "free her 👩‍⚕️",
}
UNSPEAKABLE = "Free\x1b\x08\ufffe\u202e her"  # which a campaign file may hold


@pytest.fixture
def settings(tmp_path, database):
    """A site with a name: links of a feed are read elsewhere."""
    return make_settings(tmp_path, database, base_url=SITE)


def get(visitor, path):
    return visitor.get(path, environ_overrides={"HTTP_HOST": "petitions.example.org"})


def feed_of(visitor, slug="free-the-nurse"):
    page = get(visitor, f"/c/{slug}/updates.atom")
    assert (page.status, page.response.mimetype) == (200, "application/atom+xml")
    return ElementTree.fromstring(page.response.data)


def texts(element, name):
    return [found.text for found in element.findall(ATOM + name)]


def links(element):
    return {link.get("rel", "alternate"): link.get("href") for link in element.iter(f"{ATOM}link")}


def ids(visitor):
    return [texts(entry, "id")[0] for entry in feed_of(visitor).findall(f"{ATOM}entry")]


def test_the_feed_has_what_a_feed_must_have(app, visitor):
    a_campaign(app, updates=NEWS)
    feed = feed_of(visitor)
    assert feed.tag == f"{ATOM}feed"
    assert (texts(feed, "id"), texts(feed, "title")) == ([ADDRESS], ["Free the nurse"])
    assert texts(feed, "subtitle") == [NURSE.summary]
    assert len(texts(feed, "updated")) == 1
    assert texts(feed.find(f"{ATOM}author"), "name") == ["Nurses’ Aid"]


def test_every_entry_has_what_an_entry_must_have(app, visitor):
    a_campaign(app, updates=NEWS)
    entries = feed_of(visitor).findall(f"{ATOM}entry")
    assert len(entries) == 3
    for entry in entries:
        for name in ("id", "title", "updated", "content", "link"):
            assert len(entry.findall(ATOM + name)) == 1
        assert texts(entry, "title")[0].strip()
        assert links(entry) == {"alternate": texts(entry, "id")[0]}


def test_every_moment_is_written_as_rfc_3339_has_it(app, visitor):
    a_campaign(app, updates=NEWS, time_zone="Asia/Almaty")
    for moment in feed_of(visitor).iter(f"{ATOM}updated"):
        assert moment.text[10] == "T"
        assert datetime.fromisoformat(moment.text).tzinfo


def test_news_are_from_the_beginning_of_their_day_where_the_case_is(app, visitor):
    a_campaign(app, updates=NEWS[:1], time_zone="Asia/Kolkata")
    (entry,) = feed_of(visitor).findall(f"{ATOM}entry")
    assert texts(entry, "updated") == ["2026-01-03T00:00:00+05:30"]


def test_the_newest_stands_first_and_dates_the_feed(app, visitor):
    a_campaign(app, updates=NEWS)
    feed = feed_of(visitor)
    titles = [texts(entry, "title")[0] for entry in feed.findall(f"{ATOM}entry")]
    assert titles[-1] == "She was arrested."
    assert set(titles[:2]) == {"She was moved.", "Her lawyer saw her."}
    assert texts(feed, "updated") == ["2026-01-20T00:00:00+00:00"]


@both_databases
def test_news_is_of_the_moment_when_it_was_put_up_or_changed(app, visitor, clock):
    a_campaign(app, updates=NEWS[:1], time_zone="Pacific/Kiritimati")

    def moments():
        feed = feed_of(visitor)
        (one,) = (
            entry
            for entry in feed.findall(f"{ATOM}entry")
            if entry.find(ATOM + "content").text.startswith("<p>It")
        )
        return {*texts(feed, "updated"), *texts(one, "updated")}

    clock.move_to("2026-11-23T09:00:00+00:00")
    with app.app_context():
        add_update("free-the-nurse", date(2026, 11, 23), "It is so.", actor=BEN)
    assert moments() == {"2026-11-23T09:00:00+00:00"}
    clock.move_to("2026-11-24T10:00:00+00:00")
    assert moments() == {"2026-11-23T09:00:00+00:00"}
    with app.app_context():
        news = db.session.scalars(select(Update).order_by(Update.id.desc())).first()
        seen = text_digest(news).hex()
        change_update("free-the-nurse", news.id, seen, news.dated, "It is not.", actor=BEN)
    assert moments() == {"2026-11-24T10:00:00+00:00"}
    clock.move_to("2026-11-20T10:00:00+00:00")  # another host, whose clock is late
    assert moments() == {"2026-11-20T10:00:00+00:00"}


def test_no_news_is_of_a_moment_to_come(app, visitor, clock):
    a_campaign(app, updates=[UpdateDraft(date(2026, 11, day), "Today.") for day in (22, 23)])
    for moment in feed_of(visitor).iter(f"{ATOM}updated"):
        assert datetime.fromisoformat(moment.text) <= datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_it_says_where_it_is_and_what_it_is_about(app, visitor):
    a_campaign(app)
    found = links(feed_of(visitor))
    assert found == {"alternate": ADDRESS, "self": f"{ADDRESS}/updates.atom"}


def test_every_address_is_a_whole_one_of_the_site(app, visitor):
    a_campaign(app, updates=NEWS)
    feed = feed_of(visitor)
    addresses = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    addresses += [found.text for found in feed.iter(f"{ATOM}id")]
    assert len(addresses) == 9
    assert all(address.startswith(f"{SITE}/c/") for address in addresses)


def test_an_id_names_one_entry_for_ever(app, visitor):
    a_campaign(app, updates=NEWS)
    before = ids(visitor)
    assert len(set(before)) == 3
    assert ids(visitor) == before
    with app.app_context(), transaction() as session:
        campaign = session.scalar(select(Campaign.id))
        session.add(Update(campaign_id=campaign, dated=date(2026, 1, 10), text="A visit."))
    after = ids(visitor)
    assert len(set(after)) == 4
    assert [one for one in after if one in before] == before


def test_the_same_news_in_two_campaigns_have_two_ids(app, visitor):
    a_campaign(app, updates=NEWS)
    a_campaign(app, slug="another", updates=NEWS)
    other = feed_of(visitor, "another")
    assert not set(ids(visitor)) & {found.text for found in other.iter(f"{ATOM}id")}


def test_an_entry_leads_to_its_place_on_the_page(app, visitor):
    slug = a_campaign(app, updates=NEWS)
    page = get(visitor, f"/c/{slug}")
    for entry in feed_of(visitor).findall(f"{ATOM}entry"):
        (number,) = texts(entry, "id")
        place = page.one(f"#{number.partition('#')[2]}").to_text()
        content = JustHTML(texts(entry, "content")[0], fragment=True)
        assert content.to_text().replace("*", "").strip()[:8] in place


def test_the_text_is_html_for_readers(app, visitor):
    a_campaign(app, updates=NEWS[1:2])
    content = feed_of(visitor).find(f".//{ATOM}content")
    assert content.get("type") == "html"
    assert content.text == "<p>She was <strong>moved</strong>.</p>\n"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_was_typed_stays_text(app, visitor, text):
    news = [UpdateDraft(date(2026, 1, 3), text, title=text)]
    a_campaign(app, title=text, summary=text, updates=news)
    feed = feed_of(visitor)
    assert (texts(feed, "title"), texts(feed, "subtitle")) == ([text], [text])
    (entry,) = feed.findall(f"{ATOM}entry")
    assert texts(entry, "title") == [text]
    content = JustHTML(texts(entry, "content")[0], fragment=True, sanitize=False)
    assert {element.name for element in content.query("*")} == {"p"}
    assert "free her" in content.to_text()


@pytest.mark.parametrize("where", ["title", "summary", "news"])
def test_what_xml_cannot_hold_does_not_break_it(app, visitor, where):
    news = [UpdateDraft(date(2026, 1, 3), UNSPEAKABLE)]
    a_campaign(app, **({"updates": news} if where == "news" else {where: UNSPEAKABLE}))
    assert "her" in "".join(feed_of(visitor).itertext())


def test_links_in_news_can_do_no_harm(app, visitor):
    text = "[a](javascript:alert(1)) [b](https://example.org)"
    a_campaign(app, updates=[UpdateDraft(date(2026, 1, 3), text)])
    content = feed_of(visitor).find(f".//{ATOM}content").text
    hrefs = [link.attrs["href"] for link in JustHTML(content, fragment=True).query("a[href]")]
    assert hrefs == ["https://example.org"]


def test_without_news_it_is_an_empty_feed_from_when_the_campaign_was_made(app, visitor, clock):
    a_campaign(app)
    feed = feed_of(visitor)
    assert feed.findall(f"{ATOM}entry") == []
    assert texts(feed, "updated") == ["2026-11-22T12:00:00+00:00"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_speaks_the_language_of_the_campaign(app, visitor, language):
    a_campaign(app, language=language, updates=NEWS[:1])
    feed = feed_of(visitor)
    assert feed.get(LANGUAGE) == language


def test_the_campaign_page_names_it_for_feed_readers(app, visitor):
    slug = a_campaign(app)
    link = get(visitor, f"/c/{slug}").one('link[type="application/atom+xml"]')
    assert link.attrs["href"] == f"/c/{slug}/updates.atom"


def test_readers_on_the_web_may_fetch_it(app, visitor):
    page = get(visitor, f"/c/{a_campaign(app)}/updates.atom")
    assert page.headers["Access-Control-Allow-Origin"] == "*"
    assert page.headers["Cache-Control"].startswith("public, max-age=60")


@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_a_campaign_that_is_over_keeps_its_feed(app, visitor, state):
    a_campaign(app, state, updates=NEWS)
    assert len(ids(visitor)) == 3


def test_a_draft_has_none(app, visitor):
    assert get(visitor, f"/c/{a_campaign(app, 'draft')}/updates.atom").status == 404
