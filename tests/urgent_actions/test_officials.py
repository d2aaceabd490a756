"""Whom to write to is read from what each line is, in whatever order they stand."""

import pytest

from petitions.urgent_actions.parse import parse

HEAD = """URGENT ACTION
UA: 12/15 Index: AFR 99/001/2015 Ghana Date: 2 March 2015
FISHERMEN HELD WITHOUT TRIAL
Four fishermen have been held in Tema since the first of February.
Please write immediately in English:
- Calling on the authorities to release them immediately;
- Urging them to let their families visit them.

"""


def read(text, head=HEAD):
    return parse(head + text)


def one(text):
    """Give the only official of a text."""
    (official,) = read(f"APPEALS TO:\n{text}").targets
    return official


@pytest.mark.parametrize(
    ("lines", "name", "role"),
    [
        ("Minister of Justice\nMs Ama Boateng", "Ms Ama Boateng", "Minister of Justice"),
        ("Ms Ama Boateng\nMinister of Justice", "Ms Ama Boateng", "Minister of Justice"),
        ("Ambassador Ama Boateng", "Ama Boateng", "Ambassador"),
        ("Ms Ama Boateng, Head of Mission", "Ms Ama Boateng", "Head of Mission"),
        (
            "Mayor General Kofi Adom\nJefe de la Policía",
            "Mayor General Kofi Adom",
            "Jefe de la Policía",
        ),
        ("KÖNIG\nHis Majesty King Kofi Adom", "His Majesty King Kofi Adom", "KÖNIG"),
        ("His Excellency\nKofi Adom\nPresident", "His Excellency Kofi Adom", "President"),
        ("Keeper of the royal seal\nMr Kofi Adom", "Mr Kofi Adom", "Keeper of the royal seal"),
        ("Harbour Council of Tema", "Harbour Council of Tema", None),
        ("Inspector-General of Police", None, "Inspector-General of Police"),
        ("Minister of Justice, Ama Boateng", "Ama Boateng", "Minister of Justice"),
        ("Minister of Fisheries, Ms Ama Boateng", "Ms Ama Boateng", "Minister of Fisheries"),
        ("President of Ghana, Kofi Adom", "Kofi Adom", "President of Ghana"),
        ("Minister of Justice, Law and Order", None, "Minister of Justice, Law and Order"),
        ("Minister of Trade, Foreign Affairs", None, "Minister of Trade, Foreign Affairs"),
        ("Governor, Ghana\nKofi Adom", "Kofi Adom", "Governor, Ghana"),
        ("Ghanaian Justice Minister Ama Boateng", "Ama Boateng", "Ghanaian Justice Minister"),
        ("Minister of Justice:\nMs Ama Boateng", "Ms Ama Boateng", "Minister of Justice"),
        ("Minister of Justice: Ms Ama Boateng", "Ms Ama Boateng", "Minister of Justice"),
        (
            "Chief of the Harbour\nKofi Adom\nChief of Harbour (COH)",
            "Kofi Adom",
            "Chief of Harbour (COH)",
        ),
        (
            "President\nKofi Adom\nPresident of the Republic",
            "Kofi Adom",
            "President of the Republic",
        ),
        (
            "Madame la Ministre de la Justice\nAma Boateng",
            "Ama Boateng",
            "la Ministre de la Justice",
        ),
    ],
)
def test_it_tells_the_name_from_the_office(lines, name, role):
    official = one(f"{lines}\nPO Box 12\nAccra, Ghana\nFax: +233 30 255 0101\n")
    assert (official.name, official.role) == (name, role)
    assert official.address == ["PO Box 12", "Accra, Ghana"]


def test_an_office_named_again_is_part_of_the_address():
    official = one("Minister of Justice\nLic. Ama Boateng\nMinistra de Justicia\nCalle 4, Accra\n")
    assert official.address == ["Ministra de Justicia", "Calle 4, Accra"]


def test_an_embassy_above_a_name_is_where_its_holder_sits():
    official = one("Embassy of Ghana\nH.E. Ama Boateng\n5 High Street, London\n")
    assert official.name == "H.E. Ama Boateng"
    assert official.address == ["Embassy of Ghana", "5 High Street, London"]


