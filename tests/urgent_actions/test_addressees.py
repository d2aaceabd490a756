"""Whom a letter greets is read from the lines above its greeting, where no heading names him."""

import pytest

from petitions.urgent_actions.parse import parse

STORY = """Urgent Action: Ghana

Fishermen held in Tema

Four fishermen have been held in the harbour of Tema since the first of February 2015, without a
charge, and nobody may visit them. Their families have asked the harbour police in vain.
"""
LETTER = """
I am writing about the four fishermen who are held in Tema and whom nobody may visit.

I urge you to release the four fishermen at once.

Yours sincerely,
"""
MINISTER = "Ms Ama Boateng\nMinister of Justice\nPO Box 12\nAccra, Ghana\n"


def read(block, greeting="Dear Minister,", story=STORY):
    return parse(f"{story}\n{block}\n{greeting}\n{LETTER}")


@pytest.mark.parametrize(
    "block",
    [
        MINISTER,
        MINISTER.replace("\n", "\n\n"),
        f"{MINISTER}\nTema, 20 May 2015.\n",
        f"{MINISTER}\n20 May 2015\n",
        f"\n\n{MINISTER}\n\n\n",
        MINISTER.replace("Justice\n", "Justice\n\n"),
    ],
)
def test_the_lines_above_a_greeting_are_whom_it_greets(block):
    action = read(block)
    (official,) = action.targets
    assert (official.name, official.role) == ("Ms Ama Boateng", "Minister of Justice")
    assert official.address == ["PO Box 12", "Accra, Ghana"]
    assert official.salutation == "Dear Minister"
    assert "Boateng" not in action.story
    assert action.demands == ["I urge you to release the four fishermen at once."]


@pytest.mark.parametrize(
    ("greeting", "lines", "name", "role"),
    [
        (
            "Sehr geehrter Herr Minister,",
            "Kofi Adom\nJustizminister",
            "Kofi Adom",
            "Justizminister",
        ),
        ("Monsieur le Ministre,", "M. Kofi Adom\nMinistre de la Justice", "M. Kofi Adom", None),
        ("Estimado Sr. Ministro:", "Kofi Adom\nMinistro de Justicia", "Kofi Adom", None),
        ("Egregio Ministro,", "Kofi Adom\nMinistro della Giustizia", "Kofi Adom", None),
        ("Dear Governor Adom,", "Volta Governor Kofi Adom", "Kofi Adom", "Volta Governor"),
    ],
)
def test_it_is_so_in_each_language(greeting, lines, name, role):
    stories = {
        "Sehr": "Vier Fischer sind seit dem Winter im Hafen von Tema in Haft, und niemand darf sie "
        "besuchen. Ihre Familien haben die Polizei vergeblich gefragt.\n",
        "Mons": "Quatre pêcheurs sont détenus depuis l'hiver dans le port de Tema, et personne ne "
        "peut leur rendre visite. Leurs familles ont interrogé la police en vain.\n",
        "Esti": "Cuatro pescadores están detenidos desde el invierno en el puerto de Tema y nadie "
        "puede visitarlos. Sus familias han preguntado a la policía en vano.\n",
        "Egre": "Quattro pescatori sono detenuti da febbraio nel porto di Tema e nessuno può "
        "visitarli. Le loro famiglie hanno chiesto invano alla polizia.\n",
    }
    story = f"Urgent Action: Ghana\n\n{stories.get(greeting[:4], STORY)}"
    text = f"{story}\n{lines}\nPO Box 12\nAccra, Ghana\n\n{greeting}\n\n{story}"
    (official,) = parse(text).targets
    assert official.name == name
    assert official.role == role or (role is None and official.role)
    assert official.address == ["PO Box 12", "Accra, Ghana"]
    assert official.salutation == greeting.rstrip(",:")


def test_two_officials_above_one_greeting_are_both_written_to():
    block = f"{MINISTER}\nMr Kofi Adom\nMinister of Health\nPO Box 14\nAccra, Ghana\n"
    people = read(block, "Your Excellency,").targets
    assert [(one.name, one.salutation) for one in people] == [
        ("Ms Ama Boateng", None),
        ("Mr Kofi Adom", None),
    ]


@pytest.mark.parametrize(
    ("block", "greeting"),
    [
        ("Kofi Adom\nTema Central Prison\nTema, Ghana\n", "Dear Kofi,"),  # a card to the prisoner
        ("Ada Writer\n12 High Street\nOtherton\n", "Dear friends,"),  # who sends the letter
        ("Ministry of Justice\n", "Dear all,"),
        ("", "Dear Minister,"),
        ("[Your name]\n[Your address]\n", "Dear Minister,"),
        ("More about the case:\n", "Dear Minister,"),
        ("They were taken to the Minister of Justice of Ghana in Accra, and then away.\n", "Dear,"),
    ],
)
def test_nobody_is_made_an_official_by_a_greeting(block, greeting):
    action = read(block, greeting, story=f"{STORY}\nUA 12/15\n")
    assert action.targets == []


def test_the_writer_above_the_official_is_not_written_to():
    block = f"Ada Writer\n12 High Street\nOtherton\n\n3 May 2015\n\n{MINISTER}"
    assert [one.name for one in read(block).targets] == ["Ms Ama Boateng"]


def test_where_a_heading_names_the_official_the_letter_names_nobody_else():
    heading = "APPEALS TO:\nMr Kofi Adom\nMinister of Health\nPO Box 14\nAccra, Ghana\n\n"
    asking = "PLEASE WRITE IMMEDIATELY:\n- Calling on the minister to release them.\n\n"
    action = read(MINISTER, story=f"{STORY}\n{heading}{asking}")
    assert [one.name for one in action.targets] == ["Mr Kofi Adom"]


@pytest.mark.parametrize(
    "lead",
    [
        "If you wish to help the fishermen, you can write polite letters in English to:",
        "Please write in your own words to the address below:",
    ],
)
def test_a_line_that_ends_in_a_colon_leads_to_officials_and_is_none(lead):
    embassy = "It may help to write through the Embassy in London:"
    action = parse(
        f"{STORY}UA 12/15\n\n{lead}\n\n{MINISTER}\n{embassy}\n\n"
        "H.E. Kofi Adom\nEmbassy of Ghana\n5 High Street\nLondon\n\nThank you for what you do.\n"
    )
    assert [one.name for one in action.targets] == ["Ms Ama Boateng", "H.E. Kofi Adom"]
    assert action.targets[1].address == ["Embassy of Ghana", "5 High Street", "London"]


@pytest.mark.parametrize(
    "writer",
    [
        "Ada Writer\n12 High Street, Otherton\nTel: 0117 123 4567\n",
        "Ms Ada Writer\n12 High Street, Otherton\nEmail: ada@writer.example\n",
    ],
)
@pytest.mark.parametrize("above", ["", f"{MINISTER}\n"])
def test_who_writes_is_never_written_to(writer, above):
    action = read(f"{above}{writer}")
    assert "Writer" not in str([(one.name, one.phone, one.email) for one in action.targets])


@pytest.mark.parametrize(
    "lead",
    [
        "Contact our group:",
        "Write to us with your questions:",
        "For the press:",
        "About the group:",
    ],
)
def test_a_line_that_leads_to_who_asks_to_write_leads_to_no_official(lead):
    ours = "President Ada Writer\n5 High Street, Otherton\nEmail: group@otherton.example\n"
    action = parse(f"{STORY}UA 12/15\n\n{lead}\n{ours}\nThank you for what you do.\n")
    assert action.targets == []
