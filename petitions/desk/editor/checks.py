"""Checks of what editors type, with their words. What is empty is left to the campaign's state."""

from collections.abc import Callable
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.validators import StopValidation

from petitions.campaigns.values import CONTROL

Check = Callable[[Form, Field], None]
# Beyond this nobody is read to the end; the whole form has to pass (see editor_page.ROOMY).
STORY_CHARACTERS = 100_000


def one_line(stored: Any) -> str:
    """Give a text, number or day on one line, without characters that nobody can read."""
    return " ".join(CONTROL.sub("", str(stored or "")).split())


def lines(stored: str | list[str] | None) -> str:
    """Give a text with its lines kept, without characters that nobody can read."""
    text = "\n".join(stored) if isinstance(stored, list) else stored or ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", text).strip("\n ")


def at_most(characters: int) -> Check:
    """Check that a text is not too long."""

    def check(_form: Form, field: Field) -> None:
        too_many = len(field.data or "") - characters
        if too_many > 0:
            words = _l(
                "This is longer than %(most)s characters. Shorten it by %(too_many)s.",
                most=characters,
                too_many=too_many,
            )
            raise StopValidation(words)

    return check


def right(check: Callable[[str], Any], words: LazyString) -> Check:
    """Check what is not empty with a check that raises ValueError, and put it as that gives it."""

    def check_field(_form: Form, field: Field) -> None:
        if not field.data:
            return
        try:
            found = check(field.data)
        except ValueError as error:
            raise StopValidation(words) from error
        if isinstance(found, str):
            field.data = found

    return check_field


def given(words: LazyString) -> Check:
    """Check that something was typed."""

    def check(_form: Form, field: Field) -> None:
        if not field.data:
            raise StopValidation(words)

    return check
