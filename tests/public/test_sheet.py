"""The action sheet, as PDF and for Word: the whole case on a page or two."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from petitions.appeals.channels import PDF, WORD
from petitions.campaigns.drafts import ContactDraft, UpdateDraft
from petitions.config import ROOT
from tests.documents.reading import pages, squeezed, word_text
from tests.factories import NURSE, a_campaign
from tests.urgent_actions.files import imported

pytestmark = pytest.mark.slow

ADDRESS = "http://127.0.0.1:8000/c/free-the-nurse"
MINISTER = replace(NURSE.targets[0], country="KZ")
AMBASSADOR = replace(
    MINISTER,
    slug="ambassador",
    name="Eve Envoy",
    role="Ambassador",
    address="Embassy\n2 Side Street\nRepublic of Kazakhstan",
    contacts=[ContactDraft("email", "envoy@example.org"), ContactDraft("phone", "+12022325488")],
)
FULL = {
    "reference": "UA 1/26",
    "targets": [MINISTER, AMBASSADOR],
    "updates": [UpdateDraft(date(2026, 1, 3), "She was **moved**.\n\n- Cold\n- Far")],
    "story": "She was arrested **at work**.\n\n### In winter\n\n> No coat.\n\n1. Late\n2. Early",
}
both_kinds = pytest.mark.parametrize("kind", ["pdf", "docx"])


@pytest.fixture
def read(app, visitor):
    """Give the words of the sheet of a campaign, spaces left out."""

    def words(kind, state="open", **changes):
        page = visitor.get(f"/c/{a_campaign(app, state, **changes)}.{kind}")
        assert page.status == 200
        return squeezed(text_of(kind, page.response.data))

    return words


def text_of(kind, document):
    return " ".join(pages(document)) if kind == "pdf" else word_text(document)


def missing(words, *parts):
    return [part for part in parts if squeezed(part) not in words]


@both_kinds
def test_it_has_the_case_and_what_is_asked(read, kind):
    words = read(kind, **FULL)
    case = ("Kazakhstan · UA 1/26", NURSE.title, NURSE.summary, "What is asked", *NURSE.demands)
    assert missing(words, *case) == []


@both_kinds
def test_it_has_every_official_as_on_an_envelope(read, kind):
    words = read(kind, **FULL)
    minister = ("Ann Other", "Minister of Health", "1 Main Street", "Capital", "KAZAKHSTAN")
    envoy = ("Eve Envoy", "Ambassador", "2 Side Street", "REPUBLIC OF KAZAKHSTAN")
    assert missing(words, "Whom to write to", *minister, *envoy) == []


@both_kinds
def test_it_has_every_way_to_reach_them(read, kind):
    words = read(kind, **FULL)
    minister = ("Greeting: Dear Minister", "Fax: +7 7172 50 64 02")
    envoy = ("E-mail: envoy@example.org", "Phone: +1 202-232-5488")
    assert missing(words, *minister, *envoy) == []


def test_it_says_what_works_without_a_contact(read):
    both = ("Where no e-mail address stands above, the", "Where no account stands above, a public")
    full = [*AMBASSADOR.contacts, ContactDraft("social", "@envoy")]
    for number, (targets, lacking) in enumerate(
        [
            ([MINISTER, AMBASSADOR], []),
            ([AMBASSADOR], both[:1]),
            ([replace(AMBASSADOR, contacts=full)], both),
        ]
    ):
        words = read("docx", slug=f"case-{number}", targets=targets)
        assert missing(words, *both) == list(lacking)


@both_kinds
def test_a_name_stands_once_for_each_official(read, kind):
    words = read(kind, targets=[replace(MINISTER, address="Ann Other\nMain Street")])
    assert words.count("AnnOther") == 1


@both_kinds
def test_an_official_without_a_name_is_called_by_the_office(read, kind):
    words = read(kind, targets=[replace(MINISTER, name="")])
    assert missing(words, "Minister of Health", "1 Main Street") == []
    assert words.count("MinisterofHealth") == 1


def test_word_leaves_no_empty_line_where_a_name_would_stand(app, visitor):
    slug = a_campaign(app, targets=[replace(MINISTER, name="")])
    document = docx.Document(BytesIO(visitor.get(f"/c/{slug}.docx").response.data))
    assert document.tables[0].cell(0, 0).text.splitlines()[0] == "Minister of Health"


@both_kinds
@pytest.mark.parametrize(
    ("campaign", "words"),
    [
        (("open", date(2027, 3, 14)), "Write by 14 March 2027"),
        (("open", date(2026, 11, 22)), "Write by 22 November 2026"),
        (("open", date(2026, 11, 21)), "The last day to write was 21 November 2026."),
        (("open", date(2026, 11, 21)), "Please ask before you write."),
        (("open", None), "There is no deadline. The sooner, the better."),
        (("paused", date(2027, 3, 14)), "please do not write to the officials now."),
        (("won", None), "nobody needs to write any more."),
        (("closed", date(2026, 11, 21)), "please do not write to the officials now."),
    ],
)
def test_it_says_by_when(read, clock, kind, campaign, words):
    state, deadline = campaign
    assert missing(read(kind, state, deadline=deadline), words) == []


def test_when_the_day_has_passed_it_says_so_at_once(app, visitor, clock):
    path = f"/c/{a_campaign(app, deadline=date(2026, 11, 22))}.pdf"
    assert "Write by 22 November 2026" in pages(visitor.get(path).response.data)[0]
    clock.move_to("2026-11-23T00:00:00+00:00")
    assert "The last day to write was" in pages(visitor.get(path).response.data)[0]


def test_who_should_not_write_is_not_told_a_day(read, clock):
    assert "Writeby" not in read("pdf", "paused", deadline=date(2027, 3, 14))


@both_kinds
def test_it_tells_the_story_and_the_timeline(read, kind):
    words = read(kind, **FULL)
    story = ("The whole story", "She was arrested at work.", "In winter", "No coat.", "Early")
    assert missing(words, *story, "Timeline", "3 January 2026 She was moved.", "Far") == []
    assert "**" not in words
    assert "###" not in words


@both_kinds
def test_without_news_there_is_no_timeline(read, kind):
    assert "Timeline" not in read(kind)


@both_kinds
def test_news_without_a_sentence_still_have_their_day(read, kind):
    words = read(kind, updates=[UpdateDraft(date(2026, 1, 3), "---")])
    assert missing(words, "3 January 2026") == []


@both_kinds
def test_it_leads_back_to_the_page(read, kind):
    hint = "Sign, and tell us what you sent:"
    assert missing(read(kind), ADDRESS, hint, "Be polite and brief.") == []


@both_kinds
def test_it_is_in_the_language_of_the_campaign(read, kind):
    words = read(kind, language="ar", deadline=date(2090, 1, 1))
    assert missing(words, "كازاخستان", "يناير 2090") == []


@pytest.mark.parametrize(("kind", "mimetype"), [("pdf", PDF), ("docx", WORD)])
def test_it_says_what_it_is(app, visitor, kind, mimetype):
    page = visitor.get(f"/c/{a_campaign(app)}.{kind}")
    assert page.response.mimetype == mimetype
    assert page.response.data[:4] == (b"%PDF" if kind == "pdf" else b"PK\x03\x04")
    assert page.headers["Cache-Control"].startswith("public, max-age=60")


@pytest.mark.parametrize(
    ("paper", "width"), [("", 595), ("?paper=a4", 595), ("?paper=us-letter", 612)]
)
def test_it_fits_the_paper(app, visitor, paper, width):
    slug = a_campaign(app)
    made = visitor.get(f"/c/{slug}.pdf{paper}").response.data
    assert {round(page.mediabox.width) for page in PdfReader(BytesIO(made)).pages} == {width}
    word = docx.Document(BytesIO(visitor.get(f"/c/{slug}.docx{paper}").response.data))
    assert round(word.sections[0].page_width.pt) == width


@pytest.mark.parametrize(
    ("language", "countries", "width"),
    [
        ("en", ["US", "MX"], 612),
        ("en", ["US", "KZ"], 595),
        ("en-US", ["KZ"], 612),
        ("en", [""], 595),  # as the case
    ],
)
def test_its_paper_is_that_of_the_officials(app, visitor, language, countries, width):
    targets = [
        replace(NURSE.targets[0], slug=f"official-{number}", country=country)
        for number, country in enumerate(countries)
    ]
    slug = a_campaign(app, language=language, targets=targets)
    made = visitor.get(f"/c/{slug}.pdf").response.data
    assert round(PdfReader(BytesIO(made)).pages[0].mediabox.width) == width


@both_kinds
@pytest.mark.parametrize("paper", ["a5", "A4", "", "../etc/passwd"])
def test_no_other_paper_is_known(app, visitor, kind, paper):
    page = visitor.get(f"/c/{a_campaign(app)}.{kind}", query_string={"paper": paper})
    assert page.status == 404


@both_kinds
def test_it_takes_nothing(app, visitor, kind):
    slug = a_campaign(app)
    page = visitor.post(f"/c/{slug}.{kind}", {"name": "Ada"})
    assert page.status == 405
    assert set(page.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_the_sample_is_a_page_or_two(app, visitor, clock):
    assert imported(app, ROOT / "sample" / "ua-115-16.md", "--publish")[0] == 0
    made = pages(visitor.get("/c/ua-115-16.pdf").response.data)
    assert 1 <= len(made) <= 2
    assert missing(squeezed(" ".join(made)), "Zhakip Assanov", "UNITED STATES OF AMERICA") == []


@both_kinds
def test_other_addresses_stay_what_they_are(app, visitor, kind):
    slug = a_campaign(app)
    assert visitor.get(f"/c/{slug}").text("h1") == "Free the nurse"
    for path in (f"/c/nobody.{kind}", f"/c/.{kind}", f"/c/{slug}.{kind}.{kind}", f"/c/{slug}.txt"):
        assert visitor.get(path).status == 404


@both_kinds
def test_a_campaign_named_like_a_file_keeps_its_page(app, visitor, kind):
    slug = a_campaign(app, slug=kind)
    assert visitor.get(f"/c/{slug}").response.mimetype == "text/html"
    assert visitor.get(f"/c/{slug}.{kind}").response.mimetype in {PDF, WORD}


@both_kinds
def test_a_draft_has_none(app, visitor, kind):
    assert visitor.get(f"/c/{a_campaign(app, 'draft')}.{kind}").status == 404
