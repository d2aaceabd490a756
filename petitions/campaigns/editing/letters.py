"""Write, remove and put back what organisers say in letters in one language."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import Any

from petitions.campaigns.drafts import LetterDraft
from petitions.campaigns.editing.operations import (
    Edit,
    StillNeeded,
    details_of,
    editing,
    letter_part,
    raise_version,
)
from petitions.campaigns.models import Campaign, ModelLetter
from petitions.campaigns.operations import ChangedMeanwhile
from petitions.db import db

COLUMNS = ("subject", "opening", "other_openings", "closing", "other_closings", "text")


class UnknownLetter(Exception):
    """There are no such words (any more), or nothing to put back."""


class LetterExists(Exception):
    """Somebody wrote letters in this language anew."""


@dataclass(frozen=True)
class LetterWords:
    """What stands in letters in one language.

    `demands` are the wordings by the id of each demand, `{"7": ["Libérez-la.", "Rendez-lui la
    liberté."]}`; an empty first one is the campaign's own. `salutations` are by target slug.
    """

    columns: Mapping[str, Any]
    demands: Mapping[str, list[str]]
    salutations: Mapping[str, str]


def words_of(campaign: Campaign, language: str) -> LetterWords:
    """Return what letters in a language say, for every demand and target."""
    letter = campaign.letter_in(language) or ModelLetter(**asdict(LetterDraft(language)))
    texts = zip_longest(campaign.demands, letter.demands, letter.other_demands)
    return LetterWords(
        {name: getattr(letter, name) for name in COLUMNS},
        {str(demand.id): [text or "", *(others or [])] for demand, text, others in texts if demand},
        {target.slug: letter.salutations.get(target.slug, "") for target in campaign.targets},
    )


def model_letter(campaign: Campaign, language: str, words: LetterWords) -> ModelLetter:
    """Return the letter as it would be stored."""
    wordings = [words.demands.get(str(demand.id), [""]) for demand in campaign.demands]
    if language != campaign.language:  # no other text stands in place of an empty first
        wordings = [list(filter(None, each)) or [""] for each in wordings]
    texts, others = [each[0] for each in wordings], [list(each[1:]) for each in wordings]
    slugs = {target.slug for target in campaign.targets}
    return ModelLetter(
        **words.columns,
        language=language,
        demands=texts if any(texts) else [],
        other_demands=others if any(others) else [],
        salutations={
            slug: text for slug, text in words.salutations.items() if text and slug in slugs
        },
    )


def save_letter(slug: str, language: str, version: int, words: LetterWords, *, actor: str) -> None:
    """Store what letters in a language say.

    Raises:
        UnknownCampaign, ChangedMeanwhile, StillNeeded: nothing is stored. StillNeeded names the
            demands, by their ids, that visitors would no longer read in this language.

    """
    with editing(slug, letter_part(language), version, actor) as edit:
        campaign = edit.campaign
        if words.demands.keys() != {str(demand.id) for demand in campaign.demands}:
            raise ChangedMeanwhile
        if edit.is_public and language != campaign.language:
            before = words_of(campaign, language).demands
            is_new = campaign.letter_in(language) is None
            unsaid = [id_ for id_, said in words.demands.items() if not any(said)]
            if lost := [id_ for id_ in unsaid if is_new or any(before[id_])]:
                raise StillNeeded(lost)
        _write(edit, language, words)


def remove_letter(slug: str, language: str, version: int, *, actor: str) -> int | None:
    """Remove what letters in a language say; return the number of the entry that holds it.

    Raises:
        UnknownCampaign, UnknownLetter, ChangedMeanwhile: nothing is removed.

    """
    with editing(slug, letter_part(language), version, actor) as edit:
        letter = edit.campaign.letter_in(language)
        if letter is None:
            raise UnknownLetter(language)
        words = asdict(words_of(edit.campaign, language))
        edit.details["removed_letter"] = {"language": language} | words
        db.session.delete(letter)
        db.session.flush()
        db.session.expire(edit.campaign, ["letters"])
    return edit.entry_number


def restore_letter(slug: str, entry_number: int, *, actor: str) -> str:
    """Put back what an entry says was removed; return the language.

    Raises:
        UnknownCampaign, UnknownLetter, LetterExists: nothing is stored.

    """
    removed = removed_letter(slug, entry_number)
    if removed is None:
        raise UnknownLetter(entry_number)
    language = removed.pop("language")
    with editing(slug, "letters", None, actor) as edit:
        if edit.campaign.letter_in(language):
            raise LetterExists(language)
        _write(edit, language, LetterWords(**removed))
        raise_version(edit.campaign, letter_part(language))
    return str(language)


def removed_letter(slug: str, entry_number: int) -> dict[str, Any] | None:
    """Return what an entry says was removed: its `language`, and the fields of LetterWords."""
    removed = details_of(slug, entry_number).get("removed_letter")
    return dict(removed) if removed else None


def _write(edit: Edit, language: str, words: LetterWords) -> None:
    campaign = edit.campaign
    written, empty = model_letter(campaign, language, words), asdict(LetterDraft(language))
    values = {name: getattr(written, name) for name in empty}
    letter = campaign.letter_in(language)
    if letter is None and language == campaign.language and values == empty:
        return  # they are the site's own as before
    if letter is None:
        number = max((other.number for other in campaign.letters), default=0) + 1
        letter = ModelLetter(campaign_id=campaign.id, number=number, **empty)
        db.session.add(letter)
        edit.details["added"] = language
    edit.set_columns(letter, values)
    db.session.flush()
    db.session.expire(campaign, ["letters"])
