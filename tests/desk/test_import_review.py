"""A pasted text stands beside the form that it fills; nothing is stored before it is saved."""

import pytest

from petitions.desk.importing.draft import draft_of
from petitions.desk.importing.review import highlights_of, review_page
from petitions.urgent_actions.models import Finding, Question, Span, Sure
from tests.desk.importing import IMPORT, campaigns, pastes, sends, shows
from tests.factories import stored
from tests.organisers import at_desk
from tests.urgent_actions.atyrau import COLUMNS, DEMANDS, SAID, TEXT, action


@pytest.fixture
def desk(app):
    return at_desk(app, "editor", factor=False)


def test_the_page_is_a_link_away(desk):
    for path in ("/organise/", "/organise/campaigns/new"):
        assert desk.get(path).all(f'a[href="{IMPORT}"]')
    assert desk.get(IMPORT).one("textarea#text")


def test_the_form_is_filled_in(desk):
    page = pastes(desk)
    assert page.status == 200
    assert page.value("basics-reference") == "UA 115/16"
    assert page.value("basics-country") == "KZ"
    assert page.value("dates-deadline") == "2017-03-14"
    assert page.value("dates-issued") == "2017-01-31"
    assert [page.value(f"demands-demands-{n}-text") for n in range(4)] == [*SAID, ""]
    assert page.value("target-1-contacts-0-value") == "+1 202-232-5845"
    assert page.value("target-1-country") == "US"


def test_each_find_is_marked_and_leads_to_its_field_and_back(desk):
    page = pastes(desk)
    mark = page.one('mark[data-found="deadline"]')
    assert mark.to_text().split() == ["Last", "day", "to", "write", "14", "March,", "2017"]
    tag = page.one("a#found-deadline")
    assert tag.attrs["href"] == "#dates-deadline"
    assert page.all('[data-found="deadline"] a[href="#found-deadline"]')
    assert "a label says so" in page.text('.filled[data-found="deadline"]')


def test_the_whole_text_stands_there(desk):
    page = pastes(desk, TEXT.replace("115/16", "121/16"))  # taken apart here, and by no other test
    for tag in page.all(".tag, .line-buttons"):
        tag.parent.remove_child(tag)
    words = page.text(".source-text")
    assert words.replace(" ", "") == "".join(TEXT.split()).replace("115/16", "121/16")


def test_what_is_open_stands_first(desk):
    page = pastes(desk)
    first = page.text("section.open")
    assert "What do people sign?" in first
    assert "hides an e-mail address" in first
    assert page.one("section.open textarea").attrs["name"] == "basics-pledge"
    assert page.all('section.open a[href="#found-question-0"]')
    ids = ("open-title", "basics-title-words", "source-title")
    places = [page.html.index(f'id="{each}"') for each in ids]
    assert places == sorted(places)


def test_a_demand_stands_beside_the_words_of_the_text(desk):
    quotes = pastes(desk).all(".filled[data-found^=demands] .source-words")
    assert [quote.to_text() for quote in quotes] == DEMANDS


def test_a_demand_that_no_rule_turns_to_an_official_comes_first(desk):
    page = pastes(desk, TEXT.replace("Asking them to see", "Stating that it is time to see"))
    first, second = page.all("section.open li a")[:2]
    assert first.attrs["href"] == "#demands-demands-1-text"
    assert "demand 2" in first.to_text()
    assert "hides an e-mail address" in second.to_text()
    assert page.value("demands-demands-1-text").startswith("Stating that it is time to see")
    assert len(page.all(".filled[data-found^=demands] .source-words")) == 2


def test_nothing_is_stored_by_reading(app, desk):
    before = stored(app)
    pastes(desk)
    assert stored(app) == before


def test_saving_makes_a_draft_with_an_entry(app, desk):
    answer = sends(desk, pastes(desk), basics_pledge="I ask for their release.")
    assert answer.status == 303
    [campaign] = campaigns(app)
    assert (campaign.slug, campaign.state) == ("ua-115-16", "draft")
    assert campaign.pledge == "I ask for their release."
    assert [one.text for one in campaign.demands] == SAID
    assert [one.role for one in campaign.targets] == ["Prosecutor General", "Ambassador"]
    page = desk.get(answer.headers["Location"])
    assert "The draft is made" in page.text()
    assert "ua-115-16" in desk.get("/organise/audit").text()


def test_a_wrong_value_comes_back_with_everything(app, desk):
    page = sends(
        desk,
        pastes(desk),
        target_0_contacts_0_value="506 402",
        dates_deadline="14.3.2017",
        basics_pledge="I ask.",
    )
    assert page.status == 422
    assert "Nothing is saved yet" in page.text(".notice")
    assert page.value("target-0-contacts-0-value") == "506 402"
    assert page.value("basics-pledge") == "I ask."
    assert page.value("source").strip() == TEXT.strip()
    assert page.one('mark[data-found="deadline"]')
    assert campaigns(app) == []
    assert sends(desk, page, target_0_contacts_0_value="", dates_deadline="").status == 303


