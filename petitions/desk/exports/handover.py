"""The list on paper, to hand over: what is counted, in which volumes, and what stands on them."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy import select

from petitions.campaigns.contacts import address_block
from petitions.campaigns.models import Campaign, Target
from petitions.campaigns.queries import WHOLE
from petitions.db import db, now
from petitions.desk.exports.request import PROGRESS_ROWS, ExportRequest, OnProgress
from petitions.documents.content import Block, Layout, Letter, NamePage, Paper, Receipt, Run, Volume
from petitions.documents.signature_list import names_on_page, unshown_in, volume_pdf
from petitions.documents.typesetting import NoFont, forget
from petitions.signing.export_rows import ExportRow, export_rows
from petitions.signing.models import FULL, INITIALS
from petitions.web.i18n import countries, day_in_words, direction_of, speaking
from petitions.web.text import initials

ORGANISERS = 3  # lines to sign on
VOLUME_NAMES = 2_000
# What is left after unshown_in(): marks that a font has, but not on that letter.
_MOST_TRIES = 20


@dataclass
class Bundle:
    """All that is handed over. `unshown`: names with a character that no font shows, so far."""

    campaign: Campaign
    target: Target | None
    paper: Paper
    total: int
    withheld: int
    sha256: str
    volumes: int
    unshown: int = 0

    @property
    def layout(self) -> Layout:
        """Return how it lies on paper: in the language of the campaign."""
        language = self.campaign.language
        return Layout(language, direction_of(language), self.paper)


@dataclass(frozen=True)
class Names:
    """The names of one volume, counted from 0: lines of (number, name, country code)."""

    volume: int
    lines: list[tuple[str, str, str]]


def volume(bundle: Bundle, names: Names, country_names: dict[str, str], unshown: int) -> Volume:
    """Return a volume; the first has letter and receipt. `unshown` is what the letter says."""
    is_first = names.volume == 0
    return Volume(
        layout=bundle.layout,
        title=_title(bundle, names),
        columns=(_("No."), _("Name"), _("Country")),
        page_of=_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        pages=tuple(_pages(bundle.paper, names, country_names)),
        letter=_letter(bundle, unshown) if is_first else None,
        receipt=_receipt(bundle) if is_first else None,
    )


def withheld_words() -> str:
    """Return what stands in place of a name that is not shown, in the language being spoken."""
    return str(_("name withheld"))


def _title(bundle: Bundle, names: Names) -> str:
    title = bundle.campaign.title
    if bundle.volumes <= 1:
        return str(_("Signatures: %(title)s", title=title))
    return str(
        _(
            "Volume %(number)s of %(volumes)s, names %(first)s to %(last)s: %(title)s",
            number=names.volume + 1,
            volumes=bundle.volumes,
            first=format_decimal(int(names.lines[0][0])),
            last=format_decimal(int(names.lines[-1][0])),
            title=title,
        )
    )


def _pages(paper: Paper, names: Names, country_names: dict[str, str]) -> Iterator[NamePage]:
    most = names_on_page(paper)
    for start in range(0, len(names.lines), most):
        lines = names.lines[start : start + most]
        total = _(
            "Names %(first)s to %(last)s: %(here)s on this page, %(so_far)s so far.",
            first=format_decimal(int(lines[0][0])),
            last=format_decimal(int(lines[-1][0])),
            here=format_decimal(len(lines)),
            so_far=format_decimal(int(lines[-1][0])),
        )
        rows = ((number, name, country_names.get(code, code)) for number, name, code in lines)
        yield NamePage(tuple(rows), total)


def _letter(bundle: Bundle, unshown: int) -> Letter:
    return Letter(
        layout=bundle.layout,
        sender=(),
        date=day_in_words(now().date()),
        address=address_block(bundle.target) if bundle.target else (),
        subject=_("Signatures handed over: %(title)s", title=bundle.campaign.title),
        salutation=(bundle.target and bundle.target.salutation) or _("Dear Sir or Madam,"),
        body=tuple(_body(bundle, unshown)),
        closing=_("Yours sincerely,"),
        name="",
        open_lines=(_("Name"),) * ORGANISERS,
    )


def _body(bundle: Bundle, unshown: int) -> Iterator[Block]:
    number = format_decimal(bundle.total)
    yield _paragraph(
        ngettext(
            "With this letter we hand over %(number)s signature. Whoever signed confirmed it by "
            "e-mail, and says:",
            "With this letter we hand over %(number)s signatures. Everyone who signed confirmed "
            "it by e-mail, and says:",
            bundle.total,
            number=number,
        )
    )
    yield Block("quote", (Run(bundle.campaign.pledge),))
    yield _paragraph(_("This is what we ask:"))
    for demand in bundle.campaign.demands:
        yield Block("numbered", (Run(demand.text),), demand.number)
    yield from map(_paragraph, _facts(bundle, unshown))


def _facts(bundle: Bundle, unshown: int) -> Iterator[str]:
    if bundle.withheld:
        yield ngettext(
            "%(number)s of the signers chose to be counted only: the list has “%(words)s” there.",
            "%(number)s of the signers chose to be counted only: the list has “%(words)s” there.",
            bundle.withheld,
            number=format_decimal(bundle.withheld),
            words=withheld_words(),
        )
    if bundle.volumes > 1:
        yield _("The list comes in %(volumes)s volumes.", volumes=bundle.volumes)
    if unshown:
        yield ngettext(
            "%(number)s name has characters that we could not print. A mark stands for each.",
            "%(number)s names have characters that we could not print. A mark stands for each.",
            unshown,
            number=format_decimal(unshown),
        )
    yield _(
        "The SHA-256 of the list is %(sha256)s. Anybody can check it: it is made of one line for "
        "each signature, in UTF-8, with the number, a tab, the name as shown, a tab, the "
        "country’s code of two letters (none where the name is withheld) and a line feed.",
        sha256=bundle.sha256,
    )
    yield _("Please sign the receipt on the last page of this volume, and give it back to us.")


def _receipt(bundle: Bundle) -> Receipt:
    return Receipt(
        title=_("Receipt"),
        hint=_("Cut along the line and give this part back."),
        rows=(
            (_("Case"), bundle.campaign.title),
            (_("Signatures received"), format_decimal(bundle.total)),
            (_("Volumes"), format_decimal(bundle.volumes)),
            (_("SHA-256 of the list"), bundle.sha256),
        ),
        open_lines=(_("Name"), _("Office"), _("Date"), _("Signature")),
        stamp=_("Stamp"),
    )


def _paragraph(words: str) -> Block:
    return Block("paragraph", (Run(words),))


@dataclass
class _Listing:
    """The list as a file of lines, where each volume starts, and what is counted on the way."""

    path: Path
    starts: list[int]
    total: int = 0
    withheld: int = 0
    sha256: str = ""

    def names(self, number: int) -> Iterator[tuple[str, str, str]]:
        """Return (number, name, country code) of one volume, counted from 0."""
        with self.path.open("rb") as file:
            file.seek(self.starts[number])
            for line in islice(file, VOLUME_NAMES):
                first, name, country = line.decode().rstrip("\n").split("\t")
                yield first, name, country


def write(request: ExportRequest, file: BinaryIO, work: Path, on_progress: OnProgress) -> int:
    """Write a PDF, or a ZIP of volumes where there are more names; return the number of names."""
    whole = select(Campaign).where(Campaign.id == request.campaign_id).options(*WHOLE)
    campaign = db.session.scalars(whole).unique().one()
    with speaking(campaign.language):
        listing = _listing(request, work / "list.txt", on_progress)
        bundle = Bundle(
            campaign=campaign,
            target=next((one for one in campaign.targets if one.slug == request.target), None),
            paper=request.paper,
            total=listing.total,
            withheld=listing.withheld,
            sha256=listing.sha256,
            volumes=max(len(listing.starts), 1),
        )
        _write(bundle, listing, file, on_progress)
    return listing.total


def _listing(request: ExportRequest, path: Path, on_progress: OnProgress) -> _Listing:
    """Write the list once, so that what is hashed, counted and printed is the same.

    It also lets the database go soon: to typeset the names takes much longer.
    """
    digest, found, withheld = hashlib.sha256(), _Listing(path, []), withheld_words()
    signed = export_rows(request.campaign_id, request.filters)
    with path.open("wb") as file, closing(signed):
        for row in signed:
            if found.total % VOLUME_NAMES == 0:
                found.starts.append(file.tell())
            name, country = as_shown(row, withheld)
            line = f"{row.number}\t{name}\t{country}\n".encode()
            file.write(line)
            digest.update(line)
            found.total += 1
            found.withheld += name == withheld
            if row.number % PROGRESS_ROWS == 0:
                on_progress(0)
    found.sha256 = digest.hexdigest()
    return found


def as_shown(row: ExportRow, withheld: str) -> tuple[str, str]:
    """Return name and country as the signer chose; who chose to be counted only has no country."""
    name = {FULL: row.name, INITIALS: initials(row.name)}.get(row.visibility, "")
    name = " ".join(name.split())
    return (name, row.country) if name else (withheld, "")


def _write(bundle: Bundle, listing: _Listing, file: BinaryIO, on_progress: OnProgress) -> None:
    if bundle.volumes <= 1:
        file.write(_typeset(bundle, listing, 0)[0])
        return
    with ZipFile(file, "w", ZIP_STORED) as box:
        for number in reversed(range(bundle.volumes)):  # the first says what the others hold
            on_progress(VOLUME_NAMES * (bundle.volumes - 1 - number))
            content, bundle.unshown = _typeset(bundle, listing, number)
            forget()
            box.writestr(_name(bundle, number + 1), content)
        with box.open("list.txt", "w") as text, listing.path.open("rb") as lines:
            shutil.copyfileobj(lines, text)


def _typeset(bundle: Bundle, listing: _Listing, number: int) -> tuple[bytes, int]:
    """Return a volume, and how many names up to now have a character that no font shows."""
    names = Names(number, list(listing.names(number)) if listing.starts else [])
    country_names = dict(countries())
    unshown = unshown_in((name for _, name, _ in names.lines), bundle.layout)
    for _try in range(_MOST_TRIES):
        hurt = sum(not unshown.isdisjoint(name) for _, name, _ in names.lines)
        try:
            content = volume(bundle, names, country_names, bundle.unshown + hurt)
            return volume_pdf(content, unshown), bundle.unshown + hurt
        except NoFont as problem:
            unshown |= set(problem.characters)
    raise NoFont("".join(unshown))


def _name(bundle: Bundle, number: int) -> str:
    figures = len(str(bundle.volumes))
    volume = f"volume-{number:0{figures}}-of-{bundle.volumes}"
    return f"{bundle.campaign.slug}-{now().date()}-{volume}.pdf"
