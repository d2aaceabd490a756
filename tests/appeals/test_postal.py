"""An envelope says what the post needs: people, address, the country in capitals; nothing twice."""

import pytest

from petitions.campaigns.contacts import address_block
from petitions.web.i18n import use_language
from tests.appeals.campaigns import an_appeal

STREET = "Ministry of Health\n1 Main Street\nCapital"
PEOPLE = ("Ann Other", "Minister of Health")


def block(app, address, country="", **target):
    appeal = an_appeal(app, target={"address": address, "country": country} | target)
    return address_block(appeal.target)


def test_the_country_of_the_official_ends_the_address_in_capitals(in_app):
    lines = (*PEOPLE, *STREET.splitlines(), "KAZAKHSTAN")
    assert block(in_app, STREET, "KZ") == lines


@pytest.mark.parametrize(
    ("line", "country", "last"),
    [
        ("Kazakhstan", "KZ", "KAZAKHSTAN"),
        ("KAZAKHSTAN", "KZ", "KAZAKHSTAN"),
        ("Republic of Kazakhstan", "KZ", "REPUBLIC OF KAZAKHSTAN"),
        ("United States of America", "US", "UNITED STATES OF AMERICA"),
        ("Republic of Kazakhstan", "", "REPUBLIC OF KAZAKHSTAN"),
    ],
)
def test_a_country_that_the_address_names_is_put_in_capitals(in_app, line, country, last):
    assert block(in_app, f"{STREET}\n{line}\n", country)[2:] == (*STREET.splitlines(), last)


@pytest.mark.parametrize(
    ("line", "country"),
    [("Myanmar", "MM"), ("Bosnia and Herzegovina", "BA"), ("USA", "US")],
)
def test_a_country_that_goes_by_another_name_is_not_named_twice(in_app, line, country):
    assert block(in_app, f"{STREET}\n{line}", country)[2:] == (*STREET.splitlines(), line.upper())


def test_an_embassy_keeps_the_country_it_stands_for_and_gets_the_one_it_is_in(in_app):
    address = "Embassy of Kazakhstan\n1401 16th St NW\nWashington DC 20036"
    assert block(in_app, address, "US")[2:] == (*address.splitlines(), "UNITED STATES")


def test_a_country_within_a_line_of_numbers_is_still_appended(in_app):
    assert block(in_app, "1 Main Street\n010000 Kazakhstan", "KZ")[-1] == "KAZAKHSTAN"


def test_where_nobody_names_a_country_none_is_made_up(in_app):
    assert block(in_app, STREET) == (*PEOPLE, *STREET.splitlines())


def test_the_country_is_written_in_the_language_of_the_page(in_app):
    use_language("fr")
    assert block(in_app, STREET, "DE")[-2:] == ("ALLEMAGNE", "GERMANY")


@pytest.mark.parametrize(
    ("language", "line", "country", "last"),
    [
        ("ar", "", "KZ", ("كازاخستان", "KAZAKHSTAN")),
        ("ru", "Казахстан", "KZ", ("КАЗАХСТАН", "KAZAKHSTAN")),
        ("ru", "Казахстан", "", ("КАЗАХСТАН", "KAZAKHSTAN")),
        ("my", "", "MM", ("မြန်မာ", "MYANMAR")),
        ("es", "México", "MX", ("Capital", "MÉXICO")),
        ("ru", "Republic of Kazakhstan", "KZ", ("Capital", "REPUBLIC OF KAZAKHSTAN")),
    ],
)
def test_a_country_of_another_name_stands_in_english_below(in_app, language, line, country, last):
    use_language(language)
    assert block(in_app, f"{STREET}\n{line}", country)[-2:] == last


@pytest.mark.parametrize("person", PEOPLE)
def test_a_person_that_the_address_names_stands_there_once(in_app, person):
    other = next(one for one in PEOPLE if one != person)
    assert block(in_app, f"{person}\n{STREET}") == (other, person, *STREET.splitlines())


@pytest.mark.parametrize("empty", ["name", "role"])
def test_an_unknown_name_or_office_leaves_no_line(in_app, empty):
    known = PEOPLE[1] if empty == "name" else PEOPLE[0]
    assert block(in_app, STREET, **{empty: ""}) == (known, *STREET.splitlines())


def test_empty_lines_and_spaces_go(in_app):
    assert block(in_app, "\n  1 Main Street \n\n\tCapital\n \n", "KZ")[2:] == (
        "1 Main Street",
        "Capital",
        "KAZAKHSTAN",
    )


@pytest.mark.parametrize("address", ["", " \n\t\n"])
def test_without_an_address_there_is_nothing_for_an_envelope(in_app, address):
    assert block(in_app, address, "KZ") == ()
