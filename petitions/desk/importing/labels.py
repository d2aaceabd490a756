"""Words for what was found in a text, what was not, and what only a person can tell."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from petitions.urgent_actions.models import Sure

SURE = {
    Sure.LABELLED: _l("In the text: a label says so"),
    Sure.PLACED: _l("In the text: known by its place"),
    Sure.UNSURE: _l("In the text, but not sure: please check"),
    Sure.GIVEN: _l("In the text: you have said so"),
}
FIELDS = {
    "title": _l("Title"),
    "ua_number": _l("Reference"),
    "index_number": _l("Source"),
    "summary": _l("Summary"),
    "pledge": _l("What people sign"),
    "country": _l("Country"),
    "language": _l("Language"),
    "issued": _l("Facts as of"),
    "deadline": _l("Last day to write"),
    "is_update": _l("An update"),
    "story": _l("Story"),
    "background": _l("Background"),
    "demands": _l("Demand"),
    "targets": _l("Official"),
    "copies_to": _l("Copy"),
    "persons": _l("Person"),
    "model_letter": _l("Model letter"),
    "preferred_languages": _l("Languages to write in"),
    "channels": _l("Ways to write"),
}
OF_OFFICIALS = {
    "name": _l("name"),
    "role": _l("office"),
    "salutation": _l("greeting"),
    "address": _l("address"),
    "fax": _l("fax"),
    "phone": _l("phone"),
    "email": _l("e-mail"),
    "twitter": _l("account"),
    "country": _l("country"),
}
# What asks for a field that the text does not fill.
ASKS = {
    "title": _l("No title was found. Who is it about, and what shall happen?"),
    "ua_number": _l("No number such as UA 115/16 was found. Leave it empty if there is none."),
    "summary": _l("No paragraph is fit for a summary. What happened, in two sentences?"),
    "pledge": _l("What do people sign? Write the one sentence: a text of this kind has none."),
    "country": _l("No country was found. Which one is this about?"),
    "language": _l("The language could not be told. Which one is the campaign in?"),
    "issued": _l("No date of the document was found. Of which day are the facts?"),
    "deadline": _l("No last day to write is known. Until when is it of use?"),
    "story": _l("No story was found. What happened?"),
    "demands": _l("No demand was found. What is asked for?"),
    "targets": _l("No official was found. Who can grant the demands?"),
}
QUESTIONS = {
    "columns": _l(
        "Two officials stand side by side here, and their lines are mixed. Who has which line?"
    ),
    "masked-email": _l(
        "The page this was copied from hides an e-mail address. Look it up in the original."
    ),
    "deadline-year": _l(
        "The last day to write has no year here: it was taken from the number or the day of issue."
    ),
    "unclear-date": _l("Which is the day here, and which the month?"),
    "unclear-official": _l("Which line here is the name, and which the office?"),
    "two-cases": _l("A second text begins here. Only the first was read: import each by itself."),
    "cut": _l("The text seems to end in the middle of a part. Was all of it copied?"),
    "left-out": _l(
        "What a mail has put around the text was left out: its head, a note, a signature. "
        "Is nothing of the text in it?"
    ),
}
TO_CHECK = _l("To check")
LEFT_OUT = _l("Left out")
UNREADABLE = {
    "too-large": _l("This is too large. A file may have 2 MB, and a text 300,000 characters."),
    "empty": _l("The file is empty."),
    "no-text": _l(
        "There is no text in this file, only pictures of it. Copy the text by hand, and paste it."
    ),
    "too-many": _l(
        "There are too many mails and files within this mail. Save the one with the text by itself."
    ),
    "unknown-kind": _l("This is no text, web page, mail (.eml), document (.docx, .odt) or PDF."),
    "old-kind": _l(
        "This is a document or a mail of an older kind (.doc, .rtf, .msg). Save it as .docx or "
        "PDF, a mail as .eml, or paste its text."
    ),
    "protected": _l(
        "This file is protected by a password. Save it without one, or paste its text."
    ),
    "broken": _l("This file is damaged. Open it in its own program, and paste its text."),
    "too-slow": _l(
        "Reading this file took too long. Open it in its own program, and paste its text."
    ),
}
# What the reader of mails, which knows no language, puts before a mail and each file in it.
_HEAD_OF_MAIL = re.compile(r"----- (?:Message|Attachment: (.+?)( \(not read\))?) -----")


def in_words(row: str) -> str:
    """Return a row of a text; where it is the head of a mail or a file, in the page's language."""
    match = _HEAD_OF_MAIL.fullmatch(row)
    if not match:
        return row
    if not match[1]:
        said = _("Message")
    elif match[2]:
        said = _("Attachment: %(name)s (not read)", name=match[1])
    else:
        said = _("Attachment: %(name)s", name=match[1])
    return f"----- {said} -----"


def field_name(key: str) -> str:
    """Name a finding in short: `targets.1.fax.0` → `Official 2: fax`."""
    kind, *rest = key.split(".")
    name = str(FIELDS.get(kind, kind))
    if not rest or not rest[0].isdigit():
        return name
    name = str(_("%(what)s %(number)s", what=name, number=int(rest[0]) + 1))
    if len(rest) < 2:
        return name
    part = str(OF_OFFICIALS.get(rest[1], rest[1]))
    return str(_("%(whole)s: %(part)s", whole=name, part=part))
