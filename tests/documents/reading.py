"""What stands in a document that was made: read back by libraries that did not make it."""

import unicodedata
from io import BytesIO

import docx
from pypdf import PdfReader


def pages(pdf: bytes) -> list[str]:
    """The words of each page, single spaces between them."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Without spaces, and without marks that show nothing: readers disagree about those."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def word_text(document: bytes) -> str:
    """All paragraphs of a Word document, those in tables too, one a line."""
    body = docx.Document(BytesIO(document)).element.body
    return "\n".join(
        "".join(part.text or "" for part in paragraph.iter("{*}t"))
        for paragraph in body.iter("{*}p")
    )
