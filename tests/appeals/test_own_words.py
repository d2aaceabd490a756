"""A quiet meter says how much of a letter is in one's own words."""

import pytest

from petitions.appeals.composing import Choices, own_share
from petitions.campaigns.drafts import LetterDraft
from tests.appeals.campaigns import PAGE, RUSSIAN, a_reachable_campaign, an_appeal
from tests.appeals.own_words import OWN

WORDS = "I am a nurse too, and I think of her every day."


@pytest.fixture
def meter(app, visitor):
    """Give the figure and the sentence of a page, after something was typed or before."""
    a_reachable_campaign(app, letters=[RUSSIAN])

    def read(channel="letter", **typed):
        address = f"{PAGE}/{channel}"
        page = visitor.post(address, {"deal": "0"} | typed) if typed else visitor.get(address)
        assert page.status == 200
        figures = [int(one.attrs["value"]) for one in page.all("#own")]
        return [*figures, *(one.to_text() for one in page.all("#own-words"))]

    return read


def test_what_does_not_stand_in_the_given_text_is_ones_own():
    found = {name: own_share(given, f"{given}\n\n{own}") for name, (given, own, _) in OWN.items()}
    assert found == {name: percent for name, (_, _, percent) in OWN.items()}


def test_nothing_is_ones_own_before_one_types(meter):
    none = [0, "None of this letter is in your own words yet."]
    assert meter() == meter(name="Ada Lovelace", town="London", demand="2") == none


def test_the_page_says_how_much_in_plain_words(meter):
    about = {
        1: "A little",
        15: "About a quarter",
        24: "About a third",
        40: "About half",
        99: "Most",
    }
    said = {number: meter(words=" ".join(map(str, range(number))))[1] for number in about}
    assert said == {
        number: f"{part} of this letter is in your own words." for number, part in about.items()
    }


def test_the_letter_given_back_is_not_ones_own(meter):
    assert meter(words="With respect, I ask you to do what you can for this:")[0] == 0
    assert meter(words="Допустить к ней врача.", language="ru")[0] == 0


@pytest.mark.parametrize(
    ("channel", "shown"), [("email", True), ("call", False), ("social", False)]
)
def test_only_where_the_whole_letter_is(meter, channel, shown):
    assert bool(meter(channel, words=WORDS)) == shown


def test_words_within_a_sentence_of_the_organisers_count_alone(in_app):
    letter = LetterDraft(
        language="en", text="Dear friend of the nurses.\n\nMy own reasons: {words}"
    )
    appeal = an_appeal(in_app, Choices(words=WORDS), letters=[letter])
    assert "My own reasons: I am a nurse too" in appeal.text
    assert 0 < appeal.own_percent < 100
    assert "reasons" not in appeal.given
