"""Other organisations' numbers and forms, and what is told of two cases in one text."""

from datetime import date

import pytest

from petitions.urgent_actions.parse import NotAnUrgentAction, parse

STORY = (
    "Four fishermen have been held in the harbour of Tema since the first of February, without a "
    "charge, and nobody may visit them. Their families have asked the harbour police in vain."
)
OFFICIAL = "Ms Ama Boateng\nMinister of Justice\nPO Box 12\nAccra, Ghana\nFax: +233 30 255 0101\n"


@pytest.mark.parametrize(
    ("head", "number"),
    [
        (
            "ASIAN HUMAN RIGHTS COMMISSION\nUrgent Appeal Case: AHRC-UAC-014-2015",
            "AHRC-UAC-014-2015",
        ),
        ("URGENT APPEAL - THE OBSERVATORY\nGHA 001 / 0315 / OBS 023", "GHA 001 / 0315 / OBS 023"),
        ("World Organisation Against Torture\nCase GHA 020315.1", "GHA 020315.1"),
        ("PEN International\nRapid Action Network RAN 12/15", "RAN 12/15"),
        ("Asian Human Rights Commission\nUA 12/15", "UA 12/15"),
    ],
)
def test_the_number_of_another_organisation_is_no_number_of_amnesty(head, number):
    action = parse(f"{head}\n2 March 2015\n\nGHANA: Fishermen held in Tema\n\n{STORY}\n")
    assert (action.ua_number, action.index_number) == (None, number)
    assert action.issued == date(2015, 3, 2)
    assert number not in (action.title or "")


def test_amnestys_own_number_stays_its_own_beside_others():
    head = (
        "URGENT ACTION\nUA: 12/15 Index: AFR 99/001/2015 Ghana Date: 2 March 2015\nHELD IN TEMA\n"
    )
    action = parse(f"{head}{STORY}\nAmnesty International and PEN International (RAN 9/15) ask.\n")
    assert (action.ua_number, action.index_number) == ("12/15", "AFR 99/001/2015")


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (
            "ACTIONS REQUESTED:\nPlease write to the authorities of Ghana asking them to:",
            "Addresses:",
        ),
        ("SUGGESTED ACTION:\nPlease write to the officials below:", "PLEASE SEND YOUR LETTERS TO:"),
        ("Our network calls on the authorities of Ghana to:", "Please send appeals to:"),
        ("We are worried and urge the authorities to:", "Please send appeals to:"),
    ],
)
@pytest.mark.parametrize(("first", "second"), [("i. ", "ii. "), ("1. ", "2. "), ("• ", "• ")])
def test_forms_of_other_organisations_are_read(asked, sent, first, second):
    action = parse(
        f"PEN International\nRAN 12/15\n\n{STORY}\n\n{asked}\n\n"
        f"{first}Release the four fishermen at once;\n{second}Let their families visit them.\n\n"
        f"{sent}\n\n{OFFICIAL}"
    )
    assert [one.name for one in action.targets] == ["Ms Ama Boateng"]
    assert action.targets[0].address == ["PO Box 12", "Accra, Ghana"]
    assert [one.rstrip(".") for one in action.demands] == [
        "Release the four fishermen at once",
        "Let their families visit them",
    ]


@pytest.mark.parametrize(
    ("items", "count"),
    [
        ("release the four fishermen;\n\nlet their families visit them.\n", 2),
        (
            "release the fishermen;\n\n- let families visit;\n\npay for each day.\nMore of it.\n",
            3,
        ),
        ("release the four fishermen.\n\nThey are well known.\n", 0),
        ("", 0),
        ("1.\n2.\n", 0),
    ],
)
def test_a_list_that_a_colon_leads_to_is_asked_for(items, count):
    lead = "Our network urges the authorities of Ghana to:"
    action = parse(f"Urgent Action: Ghana\n\n{STORY}\n{lead}\n\n{items}")
    assert len(action.demands) == count


@pytest.mark.parametrize(
    ("told", "demand"),
    [
        ("Ask him to release the four fishermen.", "Ask him to release the four fishermen"),
        ("Urge her not to charge the fishermen!", "Urge her not to charge the fishermen"),
        ("You may ask him to dance with the fishermen.", None),
        ("Ask us to send you the letter by post.", None),
    ],
)
def test_what_the_reader_is_told_to_ask_for_is_asked(told, demand):
    action = parse(
        f"Urgent Action: Ghana\n\n{STORY} {told}\n\n{OFFICIAL}\nDear Minister,\n\nHello."
    )
    assert action.demands == ([demand] if demand else [])


def case(number, name):
    return (
        f"URGENT ACTION\nUA: {number} Index: AFR 99/001/2015 Ghana Date: 2 March 2015\nHELD\n"
        f"{STORY}\nPLEASE WRITE IMMEDIATELY:\n- Calling on the minister to release {name};\n"
        f"- Asking her to let families visit.\nAPPEALS TO:\n{OFFICIAL.replace('Ama', name)}"
        "Salutation: Dear Minister\n"
    )


def test_two_cases_are_told_and_the_first_alone_is_read():
    first = case("12/15", "Esi")
    action = parse(f"{first}\n{case('13/15', 'Abena')}")
    (question,) = [one for one in action.questions if one.about == "two-cases"]
    assert question.spans[0].start > len(first)
    assert action.text[question.spans[0].start :].startswith("UA: 13/15")
    assert (action.ua_number, len(action.demands)) == ("12/15", 2)
    assert [one.name for one in action.targets] == ["Ms Esi Boateng"]


@pytest.mark.parametrize(
    "text",
    [
        case("12/15", "Esi"),
        case("12/15", "Esi") * 2,
        f"Further information on UA 9/14\n{case('12/15', 'Esi')}",
        f"{case('12/15', 'Esi')}\nThis is the first update of UA 9/14.\n",
        f"{case('12/15', 'Esi')}\nUA 9/14 was about others.\n",
    ],
)
def test_one_case_is_not_taken_for_two(text):
    assert "two-cases" not in {one.about for one in parse(text).questions}


@pytest.mark.parametrize("text", ["", "RAN", "AHRC-", "UA 12/15\n" * 3])
def test_what_is_hardly_a_text_has_no_second_case(text):
    try:
        assert parse(text).questions == []
    except NotAnUrgentAction:
        assert "UA" not in text
