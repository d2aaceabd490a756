"""Switch: one transaction each, and an entry of the log with how it was and how it is."""

from sqlalchemy import select

from petitions.accounts.audit import record
from petitions.db import db, now, transaction
from petitions.db.sql import upsert
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
