"""A Word document takes no memory once it is made."""

import gc

from docx.document import Document

from petitions.documents.content import Layout, Letter
from petitions.documents.letters import letter_docx


def test_nothing_of_a_word_document_is_left():
    letter = Letter(
        layout=Layout("en", "ltr", "a4"),
        sender=("Ada",),
        date="1 May",
        address=("Ministry",),
        subject="Free the nurse",
        salutation="Dear Minister",
        body=(),
        closing="Yours sincerely",
        name="Ada",
        open_lines=("Name", "Town"),
        copies="",
    )
    gc.disable()
    try:
        assert letter_docx(letter).startswith(b"PK")
        assert not [one for one in gc.get_objects() if isinstance(one, Document)]
    finally:
        gc.enable()
