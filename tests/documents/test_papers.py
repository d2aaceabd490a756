"""Paper is what it is called, in points and in Word."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from petitions.documents.action_sheet import sheet_docx, sheet_pdf
from petitions.documents.content import PAPERS
from petitions.documents.letters import letter_docx, letter_pdf
from tests.documents.samples import POST, SHEET

POINTS = {"a4": (595, 842), "us-letter": (612, 792)}


def on(paper, document):
    return replace(document, layout=replace(document.layout, paper=paper))


def test_all_papers_are_known():
    assert set(POINTS) == set(PAPERS)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_letter_stands_upright_and_its_envelope_lies(paper):
    pages = PdfReader(BytesIO(letter_pdf(on(paper, POST)))).pages
    assert [_points(page.mediabox.width, page.mediabox.height) for page in pages] == [
        POINTS[paper],
        POINTS[paper][::-1],
    ]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_sheet_stands_upright(paper):
    box = PdfReader(BytesIO(sheet_pdf(on(paper, SHEET)))).pages[0].mediabox
    assert _points(box.width, box.height) == POINTS[paper]


@pytest.mark.parametrize("paper", PAPERS)
def test_word_is_told_the_same(paper):
    letter = docx.Document(BytesIO(letter_docx(on(paper, POST)))).sections
    sheet = docx.Document(BytesIO(sheet_docx(on(paper, SHEET)))).sections
    sizes = [_points(part.page_width.pt, part.page_height.pt) for part in (*letter, *sheet)]
    assert sizes == [POINTS[paper], POINTS[paper][::-1], POINTS[paper]]


def _points(width, height):
    return round(float(width)), round(float(height))
