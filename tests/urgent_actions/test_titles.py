"""A title is what tells the case; what a page, a mail or an address puts above it is none."""

import pytest

from petitions.urgent_actions.parse import parse
from petitions.urgent_actions.readers.junk import is_junk, without_tags
from petitions.urgent_actions.readers.labels import labels_of

CASE = (
    "Ada Byron, who keeps bees in the hills of Norway, was taken from her home by men in masks on "
    "the night of 3 May 2015, and nobody has told her family where she is being held.\n\n"
    "PLEASE WRITE IMMEDIATELY\n- Urging the police to find Ada Byron at once;\n"
    "- Calling for an inquiry into her arrest.\n\n"
    "APPEALS TO:\nMinister of Justice\nBen Other\n1 Main Street\nOslo\nFax: +47 22 24 95 30\n"
)


@pytest.mark.parametrize(
    "line",
    [
        "Page 1 of 2",
        "Seite 1 von 2",
        "1 / 3",
        "View this email in your browser",
        "Diese E-Mail im Browser ansehen",
        "Voir ce message dans votre navigateur",
        "---------- Forwarded message ----------",
        "-----",
        "* * *",
        "___ ____ ____",
        "https://www.example.org/case/12",
        "example.org",
        "news.example.fr/cas",
        "ada@example.org",
        "1 Easton Road, London WC1X 0DW",
        "London WC1X 0DW",
        "14 Orynbor Street",
        "Atlanta, GA 30303",
        "P.O. Box 123",
        "10115 Berlin",
        "3012 Bern",
        "Invalidenstraße 5",
        "12 rue de la Paix, 75002 Paris",
        "rue de la Loi 16",
        "ul. Prosta 5",
        "00-950 Warszawa",
        "Office of the Prosecutor General",
        "+44 20 7033 1500",
        "Background information",
        "AI Index:",
        "Tags: Ghana, arrest",
        "Categories: News; Urgent",
        "ISSUES: arrest; torture",
        "Schlagwörter: Haft, Folter",
        "From: Ben Other",
        "[ai-uk]",
        "Urgent Appeal Case: ABC-UAC-012-2022",
        "URGENT ACTION",
    ],
)
def test_this_is_never_a_title(line):
    assert is_junk(line, labels_of("en"))
    found = parse(f"{line}\nUA 12/15\n\n{CASE}").title
    assert found is None or line not in found


@pytest.mark.parametrize(
    "line",
    [
        "12 activists held in street market",
        "Court sentences 12 activists to prison",
        "Prison hunger strike enters day 40",
        "Two brothers face death on page of law",
        "Man, 19, to be executed",
        "BEEKEEPER TAKEN FROM HER HOME",
        "5 held in Oslo",
        "Drive to evict families in village 12",
        "Place of detention unknown",
    ],
)
def test_this_may_be_one(line):
    assert not is_junk(line, labels_of("en"))


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("[ai-uk] Beekeeper taken away", "Beekeeper taken away"),
        ("Fwd: [urgent-actions] Re: Beekeeper", "Beekeeper"),
        ("[ai-uk] UA 12/15: Beekeeper taken away", "Beekeeper taken away"),
        ("Beekeeper [sic] taken", "Beekeeper [sic] taken"),
    ],
)
def test_tags_of_lists_and_mails_are_no_part_of_it(line, title):
    assert without_tags(line) == title


@pytest.mark.parametrize(
    "head",
    [
        "Beekeeper taken from her home by\nmen in masks\n",
        "Beekeeper taken from her home\nby men in masks\n",
        "Title: Beekeeper taken from her home by\nmen in masks\n",
        "URGENT ACTION\nBEEKEEPER TAKEN FROM HER HOME\nBY MEN IN MASKS\n",
        "Urgent Action: Beekeeper taken from her home by\nmen in masks (Norway: UA 12/15)\n",
        "View in browser\n\nBeekeeper taken from her home\nby men in masks\n3 May 2015\n",
    ],
)
def test_a_headline_over_two_lines_is_joined(head):
    found = parse(f"{head}\n{CASE}")
    assert (found.title or "").lower() == "beekeeper taken from her home by men in masks"


def test_a_line_below_a_headline_that_is_none_of_it_stays_out():
    found = parse(f"Beekeeper taken from her home\nNorway\n3 May 2015\n\n{CASE}")
    assert found.title == "Beekeeper taken from her home"


def test_a_name_above_an_address_is_none():
    letterhead = (
        "THE BEEKEEPERS OF NORWAY\nThe House of Bees\n17-25 New Bee Yard\nLondon EC2A 3EA\n\n"
    )
    assert parse(f"{letterhead}UA 12/15\n\n{CASE}").title is None


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("LETTER OF THE MONTH - NOVEMBER\n\nBeekeeper taken away\n", "Beekeeper taken away"),
        ("Our letters - May 2015\n\nBeekeeper taken away\n", "Beekeeper taken away"),
        ("Committee for Free Bees\n\nBeekeeper taken away\n", "Beekeeper taken away"),
        ("NORWAY: Beekeeper taken away\nISSUES: Liberty; Bees\n", "Beekeeper taken away"),
        ("3 May 2015 - Norway: Beekeeper taken away\n", "Beekeeper taken away"),
        ("Arrest /\nThreats to a family\n", "Arrest / Threats to a family"),
        ("Write A Letter, Save The Bees.\n", "Write A Letter, Save The Bees."),
        ("Threats to a family\nNorway\n3 May 2015\n", "Threats to a family"),
        ("URGENT ACTION 1/15\nFEAR FOR SAFETY\n3 May 2015\n", "FEAR FOR SAFETY"),
        ("NORWAY: Ada Byron, Beekeeper, 41 years\n", None),
    ],
)
def test_what_stands_above_or_around_a_title_is_no_part_of_it(above, title):
    assert parse(f"{above}\n{CASE}", anyway=True).title == title


@pytest.mark.parametrize(
    ("address", "country"),
    [("Toluca, Estado de México", None), ("100032 Beijing\nP.R. China", "China")],
)
def test_the_state_that_an_official_governs_is_no_country(address, country):
    text = CASE.replace("Oslo\n", f"{address}\n").replace(" of Norway", "")
    office = "Governor of the Estado de México"
    assert parse(text.replace("Minister of Justice", office)).country == country
