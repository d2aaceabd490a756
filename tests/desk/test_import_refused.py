"""What cannot be read comes back with words, and with the text that was pasted."""

import pytest

from tests.desk.importing import IMPORT, campaigns, pastes, sends, uploads
from tests.factories import stored
from tests.organisers import at_desk
from tests.urgent_actions.atyrau import TEXT

FOREIGN = "Dear Ben,\n\nsee you on Friday.\n\nAda"


@pytest.fixture
def desk(app):
    return at_desk(app, "editor", factor=False)


def test_a_file_is_read_like_a_pasted_text(desk):
    page = uploads(desk, TEXT.encode())
    assert page.status == 200
    assert page.value("basics-reference") == "UA 115/16"


@pytest.mark.parametrize("text", ["", "  \n \n", "\0\x08"])
def test_nothing_is_asked_for_again(desk, text):
    page = pastes(desk, text)
    assert page.status == 422
    assert "Paste a text, or choose a file" in page.text(".notice")


@pytest.mark.parametrize("way", [pastes, lambda desk, text: uploads(desk, text.encode())])
def test_a_text_of_another_kind_is_asked_about(app, desk, way):
    before = stored(app)
    page = way(desk, FOREIGN)
    assert page.status == 422
    assert "This may be no Urgent Action; read it all the same?" in page.text(".notice")
    assert page.value("text") == FOREIGN
    assert page.all(".notice li")
    asked = [button.attrs["name"] for button in page.all('.notice button[form="form-paste"]')]
    assert asked == ["anyway", "empty"]
    assert stored(app) == before


def test_it_is_read_all_the_same_and_becomes_a_draft(app, desk):
    page = pastes(desk, FOREIGN, anyway="y")
    assert page.status == 200
    assert "see you on Friday" in page.text(".source-text")
    assert sends(desk, page).status == 422  # it has no title
    assert sends(desk, page, basics_title="Friday", basics_language="en").status == 303
    assert [one.title for one in campaigns(app)] == ["Friday"]


def test_an_empty_campaign_takes_the_text_along(app, desk):
    page = pastes(desk, "# Ruth\n\nsee *you* on Friday, as we said when we met.", empty="y")
    assert page.status == 200
    assert page.value("title") == ""
    assert page.value("language") == "en"
    page = sends(desk, page, "new", title="")
    assert page.status == 422
    assert "as we said" in page.value("story")
    assert sends(desk, page, "new", title="Friday").status == 303
    [campaign] = campaigns(app)
    assert (campaign.title, campaign.summary) == ("Friday", "")
    assert campaign.story == "\\# Ruth\n\nsee \\*you\\* on Friday, as we said when we met."


def test_an_empty_campaign_with_no_text_is_asked_for_one(desk):
    assert pastes(desk, " ", empty="y").status == 422


def test_an_index_number_alone_is_enough(desk):
    page = pastes(desk, f"{FOREIGN}\n\nMDE 13/1234/2020")
    assert page.status == 200
    assert "MDE 13/1234/2020" in page.value("sources-sources-0-title")


def test_a_text_and_a_file_are_one_too_many(desk):
    page = uploads(desk, TEXT.encode(), text="Something else")
    assert page.status == 422
    assert page.value("text") == "Something else"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "case.txt", "empty"),
        (b"x" * (2 * 1024 * 1024 + 1), "case.txt", "too large"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "case.png", "only pictures"),
        (b"PK\x03\x04 torn", "case.docx", ""),
        (b"%PDF-1.7 torn", "case.pdf", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "case.doc", "Save it as .docx or PDF"),
        (b"MIME-Version: 1.0\n" + b"Content-Type: x\n" * 501, "case.eml", "too many mails"),
    ],
    ids=["empty", "large", "picture", "word", "pdf", "doc", "mails"],
)
def test_files_that_cannot_be_read(app, desk, content, name, said):
    page = uploads(desk, content, name)
    assert page.status == 422
    assert said in page.text(".notice")
    assert campaigns(app) == []


def test_a_text_that_is_too_long(desk):
    page = pastes(desk, "UA 115/16 " * 40_000)
    assert page.status == 422
    assert "300,000 characters" in page.text(".notice")


def test_a_request_that_is_too_large_is_told_as_well(desk):
    page = uploads(desk, b"x" * 9_000_000)
    assert page.status == 413
    assert "too large" in page.text(".notice")


@pytest.mark.parametrize(
    "name", ["target-9999999999-name", "target-99999-name", "demands-demands-99999999999-text"]
)
def test_names_that_no_form_has_do_no_harm(app, desk, name):
    answer = desk.post(f"{IMPORT}/save", {"basics-language": "en", "source": TEXT, name: "x"})
    assert answer.status in {303, 422}


def test_a_form_whose_text_was_lost_is_still_saved(app, desk):
    page = pastes(desk)
    assert sends(desk, page, source="").status == 303
    page = sends(desk, pastes(desk, of_its_own="y"), source="", dates_deadline="never")
    assert page.status == 422
    assert page.value("dates-deadline") == "never"
