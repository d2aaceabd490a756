"""Filters as organisers read them."""

from collections.abc import Iterator

from flask_babel import gettext as _

from petitions.signing.filters import Filters
from petitions.signing.models import FULL, HIDDEN, INITIALS
from petitions.web.i18n import country_name, day_in_words


def in_words(filters: Filters) -> list[tuple[str, str]]:
    """Give what was looked for, as (label, value); the state goes without saying."""
    return list(_in_words(filters))


def _in_words(filters: Filters) -> Iterator[tuple[str, str]]:
    if filters.search:
        yield _("Search"), filters.search
    if filters.country:
        yield _("Country"), country_name(filters.country)
    if filters.visibility:
        shown = {HIDDEN: _("Not shown"), INITIALS: _("Initials"), FULL: _("Full name")}
        yield _("Name"), shown[filters.visibility]
    if filters.since:
        yield _("Signed from"), day_in_words(filters.since)
    if filters.until:
        yield _("Signed until"), day_in_words(filters.until)
