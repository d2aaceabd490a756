"""A letter or fax on paper says what the page shows, and all that the post or the machine needs."""

import re
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from tests.appeals.campaigns import ARABIC, PAGE, RUSSIAN, a_reachable_campaign, by
from tests.documents.reading import pages, squeezed, word_text

pytestmark = pytest.mark.slow

SENT = {
    "name": "Ada Lovelace",
    "town": "London",
    "words": "I am a nurse too.\r\n\r\nHear her.",
    "deal": "0",
}
ADDRESS = "Ann Other Minister of Health Ministry of Health 1 Main Street Capital KAZAKHSTAN"
COPIES = [
    {"name": "Embassy in Paris", "email": "embassy@health.example"},
    {"name": "Press; all", "email": ""},
    {"name": "", "email": "office@health.example"},
]
FILES = ["letter.pdf", "letter.docx", "fax.pdf", "fax.docx"]
files = pytest.mark.parametrize("name", FILES)


def words_of(page, name):
    """Give all words of a file, single spaces between them."""
    data = page.response.data
    text = " ".join(pages(data)) if name.endswith("pdf") else word_text(data)
    return " ".join(text.replace("\u200e", "").split())


def read(visitor, name, form=None):
    page = visitor.post(f"{PAGE}/{name}", form) if form else visitor.get(f"{PAGE}/{name}")
    assert page.status == 200
    return words_of(page, name)


def paper_of(page, name):
    """Give width and height of the first page, in whole millimetres."""
    file = BytesIO(page.response.data)
    if name.endswith("pdf"):
        box = PdfReader(file).pages[0].mediabox
        return round(box.width * 25.4 / 72), round(box.height * 25.4 / 72)
    section = docx.Document(file).sections[0]
    return round(section.page_width.mm), round(section.page_height.mm)


def in_order(text, *parts):
    """Tell whether all parts stand in the text, one after the other."""
    place = 0
    for part in parts:
        place = text.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return True


@files
def test_the_paper_says_what_the_page_shows(app, visitor, name):
    a_reachable_campaign(app)
    shown = visitor.post(f"{PAGE}/letter", SENT).text("#text")
    letter = read(visitor, name, SENT)
    # Word numbers the demands itself.
    paragraphs = re.split(r"\. (?:\d\. )?| \d\. ", shown.removesuffix(" London"))
    assert len(paragraphs) > 6
    assert in_order(letter, *paragraphs)


@files
def test_a_letter_has_sender_address_date_subject_in_their_places(app, visitor, clock, name):
    a_reachable_campaign(app)
    date, subject = "22 November 2026", "Free the nurse"
    parts = ["Ada Lovelace London", ADDRESS, date, subject, "Dear Minister,", "Ada Lovelace"]
    assert in_order(read(visitor, name, SENT), *parts)


@files
def test_a_letter_of_nobody_has_lines_for_name_and_town(app, visitor, name):
    a_reachable_campaign(app)
    letter = read(visitor, name)
    assert in_order(letter, "Name", "Town", ADDRESS, "Yours sincerely,", "Name")
    assert "Ada" not in letter


@files
def test_the_answer_is_a_file_with_a_name(app, visitor, name):
    a_reachable_campaign(app)
    for page in (visitor.get(f"{PAGE}/{name}"), visitor.post(f"{PAGE}/{name}", SENT)):
        kind, disposition = page.headers["Content-Type"], page.headers["Content-Disposition"]
        assert disposition == f'attachment; filename="free-the-nurse-minister-{name}"'
        assert kind.startswith("application/")
        assert page.response.data.startswith(b"%PDF" if name.endswith("pdf") else b"PK")


def test_a_file_with_a_name_in_it_is_kept_by_nobody(app, visitor):
    a_reachable_campaign(app)
    read(visitor, "letter.pdf", SENT)
    assert visitor.post(f"{PAGE}/letter.pdf", SENT).headers["Cache-Control"] == "no-store"
    after = visitor.from_address("192.0.2.2").get(f"{PAGE}/letter.pdf")
    assert after.headers["Cache-Control"].startswith("public")
    assert "Ada" not in words_of(after, "letter.pdf")


@files
def test_only_the_demands_chosen_are_printed(app, visitor, name):
    a_reachable_campaign(app)
    letter = read(visitor, name, SENT | {"demand": ["2"]})
    assert "Let a doctor see her." in letter
    assert "Set her free." not in letter


