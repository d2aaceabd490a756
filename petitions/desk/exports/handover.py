"""The list on paper, to hand over: what is counted, and in which volumes it comes."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile

from sqlalchemy import select

from petitions.campaigns.models import Campaign
from petitions.campaigns.queries import WHOLE
from petitions.db import db, now
from petitions.desk.exports.paper import Bundle, Names, volume, withheld_words
from petitions.desk.exports.wishes import Watch, Wish, is_time_to_look
from petitions.documents.handover import unshown_in, volume_pdf
from petitions.documents.typesetting import NoFont, forget
from petitions.signing.exporting import Row, rows
from petitions.signing.models import FULL, INITIALS
from petitions.web.i18n import countries, speaking
from petitions.web.text import initials

VOLUME_NAMES = 2_000
# What is left after unshown_in(): marks that a font has, but not on that letter.
_MOST_TRIES = 20


@dataclass
class _Listing:
    """The list as a file of lines, where each volume starts, and what is counted on the way."""

    path: Path
    starts: list[int]
    total: int = 0
    withheld: int = 0
    sha256: str = ""

    def names(self, number: int) -> Iterator[tuple[str, str, str]]:
        """Give (number, name, country code) of one volume, counted from 0."""
        with self.path.open("rb") as file:
            file.seek(self.starts[number])
            for line in islice(file, VOLUME_NAMES):
                first, name, country = line.decode().rstrip("\n").split("\t")
                yield first, name, country


def make(wish: Wish, file: BinaryIO, work: Path, watch: Watch) -> int:
    """Write a PDF, or a ZIP of volumes where there are more names; give the number of names."""
    whole = select(Campaign).where(Campaign.id == wish.campaign_id).options(*WHOLE)
    campaign = db.session.scalars(whole).unique().one()
    with speaking(campaign.language):
        listing = _listing(wish, work / "list.txt", watch)
        bundle = Bundle(
            campaign=campaign,
            target=next((one for one in campaign.targets if one.slug == wish.target), None),
            paper=wish.paper,
            total=listing.total,
            withheld=listing.withheld,
            sha256=listing.sha256,
            volumes=max(len(listing.starts), 1),
        )
        _write(bundle, listing, file, watch)
    return listing.total


def _listing(wish: Wish, path: Path, watch: Watch) -> _Listing:
    """Write the list once, so that what is hashed, counted and printed is the same.

    It also lets the database go soon: to typeset the names takes much longer.
    """
    digest, found, withheld = hashlib.sha256(), _Listing(path, []), withheld_words()
    signed = rows(wish.campaign_id, wish.filters)
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
            if is_time_to_look(row.number):
                watch(0)
    found.sha256 = digest.hexdigest()
    return found


def as_shown(row: Row, withheld: str) -> tuple[str, str]:
    """Give name and country as the signer chose; who chose to be counted only has no country."""
    name = {FULL: row.name, INITIALS: initials(row.name)}.get(row.visibility, "")
    name = " ".join(name.split())
    return (name, row.country) if name else (withheld, "")


def _write(bundle: Bundle, listing: _Listing, file: BinaryIO, watch: Watch) -> None:
    if bundle.volumes <= 1:
        file.write(_typeset(bundle, listing, 0)[0])
        return
    with ZipFile(file, "w", ZIP_STORED) as box:
        for number in reversed(range(bundle.volumes)):  # the first says what the others hold
            watch(VOLUME_NAMES * (bundle.volumes - 1 - number))
            content, bundle.unshown = _typeset(bundle, listing, number)
            forget()
            box.writestr(_name(bundle, number + 1), content)
        with box.open("list.txt", "w") as text, listing.path.open("rb") as lines:
            shutil.copyfileobj(lines, text)


def _typeset(bundle: Bundle, listing: _Listing, number: int) -> tuple[bytes, int]:
    """Give a volume, and how many names up to now have a character that no font shows."""
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
