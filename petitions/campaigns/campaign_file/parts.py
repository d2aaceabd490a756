"""The parts of a campaign file that are made of parts: targets, letters, copies, sources."""

from petitions.campaigns.campaign_file import values
from petitions.campaigns.campaign_file.fields import Fields
from petitions.campaigns.contacts import CONTACT_KINDS, EMAIL, ContactKind
from petitions.campaigns.drafts import (
    PLACEHOLDERS,
    ContactDraft,
    LetterDraft,
    TargetDraft,
    unknown_placeholders,
)
from petitions.campaigns.models import Copy, Source

MODEL_TEXT_CHARACTERS = 5_000
_MODEL_TEXT_FORM = (
    f"a text of at most {MODEL_TEXT_CHARACTERS} characters, with "
    f"{', '.join(f'{{{name}}}' for name in PLACEHOLDERS)} and nothing else in braces"
)


def targets(fields: Fields) -> list[TargetDraft]:
    """Read the officials; each has an address part of its own."""
    found: list[TargetDraft] = []
    for each in fields.mappings("targets"):
        target = _target(each)
        if target.slug in {other.slug for other in found}:
            each.problems.note(
                each.line, f"slug: expected another than {target.slug!r}, taken above"
            )
        found.append(target)
    return found


def _target(fields: Fields) -> TargetDraft:
    name = fields.text("name", 200)
    role = fields.text("role", 200, required=not name)
    contacts = [one for kind in CONTACT_KINDS.values() for one in _contacts(fields, kind)]
    target = TargetDraft(
        slug=fields.read("slug", values.slug, values.SLUG_FORM, values.slug_of(role or name)),
        name=name,
        role=role,
        salutation=fields.text("salutation", 200, required=True),
        address=fields.text("address", 1_000),
        contacts=contacts,
        country=fields.read("country", values.country, values.COUNTRY_FORM, ""),
        time_zone=fields.read("time_zone", values.time_zone, values.TIME_ZONE_FORM, ""),
    )
    fields.finish()
    return target


def _contacts(fields: Fields, kind: ContactKind) -> list[ContactDraft]:
    """Give the contacts of one kind: a plain value, or `value` and `note`."""
    return [
        ContactDraft(kind.name, value, note)
        for value, note in fields.noted(kind.name, kind.check, kind.form)
    ]


def letters(
    fields: Fields, language: str, demands: int, targets: list[TargetDraft]
) -> list[LetterDraft]:
    """Read the letters; one in another language brings its `demands`, as many as the campaign's."""
    found: list[LetterDraft] = []
    for each in fields.mappings("letters"):
        letter = _letter(each, language, targets)
        if letter.language in {other.language for other in found}:
            each.problems.note(each.line, f"language: there is a letter in {letter.language} above")
        if len(letter.demands) not in {demands, 0 if letter.language == language else demands}:
            each.problems.note(each.line, f"demands: expected {demands}, one for each above")
        found.append(letter)
    return found


def _letter(fields: Fields, language: str, targets: list[TargetDraft]) -> LetterDraft:
    greetings = fields.mappings("salutations")
    letter = LetterDraft(
        language=fields.read("language", values.language, values.LANGUAGE_FORM, language),
        subject=fields.text("subject", 200),
        opening=fields.read("opening", _model_text, _MODEL_TEXT_FORM, ""),
        text=fields.read("text", _model_text, _MODEL_TEXT_FORM, ""),
        closing=fields.text("closing", 200),
        demands=fields.each("demands", values.sentence, values.SENTENCE_FORM),
        salutations={
            target.slug: text
            for each in greetings
            for target in targets
            if (text := each.text(target.slug, 200))
        },
    )
    for each in greetings:
        each.finish()
    fields.finish()
    return letter


def _model_text(text: str) -> str:
    if len(text) > MODEL_TEXT_CHARACTERS or unknown_placeholders(text):
        raise ValueError
    return text


def copy(fields: Fields) -> Copy:
    """Read who gets a copy."""
    found = Copy(
        name=fields.text("name", 200, required=True),
        email=fields.read("email", EMAIL.check, EMAIL.form, ""),
    )
    fields.finish()
    return found


def source(fields: Fields) -> Source:
    """Read where the facts come from."""
    found = Source(
        title=fields.text("title", 300, required=True),
        url=fields.read("url", values.web_address, values.WEB_ADDRESS_FORM, ""),
    )
    fields.finish()
    return found
