"""The words of an appeal, built from the campaign's parts and what the visitor added.

What a visitor types is in these values for the length of one request, and nowhere else.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

import regex
from flask_babel import gettext as _

from petitions.campaigns.drafts import PLACEHOLDER
from petitions.campaigns.models import Campaign, ModelLetter, Target
from petitions.documents.content import Block, Paper, Run
from petitions.web.i18n import is_translated, speaking

_ALONE_ON_A_LINE = re.compile(r"^[ \t]*\{(demands|words)\}[ \t]*$", re.MULTILINE)
_END = regex.compile(r"[\p{Sentence_Terminal}…:][\p{Pe}\p{Pf}\"']*$")
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
# Runs of words, and letters of the scripts that put no space between them; as in site.js.
_UNSPACED = (
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}"
    r"\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]"
)
_SHINGLES = (
    (regex.compile(rf"(?:(?!{_UNSPACED})[\p{{L}}\p{{M}}\p{{N}}])+"), 3),
    (regex.compile(_UNSPACED), 6),
)


@dataclass(frozen=True)
class Choices:
    """What a visitor may choose and add; `demands` are numbers from 1, none of them means all.

    `address` is the official's, where the visitor knows one and the campaign does not.
    """

    name: str = ""
    town: str = ""
    demands: tuple[int, ...] = ()
    words: str = ""
    language: str = ""
    paper: Paper = "a4"
    server: str = ""
    address: str = ""


@dataclass(frozen=True)
class Appeal:
    """A message to one target, ready to be sent through any channel."""

    campaign: Campaign
    target: Target
    choices: Choices
    language: str
    subject: str
    salutation: str
    body: tuple[Block, ...]
    closing: str
    demands: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """Return the whole letter as plain text, lines ending in a newline character."""
        body = ""
        for block in self.body:
            words = "".join(run.text for run in block.runs)
            body += f"{block.number}. {words}\n" if block.number else f"\n{words}\n\n"
        body = re.sub(r"\n{3,}", "\n\n", body).strip()
        end = "\n".join(filter(None, (self.closing, self.choices.name, self.choices.town)))
        return "\n\n".join(filter(None, (self.salutation, body, end)))

    @cached_property
    def given(self) -> str:
        """Return the letter as it is without the visitor's own words."""
        choices = replace(self.choices, words="")
        return (
            compose(self.campaign, self.target, choices).text if self.choices.words else self.text
        )

    @property
    def own_percent(self) -> int:
        """Return how much of the letter is in the visitor's own words, from 0 to 100."""
        return own_share(self.given, self.text)

    @property
    def copies(self) -> list[str]:
        """Return the addresses that get a copy by e-mail."""
        return [copy["email"] for copy in self.campaign.copies_to if copy["email"]]


def compose(
    campaign: Campaign, target: Target, choices: Choices, model: ModelLetter | None = None
) -> Appeal:
    """Build the appeal in the language chosen, or else the campaign's.

    The site's own sentences stand in it only where the site speaks that language. `model` stands
    in place of what the organisers have stored.
    """
    language = choices.language or campaign.language
    model = model or campaign.letter_in(language)
    model = model or ModelLetter(
        language=language, subject="", opening="", text="", closing="", demands=[], salutations={}
    )
    demands = _demands(campaign, model, choices.demands)
    with speaking(language):
        is_spoken = is_translated(language)
        greeting = target.salutation
        if is_spoken and greeting[-1:].isalnum():
            greeting = _("%(greeting)s,", greeting=greeting)
        return Appeal(
            campaign=campaign,
            target=target,
            choices=choices,
            language=language,
            subject=model.subject or campaign.title,
            salutation=model.salutations.get(target.slug) or greeting,
            body=_body(model.text or _usual_text(campaign, model), target, choices, demands),
            closing=model.closing or (_("Yours sincerely,") if is_spoken else ""),
            demands=demands,
        )


def as_sentence(text: str) -> str:
    """Return a text with a full stop, unless it ends as a sentence does."""
    return text if _END.search(text) else f"{text}."


