"""What was found and has no field of its own: shown, so that nothing is lost without a word."""

from collections.abc import Iterator
from typing import NamedTuple

from flask_babel import gettext as _

from petitions.appeals.channels import CHANNELS
from petitions.urgent_actions.urgent_action import Official, UrgentAction
from petitions.web.i18n import is_language, language_name


class Also(NamedTuple):
    """A name, and lines."""

    id: str
    name: str
    lines: list[str]


def also_found(action: UrgentAction) -> list[Also]:
    """Give what an editor may want to take over by hand; the model letter comes on its own."""
    return [one for one in _all(action) if one.lines]


def _all(action: UrgentAction) -> Iterator[Also]:
    yield Also("also-persons", _("Who it is about"), action.persons)
    yield Also("also-languages", _("Languages to write in"), _languages(action))
    yield Also("also-channels", _("Ways to write"), _channels(action))
    yield Also("also-copies", _("More about who gets copies"), _copies(action))


def _languages(action: UrgentAction) -> list[str]:
    return [language_name(one) if is_language(one) else one for one in action.preferred_languages]


def _channels(action: UrgentAction) -> list[str]:
    return [str(CHANNELS[one].verb) if one in CHANNELS else one for one in action.channels]


def _copies(action: UrgentAction) -> list[str]:
    """Give the rest of those who get copies: a campaign keeps a name and an e-mail address."""
    return [line for one in action.copies_to if (line := _rest(one))]


def _rest(official: Official) -> str:
    rest = [*official.address, *official.fax, *official.phone, *official.twitter]
    name = official.name or official.role
    return ", ".join([name, *rest] if name and rest else rest)
