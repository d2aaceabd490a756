"""The words of an appeal, built from the campaign's parts and what the visitor added.

What a visitor types is in these values for the length of one request, and nowhere else.
"""

import re
import unicodedata
from dataclasses import asdict, dataclass, replace
from functools import cached_property

import regex
from flask_babel import gettext as _

from petitions.appeals.wordings import Deal, new_deal, wordings_of
from petitions.campaigns.drafts import PLACEHOLDER, LetterDraft
from petitions.campaigns.models import Campaign, ModelLetter, Target
from petitions.campaigns.sentences import own_sentences
from petitions.documents.content import Block, Paper, Run
from petitions.web.i18n import is_translated, speaking

_ALONE_ON_A_LINE = re.compile(r"^[ \t]*\{(demands|words)\}[ \t]*$", re.MULTILINE)
_END = regex.compile(r"[\p{Sentence_Terminal}…:][\p{Pe}\p{Pf}\"']*$")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")  # a line may not end at the others
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
# Runs of words, and letters of the scripts that put no space between them; as in appeals.js.
_UNSPACED = (
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}"
    r"\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]"
)
_SHINGLES = (
    (regex.compile(rf"(?:(?!{_UNSPACED})[\p{{L}}\p{{M}}\p{{N}}])+"), 3),
    (regex.compile(_UNSPACED), 6),
)
REDEALS = 20  # after which a letter has no other words, or next to none


@dataclass(frozen=True)
class Choices:
    """What a visitor may choose and add; `demands` are numbers from 1, none of them means all.

    `address` is the official's, where the visitor knows one and the campaign does not. `deal` says
    which wordings the letter gets, from 1; with 0 it is the first of each.
    """

    name: str = ""
    town: str = ""
    demands: tuple[int, ...] = ()
    words: str = ""
    language: str = ""
    paper: Paper = "a4"
    server: str = ""
    address: str = ""
    deal: int = 0


@dataclass(frozen=True)
class Appeal:
    """A message to one target, ready to be sent through any channel.

    `variety` is how many different letters the same choices can be dealt.
    """

    campaign: Campaign
    target: Target
    choices: Choices
    language: str
    subject: str
    salutation: str
    body: tuple[Block, ...]
    closing: str
    demands: tuple[str, ...]
    variety: int

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

    The site's own sentences stand in it only where it has some in that language. `model` stands
    in place of what the organisers have stored.
    """
    language = choices.language or campaign.language
    model = model or campaign.letter_in(language)
    model = model or ModelLetter(**asdict(LetterDraft(language)))
    deal = Deal(choices.deal)
    demands = _demands(campaign, model, choices.demands, deal)
    with speaking(language):
        own, greeting = own_sentences(language), target.salutation
        if is_translated(language) and greeting[-1:].isalnum():
            greeting = _("%(greeting)s,", greeting=greeting)
        elif greeting[-1:].isalnum():
            greeting += "".join(map(str, own.get("greeting", "")))
        text = model.text or _usual_text(campaign, model, deal)
        closings = wordings_of(model.closing, model.other_closings) or own.get("closing", ())
        return Appeal(
            campaign=campaign,
            target=target,
            choices=choices,
            language=language,
            subject=model.subject or campaign.title,
            salutation=model.salutations.get(target.slug) or greeting,
            body=_body(text, target, choices, demands),
            closing=deal.one_of("closing", closings),
            demands=demands,
            variety=deal.variety,
        )


def another_deal(
    campaign: Campaign, target: Target, choices: Choices, model: ModelLetter | None = None
) -> int:
    """Return the number of a deal with other words, where there are any."""
    text = compose(campaign, target, choices, model).text
    deals = [new_deal() for _ in range(REDEALS)]
    others = (replace(choices, deal=deal) for deal in deals)
    differ = (one.deal for one in others if compose(campaign, target, one, model).text != text)
    return next(differ, deals[0])


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


def _demands(
    campaign: Campaign, model: ModelLetter, chosen: tuple[int, ...], deal: Deal
) -> tuple[str, ...]:
    """Return the demands in the letter's words; those that it lacks are left out.

    Where it has none of those chosen, the campaign's own stand: a letter without any asks nothing.
    """
    own = [demand.text for demand in campaign.demands]
    texts, others = model.demands or own, model.other_demands
    if model.language == campaign.language:
        texts = [text or usual for text, usual in zip(texts, own, strict=False)]
    elif not model.demands:  # then its other wordings are in another language than these
        others = []
    for candidates, wordings in ((texts, others), (own, [])):
        demands = tuple(
            deal.one_of(f"demand {number}", wordings_of(text, *wordings[number - 1 : number]))
            for number, text in enumerate(candidates, 1)
            if text and (number in chosen or not chosen)
        )
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
            blocks.append(_paragraph(_SPACES.sub(" ", filled).strip()))
    return tuple(blocks)


def _split(text: str) -> list[str]:
    return [part.strip() for part in _PARAGRAPH_BREAK.split(text) if part.strip()]


def _paragraph(text: str) -> Block:
    return Block("paragraph", (Run(text),))


def _usual_text(campaign: Campaign, model: ModelLetter, deal: Deal) -> str:
    """Return the text where the organisers gave none.

    The story in two sentences stands in it only where the letter is in the campaign's language.
    """
    sentences = own_sentences(model.language)

    def own(part: str) -> str:
        return deal.one_of(part, sentences.get(part, ()))

    opening, concern = deal.one_of("opening", wordings_of(model.opening, model.other_openings)), ""
    if not opening and model.language == campaign.language:
        summary = campaign.summary.replace("{", "(").replace("}", ")")
        opening, concern = f"{own('first')}\n\n{summary}", own("concern")
    ask = "" if opening.endswith((":", "：")) else own("ask")  # where it leads to demands itself
    asked = f"{concern} {ask}\n\n{{demands}}\n\n{{words}}"
    weight = own("weight") if campaign.demands else ""
    return f"{opening}\n\n{asked}\n\n{weight} {own('thanks')}"


def _shingles(text: str) -> set[tuple[str, ...]]:
    """Return all neighbours within a line, case aside: three words each, or six letters."""
    found: set[tuple[str, ...]] = set()
    for line in unicodedata.normalize("NFC", text).lower().split("\n"):
        for part, size in _SHINGLES:
            parts = part.findall(line)
            last = max(0, len(parts) - size)
            found |= {tuple(parts[at : at + size]) for at in range(last + 1) if parts}
    return found
