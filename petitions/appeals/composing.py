"""The words of an appeal, built from the campaign's parts and what the visitor added.

What a visitor types is in these values for the length of one request, and nowhere else.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex
from flask_babel import gettext as _

from petitions.campaigns.drafts import PLACEHOLDER
from petitions.campaigns.models import Campaign, ModelLetter, Target
from petitions.documents.content import Block, Paper, Run
from petitions.web.i18n import is_translated, speaking

_ALONE_ON_A_LINE = re.compile(r"^[ \t]*\{(demands|words)\}[ \t]*$", re.MULTILINE)
_END = regex.compile(r"[\p{Sentence_Terminal}…:][\p{Pe}\p{Pf}\"']*$")
_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Choices:
    """What a visitor may choose and add; `demands` are numbers from 1, none of them means all."""

    name: str = ""
    town: str = ""
    demands: tuple[int, ...] = ()
    words: str = ""
    language: str = ""
    paper: Paper = "a4"
    server: str = ""


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
        end = "\n".join(filter(None, (self.closing, self.choices.name, self.choices.town)))
        return "\n\n".join(filter(None, (self.salutation, _plain(self.body), end)))

    @property
    def copies(self) -> list[str]:
        """Return the addresses that get a copy by e-mail."""
        return [copy["email"] for copy in self.campaign.copies_to if copy["email"]]


def compose(campaign: Campaign, target: Target, choices: Choices) -> Appeal:
    """Build the appeal in the language chosen, or else the campaign's."""
    language = choices.language or campaign.language
    model = model_letter(campaign, language)
    demands = _demands(campaign, model, choices.demands)
    with speaking(language):
        return Appeal(
            campaign=campaign,
            target=target,
            choices=choices,
            language=language,
            subject=model.subject or campaign.title,
            salutation=model.salutations.get(target.slug) or _greeting(target, language),
            body=_body(campaign, target, model, choices, demands),
            closing=model.closing or _frame(language, _("Yours sincerely,")),
            demands=demands,
        )


def model_letter(campaign: Campaign, language: str) -> ModelLetter:
    """Return the organisers' words in a language, or an empty model."""
    for letter in campaign.letters:
        if letter.language == language:
            return letter
    return ModelLetter(
        language=language, subject="", opening="", text="", closing="", demands=[], salutations={}
    )


def as_sentence(text: str) -> str:
    """Return a text with a full stop, unless it ends as a sentence does."""
    return text if _END.search(text) else f"{text}."


def languages(campaign: Campaign) -> list[str]:
    """Return the languages one can write in, the campaign's own first."""
    return list(dict.fromkeys([campaign.language, *(one.language for one in campaign.letters)]))


def _demands(campaign: Campaign, model: ModelLetter, chosen: tuple[int, ...]) -> tuple[str, ...]:
    """Return the demands in the letter's words; those that it lacks are left out.

    Where it has none of those chosen, the campaign's own stand: a letter without any asks nothing.
    """
    own = [demand.text for demand in campaign.demands]
    texts = model.demands or own
    if model.language == campaign.language:
        texts = [text or one for text, one in zip(texts, own, strict=False)]
    found = _chosen(texts, chosen)
    return found or _chosen(own, chosen)


def _chosen(texts: Sequence[str], chosen: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(text for n, text in enumerate(texts, 1) if text and (n in chosen or not chosen))


def _body(
    campaign: Campaign,
    target: Target,
    model: ModelLetter,
    choices: Choices,
    demands: tuple[str, ...],
) -> tuple[Block, ...]:
    text = model.text or _usual_text(campaign, model)
    if "{words}" not in text:
        text += "\n\n{words}"
    text = _ALONE_ON_A_LINE.sub(r"\n\n{\1}\n\n", text)
    lines = {"name": choices.name, "town": choices.town, "words": choices.words}
    lines |= {"target": target.shown_name, "role": target.role, "demands": " ".join(demands)}
    blocks: list[Block] = []
    for paragraph in filter(None, map(str.strip, _PARAGRAPHS.split(text))):
        if paragraph == "{demands}":
            blocks += _numbered(demands)
        elif paragraph == "{words}":
            blocks += _paragraphs(choices.words)
        else:
            blocks += _filled_in(paragraph, lines)
    return tuple(blocks)


def _usual_text(campaign: Campaign, model: ModelLetter) -> str:
    """Return the text where the organisers gave none.

    The story in two sentences stands in it only where the letter is in the campaign's language.
    """
    opening = model.opening
    if not opening and model.language == campaign.language:
        first = _frame(model.language, _("I am writing to you about a case that troubles me."))
        opening = f"{first}\n\n{_without_braces(campaign.summary)}"
    ask = _frame(model.language, _("With respect, I ask you to do what you can for this:"))
    return f"{opening}\n\n{ask}\n\n{{demands}}\n\n{{words}}"


def _greeting(target: Target, language: str) -> str:
    """Return the salutation with the comma that the language puts behind it."""
    if target.salutation[-1:].isalnum() and is_translated(language):
        return str(_("%(greeting)s,", greeting=target.salutation))
    return target.salutation


def _frame(language: str, sentence: str) -> str:
    """Return a sentence of the site's own, unless the site does not speak the letter's language."""
    return sentence if is_translated(language) else ""


def _filled_in(paragraph: str, lines: Mapping[str, str]) -> list[Block]:
    names = [name for name in PLACEHOLDER.findall(paragraph) if name in lines]
    if not all(lines[name] for name in names):
        return []
    text = PLACEHOLDER.sub(lambda found: lines.get(found[1], found[0]), paragraph)
    return [Block("paragraph", (Run(" ".join(text.split())),))]


def _without_braces(text: str) -> str:
    return text.replace("{", "(").replace("}", ")")


def _numbered(sentences: tuple[str, ...]) -> list[Block]:
    if len(sentences) == 1:
        return [Block("paragraph", (Run(sentences[0]),))]
    return [Block("numbered", (Run(text),), number) for number, text in enumerate(sentences, 1)]


def _paragraphs(text: str) -> list[Block]:
    parts = filter(None, map(str.strip, _PARAGRAPHS.split(text)))
    return [Block("paragraph", (Run(part),)) for part in parts]


def _plain(body: tuple[Block, ...]) -> str:
    lines: list[str] = []
    for block in body:
        words = "".join(run.text for run in block.runs)
        lines.append(f"{block.number}. {words}\n" if block.number else f"\n{words}\n\n")
    return re.sub(r"\n{3,}", "\n\n", "".join(lines)).strip()