@pytest.mark.parametrize(
    "lines",
    [
        "Embassy of Ghana\nAmbassador Ama Boateng",
        "Embassy of Ghana\nMs Ama Boateng, Ambassador",
        "Ambassador Ama Boateng\nEmbassy of Ghana",
        "Ambassador: Ama Boateng\nEmbassy of Ghana",
        "Ama Boateng\nAmbassador\nEmbassy of Ghana",
    ],
)
def test_an_embassy_is_no_name_and_its_ambassador_no_office(lines):
    official = one(f"{lines}\n5 High Street, London\n")
    assert official.name.removeprefix("Ms ") == "Ama Boateng"
    assert (official.role or "Ambassador") == "Ambassador"
    assert official.address == ["Embassy of Ghana", "5 High Street, London"]


def test_an_embassy_behind_a_whole_official_begins_the_next():
    people = read(
        "APPEALS TO:\nMinister of Justice\nMs Ama Boateng\nPO Box 12\nAccra, Ghana\n"
        "Embassy of Ghana in London\nH.E. Kofi Adom\n5 High Street\nLondon\n"
    ).targets
    assert people[0].address == ["PO Box 12", "Accra, Ghana"]
    assert people[1].address == ["Embassy of Ghana in London", "5 High Street", "London"]


def test_an_official_may_stand_in_one_line_behind_colons():
    people = read(
        "APPEALS TO:\nMinister of Justice: Ama Boateng: PO Box 12, Accra\n"
        "Minister of Health: Kofi Adom, PO Box 14, Accra\n"
    ).targets
    assert [(one.name, one.role, one.address) for one in people] == [
        ("Ama Boateng", "Minister of Justice", ["PO Box 12, Accra"]),
        ("Kofi Adom", "Minister of Health", ["PO Box 14, Accra"]),
    ]


def test_what_a_line_with_a_colon_leads_to_is_no_address_of_who_stands_above():
    people = read(
        "APPEALS TO:\nMs Ama Boateng\nMinister of Justice\nPO Box 12, Accra\n\n"
        "Or through our group in Otherton, at this address:\n12 High Street\nOtherton\n"
    ).targets
    assert [one.address for one in people] == [["PO Box 12, Accra"]]


@pytest.mark.parametrize(
    "words",
    [
        " (opens in a new tab)",
        "opens in a new tab",
        " (öffnet in neuem Tab)",
        " (s'ouvre dans une nouvelle fenêtre)",
        " [external link]",
        "\nopens in new window",
    ],
)
def test_what_a_link_says_of_itself_belongs_to_nobody(words):
    official = one(
        f"Mr Kofi Adom\nPort House{words}\nAccra, Ghana\nEmail: port@tema.example{words}\n"
    )
    assert official.address == ["Port House", "Accra, Ghana"]
    assert official.email == ["port@tema.example"]


def test_a_quarter_of_a_town_is_no_colonel():
    official = one("Lic. Ama Boateng\nCalle 4\nCol. Centro, C.P. 50000\nToluca, Ghana\n")
    assert official.address == ["Calle 4", "Col. Centro, C.P. 50000", "Toluca, Ghana"]


def test_officials_without_empty_lines_are_told_apart_by_what_ends_an_address():
    text = "M. Kofi Adom\nMinistre de la Justice\nRue du Port\nAccra, Ghana\n"
    people = read(f"APPEALS TO:\n{text}{text.replace('Kofi Adom', 'Yaw Sarpong')}").targets
    assert [one.name for one in people] == ["M. Kofi Adom", "M. Yaw Sarpong"]


def test_a_country_below_a_number_begins_nobody():
    official = one("MINISTER\nKofi Adom\n5 Port Road\nFax: +233 30 255 0101\nGHANA\n")
    assert official.address == ["5 Port Road", "GHANA"]


def test_what_runs_on_behind_a_number_in_one_row_is_given_to_nobody():
    (official,) = read(
        "APPEALS TO: Minister of Justice Ms Ama Boateng Ministry of Justice PO Box 12 Accra, Ghana "
        "Fax: +233 30 255 0101 Salutation: Dear Minister Town Clerk Mr Kofi Adom Office of the "
        "Town Clerk 14 Port Road Tema, Ghana Fax: +233 30 255 0202 Salutation: Dear Town Clerk"
    ).targets
    assert (official.name, official.role) == ("Ms Ama Boateng", "Minister of Justice")
    assert official.address == ["Ministry of Justice PO Box 12 Accra, Ghana"]
    assert (official.fax, official.salutation) == (["+233 30 255 0101"], None)


