"""What a file is, is told by its content, and only then by its name."""

from io import BytesIO

import docx
import openpyxl
import pytest

from petitions.urgent_actions.uploads import UPLOAD_BYTES, text_of
from tests.urgent_actions.uploading import LETTER, pdf, saved, web_page, why

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["", "action.pdf", "action.docx", "action.txt", "action"])
def test_a_wrong_name_does_no_harm(name):
    document = docx.Document()
    document.add_paragraph("Write to the minister.")
    assert text_of(saved(document), name) == "Write to the minister."
    assert text_of(pdf("Write to the minister."), name) == "Write to the minister."
    assert text_of(web_page("<p>Write to the minister."), name) == "Write to the minister."
    assert text_of(LETTER.encode(), name) == LETTER


def test_the_name_tells_a_page_that_begins_without_tags():
    assert text_of(b"Write <b>now</b>.", "action.HTM") == "Write now."
    assert text_of(b"Write <b>now</b>.", "action.txt") == "Write <b>now</b>."


@pytest.mark.parametrize("content", [b"", b" \r\n\t "])
def test_a_file_without_content_is_empty(content):
    assert why(content) == "empty"


def test_more_than_two_megabytes_are_too_large():
    assert why(b"%PDF-" + b"a" * (UPLOAD_BYTES - 4)) == "too-large"
    assert why(b"%PDF-" + b"a" * (UPLOAD_BYTES - 5)) == "broken"


def test_more_than_one_megabyte_of_text_is_too_large():
    assert why(b"word " * 220_000) == "too-large"
    assert why(web_page("<p>word</p>" * 180_000)) == "too-large"
    assert why(b"word " * 200_000) == ""


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP"])
def test_a_picture_has_no_text_whatever_its_name(kind):
    assert why(picture(kind), "action.pdf") == "no-text"


def picture(kind):
    from PIL import Image

    output = BytesIO()
    Image.new("RGB", (9, 9)).save(output, kind)
    return output.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000, rb"{\rtf1\ansi Fax: +7 \'e9}"],
    ids=["word before 2007", "rich text"],
)
def test_older_kinds_are_told_apart(content):
    assert why(content, "action.doc") == "old-kind"


def test_a_locked_word_document_is_protected():
    stream = "EncryptedPackage".encode("utf-16-le")
    assert why(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + stream, "action.docx") == "protected"


def test_a_spreadsheet_is_of_an_unknown_kind():
    output = BytesIO()
    openpyxl.Workbook().save(output)
    assert why(output.getvalue(), "action.docx") == "unknown-kind"
