"""What no font shows is left out of paper and pictures, and the desk says what."""

from datetime import date

import pytest

from petitions.campaigns.drafts import UpdateDraft
from tests.documents.reading import pages
from tests.factories import a_campaign
from tests.organisers import at_desk

STRANGE = "\U0001faef"  # means nothing to anybody yet: no font has it
STATE = "/organise/campaigns/free-the-nurse/state"
PARTS = {
    "title": f"Free {STRANGE} the nurse",
    "story": f"She {STRANGE} helped.",
    "updates": [UpdateDraft(date(2026, 1, 3), f"Moved {STRANGE} today.")],
}
FILES = ("share.png", "appeals/minister/letter.pdf")


@pytest.mark.parametrize("part", PARTS)
def test_it_is_left_out_and_named_at_the_desk(app, visitor, part):
    slug = a_campaign(app, **{part: PARTS[part]})
    sheet = visitor.get(f"/c/{slug}.pdf")
    assert sheet.status == 200
    assert STRANGE not in "".join(pages(sheet.response.data))
    for name in FILES:
        assert visitor.get(f"/c/{slug}/{name}").status == 200
    assert at_desk(app, "editor").get(STATE).text("#unshown") == STRANGE


def test_where_all_is_shown_the_desk_says_nothing(app):
    a_campaign(app)
    assert not at_desk(app, "editor").get(STATE).all("#unshown")


def test_what_a_visitor_types_is_refused_with_a_word(app, visitor):
    path = f"/c/{a_campaign(app, title=PARTS['title'])}/appeals/minister/letter.pdf"
    assert visitor.post(path, {"words": "Please."}).status == 200
    page = visitor.post(path, {"words": f"Please {STRANGE}"})
    assert page.status == 422
    assert "This server cannot print these letters" in page.text("h1")
