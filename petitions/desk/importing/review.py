"""The review page: the text with its marks, what is open, and the form."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NamedTuple

from flask import render_template
from flask_babel import LazyString

from petitions.campaigns.drafts import CampaignDraft
from petitions.desk.editor.suggestions import languages
from petitions.desk.importing import labels
from petitions.desk.importing.draft import draft_of
from petitions.desk.importing.field_map import colour_of, controls_of
from petitions.desk.importing.forms import DraftForm, out_name
from petitions.desk.importing.highlights import Marked, Piece, pieces
from petitions.desk.importing.leftovers import also_found
from petitions.desk.importing.open_questions import Ask, asks
from petitions.urgent_actions.urgent_action import Finding, Span, Sure, UrgentAction
from petitions.web.i18n import DEFAULT_LANGUAGE, is_language

# What stands first in the form where the text does not have it; lists stay where they are.
LETTER = "also-letter"
SINGLE = ("title", "ua_number", "summary", "pledge", "country", "language", "issued", "deadline")


class Evidence(NamedTuple):
    """Where a control's value stands in the text, in words; `is_unsure` asks to look."""

    key: str
    name: str
    anchor: str
    words: LazyString
    is_unsure: bool


class Point(NamedTuple):
    """Something to look at: words, and where."""

    words: str
    anchor: str


@dataclass
class Review:
    """All that the page shows beside the form itself."""

    action: UrgentAction
    forms: DraftForm
    pieces: list[Piece] = field(default_factory=list)
    evidence: dict[str, list[Evidence]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    points: list[Point] = field(default_factory=list)

    def colour(self, control: str) -> str:
        """Give the colour of a control's first mark."""
        found = self.evidence.get(control)
        return colour_of(found[0].key) if found else ""


def review_page(action: UrgentAction, typed: DraftForm | None = None) -> str:
    """Show what was read beside the text; with the form as `typed`, where it has mistakes."""
    draft = draft_of(action)
    forms = typed or DraftForm.of(draft)
    review = Review(action, forms)
    also = also_found(action)
    controls = forms.control_ids() | {one.id for one in also} | {LETTER}
    marked = marked_of(action, controls if action.model_letter else controls - {LETTER})
    review.pieces = pieces(action.text, marked)
    anchors = {tag.anchor for piece in review.pieces for tag in piece.tags}
    review.evidence = _evidence(action, marked, anchors)
    open_ = asks(action, draft)
    review.missing = dict(_missing(open_))
    review.points = list(_points(action, open_, controls | anchors))
    return render_template(
        "desk/importing/review.html",
        review=review,
        forms=forms,
        own=own_language(forms, action.language),
        also=also,
        mistakes=forms.mistakes() if typed else [],
        out_name=out_name,
        languages=languages(),
    )


def marked_of(action: UrgentAction, controls: set[str]) -> list[Marked]:
    """Give everything to mark, with the control that each belongs to, where the page has it."""
    known = controls_of(action)
    found = [
        Marked(
            key, labels.field_name(key), colour_of(key), _on_page(known, key, controls), one.spans
        )
        for key, one in _findings(action).items()
    ]
    questions = [
        Marked(f"question.{n}", str(labels.TO_CHECK), "question", "", _seen(action, one.spans))
        for n, one in enumerate(action.questions)
    ]
    return found + questions


def _seen(action: UrgentAction, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Give the first span; where it is a place between letters, the word before it."""
    for span in spans[:1]:
        if span.start >= span.end:
            before = action.text[: span.start].rstrip()
            start = max(before.rfind(" "), before.rfind("\n")) + 1
            return (Span(start, len(before)),)
    return spans[:1]


def own_language(forms: DraftForm, read: str | None) -> Any:
    """Give what templates ask for the language of the campaign's own words."""
    typed = forms.parts["basics"]["language"].data or ""
    found = [one for one in (typed, read or "") if one and is_language(one)]
    return SimpleNamespace(language=(found or [DEFAULT_LANGUAGE])[0])


def _on_page(known: dict[str, str], key: str, controls: set[str]) -> str:
    control = known.get(key) or known.get(key.partition(".")[0], "")
    return control if control in controls else ""


def _findings(action: UrgentAction) -> dict[str, Finding]:
    """Give what was found, and the summary, which was taken from the story."""
    summary = _summary_span(action, draft_of(action))
    found = dict(action.findings)
    if summary:
        found["summary"] = Finding((summary,), Sure.UNSURE)
    return found


def _summary_span(action: UrgentAction, draft: CampaignDraft) -> Span | None:
    """Give where the first paragraph of the story stands."""
    story = action.findings.get("story")
    if not draft.summary or not story or not story.spans:
        return None
    words = r"\s+".join(re.escape(word) for word in draft.summary.split())
    found = re.compile(words).search(action.text, story.spans[0].start)
    return Span(*found.span()) if found else None


def _evidence(
    action: UrgentAction, marked: list[Marked], anchors: set[str]
) -> dict[str, list[Evidence]]:
    findings = _findings(action)
    found: dict[str, list[Evidence]] = defaultdict(list)
    for one in marked:
        finding = findings.get(one.key)
        if one.control and finding:
            words = labels.SURE[finding.sure]
            is_unsure = finding.sure is Sure.UNSURE
            anchor = one.anchor if one.anchor in anchors else ""
            found[one.control].append(Evidence(one.key, one.name, anchor, words, is_unsure))
    return dict(found)


def _missing(open_: list[Ask]) -> Iterator[tuple[str, str]]:
    for one in open_:
        if one.key in SINGLE:
            yield one.key, one.words


def _points(action: UrgentAction, open_: list[Ask], ids: set[str]) -> Iterator[Point]:
    """Give what to look at; `ids` are those of controls and marks that the page has."""
    for number, question in enumerate(action.questions):
        anchor = f"found-question-{number}"
        words = str(labels.question_words(question.about))
        yield Point(words, anchor if anchor in ids else "")
    known = controls_of(action)
    for one in open_:
        if one.key not in SINGLE:
            yield Point(one.words, _on_page(known, one.key, ids))