def own_share(given: str, letter: str) -> int:
    """Return how many of the shingles of a letter do not stand in the given text, in per cent.

    Rounded up, so that no word of one's own is nothing.
    """
    shingles = _shingles(letter)
    own = shingles - _shingles(given)
    return -(-100 * len(own) // max(1, len(shingles)))


def languages(campaign: Campaign) -> list[str]:
    """Return the languages one can write in, the campaign's own first."""
    own = [letter.language for letter in campaign.letters]
    return list(dict.fromkeys([campaign.language, *own]))


def _demands(campaign: Campaign, model: ModelLetter, chosen: tuple[int, ...]) -> tuple[str, ...]:
    """Return the demands in the letter's words; those that it lacks are left out.

    Where it has none of those chosen, the campaign's own stand: a letter without any asks nothing.
    """
    own = [demand.text for demand in campaign.demands]
    texts = model.demands or own
    if model.language == campaign.language:
        texts = [text or usual for text, usual in zip(texts, own, strict=False)]
    for candidates in (texts, own):
        numbered = enumerate(candidates, 1)
        demands = tuple(text for n, text in numbered if text and (n in chosen or not chosen))
        if demands:
            break
    return demands


def _body(
    text: str, target: Target, choices: Choices, demands: tuple[str, ...]
) -> tuple[Block, ...]:
    """Fill in a text. A paragraph with a placeholder that has no value is left out."""
    if "{words}" not in text:
        text += "\n\n{words}"
    text = _ALONE_ON_A_LINE.sub(r"\n\n{\1}\n\n", text)
    values = {"name": choices.name, "town": choices.town, "words": choices.words}
    values |= {"target": target.shown_name, "role": target.role, "demands": " ".join(demands)}
    blocks: list[Block] = []
    paragraphs = _split(text)
    if not demands:  # what leads to them asks for nothing
        following = [*paragraphs[1:], ""]
        pairs = zip(paragraphs, following, strict=True)
        paragraphs = [one for one, then in pairs if then != "{demands}" or one[-1] not in ":：︰"]
    for paragraph in paragraphs:
        if paragraph == "{demands}" and len(demands) > 1:
            numbered = enumerate(demands, 1)
            blocks += [Block("numbered", (Run(demand),), number) for number, demand in numbered]
        elif paragraph == "{demands}":
            blocks += map(_paragraph, demands)
        elif paragraph == "{words}":
            blocks += map(_paragraph, _split(choices.words))
        elif all(values.get(name, True) for name in PLACEHOLDER.findall(paragraph)):
            filled = PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), paragraph)
            blocks.append(_paragraph(" ".join(filled.split())))
    return tuple(blocks)


def _split(text: str) -> list[str]:
    return [part.strip() for part in _PARAGRAPH_BREAK.split(text) if part.strip()]


def _paragraph(text: str) -> Block:
    return Block("paragraph", (Run(text),))


def _usual_text(campaign: Campaign, model: ModelLetter) -> str:
    """Return the text where the organisers gave none.

    The story in two sentences stands in it only where the letter is in the campaign's language.
    """
    is_spoken = is_translated(model.language)
    opening = model.opening
    if not opening and model.language == campaign.language:
        first = _("I am writing to you about a case that troubles me.") if is_spoken else ""
        summary = campaign.summary.replace("{", "(").replace("}", ")")
        opening = f"{first}\n\n{summary}"
    ask = _("With respect, I ask you to do what you can for this:") if is_spoken else ""
    return f"{opening}\n\n{ask}\n\n{{demands}}\n\n{{words}}"


def _shingles(text: str) -> set[tuple[str, ...]]:
    """Return all neighbours within a line, case aside: three words each, or six letters."""
    found: set[tuple[str, ...]] = set()
    for line in unicodedata.normalize("NFC", text).lower().split("\n"):
        for part, size in _SHINGLES:
            parts = part.findall(line)
            last = max(0, len(parts) - size)
            found |= {tuple(parts[at : at + size]) for at in range(last + 1) if parts}
    return found
