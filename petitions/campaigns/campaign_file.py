"""The campaign file: front matter with the fields, then Markdown: the story and the timeline."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from petitions.campaigns import values
from petitions.campaigns.contacts import CONTACT_KINDS, EMAIL
from petitions.campaigns.drafts import (
    CLOSING_CHARACTERS,
    MODEL_TEXT_CHARACTERS,
    PLACEHOLDERS,
    CampaignDraft,
    ContactDraft,
    LetterDraft,
    TargetDraft,
    UpdateDraft,
    wrong_braces,
)
from petitions.campaigns.markdown import picture_lines
from petitions.campaigns.models import (
    HEADLINE_CHARACTERS,
    KEEP_DAYS,
    SAFETY_CHARACTERS,
    WORDINGS,
    Copy,
    Source,
)
from petitions.campaigns.yaml_fields import YamlFields
from petitions.organisation.models import NAME_CHARACTERS

MAX_BYTES = 1_000_000
FENCE = "---"
TIMELINE = "# timeline"
NO_PICTURES = (
    "expected a text without pictures, which neither pages nor mails show: "
    "write a link in place of ![…](…), the same without the exclamation mark"
)
_SAFETY_FORM = f"a text of at most {SAFETY_CHARACTERS} characters, without pictures"
_MODEL_TEXT_FORM = (
    f"a text of at most {MODEL_TEXT_CHARACTERS} characters, with "
    f"{', '.join(f'{{{name}}}' for name in PLACEHOLDERS)} and nothing else in braces"
)
_CLOSING_FORM = f"a text of at most {CLOSING_CHARACTERS} characters"


class FileError(Exception):
    """Not a campaign file. The message names the file, each line, and what was expected there."""

    def __init__(self, path: Path, problems: Iterable[tuple[int, str]]) -> None:
        super().__init__("\n".join(f"{path}:{line}: {said}" for line, said in sorted(problems)))


def read_campaign(path: Path) -> CampaignDraft:
    """Read a campaign file.

    Raises:
        FileError: with every fault of the file.

    """
    lines = _lines(path)
    if not lines or lines[0].rstrip() != FENCE:
        raise FileError(path, [(1, f"expected a line '{FENCE}', then the fields")])
    end = next((n for n in range(1, len(lines)) if lines[n].rstrip() == FENCE), None)
    if end is None:
        raise FileError(path, [(len(lines), f"expected a line '{FENCE}' after the fields")])
    problems: list[tuple[int, str]] = []
    fields = YamlFields(_front_matter(path, lines[1:end]), problems, skipped=1)
    story, updates = _body(lines, end + 1, problems)
    draft = _campaign(fields, path.stem, story, updates)
    fields.finish()
    if problems:
        raise FileError(path, problems)
    return draft


def _lines(path: Path) -> list[str]:
    try:
        content = path.read_bytes()
        if len(content) > MAX_BYTES:
            raise FileError(path, [(1, f"expected at most {MAX_BYTES:,} bytes")])
        if b"\0" in content:  # which no database keeps
            line = content.count(b"\n", 0, content.index(b"\0")) + 1
            raise FileError(path, [(line, "expected text without the character NUL")])
        return content.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise FileError(path, [(1, f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileError(path, [(line, "expected text in UTF-8")]) from error


def _front_matter(path: Path, lines: list[str]) -> yaml.Node:
    try:
        node = yaml.compose("\n".join(lines) + "\n", Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        said = getattr(error, "problem", None) or "a character that YAML does not allow"
        raise FileError(path, [(line, f"expected YAML: {said}")]) from error
    except (RecursionError, ValueError, OverflowError) as error:  # PyYAML's own faults
        raise FileError(path, [(2, "expected YAML of plain fields and lists")]) from error
    if node is None:
        raise FileError(path, [(2, "expected fields, such as 'title: …'")])
    return node


def _campaign(
    fields: YamlFields, stem: str, story: str, updates: list[UpdateDraft]
) -> CampaignDraft:
    return CampaignDraft(
        slug=fields.read("slug", values.slug, values.SLUG_FORM, values.slug_of(stem)),
        title=fields.text("title", 200, required=True),
        summary=fields.text("summary", 600, required=True),
        pledge=fields.text("pledge", 600, required=True),
        country=fields.read("country", values.country, values.COUNTRY_FORM, "", required=True),
        reference=fields.text("reference", 80),
        language=(language := fields.read("language", values.language, values.LANGUAGE_FORM, "en")),
        goal=fields.read("goal", values.goal, values.GOAL_FORM, 100),
        issued=fields.read("issued", values.day, values.DAY_FORM, None),
        deadline=fields.read("deadline", values.day, values.DAY_FORM, None),
        time_zone=fields.read("time_zone", values.time_zone, values.TIME_ZONE_FORM, "UTC"),
        demands=_firsts(demands := _demands(fields, required=True)),
        targets=(targets := _targets(fields)),
        letters=_letters(fields, language, demands, targets),
        copies_to=[
            Copy(
                name=copy.text("name", 200, required=True),
                email=copy.read("email", EMAIL.check, EMAIL.form, ""),
            )
            for copy in fields.mappings("copies_to")
        ],
        embed_on=fields.each("embed_on", values.web_origin, values.ORIGIN_FORM),
        keep_days=fields.read("keep_days", values.keep_days, values.KEEP_DAYS_FORM, KEEP_DAYS),
        **(_responsible(fields) | _safety(fields)),
        sources=[
            Source(
                title=source.text("title", 300, required=True),
                url=source.read("url", values.web_address, values.WEB_ADDRESS_FORM, ""),
            )
            for source in fields.mappings("sources")
        ],
        story=story,
        updates=updates,
    )


def _responsible(fields: YamlFields) -> dict[str, Any]:
    """Read who is responsible, if not the site's organisation, and where readers ask."""
    contact = fields.read("contact_email", EMAIL.check, EMAIL.form, "")
    others = fields.mappings("organiser")
    if not others:
        return {"contact_email": contact}
    name = others[0].text("name", NAME_CHARACTERS, required=True)
    own = others[0].read("contact", EMAIL.check, EMAIL.form, "", required=True)
    if len(others) > 1:
        others[1].note("organiser: expected one")
    if contact and contact != own:
        others[0].note("contact: expected the address of contact_email, or only one of the two")
    return {"organiser_name": " ".join(name.split()), "contact_email": own}


