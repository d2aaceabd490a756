"""Passing a case on: one press for each network, a picture beside the link, code for a frame."""

import struct
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from justhtml import JustHTML

from petitions.campaigns.models import signatures_key
from petitions.campaigns.queries import public_campaign_or_404
from petitions.db import db
from petitions.db.tally import count
from petitions.public.data import card, rounded_down
from tests.conftest import make_settings
from tests.factories import NURSE, a_campaign

SITE = "https://petitions.example.org"
ADDRESS = f"{SITE}/c/free-the-nurse"
TITLE = 'Free "Lena" & <b>Tom</b>: 100%!'
TEXT = f"{TITLE} Please sign, it takes a minute."
NETWORKS = {
    "X": ("https://x.com/intent/tweet", {"text": TEXT, "url": ADDRESS}),
    "Bluesky": ("https://bsky.app/intent/compose", {"text": f"{TEXT} {ADDRESS}"}),
    "Threads": ("https://www.threads.com/intent/post", {"text": TEXT, "url": ADDRESS}),
    "WhatsApp": ("https://wa.me/", {"text": f"{TEXT} {ADDRESS}"}),
    "Telegram": ("https://t.me/share/url", {"text": TEXT, "url": ADDRESS}),
    "Facebook": ("https://www.facebook.com/sharer/sharer.php", {"u": ADDRESS}),
    "LinkedIn": ("https://www.linkedin.com/sharing/share-offsite/", {"url": ADDRESS}),
    "Reddit": ("https://www.reddit.com/submit", {"title": TEXT, "url": ADDRESS}),
}


@pytest.fixture
def settings(tmp_path, database):
    """A site with a name: everything that is passed on is read elsewhere."""
    return make_settings(tmp_path, database, base_url=SITE)


def get(visitor, path):
    return visitor.get(path, environ_overrides={"HTTP_HOST": "petitions.example.org"})


def share(app, visitor, **changes):
    page = get(visitor, f"/c/{a_campaign(app, **changes)}/share")
    assert page.status == 200
    return page


def post(app, visitor, server, title=TITLE):
    path = f"/c/{a_campaign(app, title=title)}/share"
    host = {"HTTP_HOST": "petitions.example.org"}
    return visitor.post(path, {"server": server}, environ_overrides=host)


def networks(page):
    """Give {label: (address, what it is given)} of the links that lead to networks."""
    found = {}
    for link in page.all('a[target="_blank"]'):
        address, _, query = link.attrs["href"].partition("?")
        given = {name: value for name, (value,) in parse_qs(query, strict_parsing=True).items()}
        found[link.to_text().strip()] = (address, given)
        assert link.attrs["rel"] == "noopener noreferrer"
    return found


def metas(page):
    named = {
        meta.attrs.get("property") or meta.attrs.get("name"): meta for meta in page.all("meta")
    }
    return {name: meta.attrs["content"] for name, meta in named.items() if name}


def picture(visitor, slug="free-the-nurse"):
    page = get(visitor, f"/c/{slug}/share.png")
    assert (page.status, page.response.mimetype) == (200, "image/png")
    return page.response.data


def set_signatures(app, number):
    with app.app_context():
        count(signatures_key(1), number)
        db.session.commit()


def test_each_network_is_one_press_away_with_title_and_address(app, visitor):
    assert networks(share(app, visitor, title=TITLE)) == NETWORKS


def test_the_words_are_whole_sentences(app, visitor):
    _, given = networks(share(app, visitor, title="Free the nurse"))["X"]
    assert given["text"] == "Free the nurse. Please sign, it takes a minute."


def test_a_mail_to_a_friend_has_title_words_and_address(app, visitor):
    (link,) = share(app, visitor, title=TITLE).all('main a[href^="mailto:"]')
    parts = urlsplit(link.attrs["href"])
    given = dict(part.split("=") for part in parts.query.split("&"))
    assert (parts.path, unquote(given["subject"])) == ("", TITLE)
    words = "Please sign, it takes a minute."
    assert unquote(given["body"]) == f"{TITLE}\r\n\r\n{words}\r\n\r\n{ADDRESS}"


