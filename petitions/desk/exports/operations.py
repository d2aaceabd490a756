"""Exports: note what was given out, hand long ones to the worker, forget them in time."""

import hashlib
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Self, TypeAlias, cast

from sqlalchemy import ColumnElement, Select, delete, exists, select, update

from petitions.accounts.audit import record
from petitions.accounts.models import Organiser
from petitions.accounts.operations import tell_other_admins
from petitions.campaigns.models import Campaign
from petitions.config import settings
from petitions.db import db, now, transaction
from petitions.db.sql import locked
from petitions.desk.models import EXPIRED, FAILED, READY, RUNNING, WAITING, Export
from petitions.documents.content import PAPERS, Paper
from petitions.signing.filters import Filters

# Called every now and then with the number of rows done; it may stop the work by raising.
OnProgress: TypeAlias = Callable[[int], None]
PROGRESS_ROWS = 200  # between two calls: one for each row would take longer than writing it
EXPORTED_MAIL = "exported"
WORK_PREFIX = "work-"  # of the names of folders in which an export is being made
FILE_LIFE = timedelta(minutes=15)
ROW_LIFE = timedelta(days=1)  # so long a page says what became of it
LEASE = timedelta(minutes=5)
RECEIPTS = 100  # on the page
LONGEST = timedelta(hours=6)  # what was not made by then, never will be


class ExportLost(Exception):
    """Another worker has taken over, or nobody wants the list any more."""


@dataclass(frozen=True)
class ExportRequest:
    """A list of one campaign; `target` (its slug) and `paper` are for the hand-over alone."""

    kind: str
    campaign_id: int
    filters: Filters
    target: str = ""
    paper: Paper = "a4"

    def as_json(self) -> dict[str, Any]:
        """Return what a row of the database keeps beside kind and campaign."""
        return self.filters.as_query() | {"target": self.target, "paper": self.paper}

    @classmethod
    def read(cls, kind: str, campaign_id: int, values: dict[str, Any]) -> Self:
        """Return the request that a row keeps, or an address asks for."""
        paper = values.get("paper") if values.get("paper") in PAPERS else "a4"
        target = values.get("target", "")
        return cls(kind, campaign_id, Filters.read(values), target, cast("Paper", paper))


@dataclass
class Claimed:
    """An export that this worker is making, until `due_at`."""

    id: int
    request: ExportRequest
    due_at: datetime


def note_given(
    organiser: Organiser,
    campaign: Campaign,
    request: ExportRequest,
    number: int,
    reason: str,
    *,
    sha256: str,
) -> None:
    """Note in the audit log that a list was given out at once, and keep its receipt."""
    with transaction() as session:
        at = now()
        made = {"state": EXPIRED, "rows_done": number, "made_at": at, "ready_at": at}
        export = _export(organiser, campaign, request, number, reason)
        for name, value in (made | {"given_at": at, "sha256": sha256}).items():
            setattr(export, name, value)
        export.filters = _without_search(request.filters)
        session.add(export)
        _record(organiser, campaign, request, number, reason)


def order(
    organiser: Organiser, campaign: Campaign, request: ExportRequest, number: int, reason: str
) -> int:
    """Ask the worker for a list, and note it in the audit log; return the number of the export."""
    with transaction() as session:
        export = _export(organiser, campaign, request, number, reason)
        session.add(export)
        session.flush()
        _record(organiser, campaign, request, number, reason)
        return export.id


def claim() -> Claimed | None:
    """Take an export that is due, and nobody else takes it within the lease.

    Should this process die, it comes back by itself.
    """
    if not db.session.scalar(select(exists().where(_is_due()))):  # without the lock on writing
        return None
    with transaction() as session:
        due = select(Export.id).where(_is_due()).order_by(Export.id).limit(1)
        taken = update(Export).where(Export.id.in_(locked(due)))
        values = {"state": RUNNING, "due_at": now() + LEASE, "rows_done": 0}
        columns = (Export.id, Export.kind, Export.campaign_id, Export.filters, Export.due_at)
        row = session.execute(taken.values(values).returning(*columns)).first()
    return Claimed(row.id, ExportRequest.read(*row[1:4]), row.due_at) if row else None


def note_progress(export: Claimed, rows_done: int) -> None:
    """Note how far the making of an export is, and renew its lease.

    Raises:
        ExportLost: it belongs to this worker no longer.

    """
    due_at = now() + LEASE
    _note(export, rows_done=rows_done, due_at=due_at)
    export.due_at = due_at


def note_ready(export: Claimed, number: int, sha256: str) -> None:
    """Note that the file is there, with so many rows.

    Raises:
        ExportLost: it belongs to this worker no longer.

    """
    given = {"rows": number, "rows_done": number, "sha256": sha256}
    _note(export, state=READY, ready_at=now(), **given)


def note_failed(export: Claimed) -> None:
    """Note that the list could not be made."""
    with suppress(ExportLost):
        _note(export, state=FAILED, ready_at=now())


def give_back(export: Claimed) -> None:
    """Let another worker make the export, from its beginning."""
    with suppress(ExportLost):
        _note(export, state=WAITING, rows_done=0, due_at=now())


