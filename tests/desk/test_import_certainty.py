"""Each official says how sure it is, why, and what a person has to check."""

import pytest

from petitions.desk.importing.certainty import certainties
from petitions.urgent_actions.parse import parse
from tests.desk.importing import pastes
from tests.organisers import at_desk
from tests.urgent_actions.atyrau import TEXT

LETTER = """\
A nurse is held for treating the wounded
MDE 13/1234/2026

Ama Boateng was taken from her ward on 3 May. Nobody has told her family where she is.

{block}

Dear {greeted},

I ask you to release Ama Boateng at once.

Yours sincerely,
"""
BLOCK = "Mr Kofi Adom\nMinister of Justice\nMinistry of Justice\n4 High Street\nAccra\nGhana"
LINES = TEXT[TEXT.index("Prosecutor General\nZhakip") : TEXT.index("Fax: +7")]
ONE_LINE = "Zhakip Assanov, Prosecutor General, 14 Orynbor Street, Astana, Republic of Kazakhstan\n"
LEADS = "leads to them."
# Text, what is sure of the first official, and what is not.
CASES = [
    (TEXT, [LEADS, "Their lines follow one another.", "The greeting names them."], []),
    (
        LETTER.format(block=BLOCK, greeted="Minister"),
        ["The letter below them begins “Dear Minister”.", "Their lines follow one another."],
        [],
    ),
    (
        LETTER.partition("{block}")[0] + f"Please send a polite letter to:\n{BLOCK}\n",
        ["“Please send a polite letter to” leads to them."],
        [],
    ),
    (
        LETTER.format(block=BLOCK, greeted="Sir or Madam"),
        ["Their lines follow one another."],
        ["No heading leads to them", "“Dear Sir or Madam”"],
    ),
    (
        TEXT.replace(LINES, ONE_LINE),
        [LEADS],
        ["stand in one line"],
    ),
    (
        TEXT.replace(
            "14 Orynbor Street", "Our group met him in May of this year\n14 Orynbor Street"
        ),
        [LEADS],
        ["stands between their lines"],
    ),
    (
        TEXT.replace("Dear Prosecutor General", "Dear Ambassador"),
        [LEADS],
        ["The greeting “Dear Ambassador” names official 2 instead."],
    ),
]
IDS = ["headed", "greeted", "led", "anybody", "one-line", "between", "crossed"]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_it_says_why_and_why_not(in_app, case):
    text, reasons, doubts = case
    found = certainties(parse(text, anyway=True))[0]
    said = " ".join(found.reasons), " ".join(found.doubts + found.asked)
    for sentences, words in zip((reasons, doubts), said, strict=True):
        assert all(sentence in words for sentence in sentences), words
        assert bool(sentences) == bool(words), words
    assert found.is_sure == (not doubts)


def test_the_page_says_it_of_each_official(app):
    page = pastes(
        at_desk(app, "editor", factor=False), TEXT.replace("Dear Ambassador", "Dear Ms Prosecutor")
    )
    first, second = page.all(".certainty")
    assert first.to_text().split()[0] == "Sure:"
    assert second.to_text().strip().startswith("Please check:")
    assert "names official 1 instead" in second.to_text()
    [link] = page.all('section.open a[href="#target-1-words"]')
    assert "Please check official 2" in link.to_text()


def test_what_is_asked_already_is_no_second_point(app):
    block = "Komlan Amegashie\nEssowè Tchalla\n12 Rue du Port\nLomé, Togo"
    block = f"TAKE ACTION: WRITE AN APPEAL\n\n{block}"
    page = pastes(at_desk(app, "editor", factor=False), LETTER.format(block=block, greeted="Sir"))
    assert "is a guess" in page.text(".certainty")
    assert "Which line here is the name" in page.text("section.open")
    assert "Please check official" not in page.text("section.open")