def test_a_draft_may_have_gaps(app, desk):
    empty = {f"demands_demands_{n}_text": "" for n in range(3)}
    assert sends(desk, pastes(desk), basics_title="", story_story="", **empty).status == 303
    [campaign] = campaigns(app)
    assert (campaign.title, campaign.demands) == ("", [])


def test_an_official_can_be_left_out_and_another_added(app, desk):
    typed = {"target_0_out": "y", "target_2_role": "President"}
    assert sends(desk, pastes(desk), **typed).status == 303
    assert [one.role for one in campaigns(app)[0].targets] == ["Ambassador", "President"]


def test_columns_that_nobody_can_tell_apart_are_asked_about(app, desk):
    page = pastes(desk, COLUMNS)
    assert "Two officials stand side by side here" in page.text("section.open")
    marked = " ".join(one.to_text() for one in page.all('mark[data-found="question.0"]'))
    assert "Zhakip Assanov Kairat Umarov" in marked
    typed = {"target_0_role": "Prosecutor General", "target_1_role": "Ambassador"}
    assert sends(desk, page, **typed).status == 303
    assert [one.role for one in campaigns(app)[0].targets] == ["Prosecutor General", "Ambassador"]


def test_a_text_that_was_cut_is_asked_about_at_its_end(app):
    found = action(questions=[Question("cut", (Span(len(TEXT), len(TEXT)),))])
    with app.test_request_context():
        marked = highlights_of(found, draft_of(found), set())
    [cut] = [one for one in marked if one.key == "question.0"]
    assert [TEXT[span.start : span.end] for span in cut.spans] == ["Ambassador"]


def test_what_stands_nowhere_has_no_link(app):
    nowhere = {"deadline": Finding((Span(5, 5),), Sure.UNSURE), "title": Finding((), Sure.PLACED)}
    found = action(findings=nowhere, questions=[Question("columns")], text="")
    with app.test_request_context():
        html = review_page(found)
    assert 'href="#found-' not in html
    assert "Two officials stand side by side here" in html


def test_a_mistake_in_an_official_left_out_is_no_mistake(app, desk):
    typed = {"target_0_out": "y", "target_0_contacts_0_value": "506 402"}
    assert sends(desk, pastes(desk), **typed).status == 303
    assert len(campaigns(app)[0].targets) == 1


@pytest.mark.parametrize("role", ["viewer"])
def test_a_viewer_is_not_let_in(app, role):
    viewer = at_desk(app, role, "cleo@example.org", factor=False)
    assert viewer.get(IMPORT).status == 403
    assert pastes(viewer).status == 403
    assert campaigns(app) == []


def test_what_a_mail_put_around_the_text_is_shown_as_left_out(desk):
    note = "Dear group, please act.\nAnna, Tel: +44 20 7946 0811\n\n"
    head = (
        "---------- Forwarded message ---------\nFrom: ben@group.example\nTo: anna@group.example\n"
    )
    page = pastes(desk, f"{note}{head}\n{TEXT}\n-- \nAnna, +44 20 7946 0811\n")
    left_out = [mark.to_text() for mark in page.all("mark.found-left-out")]
    for words in ("please act", "Tel: +44 20 7946 0811", "Forwarded message", "Anna, +44"):
        assert any(words in mark for mark in left_out), words
    assert "Left out" in left_out[0]
    assert "left out" in page.text("section.open")
    assert page.value("target-0-contacts-1-value") == ""


def test_a_deadline_that_has_passed_is_said_at_its_field_until_it_is_changed(desk, clock):
    clock.move_to("2017-03-14 23:00:00+00:00")
    page = pastes(desk)
    assert "has passed" not in page.text("section.open")
    clock.move_to("2017-03-15 00:00:00+00:00")
    page = pastes(desk)
    asked = page.text("section.open .filled[data-found=deadline]")
    assert "14 March 2017 has passed" in asked
    for day, words in (("2017-04-30", ""), ("", "No last day to write is known"), ("x", "No last")):
        page = shows(desk, pastes(desk), dates_deadline=day)
        assert "has passed" not in page.text()
        assert words in page.text("section.open")


def test_what_was_filled_in_is_open_no_more(desk):
    typed = {"basics_pledge": "I ask.", "target_1_salutation": "", "target_2_role": "President"}
    page = shows(desk, pastes(desk), **typed)
    words = page.text("section.open")
    assert "What do people sign?" not in words
    assert "How does a letter greet official 2?" in words
    assert "How does a letter greet official 3?" in words
    assert page.all('section.open a[href="#target-2-salutation"]')
    page = shows(desk, page, target_1_out="y")
    assert "greet official 2" not in page.text("section.open")
