"""What makes a letter be read: a page for everybody at the desk, and the ways that lead to it."""

from petitions.accounts.models import EDITOR, VIEWER
from petitions.config import ROOT
from tests.factories import a_campaign
from tests.organisers import at_desk
from tests.urgent_actions.atyrau import TEXT

ADVICE = "/organise/advice"


def test_everybody_at_the_desk_can_read_it_with_its_sources(app):
    page = at_desk(app, VIEWER).get(ADVICE)
    assert page.status == 200
    sources = [link.attrs["href"] for link in page.all("main ol a")]
    assert (
        len(sources) == len({*sources}) == len(page.all('main ul a, main p > a[href^="#source"]'))
    )
    chapter = (ROOT / "docs/letters.md").read_text("utf-8")
    assert [source for source in sources if f"({source})" not in chapter] == []
    for figure in ("708,683", "457,325", "44 of 100"):
        assert figure in page.html
        assert figure in chapter


def test_it_is_linked_where_words_are_written(app):
    slug, desk = a_campaign(app, "draft"), at_desk(app, EDITOR)
    review = desk.post("/organise/campaigns/import", {"text": TEXT})
    edit = f"/organise/campaigns/{slug}"
    for page in (desk.get("/organise/"), desk.get(edit), desk.get(f"{edit}/letters"), review):
        assert page.status == 200
        assert page.one(f'a[href="{ADVICE}"]').to_text() == "What makes a letter be read"
