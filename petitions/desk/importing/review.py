"""The review page: the text with its marks, what is open, and the form."""

import re
from collections import defaultdict
from types import SimpleNamespace
from typing import NamedTuple

from flask import render_template
from flask_babel import LazyString
from flask_babel import gettext as _

from petitions.appeals.channels import CHANNELS
from petitions.campaigns.drafts import CampaignDraft
from petitions.campaigns.sentences import own_sentences
from petitions.desk.editor.page import languages
from petitions.desk.importing import labels
from petitions.desk.importing.certainty import Certainty, certainties
from petitions.desk.importing.draft import demands_of, draft_of
from petitions.desk.importing.forms import DraftForm, out_name
from petitions.desk.importing.highlights import Highlight, colour_of, controls_of, pieces
from petitions.desk.importing.letters import letters_of
from petitions.desk.importing.line_buttons import choices_of
from petitions.desk.importing.lines import UNPRESSED, Pressed, told
from petitions.desk.importing.open_questions import OpenQuestion, open_questions
from petitions.urgent_actions.models import Finding, Span, Sure, UrgentAction
from petitions.web.i18n import DEFAULT_LANGUAGE, is_language, language_name

LETTER = "also-letter"
# What stands first in the form where the text does not have it; lists stay where they are.
SINGLE = ("title", "ua_number", "summary", "pledge", "country", "language", "issued", "deadline")


class Evidence(NamedTuple):
    """Where a control's value stands in the text, in words; `is_unsure` asks to look."""

    key: str
    name: str
    colour: str
    anchor: str
    words: LazyString
    is_unsure: bool
    source: str = ""  # the words of the text, where the control has others


def review_page(
    action: UrgentAction, typed: DraftForm | None = None, last: Pressed = UNPRESSED
) -> str:
    """Return the page with what was read beside the text, or with the form as `typed`.

    `last` is what the button of a line did to that form.
    """
    draft = draft_of(action)
    forms = typed or DraftForm.of(draft)
    fields = forms.official_fields()
    choices = choices_of(action, fields, last)
    if typed:
        read = DraftForm.of(draft).official_fields()
        draft = typed.over(draft)
        action = told(action, draft, read, fields)
    leftovers = _leftovers(action)
    ids = forms.control_ids() | {LETTER, *(leftover[0] for leftover in leftovers)}
    highlights = highlights_of(action, draft, ids)
    source = pieces(action.text, highlights, choices)
    anchors = {tag.anchor for piece in source for tag in piece.tags}
    questions, sure = open_questions(action, draft), certainties(action)
    own = _own(forms, action)
    return render_template(
        "desk/importing/review.html",
        action=action,
        forms=forms,
        own=own,
        pieces=source,
        evidence=_evidence(action, highlights, anchors),
        missing={question.key: question.words for question in questions if question.key in SINGLE},
        points=_points(action, questions, sure, ids | anchors, forms.left_out),
        certainties=sure,
        last=last,
        also=leftovers,
        letters=letters_of(forms, own.language),
        mistakes=forms.mistakes() if typed else [],
        out_name=out_name,
        languages=languages(),
    )


def _own(forms: DraftForm, action: UrgentAction) -> SimpleNamespace:
    """Return what templates ask for the language of the campaign's own words."""
    said = [forms.parts["basics"]["language"].data, action.language]
    known = [code for code in said if code and is_language(code)]
    language = next(iter(known), DEFAULT_LANGUAGE)
    return SimpleNamespace(language=language, has_sentences=bool(own_sentences(language)))


def _evidence(
    action: UrgentAction, highlights: list[Highlight], anchors: set[str]
) -> dict[str, list[Evidence]]:
    """Return {id of a control: where its values stand}."""
    demands = enumerate(demands_of(action))
    sources = {f"demands.{index}": words for index, (words, said) in demands if said}
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for each in highlights:
        if each.control and each.sure:
            anchor = each.anchor if each.anchor in anchors else ""
            words, is_unsure = labels.SURE[each.sure], each.sure is Sure.UNSURE
            quote = Evidence(each.key, each.name, each.colour, anchor, words, is_unsure)
            evidence[each.control].append(quote._replace(source=sources.get(each.key, "")))
    return evidence


