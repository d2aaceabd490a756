"""The label tables: a new language is a file, a new label a line in it."""

import re

import pytest
from babel import Locale

from petitions.urgent_actions.parse import parse
from petitions.urgent_actions.readers.labels import LANGUAGES, labels_of, pattern, table
from petitions.urgent_actions.readers.text import fold

ENGLISH = table("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_what_the_others_have(language):
    found = table(language)
    assert set(found) == set(ENGLISH)
    for group in ("headings", "openings", "fields", "words", "channels", "deadline"):
        assert set(found[group]) == set(ENGLISH[group]), group


@pytest.mark.parametrize("language", [*LANGUAGES, "world"])
def test_no_phrase_stands_twice_in_a_list(language):
    for group, lists in table(language).items():
        named = lists.items() if isinstance(lists, dict) else [("", lists)]
        for name, phrases in named:
            if isinstance(phrases, list):
                plain = [fold(one) for one in phrases]
                twice = {one for one in plain if plain.count(one) > 1}
                assert not twice, (group, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_a_heading_for_two_things(language):
    seen = {}
    for name, phrases in table(language)["headings"].items():
        for phrase in map(fold, phrases):
            assert seen.setdefault(phrase, name) == name, phrase


def test_accents_case_and_line_breaks_do_not_matter():
    found = next(labels_of("fr").find(fold("ACTION\nRECOMMANDEE : écrivez")))
    assert (found[0].kind, found[0].name) == ("heading", "demands")


def test_the_longest_label_comes_first():
    found = next(labels_of("en").find("further recommended action:"))
    assert (found[0].start, found[0].end) == (0, 26)


def test_a_gap_in_a_phrase_stands_for_a_few_words():
    assert next(labels_of("en").find("contact these four brave officials by"))[0].name == "targets"


def test_an_empty_list_finds_nothing():
    assert not re.search(pattern([]), "anything")


def test_english_labels_are_known_in_every_language():
    text = (
        "URGENT ACTION\nUA 12/15\n\nDie Bäckerin Ada ist seit dem 3. Mai 2015 in Haft, und niemand "
        "weiß, wo sie ist. Ihre Familie sucht sie überall.\n\nAPPEALS TO:\nMinister of Justice\n"
        "Ben Other\nMinistry of Justice\n1 Main Street\nCapital\nFax: +7 7172 506 402\n"
    )
    found = parse(text)
    assert (found.language, found.targets[0].name) == ("de", "Ben Other")


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_are_those_that_babel_does_not_name(language):
    named = {
        (fold(name), code)
        for spoken in LANGUAGES
        for code, name in Locale(spoken).territories.items()
    }
    assert not named & {(fold(name), code) for name, code in table(language)["places"].items()}
