"""A letter is made of the organisers' words and the visitor's, each in its place, none invented."""

import pytest

from petitions.appeals.composing import Choices
from petitions.appeals.rendering import call_script
from petitions.campaigns.drafts import LetterDraft
from tests.appeals.campaigns import ARABIC, PAGE, RUSSIAN, a_reachable_campaign, an_appeal

TYPED = Choices(name="Ada Lovelace", town="London", words="I am a nurse too.")
WHOLE = """\
Dear Minister,

I am writing to you about a case that troubles me.

A nurse is in prison because she treated the wounded. She needs a doctor herself.

With respect, I ask you to do what you can for this:

1. Set her free.
2. Let a doctor see her.

I am a nurse too.

Yours sincerely,
Ada Lovelace
London"""
RUSSIAN_WHOLE = """\
Уважаемый господин министр!

Меня тревожит судьба медсестры, которая лечила раненых и за это оказалась в тюрьме.

С уважением прошу Вас сделать всё, что Вы можете:

1. Освободить её.
2. Допустить к ней врача.

С уважением,"""
BRACES = "{name} {demands} {words} {target} {town} {{role}} {0} {} {x!r}"


def model(text, **changes):
    return {"letters": [LetterDraft(language="en", text=text, **changes)]}


def shown(page):
    return page.one("#text").to_text(separator="", strip=False)


def body(appeal):
    """Give what stands between greeting and closing."""
    return appeal.text.removeprefix("Dear Minister,\n\n").partition("\n\nYours sincerely,")[0]


def test_a_letter_is_greeting_case_demands_own_words_closing_name_and_town(in_app):
    assert an_appeal(in_app, TYPED).text == WHOLE


def test_a_letter_of_nobody_ends_with_the_closing(in_app):
    appeal = an_appeal(in_app)
    assert appeal.text == WHOLE.replace("\n\nI am a nurse too.", "").rpartition("\nAda")[0]


@pytest.mark.parametrize(
    ("typed", "end"),
    [(Choices(name="Ada"), "Yours sincerely,\nAda"), (Choices(town="Bath"), "sincerely,\nBath")],
)
def test_only_what_was_typed_stands_below_the_closing(in_app, typed, end):
    assert an_appeal(in_app, typed).text.endswith(end)


def test_the_organisers_words_take_the_place_of_the_sites_own(in_app):
    letter = LetterDraft(
        language="en",
        subject="A nurse in prison",
        opening="First.\n\nSecond.",
        closing="Respectfully,",
        salutations={"minister": "Your Excellency:", "other": "Dear Sir"},
    )
    appeal = an_appeal(in_app, letters=[letter])
    assert appeal.subject == "A nurse in prison"
    assert appeal.text.startswith("Your Excellency:\n\nFirst.\n\nSecond.\n\nWith respect, I ask")
    assert "A nurse is in prison because" not in appeal.text
    assert appeal.text.endswith("2. Let a doctor see her.\n\nRespectfully,")


@pytest.mark.parametrize(
    ("salutation", "greeting"),
    [("Dear Minister", "Dear Minister,"), ("Sir!", "Sir!"), ("Dear Ann,", "Dear Ann,")],
)
def test_a_greeting_gets_the_comma_that_it_lacks(in_app, salutation, greeting):
    assert an_appeal(in_app, target={"salutation": salutation}).salutation == greeting


def test_chosen_demands_are_numbered_anew(in_app):
    appeal = an_appeal(in_app, Choices(demands=(1, 3)), demands=["One.", "Two.", "Three."])
    assert "1. One.\n2. Three." in appeal.text
    assert "Two." not in appeal.text
    assert appeal.demands == ("One.", "Three.")


def test_no_demand_chosen_means_all(in_app):
    appeal = an_appeal(in_app, Choices(demands=()), demands=["One.", "Two.", "Three."])
    assert "1. One.\n2. Two.\n3. Three." in appeal.text


def test_one_demand_is_a_paragraph_without_a_number(in_app):
    text = an_appeal(in_app, Choices(demands=(2,))).text
    assert "for this:\n\nLet a doctor see her.\n\nYours" in text


def test_own_words_keep_their_paragraphs_and_lines(in_app):
    words = "One line,\nanother.\n\n\nA paragraph.\n \nThe last."
    text = an_appeal(in_app, Choices(words=words)).text
    assert "her.\n\nOne line,\nanother.\n\nA paragraph.\n\nThe last.\n\nYours" in text


