"""Whether a case is here already, by the number of its Urgent Action."""

from petitions.campaigns.queries import references
from petitions.desk.importing.loading.references import same_case


def known_slug(number: str | None) -> str:
    """Give the address of the newest campaign with this number, however it is written there."""
    case = same_case(number or "")
    if case is None:
        return ""
    found = (slug for slug, reference in references() if same_case(reference) == case)
    return next(found, "")
