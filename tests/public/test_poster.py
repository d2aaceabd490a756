"""A poster to print: what it is about, the code for a phone, and strips to tear off."""

import pytest

from tests.conftest import make_settings
from tests.factories import NURSE, a_campaign

SITE = "https://petitions.example.org"
ADDRESS = f"{SITE}/c/free-the-nurse"


@pytest.fixture
def settings(tmp_path, database):
    """A site with a name: paper cannot follow a link that begins with a slash."""
    return make_settings(tmp_path, database, base_url=SITE)


def get(visitor, path):
    return visitor.get(path, environ_overrides={"HTTP_HOST": "petitions.example.org"})


def poster(app, visitor, state="open", **changes):
    page = get(visitor, f"/c/{a_campaign(app, state, **changes)}/poster")
    assert page.status == 200
    return page


def test_it_says_what_it_is_about(app, visitor):
    page = poster(app, visitor)
    assert page.text(".poster h1") == "Free the nurse"
    assert page.text(".poster .lead") == NURSE.summary
    assert page.text(".poster .kicker") == "Kazakhstan"


def test_it_shows_the_code_with_words_for_those_who_cannot_see_it(app, visitor):
    picture = poster(app, visitor).one(".poster img")
    assert picture.attrs["src"] == "/c/free-the-nurse/qr.svg"
    assert picture.attrs["alt"] == "QR code of the address below"
    assert get(visitor, picture.attrs["src"]).response.mimetype == "image/svg+xml"


def test_the_whole_address_stands_below_it(app, visitor):
    assert poster(app, visitor).text(".poster bdi") == ADDRESS


@pytest.mark.parametrize(
    ("state", "words"), [("open", "Read and sign"), ("paused", "Read the story"),
                         ("won", "Read the story"), ("closed", "Read the story")],
)  # fmt: skip
def test_it_invites_to_sign_where_one_can(app, visitor, state, words):
    assert poster(app, visitor, state).text(".poster strong") == words


def test_every_strip_has_title_address_and_code(app, visitor):
    page = poster(app, visitor)
    strips = [strip.to_text() for strip in page.all(".strips li")]
    assert len(strips) == 8
    assert {" ".join(strip.split()) for strip in strips} == {f"{ADDRESS} Free the nurse"}
    codes = [image.attrs["src"] for image in page.all(".strips img")]
    assert codes == ["/c/free-the-nurse/qr.svg"] * 8


def test_strips_are_not_read_aloud_eight_times(app, visitor):
    page = poster(app, visitor)
    assert page.one(".strips").attrs["aria-hidden"] == "true"
    assert not page.all(".strips a, .strips button, .strips [tabindex]")


def test_the_advice_for_the_screen_stays_off_the_paper(app, visitor):
    page = poster(app, visitor)
    assert "Print this page" in page.text(".unprinted")
    sheets = [link.attrs["href"] for link in page.all('link[rel="stylesheet"]')]
    style = "".join(get(visitor, sheet).html for sheet in sheets)
    printed = style.partition("@media print")[2]
    assert ".unprinted" in printed


def test_a_title_is_never_html(app, visitor):
    page = poster(app, visitor, title="<b>Free</b> her & <script>x</script>")
    assert page.text("h1") == "<b>Free</b> her & <script>x</script>"
    assert not page.all(".poster b, main script")


def test_it_is_in_the_language_of_the_campaign(app, visitor):
    page = poster(app, visitor, language="ar")
    assert page.one("html").attrs["dir"] == "rtl"
    assert {one.attrs["dir"] for one in page.all("main bdi")} == {"ltr"}


def test_caches_may_keep_it_for_a_minute(app, visitor):
    assert poster(app, visitor).headers["Cache-Control"].startswith("public, max-age=60")


def test_a_draft_has_none(app, visitor):
    assert get(visitor, f"/c/{a_campaign(app, 'draft')}/poster").status == 404