def _safety(fields: YamlFields) -> dict[str, Any]:
    return {
        "safety": fields.read("safety", _safety_text, _SAFETY_FORM, ""),
        "is_discreet": fields.read("discreet", values.yes_no, values.YES_NO_FORM, default=False),
    }


def _safety_text(text: str) -> str:
    if len(text) > SAFETY_CHARACTERS or picture_lines(text):
        raise ValueError
    return text


def _targets(fields: YamlFields) -> list[TargetDraft]:
    """Read the officials; each has an address part of its own."""
    targets: list[TargetDraft] = []
    for each in fields.mappings("targets", required=True):
        name = each.text("name", 200)
        role = each.text("role", 200, required=not name)
        contacts = [
            ContactDraft(kind.name, value, note)
            for kind in CONTACT_KINDS.values()
            for value, note in each.noted(kind.name, kind.check, kind.form)
        ]
        slug = each.read("slug", values.slug, values.SLUG_FORM, values.slug_of(role or name))
        if slug in {target.slug for target in targets}:
            each.note(f"slug: expected another than {slug!r}, taken above")
        target = TargetDraft(
            slug=slug,
            name=name,
            role=role,
            salutation=each.text("salutation", 200, required=True),
            address=each.text("address", 1_000),
            contacts=contacts,
            country=each.read("country", values.country, values.COUNTRY_FORM, ""),
            time_zone=each.read("time_zone", values.time_zone, values.TIME_ZONE_FORM, ""),
        )
        targets.append(target)
    return targets