@files
@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("us-letter", (216, 279))])
def test_it_is_made_for_the_paper_chosen(app, visitor, name, paper, size):
    a_reachable_campaign(app)
    for page in (
        visitor.get(f"{PAGE}/{name}?paper={paper}"),
        visitor.post(f"{PAGE}/{name}", {"paper": paper}),
    ):
        assert paper_of(page, name) == size


@pytest.mark.parametrize("name", ["letter.pdf", "fax.docx"])
@pytest.mark.parametrize("country", ["US", "MX", "DE"])
def test_without_a_choice_it_is_the_paper_of_the_country(app, visitor, name, country):
    a_reachable_campaign(app, target={"country": country})
    size = (210, 297) if country == "DE" else (216, 279)
    assert paper_of(visitor.get(f"{PAGE}/{name}"), name) == size
    chosen = visitor.post(f"{PAGE}/{name}", {"paper": "a4"})
    assert paper_of(chosen, name) == (210, 297)


def test_the_page_offers_that_paper_beside_the_name(app, visitor):
    a_reachable_campaign(app, target={"country": "US"})
    page = visitor.get(f"{PAGE}/letter")
    assert page.one("input[name=paper][checked]").attrs["value"] == "us-letter"
    assert not page.all("details input[name=paper]")
    assert "paper=us-letter" in page.one("a[href*='letter.pdf']").attrs["href"]


def test_who_reads_a_language_of_a_country_is_there(app, visitor):
    a_reachable_campaign(app, language="es-MX")
    assert paper_of(visitor.get(f"{PAGE}/letter.pdf"), "letter.pdf") == (216, 279)


@files
def test_a_paper_or_language_nobody_makes_is_refused(app, visitor, name):
    a_reachable_campaign(app, letters=[RUSSIAN])
    for field in ("paper", "language"):
        assert visitor.get(f"{PAGE}/{name}?{field}=x").status == 404
        assert visitor.post(f"{PAGE}/{name}", {field: "x"}).status == 422


@pytest.mark.parametrize("name", ["letter.pdf", "letter.docx"])
def test_date_and_words_are_in_the_language_of_the_letter(app, visitor, clock, name):
    a_reachable_campaign(app, letters=[RUSSIAN])
    letter = read(visitor, name, SENT | {"language": "ru"})
    assert in_order(letter, "22 ноября 2026", RUSSIAN.subject, RUSSIAN.opening, "С уважением,")
    assert "November" not in letter


@pytest.mark.parametrize("name", ["letter.pdf", "letter.docx"])
def test_a_letter_in_arabic_is_in_arabic(app, visitor, clock, name):
    a_reachable_campaign(app, letters=[ARABIC])
    letter = words_of(visitor.get(f"{PAGE}/{name}?language=ar"), name)
    for word in ["نوفمبر", *ARABIC.closing.split()]:
        assert word in letter  # in which order, readers disagree
    assert "November" not in letter


def test_the_date_is_in_the_language_of_a_campaign(app, visitor, clock):
    a_reachable_campaign(app, language="fr", summary="Une infirmière est en prison.")
    assert "22 novembre 2026" in read(visitor, "letter.pdf")


@pytest.mark.parametrize("name", ["letter.pdf", "letter.docx"])
def test_the_envelope_has_sender_and_address_on_a_page_of_its_own(app, visitor, name):
    a_reachable_campaign(app)
    letter = read(visitor, name, SENT)
    assert letter.count(ADDRESS) == 2
    _, _, envelope = letter.rpartition("Yours sincerely,")
    assert in_order(envelope, "Ada Lovelace", "Ada Lovelace London", "Stamp", ADDRESS, "Cut along")


def test_an_open_envelope_has_the_address_alone(app, visitor):
    a_reachable_campaign(app)
    letter, envelope = pages(visitor.get(f"{PAGE}/letter.pdf").response.data)
    assert envelope.startswith("Stamp Ann Other")
    assert ADDRESS in letter


def test_without_an_address_there_is_no_envelope(app, visitor):
    a_reachable_campaign(app, target={"address": ""})
    (letter,) = pages(visitor.post(f"{PAGE}/letter.pdf", SENT).response.data)
    assert "KAZAKHSTAN" not in letter
    assert "Stamp" not in words_of(visitor.get(f"{PAGE}/letter.docx"), "letter.docx")