def test_a_model_letter_takes_every_placeholder(in_app):
    text = "To {target}, {role}.\n\nI am {name} of {town}.\n\n{demands}\n\nAnd: so.\n\n{words}"
    appeal = an_appeal(in_app, TYPED, **model(text))
    assert body(appeal) == (
        "To Ann Other, Minister of Health.\n\nI am Ada Lovelace of London.\n\n"
        "1. Set her free.\n2. Let a doctor see her.\n\nAnd: so.\n\nI am a nurse too."
    )


@pytest.mark.parametrize(
    ("paragraph", "written"),
    [
        ("I say: {words}", "I say: I am a nurse too."),
        ("I ask: {demands}", "I ask:\n\nSet her free."),
        ("I ask:\n{demands}\nSoon.", "I ask:\n\nSet her free.\n\nSoon."),
    ],
)
def test_demands_and_words_may_stand_within_a_paragraph(in_app, paragraph, written):
    typed = Choices(words="I am a nurse too.", demands=(1,))
    found = body(an_appeal(in_app, typed, **model(f"Before.\n\n{paragraph}")))
    assert "{" not in found
    assert " ".join(written.split()) in " ".join(found.split())


@pytest.mark.parametrize("name", ["name", "town", "words"])
def test_a_paragraph_whose_placeholder_stays_empty_is_left_out(in_app, name):
    text = f"Before.\n\nMine is {{{name}}}, and so on.\n\nAfter."
    assert body(an_appeal(in_app, **model(text))) == "Before.\n\nAfter."


def test_where_nobody_knows_the_name_the_office_is_the_target(in_app):
    target = {"name": "", "role": "Minister"}
    assert body(an_appeal(in_app, target=target, **model("To {target}."))) == "To Minister."


def test_where_there_is_no_office_its_paragraph_is_left_out(in_app):
    appeal = an_appeal(in_app, target={"role": ""}, **model("You are {role}.\n\nHear us."))
    assert body(appeal) == "Hear us."


@pytest.mark.parametrize(
    ("changes", "written"),
    [
        ({}, WHOLE.partition("\n\nWith respect")[0].partition("Minister,\n\n")[2]),
        (model("Help her.\n\nI ask you:\n\n{demands}\n\n{words}"), "Help her."),
        (model("请您帮助她。\n\n我请求您：\n{demands}"), "请您帮助她。"),
        (model("Help her.\n\nSo: {demands}"), "Help her."),
        (model("My reasons:\n\n{words}\n\n{demands}"), "My reasons:"),
    ],
)
def test_without_a_demand_nothing_leads_to_one(in_app, changes, written):
    typed = Choices(words="I am a nurse and say:")
    appeal = an_appeal(in_app, typed, demands=[], **changes)
    assert body(appeal) == f"{written}\n\nI am a nurse and say:"
    assert call_script(appeal)[1:] == [
        "I am calling about this case: Free the nurse.",
        "I am a nurse and say:",
    ]


def test_own_words_follow_a_model_that_has_no_place_for_them(in_app):
    assert (
        body(an_appeal(in_app, TYPED, **model("All of it."))) == "All of it.\n\nI am a nurse too."
    )


def test_own_words_stand_once_where_the_model_has_them(in_app):
    found = body(an_appeal(in_app, TYPED, **model("First.\n\n{words}\n\nLast.")))
    assert found == "First.\n\nI am a nurse too.\n\nLast."


def test_a_letter_in_another_language_is_all_in_that_language(in_app):
    appeal = an_appeal(in_app, Choices(language="ru"), letters=[RUSSIAN, ARABIC])
    assert appeal.text == RUSSIAN_WHOLE
    assert (appeal.language, appeal.subject) == ("ru", "Освободите медсестру")


def test_chosen_demands_are_the_same_ones_in_another_language(in_app):
    appeal = an_appeal(in_app, Choices(language="ar", demands=(2,)), letters=[RUSSIAN, ARABIC])
    assert appeal.demands == ("اسمحوا للطبيب بزيارتها.",)


def test_the_site_adds_no_sentence_in_a_language_that_it_does_not_speak(in_app):
    letter = LetterDraft(language="kk", demands=["Освободить её.", "Врача."])
    appeal = an_appeal(in_app, Choices(language="kk", name="Ада"), letters=[letter])
    assert appeal.text == "Dear Minister\n\n1. Освободить её.\n2. Врача.\n\nАда"