def _letters(
    fields: YamlFields, language: str, demands: list[list[str]], targets: list[TargetDraft]
) -> list[LetterDraft]:
    """Read the letters; one in another language brings its `demands`, as many as the campaign's.

    Of the campaign's own, all wordings but the first belong to the letter in its language.
    """
    letters: list[LetterDraft] = []
    for each in fields.mappings("letters"):
        greetings = each.mappings("salutations")
        letter = LetterDraft(
            language=each.read("language", values.language, values.LANGUAGE_FORM, language),
            subject=each.text("subject", 200),
            text=each.read("text", _model_text, _MODEL_TEXT_FORM, ""),
            salutations={
                target.slug: text
                for greeting in greetings
                for target in targets
                if (text := greeting.text(target.slug, 200))
            },
            **_wordings(each),
        )
        own = letter.language == language
        if letter.language in {other.language for other in letters}:
            each.note(f"language: there is a letter in {letter.language} above")
        if len(letter.demands) not in {len(demands), 0 if own else len(demands)}:
            each.note(f"demands: expected {len(demands)}, one for each above")
        if own and not letter.demands:
            letter = replace(letter, other_demands=_others(demands))
        letters.append(letter)
    if _others(demands) and language not in {letter.language for letter in letters}:
        letters.append(LetterDraft(language, other_demands=_others(demands)))
    return letters


def _wordings(fields: YamlFields) -> dict[str, Any]:
    """Read what may have several wordings in a letter."""
    opening, *openings = fields.wordings("opening", _model_text, _MODEL_TEXT_FORM, WORDINGS) or [""]
    closing, *closings = fields.wordings("closing", _closing, _CLOSING_FORM, WORDINGS) or [""]
    demands = _demands(fields)
    return {
        "opening": opening,
        "other_openings": openings,
        "closing": closing,
        "other_closings": closings,
        "demands": _firsts(demands),
        "other_demands": _others(demands),
    }


def _demands(fields: YamlFields, *, required: bool = False) -> list[list[str]]:
    """Read demands, each with its wordings."""
    return fields.rows_of_wordings(
        "demands", values.sentence, values.SENTENCE_FORM, WORDINGS, required=required
    )


def _firsts(demands: list[list[str]]) -> list[str]:
    return [wordings[0] if wordings else "" for wordings in demands]


def _others(demands: list[list[str]]) -> list[list[str]]:
    """Return the other wordings of each demand, nothing where no demand has any."""
    others = [wordings[1:] for wordings in demands]
    return others if any(others) else []


def _model_text(text: str) -> str:
    if wrong_braces(text) or not 0 < len(text) <= MODEL_TEXT_CHARACTERS:
        raise ValueError
    return text


def _closing(text: str) -> str:
    if not 0 < len(text) <= CLOSING_CHARACTERS:
        raise ValueError
    return text


def _body(
    lines: list[str], first: int, problems: list[tuple[int, str]]
) -> tuple[str, list[UpdateDraft]]:
    """Return the story, and the news under the heading `# Timeline`."""
    headings = (n for n in range(first, len(lines)) if lines[n].strip().lower() == TIMELINE)
    middle = next(headings, len(lines))
    story = "\n".join(lines[first:middle]).strip()
    if not story:
        problems.append((min(first, len(lines)), "expected the story after the fields"))
    starts = [n for n in range(middle + 1, len(lines)) if lines[n].startswith("## ")]
    bounds = [*starts, len(lines)]
    for begin, end in [(first, middle), *pairwise(bounds)]:
        pictures = picture_lines("\n".join(lines[begin:end]))
        problems += [(begin + line + 1, NO_PICTURES) for line in pictures]
    before = [n for n in range(middle + 1, bounds[0]) if lines[n].strip()]
    if before:
        problems.append((before[0] + 1, "expected a heading with a date: ## 2017-01-31"))
    updates = []
    for start, end in pairwise(bounds):
        text = "\n".join(lines[start + 1 : end]).strip()
        try:
            day, _, title = (part.strip() for part in lines[start][3:].partition(":"))
            updates.append(UpdateDraft(values.day(day), text, title))
        except ValueError:
            problems.append((start + 1, f"expected {values.DAY_FORM} as the heading"))
        else:
            if len(title) > HEADLINE_CHARACTERS:
                words = f"expected a headline of at most {HEADLINE_CHARACTERS} characters"
                problems.append((start + 1, words))
        if not text:
            problems.append((start + 1, "expected a text under this heading"))
    return story, updates
