"""A picture in a text would vanish without a word: each form for Markdown says so, keeps it."""

import pytest

from tests.desk.editing import CASE, presses
from tests.desk.newsroom import UPDATES
from tests.factories import a_campaign, stored
from tests.organisers import at_desk

TEXT = "She is ![free](https://example.org/her.jpg)"
WON = {"state": "won", "seen": "open", "note": TEXT}
FORMS = {
    "news": lambda desk: desk.post(UPDATES, {"dated": "2026-11-23", "text": TEXT, "do": "save"}),
    "news of a state": lambda desk: desk.post(f"{CASE}/state", WON | {"update": "y"}),
    "story": lambda desk: presses(desk, desk.get(CASE), "story", story=TEXT),
    "safety": lambda desk: presses(desk, desk.get(CASE), "safety", safety=TEXT),
    "about": lambda desk: desk.post(
        "/organise/about", {"name": "Aid", "contact": "a@aid.example", "about": TEXT}
    ),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_it_is_refused_in_words_and_what_was_typed_stays(app, form):
    a_campaign(app)
    desk, before = at_desk(app), stored(app)["campaign"]
    page = form(desk)
    assert page.status == 422
    assert "Pictures in a text are not shown" in page.text()
    assert any(TEXT in field.to_text() for field in page.all("textarea"))
    assert (stored(app)["campaign"], stored(app)["campaign_update"]) == (before, [])


def test_words_that_are_no_markdown_may_look_so(app):
    a_campaign(app)
    assert at_desk(app).post(f"{CASE}/state", WON).status == 303
