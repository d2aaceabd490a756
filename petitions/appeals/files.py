"""The files of an appeal: the letter as PDF, for Word and for mail programs, the fax likewise."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from petitions.appeals import letters
from petitions.appeals.channels import FAX, Channel
from petitions.appeals.composing import Appeal
from petitions.appeals.emails import draft
from petitions.documents.content import Letter
from petitions.documents.letters import letter_docx, letter_pdf

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL = "message/rfc822"

# Only of letters that nobody put a name to.
_kept_pdf, _kept_docx = lru_cache(64)(letter_pdf), lru_cache(64)(letter_docx)


@dataclass(frozen=True)
class File:
    """One kind of file, and how it is made; `make(appeal, is_open)` keeps what names nobody.

    `needs` is the channel without which it makes no sense: a fax without a number.
    """

    mimetype: str
    make: Callable[[Appeal, bool], bytes]
    needs: Channel | None = None


def _paper(
    build: Callable[[Appeal], Letter],
    make: Callable[[Letter], bytes],
    kept: Callable[[Letter], bytes],
) -> Callable[[Appeal, bool], bytes]:
    return lambda appeal, is_open: (kept if is_open else make)(build(appeal))


FILES = {
    "letter.pdf": File(PDF, _paper(letters.letter, letter_pdf, _kept_pdf)),
    "letter.docx": File(WORD, _paper(letters.letter, letter_docx, _kept_docx)),
    "letter.eml": File(MAIL, lambda appeal, _: draft(appeal)),
    "fax.pdf": File(PDF, _paper(letters.fax, letter_pdf, _kept_pdf), FAX),
    "fax.docx": File(WORD, _paper(letters.fax, letter_docx, _kept_docx), FAX),
}
