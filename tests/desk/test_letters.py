"""The desk's letters, language by language: what campaign files can say of them."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from petitions.campaigns.drafts import ContactDraft, LetterDraft
from petitions.campaigns.models import Campaign
from petitions.db import db
from tests.desk.editing import CASE, entries, filled_in, presses
from tests.factories import NURSE, a_campaign, stored
from tests.organisers import at_desk

LETTERS = f"{CASE}/letters"
ENGLISH, FRENCH = f"{LETTERS}/en", f"{LETTERS}/fr"
FR = LetterDraft(
    "fr",
    subject="Libérez-la",
    opening="Je vous écris.",
    closing="Avec respect",
    demands=["Libérez-la.", "Un médecin."],
    salutations={"minister": "Madame la Ministre,"},
)
WORDS = {
    "subject": "Une infirmière",
    "opening": "Je suis infirmière.",
    "other_openings__0__text": "Je vous écris pour elle.",
    "demands__0__text": "Libérez-la.",
    "demands__0__others": "Rendez-lui la liberté.\n\nQu’elle soit libre.",
    "demands__1__text": "Un médecin.",
    "closing": "Avec respect",
    "other_closings": "Respectueusement\nAvec mes salutations",
    "salutations__0__text": "Madame la Ministre,",
    "text": "{demands}\n\n{words}",
}


@pytest.fixture
def desk(app):
    return at_desk(app, "editor", factor=False)


def writes(desk, address, do="save", **typed):
    """Type into the form of one language and press a button."""
    return presses(desk, desk.get(address), "letter", do, **typed)


def letters(app):
    """Give what is stored, as a campaign file would say it."""
    with app.app_context():
        campaign = db.session.query(Campaign).filter_by(slug="free-the-nurse").one()
        return [
            LetterDraft(**{name: getattr(row, name) for name in vars(FR)})
            for row in campaign.letters
        ]


def test_the_desk_can_say_all_that_a_file_can(app, desk):
    a_campaign(app)
    answer = desk.post(LETTERS, {"letters-language": "FR"})
    assert answer.headers["Location"] == FRENCH
    assert letters(app) == []  # nothing yet
    assert writes(desk, FRENCH, **WORDS).status == 303
    assert letters(app) == [
        LetterDraft(
            "fr",
            subject="Une infirmière",
            opening="Je suis infirmière.",
            text="{demands}\n\n{words}",
            closing="Avec respect",
            demands=["Libérez-la.", "Un médecin."],
            salutations={"minister": "Madame la Ministre,"},
            other_openings=["Je vous écris pour elle."],
            other_closings=["Respectueusement", "Avec mes salutations"],
            other_demands=[["Rendez-lui la liberté.", "Qu’elle soit libre."], []],
        )
    ]
    before = stored(app)
    assert writes(desk, FRENCH).status == 303  # and it all came back into the form
    assert stored(app) == before
    public = desk.get("/c/free-the-nurse/appeals/minister/letter?language=fr")
    assert "Madame la Ministre," in public.text("#text")


def test_what_is_live_changes_at_once_and_is_in_the_log(app, desk):
    a_campaign(app, letters=[FR])
    writes(desk, FRENCH, opening="Je suis médecin.", text="Secret " * 100)
    assert "Secret" in desk.get("/c/free-the-nurse/appeals/minister/letter?language=fr").html
    verb, _, details = entries(app)[-1]
    assert (verb, details["part"], details["changed"]) == (
        "edited",
        "letter-fr",
        ["opening", "text"],
    )
    assert details["before"]["opening"] == "Je vous écris."
    assert details["after"]["opening"] == "Je suis médecin."
    assert details["after"]["text"].endswith("Secret …")


def test_own_words_may_leave_demands_as_the_campaign_has_them(app, desk):
    a_campaign(app)
    assert writes(desk, ENGLISH).status == 303
    assert letters(app) == []  # the site's own words, as before
    writes(desk, ENGLISH, demands__1__others="She needs a doctor.", other_closings="With respect")
    own = LetterDraft("en", closing="With respect", other_demands=[[], ["She needs a doctor."]])
    assert letters(app) == [own]


WRONG = [
    ("opening", "Dear {nmae}", "{nmae} is no placeholder"),
    ("other_openings__0__text", "Dear {name", "{ is no placeholder"),
    ("text", "{{demands}}", "{ is no placeholder"),
    ("text", "x" * 5_003, "Shorten it by 3."),
    ("closing", "x" * 201, "Shorten it by 1."),
    ("other_closings", "a\nb\nc\nd\ne", "at most four other wordings"),
    ("other_closings", "x" * 201, "longer than 200 characters"),
    ("demands__1__others", "x" * 1_001, "longer than 1000 characters"),
    ("salutations__0__text", "x" * 201, "Shorten it by 1."),
]


def test_mistakes_are_those_of_a_file_and_all_comes_back(app, desk):
    a_campaign(app, letters=[FR])
    for field, text, words in WRONG:
        page = writes(desk, FRENCH, **{"subject": "Typed", field: text})
        assert page.status == 422, field
        assert words in page.text(".notice-problem"), field
        assert page.value("letter-subject") == "Typed"
        assert page.value(f"letter-{field.replace('__', '-')}") == text
    assert letters(app) == [FR]


def test_five_openings_are_the_most(app, desk):
    a_campaign(app, letters=[replace(FR, other_openings=["2", "3", "4", "5"])])
    assert writes(desk, FRENCH, "up-3").status == 303
    assert letters(app)[0].other_openings == ["2", "3", "5", "4"]
    address, fields = filled_in(desk.get(FRENCH), "letter")
    assert "letter-other_openings-4-text" not in fields
    page = desk.post(address, fields | {"letter-other_openings-4-text": "6"})
    assert (page.status, "at most four other openings" in page.text()) == (422, True)
    gone = {"opening": "", "demands__0__text": "", "demands__0__others": "Libre !"}
    assert writes(desk, FRENCH, **gone).status == 303  # the second comes first
    (letter,) = letters(app)
    assert (letter.opening, letter.other_openings) == ("2", ["3", "5", "4"])
    assert (letter.demands, letter.other_demands) == (["Libre !", "Un médecin."], [])


def test_what_is_no_language_is_no_page(app, desk):
    a_campaign(app)
    for typed in ("klingon", "", "xx-YY-zz"):
        page = desk.post(LETTERS, {"letters-language": typed})
        assert (page.status, "Write the code of a language" in page.text()) == (422, True)
    for code in ("klingon", "EN", "pt_BR"):
        assert desk.get(f"{LETTERS}/{code}").status in {302, 404}
    assert desk.get(f"{LETTERS}/pt-BR").status == 200


def test_visitors_lose_no_demand(app, desk):
    a_campaign(app)
    page = writes(desk, FRENCH, opening="Je vous écris.", demands__0__text="Libérez-la.")
    assert (page.status, letters(app)) == (422, [])
    assert "cannot be without this demand" in page.text("#letter-demands-1-text-problem")
    assert page.all("#letter-demands-0-text-problem") == []
    a_campaign(app, "draft", slug="draft")
    draft = "/organise/campaigns/draft/letters/fr"
    assert writes(desk, draft, opening="Je vous écris.").status == 303


def test_two_editors_see_both_and_demands_of_now(app, desk):
    a_campaign(app, letters=[FR])
    dora = at_desk(app, "editor", "dora@example.org", factor=False)
    open_page = desk.get(FRENCH)
    presses(dora, dora.get(CASE), "demands", "remove-0")
    writes(dora, FRENCH, subject="By Dora")
    typed = {"subject": "By Ben", "demands__0__text": "Gone.", "demands__1__text": "Médecin !"}
    page = presses(desk, open_page, "letter", **typed)
    assert page.status == 409
    assert "By Dora" in page.text('[aria-labelledby="stored-title"]')
    assert page.value("letter-subject") == "By Ben"
    assert page.value("letter-demands-0-text") == "Médecin !"
    assert "Gone." in page.text(".notice-problem")
    assert "data-unsaved" in page.one("#form-letter").attrs
    assert presses(desk, page, "letter").status == 303
    assert letters(app)[0].demands == ["Médecin !"]


def test_a_demand_is_never_saved_at_the_place_of_another(app, desk):
    a_campaign(app, letters=[LetterDraft("en", opening="I write.")])  # no words for demands yet
    open_page = desk.get(ENGLISH)
    presses(desk, desk.get(CASE), "demands", "down-0")
    assert presses(desk, open_page, "letter", demands__0__text="Freedom.").status == 303
    assert letters(app)[0].demands == ["", "Freedom."]
    writes(desk, ENGLISH, demands__1__text="")
    open_page = desk.get(ENGLISH)
    presses(desk, desk.get(CASE), "demands", demands__2__text="Peace.")
    assert presses(desk, open_page, "letter", demands__0__text="Freedom!").status == 409


def test_a_removed_language_can_be_put_back(app, desk):
    a_campaign(app, letters=[replace(FR, other_demands=[[], ["Qu’on la soigne."]])])
    before = letters(app)
    page = desk.get(f"{FRENCH}/remove")
    assert "no longer write in this language" in page.text()
    assert page.text(".kicker") == desk.get(FRENCH).text(".kicker") == "Free the nurse"
    version = {"version": page.value("version")}
    assert desk.post(f"{FRENCH}/remove", {"version": "7"}).status == 409
    answer = desk.post(f"{FRENCH}/remove", version)
    assert letters(app) == []
    presses(desk, desk.get(CASE), "demands", "down-0")
    page, open_page = desk.get(answer.headers["Location"]), desk.get(FRENCH)
    restore = {"do": page.one('[value^="restore-"]').attrs["value"]}
    assert desk.post(LETTERS, restore).status == 303
    (back,) = letters(app)
    assert (back.demands, back.other_demands) == (
        ["Un médecin.", "Libérez-la."],
        [["Qu’on la soigne."], []],
    )
    assert replace(back, demands=FR.demands, other_demands=before[0].other_demands) == before[0]
    assert desk.post(LETTERS, restore).status == 409  # it is there again
    typed = {"demands__0__text": "Un.", "demands__1__text": "Deux."}
    assert presses(desk, open_page, "letter", **typed).status == 409
    assert desk.post(LETTERS, {"do": "restore-99"}).status == 303


def test_only_letters_of_this_campaign_are_put_back(app, desk):
    a_campaign(app, slug="other", letters=[FR])
    desk.post("/organise/campaigns/other/letters/fr/remove", {"version": "0"})
    a_campaign(app)
    number = len(entries(app)) - 1
    assert "Removed" not in desk.get(f"{LETTERS}?removed={number}").text()
    desk.post(LETTERS, {"do": f"restore-{number}"})
    assert letters(app) == []


def test_a_greeting_goes_with_its_official(app, desk):
    a_campaign(app, targets=[NURSE.targets[0], replace(NURSE.targets[0], slug="b")], letters=[FR])
    presses(desk, desk.get(CASE), "target-1", "drop")
    assert letters(app)[0].salutations == {}


def test_beside_the_form_stands_what_each_official_gets(app, desk):
    fax = ContactDraft("fax", "+7 7172 506 402", "Ask for the tone.")
    a_campaign(app, targets=[replace(NURSE.targets[0], contacts=[fax])], letters=[FR])
    before = stored(app)
    address, fields = filled_in(desk.get(FRENCH), "letter")
    typed = fields | {"letter-opening": "Je suis {nmae}.", "letter-demands-0-text": "Libre !"}
    typed["letter-other_closings"] = "Respectueusement\nAvec mes salutations"
    page = desk.post(f"{address}/preview", typed)
    letter = page.one("#letters .mail-text")
    assert "+7 7172 506 402 : Ask for the tone." in page.text("#letters")
    assert page.one('#letters [href$="#section-target-1"]')
    assert page.status == 422  # it still shows what is there
    assert letter.attrs["lang"] == "fr"
    assert letter.to_text().splitlines() == [
        "Madame la Ministre,",
        "",
        "Je suis {nmae}.",
        "",
        "Je vous demande respectueusement de faire pour cela ce que vous pouvez\N{NO-BREAK SPACE}:",
        "",
        "1. Libre !",
        "2. Un médecin.",
        "",
        "Avec respect",
    ]
    assert "Readers get one of 375 letters" in page.text("#letters")
    pdf = desk.post(f"{address}/letter.pdf", typed | {"official": "minister"})
    assert pdf.status == 422
    typed["letter-opening"] = "Je suis infirmière."
    pdf = desk.post(f"{address}/letter.pdf", typed | {"official": "minister"})
    assert pdf.headers["Content-Type"] == "application/pdf"
    text = PdfReader(BytesIO(pdf.response.data)).pages[0].extract_text()
    assert "Je suis infirmière." in text
    assert "Madame la Ministre," in text
    page = desk.post(f"{address}/letter.pdf", typed | {"official": "nobody"})
    assert (page.status, "Nobody by this name" in page.text()) == (422, True)
    assert stored(app) == before


def test_the_letters_beside_the_form_take_other_words(app, desk):
    a_campaign(app, letters=[replace(FR, language="kk", other_closings=["Respectueusement"])])
    address, fields = filled_in(desk.get(f"{LETTERS}/kk"), "letter")
    assert fields["deal"] == "0"
    page = desk.post(f"{address}/preview", fields | {"other_words": "1"})
    assert page.text("#letters .mail-text").endswith("Respectueusement")
    deal = {"deal": page.value("deal")}
    pdf = desk.post(f"{address}/letter.pdf", fields | deal | {"official": "minister"})
    assert "Respectueusement" in PdfReader(BytesIO(pdf.response.data)).pages[0].extract_text()
    page = desk.post(f"{address}/preview", fields | deal | {"letter-other_closings": ""})
    assert page.text("#letters .mail-text").endswith("Avec respect")
    assert not page.all('[name="other_words"]')
    assert desk.post(f"{address}/preview", fields | {"deal": "9" * 5_000}).value("deal") == "0"


def test_languages_keep_their_direction(app, desk):
    a_campaign(app)
    page = desk.get(f"{LETTERS}/ar")
    assert {one.attrs["dir"] for one in page.all("#form-letter textarea")} == {"rtl"}
    assert page.one("#letters .mail-text").attrs["dir"] == "rtl"
    assert "Everyone sends this same letter." in page.text("#letters")


def test_a_campaign_without_demands_and_officials_says_so(app, desk):
    a_campaign(app, "draft", demands=[], targets=[])
    page = desk.get(ENGLISH)
    assert "There is no demand yet." in page.text()
    assert "There is nobody to write to yet." in page.text("#letters")
    assert writes(desk, ENGLISH, opening="I write.").status == 303
