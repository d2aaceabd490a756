"""What a document says: plain values, whole sentences, in the language they are to be read in."""

from dataclasses import dataclass
from typing import Literal, get_args

Paper = Literal["a4", "us-letter"]
PAPERS: tuple[Paper, ...] = get_args(Paper)
# Countries that write on US Letter (Unicode CLDR), and islands of the United States.
LETTER_COUNTRIES = frozenset(
    "BZ CA CL CO CR GT MX NI PA PH PR SV US VE AS GU MP UM VI".split()  # noqa: SIM905
)


def usual_paper(*countries: str) -> Paper:
    """Return the paper of an official or reader who is in one of these countries."""
    return "a4" if LETTER_COUNTRIES.isdisjoint(countries) else "us-letter"


@dataclass(frozen=True)
class Layout:
    """How a document lies on paper; `language` is a code such as `pt-BR`."""

    language: str
    direction: Literal["ltr", "rtl"] = "ltr"
    paper: Paper = "a4"


@dataclass(frozen=True)
class Run:
    """Words in one style; `link` is the address that they lead to."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, or one item of a list; `number` is 0 but for numbered items."""

    kind: Literal["heading", "paragraph", "quote", "item", "numbered"]
    runs: tuple[Run, ...]
    number: int = 0


@dataclass(frozen=True)
class Cover:
    """The cover sheet of a fax: a title, and rows of (label, value).

    An empty line of a value is one to write on. `pages` labels the number of pages.
    """

    title: str
    rows: tuple[tuple[str, str], ...]
    pages: str


@dataclass(frozen=True)
class Envelope:
    """What stands on an envelope; `hint` says how to use the page, `stamp` marks its place."""

    sender: tuple[str, ...]
    address: tuple[str, ...]
    stamp: str
    hint: str


@dataclass(frozen=True)
class Letter:
    """A letter. Where `sender` or `name` is empty, lines to fill in by hand take the place.

    `open_lines` labels those lines: ("Name", "Town"). `copies` is a line such as "Copy to: …",
    `reference` one such as "Case: UA 1/26".
    """

    layout: Layout
    sender: tuple[str, ...]
    date: str
    address: tuple[str, ...]
    subject: str
    salutation: str
    body: tuple[Block, ...]
    closing: str
    name: str
    open_lines: tuple[str, ...] = ()
    copies: str = ""
    reference: str = ""
    cover: Cover | None = None
    envelope: Envelope | None = None


@dataclass(frozen=True)
class SheetOfficial:
    """One of those who are written to; `facts` are rows of (label, value) such as a fax number."""

    name: str
    role: str
    address: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SheetSection:
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Photo:
    """A JPEG, what it shows, and who made it."""

    content: bytes
    alt: str
    credit: str = ""


@dataclass(frozen=True)
class Sheet:
    """The whole case on a page or two: what to ask, whom, by when, and the story.

    `link` is the address of the page, shown as words and as a QR code; `responsible` a line.
    """

    layout: Layout
    kicker: str
    title: str
    lead: str
    deadline: str
    demands: SheetSection
    officials_title: str
    officials: tuple[SheetOfficial, ...]
    sections: tuple[SheetSection, ...]
    link: str
    link_hint: str
    responsible: str = ""
    photo: Photo | None = None


@dataclass(frozen=True)
class Card:
    """The picture beside a shared link: 1200 by 630 pixels."""

    layout: Layout
    kicker: str
    title: str
    count: str
    site: str
    photo: Photo | None = None


@dataclass(frozen=True)
class NamePage:
    """A page of names: rows of (number, name, country), and the sentence that counts them."""

    rows: tuple[tuple[str, str, str], ...]
    total: str


@dataclass(frozen=True)
class Receipt:
    """A slip to cut off and give back: rows of (label, value), then lines to fill in by hand."""

    title: str
    hint: str
    rows: tuple[tuple[str, str], ...]
    open_lines: tuple[str, ...]
    stamp: str


@dataclass(frozen=True)
class Volume:
    """Names to hand over; the first of several volumes has the letter and the receipt.

    `columns` are the heads of number, name and country. `page_of` holds `{page}` and `{pages}`.
    """

    layout: Layout
    title: str
    columns: tuple[str, str, str]
    page_of: str
    pages: tuple[NamePage, ...]
    letter: Letter | None = None
    receipt: Receipt | None = None
