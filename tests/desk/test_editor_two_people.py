"""Two editors of one part notice each other; nobody's words are lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from petitions.campaigns.editing.operations import save
from petitions.campaigns.models import Campaign
from petitions.campaigns.operations import ChangedMeanwhile
from petitions.db import db
from tests.conftest import both_databases
from tests.desk.editing import CASE, presses, saves
from tests.factories import BEN, a_campaign
from tests.organisers import at_desk


@pytest.fixture
def ben(app):
    return at_desk(app, "editor", factor=False)


@pytest.fixture
def dora(app):
    return at_desk(app, "editor", "dora@example.org", factor=False)


@both_databases
def test_the_second_sees_both_and_may_save_again(app, ben, dora):
    a_campaign(app)
    open_page = ben.get(CASE)
    saves(dora, "basics", title="By Dora")
    page = presses(ben, open_page, "basics", title="By Ben")
    assert page.status == 409
    assert "Somebody else has changed this section" in page.text("#section-basics")
    assert page.value("basics-title") == "By Ben"
    assert "By Dora" in page.text("#section-basics .facts")
    assert "data-unsaved" in page.one("#editor").attrs
    assert presses(ben, page, "basics").status == 303
    assert ben.get(CASE).text("h1") == "By Ben"


def test_other_parts_are_no_hindrance(app, ben, dora):
    a_campaign(app)
    open_page = ben.get(CASE)
    saves(dora, "basics", title="By Dora")
    assert presses(ben, open_page, "story", story="By Ben").status == 303
    assert presses(ben, open_page, "target-1", name="By Ben").status == 303


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ("demands", "demands__0__text"),
        ("target-1", "contacts__0__note"),
        ("sources", "sources__0__title"),
        ("copies", "embed_on"),
    ],
)
def test_every_part_shows_what_was_saved(app, ben, dora, part, field):
    a_campaign(app)
    text = "https://dora.example.org"
    open_page = ben.get(CASE)
    saves(dora, part, **{field: text})
    page = presses(ben, open_page, part, **{field: "https://ben.example.org"})
    assert page.status == 409
    assert text in page.text(f"#section-{part} .facts")
    assert presses(ben, page, part).status == 303
    assert ben.get(CASE).value(f"{part}-{field.replace('__', '-')}") == "https://ben.example.org"


def test_a_form_without_a_version_is_not_trusted(app, ben):
    a_campaign(app)
    for version in ("x", "9" * 5000):
        assert ben.post(CASE, {"story-story": "x", "story-version": version}).status == 409
    assert ben.post(CASE, {"story-story": "x"}).status == 303
    assert ben.get(CASE).value("story-story") != "x"


@both_databases
def test_of_two_at_once_one_is_told(app):
    slug = a_campaign(app)

    def by(name: str) -> bool:
        with app.app_context():
            try:
                save(slug, "story", 0, {"story": name}, actor=BEN)
            except ChangedMeanwhile:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(by, ["a", "b", "c", "d"]))
    assert sum(stored) == 1
    with app.app_context():
        campaign = db.session.query(Campaign).one()
        assert campaign.versions == {"story": 1}
        assert campaign.story == "abcd"[stored.index(True)]
