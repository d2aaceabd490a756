"""Who calls has the number, the words, and what the organisers know about that phone."""

import re

import pytest

from petitions.appeals.composing import Choices
from petitions.appeals.rendering import call_script, call_values
from tests.appeals.campaigns import PAGE, a_reachable_campaign, an_appeal, by

CASE = "I am calling about this case: Free the nurse."
ASK = "I ask you, with respect: Set her free."
RFC_3966 = re.compile(r"tel:\+\d[\d.()-]*\d(;ext=\d+)?")


def number_of(app, value):
    (number,) = call_values(an_appeal(app, target={"contacts": by("phone", value)}))["numbers"]
    return number


@pytest.mark.parametrize(
    ("typed", "hello"),
    [
        (Choices(), "Hello, I am calling as a private person."),
        (Choices(town="Bath"), "Hello, I am calling as a private person."),
        (Choices(name="Ada"), "Hello, my name is Ada."),
        (Choices(name="Ada", town="Bath"), "Hello, my name is Ada, and I call from Bath."),
    ],
)
def test_the_script_says_who_calls_about_what_and_what_for(in_app, typed, hello):
    assert call_script(an_appeal(in_app, typed)) == [hello, CASE, ASK]


def test_the_script_asks_for_the_first_demand_chosen_and_ends_with_own_words(in_app):
    typed = Choices(demands=(2,), words="I am a nurse too.")
    ask = "I ask you, with respect: Let a doctor see her."
    assert call_script(an_appeal(in_app, typed))[1:] == [CASE, ask, "I am a nurse too."]


def test_in_a_language_that_the_site_does_not_speak_the_case_stands_alone(in_app):
    changes = {"language": "ru", "title": "Свободу медсестре", "demands": ["Освободите её."]}
    appeal = an_appeal(in_app, Choices(name="Ада", words="Прошу."), **changes)
    assert call_script(appeal) == ["Свободу медсестре", "Освободите её.", "Прошу."]


@pytest.mark.parametrize("title", ["Free the nurse!", "Free the nurse.", "Where is she?"])
def test_a_title_that_ends_as_a_sentence_gets_no_second_mark(in_app, title):
    assert (
        call_script(an_appeal(in_app, title=title))[1] == f"I am calling about this case: {title}"
    )


@pytest.mark.parametrize("text", ["%(title)s", "%s %d", "{demand}", "<b>x</b>"])
def test_marks_of_templates_in_what_is_typed_are_read_out_as_they_are(in_app, text):
    found = call_script(
        an_appeal(in_app, Choices(name=text, words=text), title=text, demands=[text])
    )
    assert found == [
        f"Hello, my name is {text}.",
        f"I am calling about this case: {text}.",
        f"I ask you, with respect: {text}",
        text,
    ]


@pytest.mark.parametrize(
    ("value", "shown", "link"),
    [
        ("+77172506403", "+7 7172 50 64 03", "tel:+7-7172-50-64-03"),
        ("+7 (7172) 50-64-03", "+7 7172 50 64 03", "tel:+7-7172-50-64-03"),
        ("+1 202 232 5488 ext. 12", "+1 202-232-5488 ext. 12", "tel:+1-202-232-5488;ext=12"),
        ("+٧٧١٧٢٥٠٦٤٠٣", "+7 7172 50 64 03", "tel:+7-7172-50-64-03"),
    ],
)
def test_a_number_is_shown_and_dialled_as_from_abroad(in_app, value, shown, link):
    number = number_of(in_app, value)
    assert (number.shown, number.link) == (shown, link)
    assert RFC_3966.fullmatch(number.link)


def test_the_page_of_a_call_has_number_note_and_script(app, visitor):
    a_reachable_campaign(app)
    page = visitor.get(f"{PAGE}/call")
    assert page.one("#ready a.button").attrs["href"] == "tel:+7-7172-50-64-03"
    assert page.text("#ready a.button bdi") == "+7 7172 50 64 03"
    assert page.text(".facts").endswith("+7 7172 50 64 03 Mornings are best.")
    assert page.text("#ready p.script + h3") == "Say"
    assert [one.to_text() for one in page.all("ol.script li")][1:] == [CASE, ASK]


def test_the_page_of_a_call_has_every_number(app, visitor):
    a_reachable_campaign(app, target={"contacts": by("phone", "+77172506403", "+77172506404")})
    links = [a.attrs["href"] for a in visitor.get(f"{PAGE}/call").all("#ready a.button")]
    assert links == ["tel:+7-7172-50-64-03", "tel:+7-7172-50-64-04"]


def test_the_page_of_a_call_says_what_the_visitor_sent(app, visitor):
    a_reachable_campaign(app)
    form = {"name": "Ada", "town": "Bath", "words": "Soon, please.", "demand": "2"}
    page = visitor.post(f"{PAGE}/call", form)
    assert [one.to_text() for one in page.all("ol.script li")] == [
        "Hello, my name is Ada, and I call from Bath.",
        CASE,
        "I ask you, with respect: Let a doctor see her.",
        "Soon, please.",
    ]


def test_the_page_of_a_call_tells_whom_to_ask_for(app, visitor):
    a_reachable_campaign(app)
    assert "Ask for Ann Other, Minister of Health Say" in visitor.get(f"{PAGE}/call").text("#ready")
