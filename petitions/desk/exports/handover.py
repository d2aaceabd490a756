"""The list on paper, to hand over: what is counted, in which volumes, and what stands on them."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeAlias
from zipfile import ZIP_STORED, ZipFile

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from petitions.campaigns.contacts import address_block, responsible_for
from petitions.campaigns.models import Campaign, Target
from petitions.campaigns.queries import WHOLE
from petitions.db import db, now
from petitions.desk.exports.operations import PROGRESS_ROWS, ExportRequest, OnProgress
from petitions.documents.content import Block, Layout, Letter, NamePage, Receipt, Run, Volume
from petitions.documents.signature_list import names_on_page, unshown_in, volume_pdf
from petitions.documents.typesetting import NoFont, forget
from petitions.organisation.queries import organisation
from petitions.signing.filters import export_rows
from petitions.signing.models import FULL, INITIALS
from petitions.web.i18n import countries, day_in_words, direction_of, speaking
from petitions.web.text import initials

ORGANISERS = 3  # lines to sign on
VOLUME_NAMES = 2_000
WITHHELD = _l("name withheld")
# What is left after unshown_in(): marks that a font has, but not on that letter.
_MOST_TRIES = 20

NameLine: TypeAlias = tuple[str, str, str]  # number, name, country code


@dataclass
class Bundle:
    """All that is handed over. The list is a file of lines; `starts` says where volumes begin."""

    campaign: Campaign
    target: Target | None
    layout: Layout
    path: Path
    starts: list[int] = field(default_factory=list)
    total: int = 0
    withheld: int = 0
    sha256: str = ""


def write(request: ExportRequest, file: BinaryIO, work: Path, on_progress: OnProgress) -> int:
    """Write a PDF, or a ZIP of volumes where there are more names; return the number of names."""
    whole = select(Campaign).where(Campaign.id == request.campaign_id).options(*WHOLE)
    campaign = db.session.scalars(whole).unique().one()
    targets = {target.slug: target for target in campaign.targets}
    with speaking(campaign.language):
        layout = Layout(campaign.language, direction_of(campaign.language), request.paper)
        bundle = Bundle(campaign, targets.get(request.target), layout, work / "list.txt")
        _write_list(bundle, request, on_progress)
        if len(bundle.starts) <= 1:
            file.write(_typeset(bundle, 0, 0)[0])
        else:
            _write_volumes(bundle, file, on_progress)
    return bundle.total


def _write_list(bundle: Bundle, request: ExportRequest, on_progress: OnProgress) -> None:
    """Write the list once, so that what is hashed, counted and printed is the same.

    It also lets the database go soon: to typeset the names takes much longer.
    """
    digest, withheld = hashlib.sha256(), str(WITHHELD)
    signed = export_rows(request.campaign_id, request.filters)
    with bundle.path.open("wb") as file, closing(signed):
        for row in signed:
            if bundle.total % VOLUME_NAMES == 0:
                bundle.starts.append(file.tell())
            name, country = row.name if row.visibility == FULL else "", row.country
            if row.visibility == INITIALS:
                name = initials(row.name)
            name = " ".join(name.split())
            if not name:
                name, country = withheld, ""
            line = f"{row.number}\t{name}\t{country}\n".encode()
            file.write(line)
            digest.update(line)
            bundle.total += 1
            bundle.withheld += name == withheld
            if row.number % PROGRESS_ROWS == 0:
                on_progress(0)
    bundle.sha256 = digest.hexdigest()


def _write_volumes(bundle: Bundle, file: BinaryIO, on_progress: OnProgress) -> None:
    volumes, unshown = len(bundle.starts), 0
    with ZipFile(file, "w", ZIP_STORED) as box:
        for index in reversed(range(volumes)):  # the first says what the others hold
            on_progress(VOLUME_NAMES * (volumes - 1 - index))
            content, unshown = _typeset(bundle, index, unshown)
            forget()
            number = f"{index + 1:0{len(str(volumes))}}"
            name = f"{bundle.campaign.slug}-{now().date()}-volume-{number}-of-{volumes}.pdf"
            box.writestr(name, content)
        with box.open("list.txt", "w") as text, bundle.path.open("rb") as lines:
            shutil.copyfileobj(lines, text)


def _typeset(bundle: Bundle, index: int, unshown_before: int) -> tuple[bytes, int]:
    """Return a volume, and how many names up to now have a character that no font shows."""
    lines: list[NameLine] = []
    if bundle.starts:
        with bundle.path.open("rb") as file:
            file.seek(bundle.starts[index])
            for line in islice(file, VOLUME_NAMES):
                number, name, country = line.decode().rstrip("\n").split("\t")
                lines.append((number, name, country))
    characters = unshown_in((name for _, name, _ in lines), bundle.layout)
    for _try in range(_MOST_TRIES):
        unshown = unshown_before
        unshown += sum(not characters.isdisjoint(name) for _, name, _ in lines)
        try:
            return volume_pdf(_volume(bundle, index, lines, unshown), characters), unshown
        except NoFont as problem:
            characters |= set(problem.characters)
    raise NoFont("".join(characters))


def _volume(bundle: Bundle, index: int, lines: list[NameLine], unshown: int) -> Volume:
    """Return a volume; the first has letter and receipt. `unshown` is what the letter says."""
    title = bundle.campaign.title
    if len(bundle.starts) <= 1:
        heading = _("Signatures: %(title)s", title=title)
    else:
        heading = _(
            "Volume %(number)s of %(volumes)s, names %(first)s to %(last)s: %(title)s",
            number=index + 1,
            volumes=len(bundle.starts),
            first=format_decimal(int(lines[0][0])),
            last=format_decimal(int(lines[-1][0])),
            title=title,
        )
    return Volume(
        layout=bundle.layout,
        title=heading,
        columns=(_("No."), _("Name"), _("Country")),
        page_of=_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        pages=tuple(_pages(lines, names_on_page(bundle.layout.paper))),
        letter=_letter(bundle, unshown) if index == 0 else None,
        receipt=_receipt(bundle) if index == 0 else None,
    )


def _pages(lines: list[NameLine], page_names: int) -> Iterator[NamePage]:
    country_names = dict(countries())
    for start in range(0, len(lines), page_names):
        here = lines[start : start + page_names]
        total = _(
            "Names %(first)s to %(last)s: %(here)s on this page, %(so_far)s so far.",
            first=format_decimal(int(here[0][0])),
            last=format_decimal(int(here[-1][0])),
            here=format_decimal(len(here)),
            so_far=format_decimal(int(here[-1][0])),
        )
        rows = ((number, name, country_names.get(code, code)) for number, name, code in here)
        yield NamePage(tuple(rows), total)


def _letter(bundle: Bundle, unshown: int) -> Letter:
    campaign, target = bundle.campaign, bundle.target
    body = (
        _paragraph(
            ngettext(
                "With this letter we hand over %(number)s signature. Whoever signed confirmed it "
                "by e-mail, and says:",
                "With this letter we hand over %(number)s signatures. Everyone who signed "
                "confirmed it by e-mail, and says:",
                bundle.total,
                number=format_decimal(bundle.total),
            )
        ),
        Block("quote", (Run(campaign.pledge),)),
        _paragraph(_("This is what we ask:")),
        *(Block("numbered", (Run(demand.text),), demand.number) for demand in campaign.demands),
        *map(_paragraph, _facts(bundle, unshown)),
    )
    return Letter(
        layout=bundle.layout,
        sender=_sender(campaign),
        date=day_in_words(now().date()),
        address=address_block(target) if target else (),
        subject=_("Signatures handed over: %(title)s", title=campaign.title),
        salutation=(target and target.salutation) or _("Dear Sir or Madam,"),
        body=body,
        closing=_("Yours sincerely,"),
        name="",
        open_lines=(_("Name"),) * ORGANISERS,
    )


def _sender(campaign: Campaign) -> tuple[str, ...]:
    """Return who hands over, line by line; the postal address is that of the site's own."""
    responsible, ours = responsible_for(campaign), organisation()
    address = ours.postal_address.splitlines() if responsible.name == ours.name else []
    return tuple(filter(None, (responsible.name, *address, responsible.contact)))


def _paragraph(words: str) -> Block:
    return Block("paragraph", (Run(words),))


def _facts(bundle: Bundle, unshown: int) -> Iterator[str]:
    if bundle.withheld:
        yield ngettext(
            "%(number)s of the signers chose to be counted only: the list has “%(words)s” there.",
            "%(number)s of the signers chose to be counted only: the list has “%(words)s” there.",
            bundle.withheld,
            number=format_decimal(bundle.withheld),
            words=WITHHELD,
        )
    if len(bundle.starts) > 1:
        yield _("The list comes in %(volumes)s volumes.", volumes=len(bundle.starts))
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
            (_("Campaign"), bundle.campaign.title),
            (_("Signatures received"), format_decimal(bundle.total)),
            (_("Volumes"), format_decimal(max(len(bundle.starts), 1))),
            (_("SHA-256 of the list"), bundle.sha256),
        ),
        open_lines=(_("Name"), _("Office"), _("Date"), _("Signature")),
        stamp=_("Stamp"),
    )