def _points(
    action: UrgentAction,
    questions: list[OpenQuestion],
    sure: list[Certainty],
    ids: set[str],
    left_out: frozenset[int],
) -> list[tuple[str, str]]:
    """Return (words, where) of what to look at; `ids` are what stands on the page."""
    points = []
    for number, asked in enumerate(action.questions):
        anchor = f"found-question-{number}"
        points.append((str(labels.QUESTIONS[asked.about]), anchor if anchor in ids else ""))
    for number, certainty in enumerate(sure):
        if certainty.doubts and number not in left_out:  # the others were asked above
            words = _("Please check official %(number)s: not all of it is sure.", number=number + 1)
            points.append((words, f"target-{number}-words"))
    controls = controls_of(action)
    passed_over = tuple(f"targets.{number}." for number in left_out)
    wanting = [
        question
        for question in questions
        if question.key not in SINGLE and not question.key.startswith(passed_over)
    ]
    placed = [(each.words, _control_on_page(controls, each.key, ids)) for each in wanting]
    unsaid = sum(question.is_unsaid for question in wanting)
    return [*placed[:unsaid], *points, *placed[unsaid:]]


def highlights_of(action: UrgentAction, draft: CampaignDraft, ids: set[str]) -> list[Highlight]:
    """Return everything to mark, with the control that each belongs to, where `ids` have it."""
    findings, story = dict(action.findings), action.findings.get("story")
    if draft.summary and story and story.spans:  # it is the first paragraph of the story
        words = r"\s+".join(re.escape(word) for word in draft.summary.split())
        if match := re.compile(words).search(action.text, story.spans[0].start):
            findings["summary"] = Finding((Span(*match.span()),), Sure.UNSURE)
    controls = controls_of(action)
    highlights = []
    for key, finding in findings.items():
        name, control = labels.field_name(key), _control_on_page(controls, key, ids)
        highlights.append(
            Highlight(key, name, colour_of(key), control, finding.spans, finding.sure)
        )
    for number, question in enumerate(action.questions):
        is_left_out = question.about == "left-out"
        spans = question.spans if is_left_out else question.spans[:1]
        if spans and spans[0].start >= spans[0].end:  # between letters: the word before is marked
            before = action.text[: spans[0].start].rstrip()
            start = max(before.rfind(" "), before.rfind("\n")) + 1
            spans = (Span(start, len(before)),)
        name, colour = labels.TO_CHECK, "question"
        if is_left_out:
            name, colour = labels.LEFT_OUT, "left-out"
        highlights.append(Highlight(f"question.{number}", str(name), colour, "", spans))
    return highlights


def _control_on_page(controls: dict[str, str], key: str, ids: set[str]) -> str:
    control = controls.get(key) or controls.get(key.partition(".")[0], "")
    return control if control in ids else ""


def _leftovers(action: UrgentAction) -> list[tuple[str, str, list[str]]]:
    """Return (id, heading, lines) of what was found and has no field of its own.

    It is shown, so that nothing is lost unseen; the model letter comes on its own.
    """
    spoken = [
        language_name(code) if is_language(code) else code for code in action.preferred_languages
    ]
    ways = [str(CHANNELS[name].verb) if name in CHANNELS else name for name in action.channels]
    copies = []  # a campaign keeps only a name and an e-mail address of those who get copies
    for official in action.copies_to:
        rest = [*official.address, *official.fax, *official.phone, *official.twitter]
        name = official.name or official.role
        if rest:
            copies.append(", ".join([name, *rest] if name else rest))
    leftovers = [
        ("also-persons", _("Who it is about"), action.persons),
        ("also-languages", _("Languages to write in"), spoken),
        ("also-channels", _("Ways to write"), ways),
        ("also-copies", _("More about who gets copies"), copies),
    ]
    return [leftover for leftover in leftovers if leftover[2]]