def export_folder() -> Path:
    """Return the folder of exports, which nobody else on this machine may read."""
    path = settings().instance / "exports"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def path_of(number: int) -> Path:
    """Return where the file of an export is, once it is ready."""
    return export_folder() / str(number)


def receipts(campaign_id: int) -> list[Export]:
    """Return the lists of a campaign that were given out last, the newest first."""
    newest = _given(campaign_id).order_by(Export.id.desc()).limit(RECEIPTS)
    return list(db.session.scalars(newest))


def receipt(campaign_id: int, number: int) -> Export | None:
    """Return one list that was given out."""
    return db.session.scalar(_given(campaign_id).where(Export.id == number))


def has_expired(export: Export, organiser: Organiser) -> bool:
    """Return True if nobody gets an export any more: fetched, late, or of a former role."""
    late = export.ready_at is not None and now() > export.ready_at + FILE_LIFE
    given_at = organiser.role_changed_at
    return export.state == EXPIRED or late or (given_at is not None and given_at >= export.made_at)


def hand_out(number: int) -> BinaryIO | None:
    """Open the file of an export for the one who fetches it, once; None where it is gone."""
    path = path_of(number)
    try:
        opened = path.open("rb")
    except FileNotFoundError:
        return None
    with transaction() as session:
        ready = (Export.id == number) & (Export.state == READY)
        asked = Filters.read(session.scalar(select(Export.filters).where(ready)) or {})
        values = {"state": EXPIRED, "filters": _without_search(asked), "given_at": now()}
        handed = session.execute(update(Export).where(ready).values(values))
    if not handed.rowcount:  # type: ignore[attr-defined]  # somebody else was faster
        opened.close()
        return None
    path.unlink(missing_ok=True)
    return opened


def sweep() -> int:
    """Delete files that have served their time, and forget what was searched for.

    Return the number of exports deleted. Has transactions of its own: files know of none.
    """
    folder = export_folder()
    files = [path for path in folder.iterdir() if path.is_file()]  # before their rows are read
    with transaction() as session:
        waits = Export.state.in_((WAITING, RUNNING)) & (Export.made_at < now() - LONGEST)
        session.execute(update(Export).where(waits).values(state=FAILED, ready_at=now()))
        over = Export.state.in_((READY, FAILED)) & (Export.ready_at < now() - FILE_LIFE)
        session.execute(update(Export).where(over).values(state=EXPIRED, filters={}))
        past = (Export.ready_at < now() - ROW_LIFE) & Export.given_at.is_(None)
        gone = session.execute(delete(Export).where(past))
        wanted = session.scalars(select(Export.id).where(Export.state.in_((READY, RUNNING))))
        numbers = {str(number) for number in wanted}
    for path in files:
        if path.stem not in numbers and not path.name.startswith(WORK_PREFIX):
            path.unlink(missing_ok=True)
    # What a process that was killed has left: nobody wrote to it for a while.
    for work in folder.glob(f"{WORK_PREFIX}*"):
        newest = max(path.stat().st_mtime for path in (work, *work.glob("*")))
        if newest < time.time() - FILE_LIFE.total_seconds():
            shutil.rmtree(work, ignore_errors=True)
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


def sha256_of(file: BinaryIO) -> str:
    """Return by what anybody can tell that a file is this one."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # has readinto


def _export(
    organiser: Organiser, campaign: Campaign, request: ExportRequest, number: int, reason: str
) -> Export:
    return Export(
        organiser_id=organiser.id,
        actor=organiser.email,
        campaign_id=campaign.id,
        kind=request.kind,
        filters=request.as_json(),
        rows=number,
        reason=reason,
    )


def _without_search(filters: Filters) -> dict[str, str]:
    """Return filters for a receipt: that somebody was searched for, not who."""
    return replace(filters, search="…" if filters.search else "").as_query()


def _is_due() -> ColumnElement[bool]:
    is_wanted = Export.organiser_id.is_not(None)
    return Export.state.in_((WAITING, RUNNING)) & (Export.due_at <= now()) & is_wanted


def _note(export: Claimed, **values: Any) -> None:
    still_ours = (Export.id == export.id) & (Export.state == RUNNING)
    still_ours &= Export.due_at == export.due_at
    with transaction() as session:
        noted = session.execute(update(Export).where(still_ours).values(values))
        if not noted.rowcount:  # type: ignore[attr-defined]
            raise ExportLost


def _record(
    organiser: Organiser, campaign: Campaign, request: ExportRequest, number: int, reason: str
) -> None:
    """Record an export, and tell the other admins.

    Which filters, not what for: a name may have been searched for.
    """
    entry = record(
        organiser.email,
        "exported",
        f"campaign {campaign.slug}",
        kind=request.kind,
        number=number,
        reason=reason,
        filters=sorted(request.filters.as_query().keys() - {"state"}),
    )
    about = {"entry": entry.number, "campaign": campaign.id}
    tell_other_admins(EXPORTED_MAIL, about, actor=organiser.email)


def _given(campaign_id: int) -> Select[Export]:
    given = Export.given_at.is_not(None)
    return select(Export).where(Export.campaign_id == campaign_id, given)
