"""Lines of an envelope, for an address whose country is kept apart."""

from collections.abc import Sequence

from petitions.campaigns.postal import names_country
from petitions.desk.importing.loading.places import Place
from petitions.web.i18n import countries_in, is_language


def envelope_lines(lines: Sequence[str], place: Place | None, language: str) -> list[str]:
    """Give the lines without a country that the envelope would not recognise, and name again.

    It knows its name in the language of the campaign and in English: `Alemania` in a campaign in
    English goes, `Republic of Kazakhstan` stays.
    """
    kept = [line.strip() for line in lines if line.strip()]
    if place and place.line and not _is_recognised(place, language):
        return kept[:-1]
    return kept


def _is_recognised(place: Place, language: str) -> bool:
    own = countries_in(language).get(place.code, "") if is_language(language) else ""
    return names_country(place.line, place.code, own or place.code)
