"""One press tells what a line of the text is; the form follows, and one more takes it back."""

import json

import pytest
from werkzeug.datastructures import MultiDict

from petitions.desk.importing.draft import draft_of
from petitions.desk.importing.forms import DraftForm
from petitions.desk.importing.lines import PARTS, holders, lines_of, pressed
from petitions.urgent_actions.models import Question, Span, UrgentAction
from petitions.urgent_actions.parse import parse
from tests.desk.importing import IMPORT, campaigns, pastes, sends, shows
from tests.organisers import at_desk
from tests.urgent_actions.atyrau import COLUMNS, TEXT

PROSECUTOR = ("Zhakip Assanov", "Prosecutor General")
OFFICE, STREET = "Office of the Prosecutor General", "14 Orynbor Street"


@pytest.fixture
def desk(app):
    return at_desk(app, "editor", factor=False)


def presses(desk, page, line, part, official=1, **typed):
    """Press what a line is, the first of these words that can be that of this official."""
    buttons = [
        button
        for group in page.all(f'.line-buttons[aria-label="{line}"]')
        for button in group.query("button")
        if button.attrs["value"].endswith(f":{part}:{official}")
    ]
    return shows(desk, page, line=buttons[0].attrs["value"], before=befores(page), **typed)


def takes_back(desk, page, **typed):
    return shows(desk, page, line="undo", before=befores(page), **typed)


def befores(page):
    return [each.attrs["value"] for each in page.all('[name="before"]')]


def official(page, number=0):
    names = ("name", "role", "address")
    return [page.value(f"target-{number}-{name}").strip() for name in names]


def held(page):
    """Give {line: words of the button that is pressed}."""
    pressed = page.all('.line-buttons [aria-pressed="true"]')
    return {each.parent.attrs["aria-label"]: each.to_text() for each in pressed}


def test_each_line_of_an_official_says_what_it_is(desk):
    found = held(pastes(desk))
    assert found["Zhakip Assanov"] == "Name"
    assert found["Ambassador"] == "Office"
    assert found["Astana, 010000"] == found["Republic of Kazakhstan"] == "Address"
    assert found["+7 7172 506 402"] == "Contact"
    assert not {"Fax:", "Salutation:", "Urgent Action", "January 31, 2017"} & {*found}


ADDRESS = f"{OFFICE}\n{STREET}\nAstana, 010000\nRepublic of Kazakhstan"
# Presses in order, and name, office and address after them.
PRESSES = [
    ([("Zhakip Assanov", "role")], [*PROSECUTOR[::-1], ADDRESS]),  # they change places
    ([(STREET, "name")], [STREET, PROSECUTOR[1], ADDRESS.replace(f"{STREET}\n", "")]),
    ([(STREET, "none")], [*PROSECUTOR, ADDRESS.replace(f"{STREET}\n", "")]),
    ([(STREET, "none"), (STREET, "address")], [*PROSECUTOR, ADDRESS]),  # at its place again
    ([("Zhakip Assanov", "none")], ["", PROSECUTOR[1], ADDRESS]),
    ([("Prosecutor General", "address")], [PROSECUTOR[0], "", f"{PROSECUTOR[1]}\n{ADDRESS}"]),
    ([("Zhakip Assanov", "name")], [*PROSECUTOR, ADDRESS]),
]


def test_a_press_changes_the_fields_and_can_be_taken_back(in_app):
    action = parse(TEXT, anyway=True)
    first = MultiDict(DraftForm.of(draft_of(action)).official_fields())
    for steps, wanted in PRESSES:
        form = first
        for text, part in steps:
            [line] = [line for line in lines_of(action) if line.text == text]
            form["line"] = f"{line.start}:{part}:1"
            form = pressed(form, action).form
        assert [form[f"target-0-{part}"] for part in PARTS] == wanted, steps
        for _ in form.getlist("before"):
            form["line"] = "undo"
            form = pressed(form, action).form
        assert form.to_dict() | {"line": ""} == first.to_dict() | {"line": ""}, steps


def test_what_was_typed_stays_and_comes_back(desk):
    typed = {
        "target_0_name": "Mr Z. Assanov",
        "target_0_address": f"{OFFICE}\nRoom 5\nAstana, 010000",
    }
    page = presses(desk, pastes(desk), STREET, "address", **typed)
    assert official(page)[2] == f"{OFFICE}\nRoom 5\n{STREET}\nAstana, 010000"
    page = presses(desk, page, "Zhakip Assanov", "name")
    assert official(page)[0] == "Zhakip Assanov"
    page = takes_back(desk, takes_back(desk, page, dates_deadline="2027-01-01"))
    assert official(page) == ["Mr Z. Assanov", PROSECUTOR[1], typed["target_0_address"]]
    assert page.value("dates-deadline") == "2027-01-01"
    assert not befores(page)


