"""Web forms and messengers open by a link that carries what it can; the rest is copied."""

from urllib.parse import unquote

import pytest

from petitions.campaigns.contacts import CONTACT_KINDS
from tests.appeals.campaigns import PAGE, RUSSIAN, a_reachable_campaign, by
from tests.documents.reading import word_text

FORM = "https://health.example/contact?to=minister&lang=en#form"
# The link that a contact opens, without the text that it may carry.
LINKS = {
    "form": {FORM: FORM},
    "whatsapp": {"+7 701 111-22-33": "https://wa.me/77011112233"},
    "telegram": {"@minister_1": "https://t.me/minister_1"},
    "signal": {"+7 701 111-22-33": "https://signal.me/#p/+77011112233"},
}
channels = pytest.mark.parametrize("channel", LINKS)
MESSENGERS = [channel for channel in LINKS if channel != "form"]
REPORTED = {
    "form": "1 web form",
    "whatsapp": "1 message on WhatsApp",
    "telegram": "1 message on Telegram",
    "signal": "1 message on Signal",
}


def a_case(app, channel, **changes):
    contacts = by(channel, *LINKS[channel], note="Answers in May.")
    return a_reachable_campaign(app, {"contacts": contacts}, **changes)


def opened(page):
    """Give where the buttons of the page lead; none may tell where the reader comes from."""
    links = page.all("#ready a.button")
    for link in links:
        assert (link.attrs["target"], link.attrs["rel"]) == ("_blank", "noopener noreferrer")
    return [link.attrs["href"] for link in links]


def shown(page):
    return page.one("#text").to_text(separator="", strip=False)


@channels
def test_each_contact_has_its_link_and_the_text_is_there_to_copy(app, visitor, channel):
    a_case(app, channel)
    page = visitor.post(f"{PAGE}/{channel}", {"name": "Ada", "words": "Please & thank you?"})
    assert [one.partition("?text=")[0] for one in opened(page)] == [*LINKS[channel].values()]
    assert "Please & thank you?" in shown(page)
    assert page.all('#ready [data-copy="text"]')
    assert "Answers in May." in page.text(".facts")
    assert channel != "form" or page.text("#mail-subject") == "Free the nurse"


@pytest.mark.parametrize("channel", MESSENGERS)
def test_who_sees_the_number_is_said_first(app, visitor, channel):
    a_case(app, channel)
    page = visitor.get(f"{PAGE}/{channel}")
    first = page.all("#ready p")[0].to_text()
    assert first.startswith("The official sees your number")
    assert page.all("[data-safety] li")[0].to_text() == first


def test_whatsapp_opens_with_the_whole_letter_where_a_link_takes_it(app, visitor):
    a_case(app, "whatsapp", letters=[RUSSIAN])
    for typed in ({"words": "1 + 1 & #2\n100 %"}, {"language": "ru"}):
        page = visitor.post(f"{PAGE}/whatsapp", typed)
        (link,) = opened(page)
        assert unquote(link.partition("?text=")[2], errors="strict") == shown(page)
        assert "+" not in link
        assert "filled in" in page.text("#ready")
    page = visitor.post(f"{PAGE}/whatsapp", {"words": "слово " * 300})
    assert opened(page) == ["https://wa.me/77011112233"]
    assert "copy it first" in page.text("#ready")


def test_two_forms_have_a_button_each(app, visitor):
    other = "https://example.org/write"
    a_reachable_campaign(app, {"contacts": by("form", FORM, other)})
    assert opened(visitor.get(f"{PAGE}/form")) == [FORM, other]


@channels
def test_they_are_reported_taken_back_and_said_to_fail(app, visitor, channel):
    a_case(app, channel)
    (contact,) = LINKS[channel]
    answer = visitor.post(f"{PAGE}/{channel}/report")
    page = visitor.get(answer.headers["Location"].partition("#")[0])
    assert f"Counted: {REPORTED[channel]}." in page.text("#report")
    case = visitor.get("/c/free-the-nurse")
    assert case.one(f'#counter [data-counter="{channel}"]').attrs["data-value"] == "1"
    token = page.one('.undo [name="token"]').attrs["value"]
    assert visitor.post(f"{PAGE}/{channel}/undo", {"token": token}).status == 303
    case = visitor.get("/c/free-the-nurse")
    assert case.one(f'#counter [data-counter="{channel}"]').attrs["data-value"] == "0"
    assert visitor.post(f"{PAGE}/{channel}/failed", {"contact": contact}).status == 303
    assert visitor.post(f"{PAGE}/{channel}/failed", {"contact": "x"}).status == 422


@channels
def test_they_stand_in_the_json_and_on_the_sheet(app, visitor, channel):
    slug = a_case(app, channel)
    (target,) = visitor.get(f"/c/{slug}.json").response.json["targets"]
    (contact,) = LINKS[channel]
    sheet = word_text(visitor.get(f"/c/{slug}.docx").response.data)
    assert f"{CONTACT_KINDS[channel].shown(contact)} (Answers in May.)" in sheet
    assert target["contacts"] == [{"kind": channel, "value": contact, "note": "Answers in May."}]
    assert target["appeals"][1].endswith(f"/appeals/minister/{channel}")
