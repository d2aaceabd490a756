"""Few Word documents take memory once they are made."""

import gc

from docx.document import Document

from petitions.documents.content import Layout, Letter
from petitions.documents.letters import letter_docx
from petitions.documents.memory import LEFT_TO_COLLECTOR


def test_of_many_word_documents_few_are_left():
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
        for _ in range(3 * LEFT_TO_COLLECTOR):
            assert letter_docx(letter).startswith(b"PK")
        left = [one for one in gc.get_objects() if isinstance(one, Document)]
        assert len(left) < LEFT_TO_COLLECTOR
    finally:
        gc.enable()
