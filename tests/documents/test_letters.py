"""A letter says everything it was given, in the order in which a letter says it."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from petitions.documents.letters import letter_pdf
from tests.documents.reading import pages
from tests.documents.samples import ENGLISH, FAX, LONG, OPEN, POST, paragraph


def test_it_says_everything_in_order():
    (page,) = pages(letter_pdf(ENGLISH))
    body = [" ".join(run.text.strip() for run in block.runs) for block in ENGLISH.body]
    parts = [*ENGLISH.sender, *ENGLISH.address, ENGLISH.date, ENGLISH.subject, ENGLISH.salutation]
    parts += [*body, ENGLISH.closing, ENGLISH.name, ENGLISH.copies]
    page = page.replace(" . ", ". ").replace(" .", ".")
    places = [page.find(part.replace(" . ", ". ").replace(" .", "."), 0) for part in parts[:-2]]
    assert -1 not in places
    assert places == sorted(places)
    assert page.endswith(f"{ENGLISH.closing} {ENGLISH.name} {ENGLISH.copies}")


def test_demands_keep_their_numbers():
    (page,) = pages(letter_pdf(replace(ENGLISH, body=ENGLISH.body[4:5])))
    assert f"2. {ENGLISH.body[4].runs[0].text}" in page


def test_it_is_accessible():
    reader = PdfReader(BytesIO(letter_pdf(ENGLISH)))
    root = reader.trailer["/Root"]
    assert reader.metadata.title == ENGLISH.subject
    assert reader.metadata.author is None
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_the_same_letter_is_the_same_file():
    assert letter_pdf(ENGLISH) == letter_pdf(ENGLISH)


def test_what_nearly_fits_is_set_smaller_and_stays_on_one_page():
    nearly = replace(ENGLISH, body=(*ENGLISH.body * 2, *ENGLISH.body[3:6]))
    (page,) = pages(letter_pdf(nearly))
    assert page.endswith(ENGLISH.copies)
    assert _text_size(letter_pdf(nearly)) < _text_size(letter_pdf(ENGLISH)) == pytest.approx(11.5)


def test_what_does_not_fit_goes_on_with_the_signature_whole():
    first, second = pages(letter_pdf(LONG))
    assert ENGLISH.closing not in first
    assert f"{ENGLISH.closing} {ENGLISH.name}" in second
    assert second.endswith(" 2")
    assert _text_size(letter_pdf(LONG)) == pytest.approx(11.5)


@pytest.mark.parametrize("extra", range(0, 12, 3))
def test_closing_and_name_are_never_parted(extra):
    long = replace(LONG, body=(*LONG.body, *(paragraph("One line more.") for _ in range(extra))))
    for page in pages(letter_pdf(long)):
        assert (ENGLISH.closing in page) == (f"{ENGLISH.closing} {ENGLISH.name}" in page)


def test_a_letter_of_nobody_has_lines_to_write_on():
    (page,) = pages(letter_pdf(OPEN))
    assert page.startswith("Name Address Town His Excellency")
    assert f"{OPEN.closing} Name {OPEN.copies}" in page
    assert "Ada" not in page


def test_the_cover_of_a_fax_is_the_first_page():
    cover, letter = pages(letter_pdf(FAX))
    assert cover.startswith("Fax To His Excellency")
    assert "Fax number +999 1 234 5678" in cover
    assert cover.endswith("Pages, with this one 2")
    assert letter == pages(letter_pdf(ENGLISH))[0]


def test_the_envelope_is_the_last_page():
    letter, envelope = pages(letter_pdf(POST))
    assert letter == pages(letter_pdf(ENGLISH))[0]
    for part in (*ENGLISH.sender, *ENGLISH.address, POST.envelope.stamp, POST.envelope.hint):
        assert part in envelope


def _text_size(pdf):
    sizes = []

    def see(text, matrix, place, font, size):
        if text.strip():
            sizes.append(abs(size * place[0] * matrix[0]))

    PdfReader(BytesIO(pdf)).pages[0].extract_text(visitor_text=see)
    return max(set(sizes), key=sizes.count)
