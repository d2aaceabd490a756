"""The review page: the text with its marks, what is open, and the form."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import NamedTuple

from flask import render_template
from flask_babel import LazyString
from flask_babel import gettext as _

from petitions.appeals.channels import CHANNELS
from petitions.campaigns.drafts import CampaignDraft
from petitions.desk.editor.page import languages
from petitions.desk.importing import labels
from petitions.desk.importing.draft import draft_of
from petitions.desk.importing.forms import DraftForm, out_name
from petitions.desk.importing.highlights import Highlight, Piece, colour_of, controls_of, pieces
from petitions.desk.importing.open_questions import open_questions
from petitions.urgent_actions.models import Finding, Official, Span, Sure, UrgentAction
from petitions.web.i18n import DEFAULT_LANGUAGE, is_language, language_name

LETTER = "also-letter"
# What stands first in the form where the text does not have it; lists stay where they are.
SINGLE = ("title", "ua_number", "summary", "pledge", "country", "language", "issued", "deadline")


class Evidence(NamedTuple):
    """Where a control's value stands in the text, in words; `is_unsure` asks to look."""

    key: str
    name: str
    anchor: str
    words: LazyString
    is_unsure: bool


class ReviewPoint(NamedTuple):
    """Something to look at: words, and where."""

    words: str
    anchor: str


class Leftover(NamedTuple):
    """What was found and has no field of its own: shown, so that nothing is lost unseen."""

    id: str
    name: str
    lines: list[str]


@dataclass
class Review:
    """All that the page shows beside the form itself."""

    action: UrgentAction
    forms: DraftForm
    pieces: list[Piece] = field(default_factory=list)
    evidence: dict[str, list[Evidence]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    points: list[ReviewPoint] = field(default_factory=list)

    def colour(self, control: str) -> str:
        """Return the colour of a control's first mark."""
        evidence = self.evidence.get(control)
        return colour_of(evidence[0].key) if evidence else ""


def review_page(action: UrgentAction, typed: DraftForm | None = None) -> str:
    """Return the page with what was read beside the text, or with the form as `typed`."""
    draft = draft_of(action)
    forms = typed or DraftForm.of(draft)
    leftovers = leftovers_of(action)
    controls = forms.control_ids() | {leftover.id for leftover in leftovers}
    if action.model_letter:
        controls.add(LETTER)
    highlights = highlights_of(action, draft, controls)
    review = Review(action, forms, pieces(action.text, highlights))
    anchors = {tag.anchor for piece in review.pieces for tag in piece.tags}
    review.evidence = _evidence(_findings(action, draft), highlights, anchors)
    questions = open_questions(action, draft)
    review.missing = {one.key: one.words for one in questions if one.key in SINGLE}
    known, ids = controls_of(action), controls | {LETTER} | anchors
    for number, question in enumerate(action.questions):
        anchor = f"found-question-{number}"
        words = str(labels.question_words(question.about))
        review.points.append(ReviewPoint(words, anchor if anchor in ids else ""))
    review.points += [
        ReviewPoint(one.words, _control_on_page(known, one.key, ids))
        for one in questions
        if one.key not in SINGLE
    ]
    # What templates ask for the language of the campaign's own words.
    typed_language = forms.parts["basics"]["language"].data or ""
    known_languages = filter(is_language, filter(None, (typed_language, action.language or "")))
    own = SimpleNamespace(language=next(known_languages, DEFAULT_LANGUAGE))
    return render_template(
        "desk/importing/review.html",
        review=review,
        forms=forms,
        own=own,
        also=leftovers,
        mistakes=forms.mistakes() if typed else [],
        out_name=out_name,
        languages=languages(),
    )


def highlights_of(
    action: UrgentAction, draft: CampaignDraft, controls: set[str]
) -> list[Highlight]:
    """Return everything to mark, with the control that each belongs to, where the page has it."""
    known = controls_of(action)
    return [
        Highlight(
            key,
            labels.field_name(key),
            colour_of(key),
            _control_on_page(known, key, controls),
            finding.spans,
        )
        for key, finding in _findings(action, draft).items()
    ] + [
        Highlight(
            f"question.{number}",
            str(labels.TO_CHECK),
            "question",
            "",
            _visible_span(action, question.spans),
        )
        for number, question in enumerate(action.questions)
    ]


def leftovers_of(action: UrgentAction) -> list[Leftover]:
    """Return what an editor may want to copy by hand; the model letter comes on its own."""
    spoken = action.preferred_languages
    found = [
        Leftover("also-persons", _("Who it is about"), action.persons),
        Leftover(
            "also-languages",
            _("Languages to write in"),
            [language_name(code) if is_language(code) else code for code in spoken],
        ),
        Leftover(
            "also-channels",
            _("Ways to write"),
            [str(CHANNELS[name].verb) if name in CHANNELS else name for name in action.channels],
        ),
        # A campaign keeps only a name and an e-mail address of those who get copies.
        Leftover(
            "also-copies",
            _("More about who gets copies"),
            [line for official in action.copies_to if (line := _unkept(official))],
        ),
    ]
    return [leftover for leftover in found if leftover.lines]


def _unkept(official: Official) -> str:
    rest = [*official.address, *official.fax, *official.phone, *official.twitter]
    name = official.name or official.role
    return ", ".join([name, *rest] if name and rest else rest)


def _visible_span(action: UrgentAction, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the first span; where it is a place between letters, the word before it."""
    for span in spans[:1]:
        if span.start >= span.end:
            before = action.text[: span.start].rstrip()
            start = max(before.rfind(" "), before.rfind("\n")) + 1
            return (Span(start, len(before)),)
    return spans[:1]


def _control_on_page(known: dict[str, str], key: str, ids: set[str]) -> str:
    control = known.get(key) or known.get(key.partition(".")[0], "")
    return control if control in ids else ""


def _findings(action: UrgentAction, draft: CampaignDraft) -> dict[str, Finding]:
    """Return what was found, and the summary, which is the first paragraph of the story."""
    findings, story = dict(action.findings), action.findings.get("story")
    if draft.summary and story and story.spans:
        words = r"\s+".join(re.escape(word) for word in draft.summary.split())
        if match := re.compile(words).search(action.text, story.spans[0].start):
            findings["summary"] = Finding((Span(*match.span()),), Sure.UNSURE)
    return findings


def _evidence(
    findings: dict[str, Finding], highlights: list[Highlight], anchors: set[str]
) -> dict[str, list[Evidence]]:
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for highlight in highlights:
        finding = findings.get(highlight.key)
        if highlight.control and finding:
            words = labels.SURE[finding.sure]
            anchor = highlight.anchor if highlight.anchor in anchors else ""
            evidence[highlight.control].append(
                Evidence(highlight.key, highlight.name, anchor, words, finding.sure is Sure.UNSURE)
            )
    return dict(evidence)