def test_the_address_itself_can_be_read_and_copied(app, visitor):
    page = share(app, visitor)
    assert page.text("#address") == ADDRESS
    assert page.one("#address").attrs["href"] == "/c/free-the-nurse"
    assert {button.attrs.get("hidden") for button in page.all("[data-copy], [data-share]")} == {""}


def test_every_link_to_paper_and_data_works(app, visitor):
    page = share(app, visitor)
    found = [link.attrs["href"] for link in page.all('.ways a[href^="/"]')]
    base = "/c/free-the-nurse"
    paper = [
        f"{base}.pdf?paper=a4",
        f"{base}.pdf?paper=us-letter",
        f"{base}.docx",
        f"{base}/poster",
    ]
    assert found == [*paper, f"{base}/updates.atom", f"{base}/qr.svg", f"{base}.json"]
    assert {get(visitor, path).status for path in found} == {200}


def test_without_a_permit_no_code_for_a_frame_is_offered(app, visitor):
    page = share(app, visitor)
    assert not page.all("#snippet")
    assert "iframe" not in page.html


@pytest.mark.parametrize("title", ["Free the nurse", TITLE, "Free 'her' {0} {title} \\ </pre>"])
def test_the_code_to_copy_is_one_frame_with_the_whole_address(app, visitor, title):
    page = share(app, visitor, title=title, embed_on=["https://news.example.org"])
    snippet = JustHTML(page.one("#snippet").to_text(), fragment=True, sanitize=False)
    (frame,) = snippet.query("*")
    assert (frame.name, frame.attrs["src"]) == ("iframe", f"{ADDRESS}/embed")
    assert frame.attrs["title"] == title
    assert not [name for name in frame.attrs if name.startswith("on")]
    assert frame.attrs["style"] == "border:0"


@pytest.mark.parametrize(
    "typed", ["mastodon.example", "https://Mastodon.example/", " @ada@mastodon.example "]
)
def test_naming_a_mastodon_server_gives_the_link(app, visitor, typed):
    page = post(app, visitor, typed)
    assert page.status == 200
    address, given = networks(page)["Mastodon"]
    assert (address, given) == ("https://mastodon.example/share", {"text": f"{TEXT} {ADDRESS}"})
    assert {name: link for name, link in networks(page).items() if name != "Mastodon"} == NETWORKS


@pytest.mark.parametrize("typed", ["mastodon.example", "not a server"])
def test_nobody_keeps_the_name_of_the_server(app, visitor, typed):
    page = post(app, visitor, typed)
    assert page.headers["Cache-Control"] == "no-store"
    assert "ETag" not in page.headers


@pytest.mark.parametrize("typed", ["not a server", "mastodon", "a.example/b c", '"><script>.x'])
def test_a_wrong_server_is_told_and_stays_as_it_was_typed(app, visitor, typed):
    page = post(app, visitor, typed)
    assert (page.status, page.value("server")) == (422, typed)
    assert "Write the name of your server like mastodon.social." in page.text()
    assert networks(page) == NETWORKS


def test_no_server_is_no_mistake(app, visitor):
    page = post(app, visitor, "  ")
    assert (page.status, networks(page)) == (200, NETWORKS)


def test_the_page_as_it_is_may_be_kept_by_caches(app, visitor):
    assert share(app, visitor).headers["Cache-Control"].startswith("public, max-age=2")


LIST = "Stand up for someone today"
CASES = "People in danger: what happened, what is asked, and what you can do in a minute."
# What a link to a page shows: title, description, address, picture.
PREVIEWS = {
    "/": (LIST, CASES, f"{SITE}/", f"{SITE}/share.png"),
    "/c/free-the-nurse": (TITLE, NURSE.summary, ADDRESS, f"{ADDRESS}/share.png"),
    "/c/free-the-nurse/share": (TITLE, NURSE.summary, ADDRESS, f"{ADDRESS}/share.png"),
    "/c/free-the-nurse/sign": (TITLE, NURSE.summary, ADDRESS, f"{ADDRESS}/share.png"),
    "/c/free-the-nurse/appeals/minister/letter": (
        "Write a letter to Ann Other",
        NURSE.summary,
        f"{ADDRESS}/appeals/minister/letter",
        f"{ADDRESS}/share.png",
    ),
}


