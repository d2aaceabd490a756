"""Few Word documents take memory once they are made."""

import gc

import pytest
from docx.document import Document

from petitions.documents import memory
from petitions.documents.content import Layout, Letter
from petitions.documents.letters import letter_docx


@pytest.mark.slow
def test_of_many_word_documents_few_are_left(monkeypatch):
    monkeypatch.setattr(memory, "LEFT_TO_COLLECTOR", 3)
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
        for _ in range(9):
            assert letter_docx(letter).startswith(b"PK")
        left = [one for one in gc.get_objects() if isinstance(one, Document)]
        assert len(left) < 3
    finally:
        gc.enable()
