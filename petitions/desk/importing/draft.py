"""From an Urgent Action to a draft: nothing that was found is lost, nothing is made up.

The model letter is no letter of ours yet: in one the reader's own words and the demands have a
place of their own, and its text would hide every later change of the demands.
"""

import re
from itertools import zip_longest

import phonenumbers

from petitions.campaigns.contacts import CONTACT_KINDS, names_country
from petitions.campaigns.drafts import CampaignDraft, ContactDraft, TargetDraft
from petitions.campaigns.models import Copy, Source
from petitions.campaigns.queries import references
from petitions.campaigns.values import free_slug, slug_of
from petitions.urgent_actions.models import Official, UrgentAction
from petitions.web.countries import country_code, country_of_address, names_in
from petitions.web.i18n import DEFAULT_LANGUAGE, is_language

SUMMARY_CHARACTERS = 600
# What the part after the story is called, in the language of the campaign.
BACKGROUND = {
    "en": "Background",
    "de": "Hintergrund",
    "fr": "Contexte",
    "es": "Información complementaria",
    "pl": "Tło sprawy",
    "nl": "Achtergrond",
    "it": "Contesto",
    "pt": "Contexto",
    "ru": "Справка",
    "tr": "Arka plan",
    "ar": "خلفية",
}
# Not `EUR 57/4567/2016`, which is the number of a document.
_UA_NUMBER = re.compile(
    r"(?:\b(EXTRA)[\s:]*)?(?<![\d/.])(\d{1,4})\s*[/.]\s*(\d{4}|\d{2})\b(?!\s*[/.]\d)"
)
_DIALLED_FROM_ABROAD = re.compile(r"^[\s(]*00[\s]*([1-9])")
_ACCOUNT = re.compile(
    r"(?:https?://)?(?:www\.|mobile\.)?(?:twitter|x)\.com/@?(\w{1,30})/?", re.IGNORECASE
)
_MARKDOWN_SIGN = re.compile(r"[\\`*<\[]|(?<!\w)_|_(?!\w)")
_MARKDOWN_START = re.compile(
    r"^(\s*)(#{1,6}(?= |$)|>|[+-](?= |$)|[=-]+(?=\s*$)|\d{1,9}(?=[.)] ))", re.M
)
_BULLET = re.compile(r"^\s*[•·▪●◦‣]\s*", re.M)
_SENTENCE_END = re.compile(r"[.!?…][\"'”“»’)\]]*$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# With a word or a comma before it: what begins a sentence has a capital anyhow.
_WITHIN_SENTENCE = re.compile(rf"(?:(?<=[^\WA-Z] )|(?<=, )){_WORD.pattern}")
_BLANK_LINES = re.compile(r"\n\s*\n")


def draft_of(action: UrgentAction) -> CampaignDraft:
    """Return a draft with all that has a place in one; the pledge is asked for, never made up.

    Numbers whose country is unknown stay as written; so do texts that are too long.
    """
    language = action.language or DEFAULT_LANGUAGE
    country = country_code(action.country or "", language)
    number = action.ua_number or ""
    reference = f"UA {number}" if number and "EXTRA" not in number.upper() else number
    source = ", ".join(filter(None, (reference, action.index_number)))
    summary, story = _summary_and_story(action, language)
    targets: list[TargetDraft] = []
    for official in action.targets:
        taken = {target.slug for target in targets}
        targets.append(_target(official, language, country, taken))
    copies = []
    for official in action.copies_to:
        name = ", ".join(filter(None, (official.name, official.role)))
        name = name or next(iter(official.address), "")
        copies += [Copy(name=name, email=email) for email in official.email or [""]]
    return CampaignDraft(
        slug=slug_of(reference or action.title or ""),
        title=_in_small_letters(action.title or "", action),
        summary=summary,
        pledge="",
        story=story,
        country=country,
        demands=[said or words for words, said in demands_of(action)],
        targets=targets,
        reference=reference,
        language=action.language or "",
        issued=action.issued,
        deadline=action.deadline,
        sources=[Source(title=f"Urgent Action: {source}", url="")] if source else [],
        copies_to=copies,
    )


def demands_of(action: UrgentAction) -> list[tuple[str, str | None]]:
    """Return each demand in the words of the source, and as it is said to an official."""
    return list(zip_longest(action.demands, action.said[: len(action.demands)]))


def _in_small_letters(title: str, action: UrgentAction) -> str:
    """Return a title in capitals as the text writes its words; it is the subject of letters.

    A German one stays where a word stands nowhere else: nobody knows whether it is a noun. So does
    a Turkish one: an `I` has two small letters.
    """
    if not title.isupper():
        return title
    text = "\n".join(line for line in action.text.splitlines() if not line.isupper())
    forms = {match[0].casefold(): match[0] for match in _WITHIN_SENTENCE.finditer(text)}
    forms |= {word.casefold(): word for word in _WORD.findall(text) if word.islower()}
    words = _WORD.findall(title)
    if action.language in {"de", "tr"} and any(word.casefold() not in forms for word in words):
        return title
    small = _WORD.sub(lambda match: forms.get(match[0].casefold(), match[0].lower()), title)
    return small[:1].upper() + small[1:]


def _summary_and_story(action: UrgentAction, language: str) -> tuple[str, str]:
    """Return the first paragraph where it is short and a sentence, and the rest with background."""
    first, *rest = paragraphs(action.story) or [""]
    summary = " ".join(first.split())
    if rest and len(summary) <= SUMMARY_CHARACTERS and _SENTENCE_END.search(summary):
        story = as_markdown("\n\n".join(rest))
    else:
        summary, story = "", as_markdown(action.story)
    if action.background.strip():
        heading = BACKGROUND.get(language, BACKGROUND["en"])
        background = f"### {heading}\n\n{as_markdown(action.background)}"
        story = f"{story}\n\n{background}" if story else background
    return summary, story


def _target(official: Official, language: str, case_country: str, taken: set[str]) -> TargetDraft:
    country = country_of_address(official.address, language, case_country)
    code = country.code if country else ""
    address = [line.strip() for line in official.address if line.strip()]
    # The envelope knows a country by its name in the language of the campaign and in English, and
    # adds it where it does not: `Alemania` in a campaign in English goes, `Republic of Kazakhstan`
    # stays.
    if country and country.line:
        own = names_in(language).get(code, "") if is_language(language) else ""
        if not names_country(country.line, code, own or code):
            address.pop()
    contacts = [  # in the order of `contact_keys`
        *(ContactDraft("fax", international_number(value, code)) for value in official.fax),
        *(ContactDraft("phone", international_number(value, code)) for value in official.phone),
        *(ContactDraft("email", value) for value in official.email),
        *(ContactDraft("social", account(value)) for value in official.twitter),
    ]
    return TargetDraft(
        slug=free_slug(slug_of(official.role or official.name or ""), taken),
        name=official.name or "",
        role=official.role or "",
        salutation=official.salutation or "",
        address="\n".join(address),
        contacts=contacts,
        country=code,
    )


def contact_keys(key: str, official: Official) -> list[str]:
    """Return the keys of an official's contacts in the order of the form: `targets.0.fax.0`."""
    return [
        f"{key}.{kind}.{index}"
        for kind in ("fax", "phone", "email", "twitter")
        for index in range(len(getattr(official, kind)))
    ]


def account(text: str) -> str:
    """Return an account as one addresses it: `twitter.com/name` → `@name`."""
    if match := _ACCOUNT.fullmatch(text):
        return f"@{match[1]}"
    return text if text.startswith(("@", "http")) else f"@{text}"


def international_number(text: str, country: str) -> str:
    """Return a number in international form: `(00 52) 55 5346 2000` → `+52 55 5346 2000`.

    A number of a `country` (`202.232.5845` in US) gets its code only where the country has such
    numbers; else it stays as written.
    """
    if is_usable(ContactDraft("phone", text)):
        return text
    dialled = _DIALLED_FROM_ABROAD.sub(r"+\1", text)
    if dialled != text:
        whole = " ".join(dialled.replace(")", " ", 1).split())
        return whole if is_usable(ContactDraft("phone", whole)) else text
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return text
    if not country or not phonenumbers.is_valid_number(number):
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def is_usable(contact: ContactDraft) -> bool:
    """Return True if somebody can be reached by this as it is written."""
    try:
        CONTACT_KINDS[contact.kind].check(contact.value)
    except (KeyError, ValueError):
        return False
    return True


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text; between them stands an empty line."""
    return [part.strip() for part in _BLANK_LINES.split(text) if part.strip()]


def as_markdown(text: str) -> str:
    """Return Markdown that shows this text: its signs mean nothing, its bullets are a list."""

    def escape_start(match: re.Match[str]) -> str:
        sign = match[2]
        return f"{match[1]}{sign}\\" if sign.isdigit() else f"{match[1]}\\{sign}"

    escaped = []
    for paragraph in paragraphs(text):
        lines = "\n".join(line.strip() for line in paragraph.splitlines())
        plain = _MARKDOWN_SIGN.sub(lambda match: f"\\{match[0]}", lines)
        escaped.append(_BULLET.sub("- ", _MARKDOWN_START.sub(escape_start, plain)))
    return "\n\n".join(escaped)


def known_slug(number: str | None) -> str:
    """Return the slug of the newest campaign with this number, however it is written there."""
    case = case_number(number or "")
    slugs = (slug for slug, reference in references() if case and case_number(reference) == case)
    return next(slugs, "")


def case_number(text: str) -> tuple[str, int, int] | None:
    """Return what two references to one case share: `UA 115.2016` → `("", 115, 16)`.

    The EXTRA series counts on its own. None where the text holds no such number.
    """
    match = _UA_NUMBER.search(text.upper())
    return (match[1] or "", int(match[2]), int(match[3]) % 100) if match else None
