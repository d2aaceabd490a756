"""Texts without the usual headings: who is written to, and what is asked for, in running words."""

from datetime import date

import pytest

from petitions.urgent_actions.parse import NotAnUrgentAction, parse

STORY = (
    "Urgent Action: Ghana\n\nFour fishermen have been held in the harbour of Tema since the first "
    "of February 2015, without a charge, and nobody may visit them.\n\n"
)
OFFICIAL = "Minister of Justice\nMs Ama Boateng\nPO Box 12\nAccra, Ghana\nFax: +233 30 255 0101\n"
LISTED = [
    "Urging the minister to release the fishermen",
    "Calling on her to admit their families",
]


def listed(sign="", end=""):
    return "".join(f"{sign}{one}{end}\n" for one in LISTED)


@pytest.mark.parametrize(
    "asking",
    [
        f"TAKE ACTION: WRITE AN APPEAL\n\n{listed()}\n",
        f"Take action: write a letter\n\n{listed('• ', ';')}\n",
        f"Please send faxes to the minister:\n{listed('- ', ';')}\n",
        f"RECOMMENDED ACTION\n{listed()}\n",
    ],
)
def test_a_list_below_what_asks_to_write_is_of_demands(asking):
    action = parse(f"{STORY}{asking}{OFFICIAL}", anyway=True)
    assert action.demands == LISTED
    (official,) = action.targets
    assert (official.name, official.fax) == ("Ms Ama Boateng", ["+233 30 255 0101"])


@pytest.mark.parametrize(
    ("told", "demand"),
    [
        (
            "Please write to the minister, politely urging her to release the four fishermen.",
            "politely urging her to release the four fishermen",
        ),
        ("Ask the minister to release the four fishermen.", None),
        ("Amnesty International calls for the immediate release of the four.", "calls for the imm"),
        ("The four have asked for an appeal.", ""),
        ("Please write to us, asking for our leaflet on the fishermen of Tema.", ""),
        ("Amnesty International calls for the release of the", ""),  # cut
    ],
)
def test_what_running_words_ask_for_is_a_demand(told, demand):
    demands = parse(f"{STORY}{told}\n\n", anyway=True).demands
    expected = told.rstrip(".") if demand is None else demand
    assert [one[: len(expected)] for one in demands] == [expected][: bool(expected)]


@pytest.mark.parametrize(
    ("official", "name"),
    [
        ("Ms Ama Boateng, Minister of Justice, PO Box 12, Accra, Ghana", "Ms Ama Boateng"),
        ("Her Excellency Ama Boateng, PO Box 12, Accra, Ghana.", "Her Excellency Ama Boateng"),
    ],
)
def test_an_official_may_stand_behind_the_colon_of_a_sentence(official, name):
    told = "Please write a letter to the minister, urging her to release the four, to"
    action = parse(f"{STORY}{told}: {official}\n\nWe thank you. PO Box 9, Oslo. Tel: 22 255 015\n")
    (found,) = action.targets
    assert (found.name, found.address) == (name, ["PO Box 12, Accra, Ghana"])
    assert found.phone == []
    assert action.demands == ["urging her to release the four"]


def test_a_sentence_may_lead_to_who_gets_a_copy():
    copied = (
        "And send a copy to:\nMr Kofi Adom, Ambassador\n1 Main Street\nOslo\nFax: +47 22 255 1030\n"
    )
    action = parse(f"{STORY}Write to the minister:\n{OFFICIAL}\n{copied}", anyway=True)
    assert [one.name for one in action.targets] == ["Ms Ama Boateng"]
    assert [one.name for one in action.copies_to] == ["Mr Kofi Adom"]


def test_who_is_greeted_as_a_friend_gets_no_letter():
    told = f"Please send a letter to:\n\n{OFFICIAL}\nasking her:\n{listed('- ')}"
    text = f"Dear friends,\n\n{STORY}{told}"
    action = parse(text, anyway=True)
    assert [one.salutation for one in action.targets] == [None]
    assert (action.demands, action.model_letter) == (LISTED, "")


def test_what_a_letter_is_about_is_no_part_of_the_address():
    about = f"{STORY}{OFFICIAL}\nRe: Four fishermen of Tema\n\nDear Minister,\n\n{{}}\n"
    action = parse(about.format("I urge you to release the four fishermen."))
    (official,) = action.targets
    assert official.address == ["PO Box 12", "Accra, Ghana"]
    assert official.salutation == "Dear Minister"


def test_an_item_that_tells_to_write_asks_for_what_follows():
    items = "- Write to the minister and urge her to release the four;\n- Write to your newspaper."
    demands = parse(f"{STORY}WHAT YOU CAN DO\n{items}\n\n", anyway=True).demands
    assert demands == ["urge her to release the four"]


def test_demands_of_a_known_sender_are_enough_to_be_read():
    text = f"Front Line Defenders\n\n{STORY[23:]}It urges the authorities to:\n{listed('- ', ';')}"
    assert len(parse(text).demands) == len(LISTED)
    with pytest.raises(NotAnUrgentAction):
        parse(text.replace("Front Line Defenders", "Harbour News"))