def test_the_story_is_told_in_its_own_language_only(in_app):
    letter = LetterDraft(language="en", demands=["Free her.", "A doctor."])
    changes = {"language": "ru", "summary": "Медсестра в тюрьме.", "letters": [letter]}
    appeal = an_appeal(in_app, Choices(language="en"), **changes)
    assert "Медсестра" not in appeal.text
    assert "With respect, I ask you" in appeal.text


def test_the_story_is_told_to_a_language_that_the_site_does_not_speak(in_app):
    changes = {"language": "kk", "summary": "Медсестра в тюрьме.", "demands": ["Освободите её."]}
    appeal = an_appeal(in_app, target={"salutation": "Г-н министр!"}, **changes)
    assert appeal.text == "Г-н министр!\n\nМедсестра в тюрьме.\n\nОсвободите её."


@pytest.mark.parametrize("field", ["name", "town", "words"])
@pytest.mark.parametrize("text", ["", "N {name}.\n\nT {town}.\n\n{words}"])
def test_braces_that_a_visitor_typed_stay_as_they_are(in_app, field, text):
    typed = {"name": "Ada", "town": "Bath", "words": "So."} | {field: BRACES}
    found = an_appeal(in_app, Choices(**typed), **model(text)).text
    assert found.count(BRACES) == (2 if text and field != "words" else 1)
    assert found.count("{") == BRACES.count("{") * found.count(BRACES)


def test_braces_in_a_summary_are_no_placeholders(in_app):
    appeal = an_appeal(in_app, TYPED, summary="She {words} is {name} and {demands} {unknown}.")
    assert "I am a nurse too. is" not in appeal.text
    assert appeal.text.count("Ada Lovelace") == appeal.text.count("I am a nurse too.") == 1
    assert appeal.text.count("1. Set her free.") == 1
    assert "She (words) is (name) and (demands) (unknown)." in appeal.text


def test_braces_in_a_demand_or_title_are_no_placeholders(in_app):
    appeal = an_appeal(in_app, TYPED, title="{name}", demands=["Ask {words}.", "{town}"])
    assert "1. Ask {words}.\n2. {town}" in appeal.text
    assert appeal.subject == "{name}"


def test_the_page_shows_the_letter_with_the_name_left_open(app, visitor):
    a_reachable_campaign(app)
    page = visitor.get(f"{PAGE}/letter")
    assert shown(page) == WHOLE.replace("\n\nI am a nurse too.", "").rpartition("\nAda")[0]
    assert (page.value("name"), page.value("town"), page.value("words")) == ("", "", "")


def test_the_page_shows_the_letter_with_what_was_sent(app, visitor):
    a_reachable_campaign(app)
    form = {
        "name": " Ada  Lovelace ",
        "town": "London",
        "words": "I am a nurse too.\r\n",
        "deal": "0",
    }
    assert shown(visitor.post(f"{PAGE}/letter", form)) == WHOLE


def test_the_page_shows_the_letter_with_the_demand_that_stayed_ticked(app, visitor):
    a_reachable_campaign(app)
    text = shown(visitor.post(f"{PAGE}/email", {"demand": ["2"]}))
    assert "\n\nLet a doctor see her.\n\n" in text
    assert "Set her free." not in text


def test_the_page_shows_the_letter_in_the_language_chosen(app, visitor):
    a_reachable_campaign(app, letters=[RUSSIAN, ARABIC])
    for page in (
        visitor.post(f"{PAGE}/letter", {"language": "ru", "deal": "0"}),
        visitor.get(f"{PAGE}/letter?language=ru"),
    ):
        assert shown(page) == RUSSIAN_WHOLE
        assert page.one("#text").attrs["lang"] == "ru"
    arabic = visitor.post(f"{PAGE}/letter", {"language": "ar"}).one("#text").attrs
    assert (arabic["lang"], arabic["dir"]) == ("ar", "rtl")


@pytest.mark.parametrize(
    "form", [{"demand": "3"}, {"demand": "x"}, {"language": "de"}, {"name": "x" * 101}]
)
def test_the_page_composes_nothing_from_what_was_never_offered(app, visitor, form):
    a_reachable_campaign(app, letters=[RUSSIAN])
    page = visitor.post(f"{PAGE}/letter", form)
    assert (page.status, page.all("#text")) == (422, [])


def test_what_an_address_brings_along_stays_out_of_the_letter(app, visitor):
    a_reachable_campaign(app)
    page = visitor.get(f"{PAGE}/letter?name=Cleo&town=Rome&words=hostile&demand=1")
    assert shown(page) == shown(visitor.get(f"{PAGE}/letter"))