def test_a_salutation_in_several_languages_stays_whole():
    official = one("Kofi Adom\n(Salutation: Sr. Fiscal General / Dear Attorney General)\n")
    assert official.salutation == "Sr. Fiscal General / Dear Attorney General"


def test_a_salutation_may_stand_at_the_right_of_the_name():
    official = one("1) Mr Kofi Adom        Dear Mr Adom\nPO Box 12\nAccra, Ghana\n")
    assert (official.name, official.salutation) == ("Mr Kofi Adom", "Dear Mr Adom")


def test_a_shared_salutation_is_given_to_all_above_it():
    people = read(
        "APPEALS TO:\nMinister of Justice\nMs Ama Boateng\nPO Box 12, Accra\n\n"
        "Minister of Health\nMr Kofi Adom\nPO Box 14, Accra\nSalutation for both: Your Excellency\n"
    ).targets
    assert [one.salutation for one in people] == ["Your Excellency"] * 2


def test_a_second_number_on_its_own_line_belongs_to_the_label_above():
    official = one(
        "Mr Kofi Adom\nPO Box 12, Accra\nFax: +233 30 255 0101 (keep trying)\n+233 30 255 0102\n"
    )
    assert official.fax == ["+233 30 255 0101", "+233 30 255 0102"]


@pytest.mark.parametrize(
    ("line", "phone", "fax"),
    [
        ("Tel/Fax: +233 30 255 0101", ["+233 30 255 0101"], ["+233 30 255 0101"]),
        (
            "Tel/Fax: +233 30 255 0101 / +233 30 255 0102",
            ["+233 30 255 0101"],
            ["+233 30 255 0102"],
        ),
        ("Fax: +233 30 255 0101 / 255 0102", [], ["+233 30 255 0101"]),
        ("Telex: 21360 PORT GH", [], []),
        ("Telegrams: Minister Adom, 2440 Accra, Ghana", [], []),
        ("+233 30 255 0101 Ext. 105", ["+233 30 255 0101 Ext. 105"], []),
    ],
)
def test_a_number_is_what_its_label_says(line, phone, fax):
    official = one(f"Mr Kofi Adom\nPO Box 12\nAccra, Ghana\n{line}\n")
    assert (official.phone, official.fax) == (phone, fax)


@pytest.mark.parametrize(
    "below",
    [
        "Please tell us what you did: reports@tema-section.example",
        "Every letter counts, so write to reports@tema-section.example today.",
        "Every letter counts and will be added to all others.\nreports@tema-section.example",
        "Contact reports@amnesty-tema.example",
        "Email: reports@amnesty-tema.example",
        "BCC: reports@tema-section.example",
    ],
)
def test_where_to_report_to_is_nobodys_address(below):
    official = one(f"Mr Kofi Adom\nPO Box 12, Accra\nEmail: port@tema.example\n{below}\n")
    assert official.email == ["port@tema.example"]


def test_page_furniture_within_an_address_is_left_out():
    official = one("Mr Kofi Adom\nPort House\nAI Index: AFR 99/01/15\n2\nAccra, Ghana\n")
    assert official.address == ["Port House", "Accra, Ghana"]


def test_diplomats_get_a_copy_as_they_are_called():
    copies = read(
        "APPEALS TO:\nMr Kofi Adom\nPO Box 12, Accra\n\nCOPIES TO:\n"
        "Harbour Council\nPO Box 9, Tema\n"
        "and to diplomatic representatives of Ghana accredited to your country.\n"
    ).copies_to
    assert [one.name for one in copies] == [
        "Harbour Council",
        "diplomatic representatives of Ghana accredited to your country",
    ]


def test_an_ambassador_below_the_diplomats_is_the_one_they_mean():
    copies = read(
        "APPEALS TO:\nMr Kofi Adom\nPO Box 12, Accra\n\n"
        "Also send copies to diplomatic representatives accredited to your country.\n"
        "H.E. Ama Boateng\nEmbassy of Ghana\n5 High Street, London\n"
    ).copies_to
    assert [one.name for one in copies] == ["H.E. Ama Boateng"]