def test_marks_and_words_follow_a_press(desk):
    page = presses(desk, pastes(desk), "Zhakip Assanov", "role")
    assert "Office of official 1: “Zhakip Assanov”" in page.text("#said")
    mark = page.one('mark[data-found="targets.0.role"]')
    assert "Zhakip Assanov" in mark.to_text()
    assert "you have said so" in page.text('.filled[data-found="targets.0.role"]')
    assert "You have said which line is which" in page.all(".certainty")[0].to_text()
    assert page.text("#letter-1") == "Official 1: Prosecutor General, Zhakip Assanov"
    [undo] = page.all(".line-buttons .undo")
    assert undo.parent.attrs["aria-label"] == "Zhakip Assanov"
    assert undo.attrs["formaction"].startswith(f"{IMPORT}/letters#line-")
    page = takes_back(desk, page)
    assert page.one(".line-buttons[data-focus]").attrs["aria-label"] == "Zhakip Assanov"
    assert "Taken back" in page.text("#said")


def test_a_number_that_is_not_theirs_goes_and_comes_back(app, desk):
    page = presses(desk, pastes(desk), "+7 7172 506 402", "none", target_0_contacts_0_note="9 to 5")
    assert page.value("target-0-contacts-0-value") == page.value("target-0-contacts-0-note") == ""
    assert page.text("#letters")
    back = presses(desk, page, "+7 7172 506 402", "contact")
    assert back.value("target-0-contacts-0-value") == "+7 7172 506 402"
    back = takes_back(desk, page)
    assert back.value("target-0-contacts-0-note") == "9 to 5"
    assert sends(desk, page).status == 303
    assert [len(one.contacts) for one in campaigns(app)[0].targets] == [0, 2]


def test_a_line_that_is_nobodys_can_be_given_to_the_official_beside(desk):
    page = presses(desk, pastes(desk), "Republic of Kazakhstan", "none")
    page = presses(desk, page, "Republic of Kazakhstan", "address", official=2)
    assert official(page, 1)[2].splitlines()[0] == "Republic of Kazakhstan"
    assert "Republic of Kazakhstan" not in official(page)[2]


def test_the_same_words_of_two_officials_are_two_lines(desk):
    page = pastes(desk, TEXT.replace("1401 16th St NW, ", f"{STREET}\n"))
    page = presses(desk, page, STREET, "none", official=2)
    assert [STREET in official(page, number)[2] for number in (0, 1)] == [True, False]
    first, second = page.all(f'.line-buttons[aria-label="{STREET}"]')
    assert len(first.query('[aria-pressed="true"]')) == 1
    assert not second.query('[aria-pressed="true"]')


STORY = """The nurse Ada Example was taken from the hospital of Takora on Monday.

Our friends met there.
Mr Pieter Hendriks
9 Kerk Street
She has asthma, and had no medicine with her when the men came for her in the night of Monday.
"""


def test_where_nobody_was_found_any_short_line_can_be_theirs(desk):
    text = "UA 7/26\n\nFree the nurse\n\n" + STORY
    page = pastes(desk, text)
    assert official(page) == ["", "", ""]
    page = presses(desk, page, "Mr Pieter Hendriks", "name")
    page = presses(desk, page, "9 Kerk Street", "address")
    assert official(page) == ["Mr Pieter Hendriks", "", "9 Kerk Street"]
    assert held(page) == {"Mr Pieter Hendriks": "Name", "9 Kerk Street": "Address"}
    assert not page.all('.line-buttons[aria-label^="She has"]')


def test_lines_of_two_columns_can_be_given_to_either(desk):
    page = pastes(desk, COLUMNS)
    page = presses(desk, page, "14 Orynbor Street 1401 16th St NW", "address", official=2)
    assert official(page, 1) == ["", "", "14 Orynbor Street 1401 16th St NW"]
    assert official(page) == ["", "", ""]


def test_nonsense_changes_nothing(in_app):
    action = parse(TEXT, anyway=True)
    form = MultiDict(DraftForm.of(draft_of(action)).official_fields())
    wrong = ["", "x", "9:name:1", "999999:name:1", f"{TEXT.index(STREET)}:phone:1"]
    wrong += [f"{TEXT.index(STREET)}:name:{number}" for number in (0, 3, 999)]
    for line in wrong:
        form["line"] = line
        assert pressed(form, action).form == form, line
    form["line"] = "undo"
    before = [json.dumps({"at": 1, "fields": each}) for each in ({"source": ""}, [], {"x": 1})]
    for entry in (*before, "x", "{}", "[" * 5_000):
        form.setlist("before", [entry])
        after = pressed(form, action).form
        assert after.to_dict() | {"before": ""} == form.to_dict() | {"before": ""}, entry


def test_in_no_text_of_ours_a_line_is_held_that_was_not_read(in_app):
    for text in (TEXT, COLUMNS):
        action = parse(text, anyway=True)
        fields = DraftForm.of(draft_of(action)).official_fields()
        for line, whose in holders(action, fields).items():
            assert (whose is not None) == bool(line.key), line
    for count, wanted in ((9, 18), (900, 0)):  # a row that is no line has no buttons
        text = "Ada   Ben   " * count
        torn = [Question("columns", (Span(0, len(text)),))]
        assert len(lines_of(UrgentAction(text=text, questions=torn))) == wanted
    assert not lines_of(parse(f"Dear friends: {'x' * 60}", anyway=True))