def test_the_cover_of_a_fax_has_the_number_as_dialled_from_abroad(app, visitor, clock):
    a_reachable_campaign(app)
    cover, letter = pages(visitor.post(f"{PAGE}/fax.pdf", SENT).response.data)
    rows = ["Fax To Ann Other, Minister of Health", "Fax +7 7172 50 64 02"]
    rows += ["From Ada Lovelace, London", "Date 22 November 2026", "Subject Free the nurse"]
    rows += ["Pages, with this one 2"]
    assert cover == " ".join(rows)
    assert letter.startswith("Ada Lovelace London Ann Other")


def test_the_cover_of_a_fax_for_word_says_the_same(app, visitor, clock):
    a_reachable_campaign(app)
    fax = read(visitor, "fax.docx", SENT)
    assert in_order(
        fax, "Fax To Ann Other", "Fax +7 7172 50 64 02", "From", "Ada", "Dear Minister,"
    )


@pytest.mark.parametrize("name", ["fax.pdf", "fax.docx"])
@pytest.mark.parametrize(("typed", "words"), [({}, ""), ({"town": "Bath"}, "Bath ")])
def test_who_faxes_without_a_name_has_a_line_to_write_on(app, visitor, name, typed, words):
    a_reachable_campaign(app)
    assert f"From {words}Date " in read(visitor, name, typed)


@pytest.mark.parametrize("number", [1, 60])
def test_the_cover_of_a_fax_counts_its_pages(app, visitor, number):
    a_reachable_campaign(app)
    words = "\n\n".join(["I am a nurse too."] * number)
    page = visitor.post(f"{PAGE}/fax.pdf", SENT | {"words": words})
    made = pages(page.response.data)
    assert made[0].endswith(f"Pages, with this one {len(made)}")
    assert len(made) == (2 if number == 1 else 4)


@files
def test_the_reference_of_the_case_stands_before_the_subject(app, visitor, name):
    a_reachable_campaign(app, reference="UA 1/26")
    assert in_order(read(visitor, name, SENT), ADDRESS, "Case: UA 1/26", "Dear Minister,")


def test_the_cover_of_a_fax_has_every_number(app, visitor):
    a_reachable_campaign(app, target={"contacts": by("fax", "+77172506402", "+1 202 232 5845")})
    assert "Fax +7 7172 50 64 02 / +1 202-232-5845" in read(visitor, "fax.pdf")


def test_a_fax_has_no_envelope_and_a_letter_no_cover(app, visitor):
    a_reachable_campaign(app)
    assert "Stamp" not in read(visitor, "fax.pdf") + read(visitor, "fax.docx")
    assert "+7" not in read(visitor, "letter.pdf") + read(visitor, "letter.docx")


@pytest.mark.parametrize("name", ["fax.pdf", "fax.docx"])
def test_without_a_number_there_is_no_fax(app, visitor, name):
    a_reachable_campaign(app, target={"contacts": []})
    assert visitor.get(f"{PAGE}/{name}").status == 404
    assert visitor.post(f"{PAGE}/{name}", SENT).status == 404


@files
def test_who_gets_a_copy_stands_below(app, visitor, name):
    a_reachable_campaign(app, copies_to=COPIES)
    line = "Copy to: Embassy in Paris; Press; all; office@health.example"
    assert in_order(read(visitor, name, SENT), "Yours sincerely,", "Ada Lovelace", line)


@files
def test_without_copies_there_is_no_line_for_them(app, visitor, name):
    a_reachable_campaign(app)
    assert "Copy" not in read(visitor, name, SENT)


def test_copies_bring_no_words_of_the_site_into_a_language_it_does_not_speak(app, visitor):
    a_reachable_campaign(app, letters=[RUSSIAN], copies_to=[{"name": "Посольство", "email": ""}])
    letter = read(visitor, "letter.pdf", SENT | {"language": "ru"})
    assert "Посольство" in letter
    assert "Copy to" not in letter


@files
def test_marks_of_typesetting_in_what_is_typed_are_printed_as_they_are(app, visitor, name):
    a_reachable_campaign(app)
    words = '#read("/etc/passwd") $x^2$ *b* _i_ @ref <w:t> &amp; {name} \\ [c]'
    letter = read(visitor, name, {"words": words, "name": "= Ada #1", "town": "- Bath"})
    assert squeezed(words) in squeezed(letter)
    assert in_order(letter, "= Ada #1", "- Bath", ADDRESS)