@pytest.mark.parametrize(
    "rows",
    [
        "Director of the Port Minister of Justice\nMr Kofi Adom Ms Ama Boateng\n"
        "Port House PO Box 12\nTema, Ghana Accra, Ghana\n",
        "Harbour Master Minister of Justice\nKofi Adom Ama Boateng\n"
        "4 Palm Street 19 Court Road\n00233 Tema 00234 Accra\n"
        "Fax: +233 30 255 0101 Email: justice@gh.example\n",
    ],
)
def test_two_columns_read_line_by_line_are_asked_about(rows):
    action = read(f"APPEALS TO:\n{rows}")
    assert action.targets == []
    assert "columns" in {one.about for one in action.questions}


def test_numbers_level_with_each_other_are_given_to_neither_of_two():
    action = read(
        "APPEALS TO:\nMinister of Justice\nMs Ama Boateng\nPO Box 12\nAccra, Ghana\n"
        "Fax: +233 30 255 0101 Fax: +233 30 255 0202\n\n"
        "Minister of Health\nMr Kofi Adom\nPO Box 14\nTema, Ghana\n"
    )
    assert [one.fax for one in action.targets] == [[], []]
    assert "columns" in {one.about for one in action.questions}


def test_two_numbers_in_a_row_are_those_of_the_only_official():
    official = one(
        "Mr Kofi Adom\nPO Box 12\nAccra, Ghana\nFax: +233 30 255 0101 Fax: +233 30 255 0202\n"
    )
    assert official.fax == ["+233 30 255 0101", "+233 30 255 0202"]


def test_two_names_of_which_one_may_be_an_office_are_asked_about():
    action = read("APPEALS TO:\nKofi Adom\nYaw Sarpong\nPO Box 12\nAccra, Ghana\n")
    assert "unclear-official" in {one.about for one in action.questions}


@pytest.mark.parametrize(
    "above",
    [
        "(Time difference = GMT + 5.7 hrs / BST + 4.7 hrs) (Please note that it may be difficult "
        "to get through to\nfax numbers in Ghana)\n",
        "Sender: ..............................\n",
    ],
)
def test_what_stands_above_the_first_official_is_nobody(above):
    (official,) = read(f"APPEALS TO: {above}\nMs Ama Boateng\nPO Box 12\nAccra, Ghana\n").targets
    assert (official.name, official.role) == ("Ms Ama Boateng", None)
    assert official.address == ["PO Box 12", "Accra, Ghana"]


def test_behind_colons_an_address_may_be_told_by_its_country():
    official = one(
        "Minister of Justice: Ms Ama Boateng, S Block, Accra, Ghana; Fax: +233 30 255 0101\n"
    )
    assert (official.name, official.address) == ("Ms Ama Boateng", ["S Block, Accra, Ghana"])


def test_each_bullet_is_an_official():
    text = (
        "APPEALS TO:\n"
        "• Ms Ama Boateng, Minister of Justice, PO Box 12, Accra, Ghana, Fax: +233 30 255 0101\n"
        "• Mr Kofi Adom, Attorney General, PO Box 13, Accra, Ghana. Fax: +233 30 255 0102\n"
        "• Embassy of Ghana, 1 Main Street, Oslo, Norway. Fax: +47 22 255 103\n"
    )
    found = [(one.name, one.fax) for one in read(text).targets]
    assert found == [
        ("Ms Ama Boateng", ["+233 30 255 0101"]),
        ("Mr Kofi Adom", ["+233 30 255 0102"]),
        ("Embassy of Ghana", ["+47 22 255 103"]),
    ]


def test_a_body_between_an_office_and_its_name_is_where_he_sits():
    official = one("Chairman\nHarbour Commission\nMr Kofi Adom\nPO Box 12\nAccra, Ghana\n")
    assert (official.name, official.role) == ("Mr Kofi Adom", "Chairman")
    assert official.address == ["Harbour Commission", "PO Box 12", "Accra, Ghana"]


def test_a_greeting_in_an_address_is_the_salutation():
    official = one(
        "Ms Ama Boateng\nPO Box 12\nAccra, Ghana\nDear Minister\nFax: +233 30 255 0101\n"
    )
    assert (official.salutation, official.fax) == ("Dear Minister", ["+233 30 255 0101"])