def test_a_list_in_capitals_is_read_where_all_is_in_capitals():
    text = f"{STORY}RECOMMENDED ACTION:\n{listed('- ', ';')}\nAPPEALS TO:\n{OFFICIAL}".upper()
    assert parse(text, anyway=True).demands == [one.upper() for one in LISTED]


@pytest.mark.parametrize(
    ("sentence", "name", "role", "copies"),
    [
        (
            "Please write to the Minister of Justice, Ama Boateng, at ama@justice.example, with a "
            "copy to the Embassy of Ghana in Oslo: oslo@embassy.example.",
            "Ama Boateng",
            "Minister of Justice",
            ["oslo@embassy.example"],
        ),
        ("Please write to Ms Boateng at ama@justice.example.", None, None, []),
        ("Write to the director of our office at ama@justice.example.", None, None, []),
        ("The minister has the address ama@justice.example.", None, None, []),
    ],
)
def test_an_official_in_a_sentence_has_an_office_and_an_address(sentence, name, role, copies):
    action = parse(f"{STORY}{sentence}\n", anyway=True)
    found = [(one.name, one.role, one.email) for one in action.targets]
    assert found == ([(name, role, ["ama@justice.example"])] if role else [])
    assert [address for one in action.copies_to for address in one.email] == copies


@pytest.mark.parametrize(
    "below",
    [
        "Please let us know of a reply: ours@example.org, or PO Box 9, Oslo. Tel. +47 22 555 015",
        "Harbour Group of Oslo, PO Box 9, Oslo - Tel. 22 255 015",
        "Thank you.\n\nHarbour Group of Oslo\nPO Box 9\nOslo",
        "Please write before 3 May 2015.",
        "Sender: ..............................",
        "Embassies of Ghana in your country should also be informed of what has happened.",
    ],
)
def test_what_stands_below_an_official_is_not_his(below):
    action = parse(f"{STORY}Please write a letter to the minister.\n\n{OFFICIAL}\n{below}\n")
    (official,) = action.targets
    assert official.address == ["PO Box 12", "Accra, Ghana"]
    assert (official.phone, official.email) == ([], [])


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Send your letters by 3 May 2015.", date(2015, 5, 3)),
        ("Calling on them to decide by 3 May 2015.", None),
    ],
)
def test_a_day_below_the_demands_is_the_last_where_it_tells_to_send(line, day):
    asking = f"RECOMMENDED ACTION:\n{listed('- ', ';')}- {LISTED[0]}.\n\n"
    assert parse(f"{STORY}{asking}{line}\n").deadline == day


@pytest.mark.parametrize(
    ("greeting", "salutation"),
    [("Dear Minister,", "Dear Minister"), ("Dear friends,", None)],
)
def test_a_model_letter_greets_the_only_official(greeting, salutation):
    text = (
        f"{STORY}TAKE ACTION: WRITE AN APPEAL IN YOUR OWN WORDS OR USE THIS MODEL LETTER\n\n"
        f"{OFFICIAL}\n{greeting}\n\nI urge you to release the four fishermen.\n\nYours sincerely,\n"
    )
    (official,) = parse(text).targets
    assert official.salutation == salutation


def test_turkish_has_the_words_for_the_last_day_behind_it():
    told = "Dört balıkçı şubattan beri Tema limanında tutuluyor ve kimse onları göremiyor."
    asked = "LÜTFEN MEKTUPLARINIZI 3 MAYIS 2015 TARİHİNDEN ÖNCE GÖNDERİN:"
    assert parse(f"ACİL EYLEM\n\n{told}\n\n{asked}\n").deadline == date(2015, 5, 3)


def test_arabic_labels_have_their_vowels_or_not():
    asked = "كتابة مناشدات باللغة العربية:\n- حث السلطات على الإفراج عن الصيادين فوراً؛\n"
    text = "تحرك عاجل\n\nقُبض على الصيادين في ميناء تيما ولا يعرف أحد مكان احتجازهم.\n\n{} " + asked
    bare, vowelled = (parse(text.format(word), anyway=True) for word in ("يرجى", "يُرجى"))
    assert bare.demands == vowelled.demands == ["حث السلطات على الإفراج عن الصيادين فوراً"]


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("Please send the letter below before 3 May 2015.", False),
        ("Letters can go to:", False),
        ("They will be tried before 3 May 2015.", True),
        (
            "Send word reached their families before the trial that they had been moved to a camp "
            "in the north, where the guards let nobody in.",
            True,
        ),
    ],
)
def test_what_leads_to_the_letter_is_no_part_of_the_story(line, is_told):
    letter = "Dear Minister,\n\nI urge you to release the fishermen.\n\nYours sincerely,\n"
    action = parse(f"{STORY}{line}\n\n{OFFICIAL}\n{letter}", anyway=True)
    assert action.story.startswith("Four fishermen")
    assert (" ".join(line.split()) in action.story) == is_told
