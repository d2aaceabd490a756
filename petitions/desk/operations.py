"""Switch parts of the site, and act on mails of the outbox: one transaction each, with an entry."""

from sqlalchemy import select

from petitions.accounts.audit import record
from petitions.db import db, now, transaction
from petitions.db.sql import upsert
from petitions.mail import operations as outbox
from petitions.mail.models import Mail
from petitions.web.flags import BOARD, PARTS, Board, cached_switches, default_poll_seconds

_WORDS = {True: "on", False: "off"}


def switch(part: str, *, on: bool, actor: str) -> None:
    """Switch a part of the site (one of PARTS) on or off."""
    with transaction():
        board = _locked_board()
        before = getattr(board, part)
        setattr(board, part, on)
        _note(board, part, _WORDS[before], _WORDS[on], actor)
    cached_switches().forget()


def set_poll_seconds(seconds: int | None, *, actor: str) -> None:
    """Say how long open pages wait between two looks (1 to 300); None is as the server is set."""
    with transaction():
        board = _locked_board()
        before, board.poll_seconds = board.poll_seconds, seconds
        _note(board, "poll interval", _in_words(before), _in_words(seconds), actor)
    cached_switches().forget()


def _in_words(seconds: int | None) -> str:
    if seconds is None:
        return f"{default_poll_seconds()} seconds, as the server is set"
    return f"{seconds} seconds"


def _note(board: Board, what: str, before: str, after: str, actor: str) -> None:
    """Say who did it, where it changed anything."""
    if before != after:
        board.changed_by, board.changed_at = actor, now()
        record(actor, "switched", what, before=before, after=after)


def _locked_board() -> Board:
    """Give the board, made on first use, locked so that each entry tells how it was just before."""
    first = upsert(Board).values(id=BOARD, **dict.fromkeys(PARTS, True))
    db.session.execute(first.on_conflict_do_nothing())
    return db.session.scalars(
        select(Board)
        .where(Board.id == BOARD)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def retry(mail_id: int, *, actor: str) -> bool:
    """Let one mail be tried again; tell whether there was one to try."""
    with transaction():
        done = outbox.retry(mail_id)
        if done:
            record(actor, "let be tried again", f"mail {mail_id}", kind=_kind(mail_id))
    return done


def retry_parked(*, actor: str) -> int:
    """Let everything that is parked be tried again; give how many."""
    with transaction():
        number = outbox.retry_parked()
        if number:
            record(actor, "let be tried again", "all parked mails", number=number)
    return number


def give_up(mail_id: int, *, actor: str) -> bool:
    """Never send one mail; tell whether there was one that could still go."""
    with transaction():
        done = outbox.give_up(mail_id)
        if done:
            record(actor, "gave up", f"mail {mail_id}", kind=_kind(mail_id))
    return done


def _kind(mail_id: int) -> str:
    return db.session.get_one(Mail, mail_id).kind
