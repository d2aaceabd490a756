"""What stands between a campaign and the public: what is missing, and what is seldom meant."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from flask_babel import gettext as _

from petitions.campaigns.models import Campaign, Demand, ModelLetter, Target
from petitions.campaigns.sentences import own_sentences
from petitions.db import now
from petitions.organisation.queries import lacks_organisation
from petitions.urgent_actions.readers.phrasing import is_to_readers, said
from petitions.web.i18n import language_name, place_of

ORGANISATION = "organisation"  # the part that stands on a page of its own, for admins
FAR_DAYS = 123  # four months, of which two may be short


class Point(NamedTuple):
    """One thing to look at, and the section of the editor, or the page, where it is mended."""

    part: str
    sentence: str


class Checklist(NamedTuple):
    """What is missing keeps a campaign from opening; what is unusual does not."""

    missing: list[Point]
    unusual: list[Point]


def checklist(campaign: Campaign) -> Checklist:
    """Return all points of a campaign, in the order of the editor."""
    return Checklist(list(missing_points(campaign)), list(_unusual(campaign)))


def language_points(campaign: Campaign) -> Iterator[Point]:
    """Yield the unusual points that concern the languages of letters."""
    for points in (_unspoken_languages, _unsaid_demands, _foreign_greetings):
        yield from (Point("letters", sentence) for sentence in points(campaign))


def demand_points(campaign: Campaign) -> Iterator[Point]:
    """Yield the demands that stand in the words of a source, and do not ask an official."""
    for demand in campaign.demands:
        if is_to_readers(demand.text, campaign.language):
            yield _said_to_readers(demand, campaign.language)
    for letter in campaign.letters:
        wordings = zip_longest(letter.demands, letter.other_demands, fillvalue="")
        for n, (first, others) in enumerate(wordings, 1):
            if any(is_to_readers(text, letter.language) for text in (first, *others)):
                sentence = _(
                    "In the letter in %(language)s, demand %(n)s is said to those who write, not "
                    "to the official.",
                    language=language_name(letter.language),
                    n=n,
                )
                yield Point("letters", sentence)


def responsibility_points() -> list[Point]:
    """Return what keeps every campaign from opening: on a public site somebody must be named."""
    sentence = _(
        "Nobody is named as responsible for this site. An admin writes the organisation and its "
        "contact address at the desk, under “Who we are”."
    )
    return [Point(ORGANISATION, sentence)] if lacks_organisation() else []


def missing_points(campaign: Campaign) -> Iterator[Point]:
    """Yield what keeps a campaign from opening."""
    yield from responsibility_points()
    needed = (
        ("basics", campaign.title, _("There is no title.")),
        ("basics", campaign.summary, _("There is no summary: what happened, in two sentences.")),
        ("basics", campaign.pledge, _("The one sentence that people sign is missing.")),
        ("basics", campaign.country, _("Nothing says which country this is about.")),
        ("story", campaign.story, _("The story is not told yet.")),
    )
    yield from (Point(part, sentence) for part, text, sentence in needed if not text.strip())
    if not any(demand.text.strip() for demand in campaign.demands):
        yield Point("demands", _("There is no demand: say what is asked for."))
    targets = campaign.targets
    if not any(target.salutation.strip() and target.shown_name.strip() for target in targets):
        sentence = _("There is no official to write to, with a greeting and a name or an office.")
        yield Point("targets", sentence)


def _unusual(campaign: Campaign) -> Iterator[Point]:
    if campaign.goal < 1:
        yield Point("basics", _("The goal is no signature at all."))
    yield from demand_points(campaign)
    for target in campaign.targets:
        yield from (Point("targets", sentence) for sentence in _unknown_of(target))
    yield from language_points(campaign)
    yield from (Point("dates", sentence) for sentence in _dates(campaign))
    if not campaign.sources:
        yield Point("sources", _("No source is named. Readers ask where this comes from."))


def _unspoken_languages(campaign: Campaign) -> Iterator[str]:
    """Yield what letters lack where the site has no sentences of its own to add."""
    letters = list(campaign.letters)
    if campaign.language not in {letter.language for letter in letters}:
        letters.insert(0, ModelLetter(language=campaign.language, opening="", text="", closing=""))
    for letter in letters:
        is_worded = letter.text or (letter.opening and letter.closing)
        if not is_worded and not own_sentences(letter.language):
            yield _(
                "This site does not speak %(language)s: letters in it lack an opening or a "
                "closing, and are all alike until you write other wordings.",
                language=language_name(letter.language),
            )


def _said_to_readers(demand: Demand, language: str) -> Point:
    if words := said(demand.text, language):
        sentence = _(
            "Demand %(n)s is said to those who write, not to the official. In a letter it could "
            "be: “%(words)s”",
            n=demand.number,
            words=words,
        )
    else:
        sentence = _(
            "Demand %(n)s is said to those who write, and asks the official for nothing. Please "
            "say what the official should do.",
            n=demand.number,
        )
    return Point("demands", sentence)


def _unknown_of(target: Target) -> Iterator[str]:
    name = target.shown_name.strip()
    if not name:
        name = target.slug
        yield _("The official %(slug)s has neither a name nor an office.", slug=target.slug)
    if not target.salutation.strip():
        yield _("Letters do not greet %(name)s: there is no greeting.", name=name)
    if not target.address.strip() and not target.contacts:
        yield _(
            "No address of any kind is known for %(name)s: visitors can name them in a public "
            "post, or look for an e-mail address themselves.",
            name=name,
        )


def _unsaid_demands(campaign: Campaign) -> Iterator[str]:
    for letter in campaign.letters:
        texts = zip_longest(campaign.demands, letter.demands)
        unsaid = [str(number) for number, (_demand, text) in enumerate(texts, 1) if not text]
        if unsaid and letter.language != campaign.language:
            yield _(
                "Letters in %(language)s do not say demand %(numbers)s.",
                language=language_name(letter.language),
                numbers=", ".join(unsaid),
            )


def _foreign_greetings(campaign: Campaign) -> Iterator[str]:
    for target in campaign.targets:
        for letter in campaign.letters:
            if letter.language != campaign.language and target.slug not in letter.salutations:
                yield _(
                    "The letter in %(language)s greets %(name)s in the language of the campaign.",
                    language=language_name(letter.language),
                    name=target.shown_name.strip() or target.slug,
                )


def _dates(campaign: Campaign) -> Iterator[str]:
    days = campaign.days_left
    if days is None:
        yield _("There is no deadline. People act sooner where there is one.")
    elif days < 0:
        yield _(
            "The deadline has passed, by %(place)s time. Visitors are told to ask before they "
            "write.",
            place=place_of(campaign.time_zone),
        )
    elif days > FAR_DAYS:
        yield _("The deadline is more than four months away. People act sooner where it is near.")
    if campaign.issued and campaign.issued > now().date():
        yield _("The facts are dated in the future.")