@pytest.mark.parametrize("path", PREVIEWS)
def test_a_link_shows_title_words_and_picture(app, visitor, path):
    a_campaign(app, title=TITLE)
    page = get(visitor, path)
    title, words, address, image = PREVIEWS[path]
    found = metas(page)
    shown = LIST if path == "/" else TITLE  # on the picture
    assert (found["og:title"], found["og:image:alt"]) == (title, shown)
    assert found["og:description"] == found["description"] == words
    assert found["og:url"] == page.one('link[rel="canonical"]').attrs["href"] == address
    assert found["og:image"] == image
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:type"] == ("website" if path == "/" else "article")
    assert (found["og:site_name"], found["og:locale"]) == ("Nurses’ Aid", "en")
    assert found["twitter:card"] == "summary_large_image"


def test_a_link_to_a_letter_shows_nothing_that_was_typed(app, visitor):
    path = f"/c/{a_campaign(app)}/appeals/minister/letter"
    host = {"HTTP_HOST": "petitions.example.org"}
    page = visitor.post(path, {"name": "Ada Lovelace"}, environ_overrides=host)
    assert "Lovelace" not in str(metas(page))


def test_the_list_has_a_picture_of_its_own(app, visitor):
    page = get(visitor, "/share.png")
    assert (page.status, page.response.mimetype) == (200, "image/png")
    assert struct.unpack(">II", page.response.data[16:24]) == (1200, 630)


@pytest.mark.parametrize("changes", [{}, {"language": "ar"}, {"title": "Free her and him " * 11}])
def test_the_picture_has_the_size_that_networks_ask_for(app, visitor, changes):
    a_campaign(app, **changes)
    found = picture(visitor)
    assert found[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", found[16:24]) == (1200, 630)
    assert len(found) < 100_000


def test_other_sites_may_show_the_picture(app, visitor):
    headers = get(visitor, f"/c/{a_campaign(app)}/share.png").headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Cache-Control"].startswith("public, max-age=3600")


def test_the_picture_stays_the_same_until_the_round_number_moves(app, visitor):
    a_campaign(app)
    none = picture(visitor)
    set_signatures(app, 9)
    assert picture(visitor) == none
    set_signatures(app, 4178)
    many = picture(visitor)
    set_signatures(app, 812)
    assert picture(visitor) == many != none
    set_signatures(app, 1)
    assert picture(visitor) not in {none, many}


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, 0), (1, 0), (9, 0), (10, 10), (19, 10), (99, 90), (100, 100), (999, 900), (1000, 1000),
     (4187, 4000), (12_345_678, 10_000_000)],
)  # fmt: skip
def test_a_number_is_rounded_down_to_one_digit(number, shown):
    assert rounded_down(number) == shown


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "Add your name"), (9, "Add your name"), (12, "10 signatures and counting"),
     (4187, "4,000 signatures and counting")],
)  # fmt: skip
def test_the_picture_says_what_it_is_about(in_app, number, words):
    campaign = public_campaign_or_404(a_campaign(in_app)).campaign
    found = card(campaign, number)
    assert (found.kicker, found.title) == ("Kazakhstan", "Free the nurse")
    assert found.site == "Nurses’ Aid"
    assert (found.count, found.layout.direction) == (words, "ltr")


@pytest.mark.parametrize(("number", "shown"), [(10, "10"), (4000, "4,000")])
def test_the_picture_never_claims_more_than_there_are(in_app, number, shown):
    campaign = public_campaign_or_404(a_campaign(in_app)).campaign
    assert shown in card(campaign, number).count
    assert card(campaign, number).count != f"More than {shown} signatures"


@pytest.mark.parametrize("path", ["share", "share.png"])
def test_a_draft_is_not_passed_on(app, visitor, path):
    assert get(visitor, f"/c/{a_campaign(app, 'draft')}/{path}").status == 404
