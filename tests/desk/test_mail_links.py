"""The desk sees how long each link to a mail program is, and how often none opened."""

from dataclasses import replace

import pytest

from petitions.accounts.models import VIEWER
from petitions.campaigns.drafts import LetterDraft
from tests.appeals.people import AMBASSADOR, FRENCH, MINISTER, a_case, at
from tests.organisers import at_desk

NAMES, CODES = ("Ann Other", "Ambassador"), ("English", "français")
NEVER = "Nobody has met a link that opened no mail program."


@pytest.fixture
def desk(app):
    return at_desk(app, VIEWER)


def numbers_page(desk, slug="free-the-nurse"):
    return desk.get(f"/organise/campaigns/{slug}/numbers")


def rows(page):
    found = page.all('section[aria-labelledby="mail-links"] tbody tr')
    return [[" ".join(cell.to_text().split()) for cell in row.query("th, td")] for row in found]


def a_letter(app, desk, characters):
    """Store a campaign whose link has so many characters."""
    letter = LetterDraft(language="en", subject="s", closing="Yours,", text="a")
    targets = [replace(AMBASSADOR, salutation="Sir,")]
    slug = a_case(app, targets=targets, letters=[letter], slug="short")
    length = int(rows(numbers_page(desk, slug))[0][2].replace(",", ""))
    letter = replace(letter, text="a" * (characters - length + 1))
    return a_case(app, targets=targets, letters=[letter], slug="measured")


@pytest.mark.parametrize(
    ("characters", "words", "mark"),
    [
        (1_599, "Fits", None),
        (1_600, "Nearly too long: little room for own words", "urgent"),
        (1_799, "Nearly too long: little room for own words", "urgent"),
        (1_800, "Too long: shorten the letter", "failing"),
        (2_500, "Too long: shorten the letter", "failing"),
    ],
)
def test_each_length_has_its_words(app, desk, characters, words, mark):
    page = numbers_page(desk, a_letter(app, desk, characters))
    (row,) = rows(page)
    assert row[2:4] == [f"{characters:,}", words]
    marks = page.all('section[aria-labelledby="mail-links"] td strong')
    assert [one.attrs["class"] for one in marks] == ([mark] if mark else [])


def test_there_is_a_link_for_each_official_and_language(app, desk, visitor):
    a_case(app, targets=[MINISTER, AMBASSADOR], letters=[FRENCH])
    page = numbers_page(desk)
    found = [(row[0], row[1]) for row in rows(page)]
    assert found == [(n, code) for n in NAMES for code in CODES]
    links = page.all('section[aria-labelledby="mail-links"] td a')
    shown = visitor.get(at("email")).one("a[data-mailto]").attrs["href"]
    assert links[0].attrs["href"].startswith(shown.partition("body=")[0] + "body=Dear%20Minister")
    assert len({link.attrs["aria-label"] for link in links}) == len(links) == 4


def test_the_longest_wordings_count(app, desk):
    others = ["With respect,", "Bye,"]
    a_case(app, letters=[LetterDraft("en", text="a", closing="Yours,", other_closings=others)])
    link = numbers_page(desk).all('section[aria-labelledby="mail-links"] td a')[0].attrs["href"]
    assert link.endswith("body=Dear%20Minister%2C%0D%0A%0D%0Aa%0D%0A%0D%0AWith%20respect%2C")


def test_it_says_so_where_there_is_nothing_to_show(app, desk):
    a_case(app, state="draft", targets=[])
    page = numbers_page(desk)
    assert NEVER in page.text("#unopened")
    assert "There is no official to write to yet." in page.text()


def test_it_says_how_often_no_mail_program_opened(app, desk, visitor):
    a_case(app)
    for network in ("192.0.2.2", "192.0.2.3"):
        visitor.from_address(network).post(at("email", "unopened"))
    assert "No mail program opened 2 times." in numbers_page(desk).text("#unopened")
