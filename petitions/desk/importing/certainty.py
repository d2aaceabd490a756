"""How sure it is that an official was read rightly: what in the text says so, and what does not."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from flask_babel import gettext as _

from petitions.desk.importing.labels import field_name
from petitions.urgent_actions.models import Finding, Official, Question, Span, Sure, UrgentAction
from petitions.urgent_actions.readers.document import is_page_noise
from petitions.urgent_actions.readers.lines import TextLine
from petitions.urgent_actions.readers.text import fold, squeeze

QUOTED = 80  # characters of the words that lead to somebody
_NEAR = 2  # lines between an official and two columns that may hold more of theirs
_WORD = re.compile(r"[^\W\d_]{2,}")
# What any official is called, or anybody; in folded letters.
_ANYBODY = re.compile(
    r"(?:exc|exz|eksc|ecc).*|dear|sir|madam|mr|mrs|ms|dr|herrn?|frau|monsieur|madame|senora?|sra?"
)
LABEL = re.compile(r"[^\W\d][^:\d]{0,20}:")
_WHO = {"name", "role", "address"}
_STEM = 5  # letters that `Minister` and `ministerio` share


@dataclass
class Certainty:
    """Whole sentences. `asked` are doubts that are among the questions of the text already."""

    reasons: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def is_sure(self) -> bool:
        """Return True if nothing speaks against it."""
        return not self.doubts and not self.asked


def certainties(action: UrgentAction) -> list[Certainty]:
    """Return how sure each of the targets is that was read."""
    found = []
    for number, basis in enumerate(action.bases):
        certainty = Certainty()
        _judge_basis(action, number, basis, certainty)
        if any(each.sure is Sure.GIVEN for each in findings_of(action, number).values()):
            certainty.reasons.append(_("You have said which line is which."))
        else:
            _judge_lines(action, number, certainty)
        _judge_greeting(action, number, certainty)
        found.append(certainty)
    return found


def unsure(action: UrgentAction) -> list[str]:
    """Return a sentence on each value that a person has to check, and each doubt on an official."""
    sentences = [
        _("%(name)s: this is not sure, please check it.", name=field_name(key))
        for key, finding in action.findings.items()
        if finding.sure is Sure.UNSURE
    ]
    for number, certainty in enumerate(certainties(action), 1):
        sentences += [
            _("Official %(number)s, please check: %(doubt)s", number=number, doubt=doubt)
            for doubt in certainty.doubts
        ]
    return sentences


def _judge_basis(action: UrgentAction, number: int, basis: Finding, certainty: Certainty) -> None:
    """Say what leads to an official: a heading, a greeting, or nothing."""
    spans = basis.spans or (Span(0, 0),)
    words = squeeze(action.text[spans[0].start : spans[-1].end])[:QUOTED].rstrip(" :,")
    if basis.sure is Sure.LABELLED:
        certainty.reasons.append(_("“%(words)s” leads to them.", words=words))
    elif basis.sure is Sure.UNSURE:
        certainty.doubts.append(_("Nothing leads to them, and no letter greets them."))
    elif is_named(words, action.targets[number]):
        certainty.reasons.append(_("The letter below them begins “%(words)s”.", words=words))
    else:
        sentence = _(
            "No heading leads to them, and the letter below greets nobody by name or office: "
            "“%(words)s”.",
            words=words,
        )
        certainty.doubts.append(sentence)


def _judge_lines(action: UrgentAction, number: int, certainty: Certainty) -> None:
    """Say whether their lines follow one another, and whether some are asked about."""
    parts = findings_of(action, number)
    rows = Rows(action.text)
    claimed = {row for each in parts.values() for span in each.spans for row in rows.of(span)}
    own = [span for name, each in parts.items() if name != "salutation" for span in each.spans]
    if not own:
        return
    theirs = {row for span in own for row in rows.of(span)}
    first, last = min(theirs), max(theirs)
    loose = [row for row in range(first, last) if row not in claimed and rows.says_something(row)]
    if loose:
        words = squeeze(rows.texts[loose[0]])[:QUOTED]
        sentence = _("“%(words)s” stands between their lines, and was left out.", words=words)
        certainty.doubts.append(sentence)
    where = [{row for span in parts[key].spans for row in rows.of(span)} for key in _WHO & {*parts}]
    if len(where) > 1 and set.intersection(*where):
        sentence = _("Name, office and address stand in one line: see where it was cut.")
        certainty.doubts.append(sentence)
    elif first < last and not loose:
        certainty.reasons.append(_("Their lines follow one another."))

    def is_asked(question: Question, reach: int) -> bool:
        near = {row for span in question.spans for row in rows.of(span)}
        return any(first - reach <= row <= last + reach for row in near)

    about = [question for question in action.questions if question.spans]
    if any(each.about == "unclear-official" and is_asked(each, 0) for each in about):
        certainty.asked.append(_("Which line is the name, and which the office, is a guess."))
    if any(each.about == "columns" and is_asked(each, _NEAR) for each in about):
        certainty.asked.append(_("Lines of somebody else stand level with theirs."))


def _judge_greeting(action: UrgentAction, number: int, certainty: Certainty) -> None:
    """Say whom the salutation names."""
    official = action.targets[number]
    words = official.salutation
    if not words:
        return
    if is_named(words, official):
        if action.bases[number].sure is not Sure.PLACED:  # where the greeting is a reason already
            certainty.reasons.append(_("The greeting names them."))
        return
    for other, each in enumerate(action.targets, 1):
        if is_named(words, each):
            sentence = _(
                "The greeting “%(words)s” names official %(n)s instead.", words=words, n=other
            )
            certainty.doubts.append(sentence)
            return


def is_named(greeting: str, official: Official) -> bool:
    """Return True if a greeting names somebody, or their office."""

    def stems(text: str) -> set[str]:
        words = (word for word in _WORD.findall(fold(text)) if not _ANYBODY.fullmatch(word))
        return {word[:_STEM] for word in words}

    return not stems(greeting).isdisjoint(stems(f"{official.name or ''} {official.role or ''}"))


def findings_of(action: UrgentAction, number: int) -> dict[str, Finding]:
    """Return {`fax.0`: where it stands} of one of the targets."""
    key = f"targets.{number}."
    return {
        name.removeprefix(key): each
        for name, each in action.findings.items()
        if name.startswith(key)
    }


class Rows:
    """The rows of a text, which are counted from 0."""

    def __init__(self, text: str) -> None:
        self.texts = text.split("\n")
        self.starts = [0]
        for each in self.texts[:-1]:
            self.starts.append(self.starts[-1] + len(each) + 1)

    def of(self, span: Span) -> range:
        """Return the rows in which a span stands."""
        first = bisect_right(self.starts, span.start) - 1
        return range(first, bisect_right(self.starts, max(span.start, span.end - 1)))

    def says_something(self, row: int) -> bool:
        """Return True if a row has words that are no remark, and neither a label's nor a page's."""
        text = self.texts[row].strip()
        is_other = text.startswith(("(", "[")) or LABEL.match(text)
        noise = is_page_noise(TextLine(0, 0, text, fold(text), 0))
        return bool(_WORD.search(text)) and not is_other and not noise
