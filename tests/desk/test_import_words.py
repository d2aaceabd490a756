"""Every word of importing can be translated; every value has a name, every doubt a line."""

import pytest
from flask_babel import get_domain

from petitions.desk.importing import labels
from petitions.desk.importing.highlights import colour_of, controls_of
from petitions.urgent_actions.models import QUESTIONS, Sure, UrgentAction
from tests.desk.importing import IMPORT, pastes
from tests.desk.test_import_update import stored_case
from tests.house.test_translations import Brackets, unmarked
from tests.organisers import at_desk
from tests.urgent_actions.atyrau import TEXT, action

WHYS = {"too-large", "empty", "no-text", "unknown-kind", "protected", "broken", "too-slow"}
WHYS |= {"too-many", "old-kind"}


@pytest.fixture
def bracketed(app, monkeypatch):
    """A desk in a language in which every sentence stands in brackets."""
    desk = at_desk(app, "editor", factor=False)
    with app.app_context():
        monkeypatch.setitem(get_domain().cache, ("en", "messages"), Brackets())
    return desk


def own_words(page, selector):
    return " ".join(" ".join(one.to_text().split()) for one in page.all(selector))


def test_every_sentence_of_pasting_is_marked(bracketed):
    for page in (bracketed.get(IMPORT), pastes(bracketed, "Dear Ben")):
        words = own_words(page, "h1, main p, main label, main button, .notice li")
        assert words
        assert unmarked(words) == []


def test_every_sentence_of_the_review_is_marked(bracketed):
    page = pastes(bracketed)
    said = "h1, h2, h4, section.open a, .ask, label, .help, .problem, .evidence, legend, button"
    words = own_words(page, said)
    assert "Still open" in words
    assert unmarked(words) == []


def test_what_we_put_before_mails_and_files_is_in_the_language_of_the_page(bracketed):
    heads = ("Message", "Attachment: call.pdf", "Attachment: a (1).png (not read)")
    page = pastes(bracketed, "\n\n".join([*(f"----- {head} -----" for head in heads), TEXT]))
    shown = page.text(".source-text")
    assert all(f"----- ⟦{head}⟧ -----" in shown for head in heads), shown[:300]
    assert page.value("source").startswith("----- Message -----")


def test_every_sentence_of_the_comparison_is_marked(app, bracketed):
    stored_case(app)
    page = pastes(bracketed, TEXT.replace("Salutation: Dear Ambassador", ""))
    assert unmarked(own_words(page, "h1, h2, #form-news h3, .help, button, #form-own p")) in (
        [],
        ["Kairat", "Umarov"],
    )


def test_every_question_every_refusal_and_every_degree_has_words():
    assert set(labels.QUESTIONS) == set(QUESTIONS)
    assert set(labels.UNREADABLE) == WHYS
    assert set(labels.SURE) == set(Sure)


def test_every_value_has_a_name_a_colour_and_a_control(in_app):
    found = action(copies_to=action().targets, persons=["A"], model_letter="x", background="x")
    plain = {"text", "said", "findings", "bases", "missing", "questions"}
    names = {name for name in UrgentAction.__dataclass_fields__ if name not in plain}
    assert names == set(labels.FIELDS) - {"summary", "pledge"}
    controls = controls_of(found)
    for key in controls:
        assert labels.field_name(key) != key
        assert colour_of(key)
    assert controls["targets.1.phone.0"] == "target-1-contacts-1-value"
    assert controls["copies_to.1.email.0"] == "copies-copies_to-1-email"
    assert labels.field_name("targets.1.fax.0") == "Official 2: fax"
