"""A draft that can be stored as it is, where no person has looked at it yet."""

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import gettext as _

from petitions.campaigns.contacts import EMAIL
from petitions.campaigns.drafts import CampaignDraft, TargetDraft
from petitions.campaigns.models import Copy
from petitions.desk.importing.open_questions import is_usable, unusable_words
from petitions.web.i18n import DEFAULT_LANGUAGE

LINE, REFERENCE = 200, 80


def storable(draft: CampaignDraft) -> tuple[CampaignDraft, list[str]]:
    """Give (the draft without what nobody could be reached by or that is too long, what was left).

    A wrong number is worse than none: whoever publishes the draft would not see it.
    """
    left: list[str] = []
    made = replace(
        draft,
        title=_fits(draft.title, LINE, left),
        reference=_fits(draft.reference, REFERENCE, left),
        language=draft.language or DEFAULT_LANGUAGE,
        targets=[_target(one, left) for one in draft.targets],
        copies_to=[_copy(one, left) for one in draft.copies_to],
    )
    return made, left


def _target(target: TargetDraft, left: list[str]) -> TargetDraft:
    left += list(_left_of(target))
    return replace(
        target,
        name=_fits(target.name, LINE, left),
        role=_fits(target.role, LINE, left),
        salutation=_fits(target.salutation, LINE, left),
        contacts=[one for one in target.contacts if is_usable(one)],
    )


def _left_of(target: TargetDraft) -> Iterator[str]:
    for contact in target.contacts:
        if not is_usable(contact):
            yield _("Left out: %(what)s. %(why)s", what=contact.value, why=unusable_words(contact))


def _copy(copy: Copy, left: list[str]) -> Copy:
    try:
        email = EMAIL.check(copy["email"]) if copy["email"] else ""
    except ValueError:
        left.append(_("Left out: %(what)s, which is no e-mail address.", what=copy["email"]))
        email = ""
    return Copy(name=_fits(copy["name"], LINE, left), email=email)


def _fits(text: str, most: int, left: list[str]) -> str:
    if len(text) <= most:
        return text
    left.append(_("Shortened: %(text)s", text=text))
    return text[: most - 1].rstrip() + "…"
