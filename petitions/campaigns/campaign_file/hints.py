"""What is allowed in a campaign file, and yet seldom meant."""

from collections.abc import Iterator

from petitions.campaigns.drafts import CampaignDraft, LetterDraft
from petitions.web.i18n import is_translated


def hints(draft: CampaignDraft) -> Iterator[str]:
    """Give what the organisers may want to add, a sentence each."""
    letters = {letter.language: letter for letter in draft.letters}
    for language in {draft.language, *letters}:
        letter = letters.get(language, LetterDraft(language))
        if not is_translated(language):
            yield from _missing_words(letter)
    for letter in draft.letters:
        if letter.language != draft.language:
            yield from _missing_greetings(draft, letter)


def _missing_words(letter: LetterDraft) -> Iterator[str]:
    lacking = [
        name for name in ("opening", "closing") if not (letter.text or getattr(letter, name))
    ]
    if lacking:
        names = " and ".join(lacking)
        yield f"the site has no sentences in {letter.language}: letters in it lack {names}"


def _missing_greetings(draft: CampaignDraft, letter: LetterDraft) -> Iterator[str]:
    for target in draft.targets:
        if target.slug not in letter.salutations:
            yield f"the letter in {letter.language} greets {target.slug} in {draft.language}"
