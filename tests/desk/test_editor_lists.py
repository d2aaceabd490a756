"""Demands and other lists: add, up, down, remove, put back; letters keep in step."""

import pytest

from petitions.appeals.composing import Choices, compose
from petitions.campaigns.drafts import LetterDraft
from petitions.campaigns.models import Campaign
from petitions.db import db
from petitions.desk.editor.part_form import RowAction, rows_after
from tests.conftest import both_databases
from tests.desk.editing import CASE, entries, presses, saves
from tests.factories import a_campaign
from tests.organisers import at_desk

FRENCH = LetterDraft("fr", demands=["Libérez-la.", "Un médecin."])
WORDED = LetterDraft("en", other_demands=[["Free her.", "Let her go."], []])


@pytest.fixture
def desk(app):
    return at_desk(app, "editor", factor=False)


def campaign_of(app) -> Campaign:
    return db.session.query(Campaign).one()


def demands(app) -> tuple[list[str], list[list[str]]]:
    """Give the campaign's demands, and those of each letter."""
    with app.app_context():
        campaign = campaign_of(app)
        own = [one.text for one in campaign.demands]
        return own, [letter.demands for letter in campaign.letters]


def focused(page) -> str:
    found = page.one("[data-focus][autofocus]").attrs
    return (found.get("value") or found["name"]).removeprefix("demands:")


@both_databases
def test_demands_move_with_what_was_typed_and_letters_follow(app, desk):
    a_campaign(app, letters=[FRENCH])
    page = saves(desk, "demands", "up-1", demands__1__text="A doctor.", demands__2__text="Peace.")
    assert demands(app) == (
        ["A doctor.", "Set her free.", "Peace."],
        [["Un médecin.", "Libérez-la.", ""]],
    )
    assert focused(page) == "down-0"
    page = saves(desk, "demands", "down-1")
    assert demands(app)[1] == [["Un médecin.", "", "Libérez-la."]]
    assert focused(page) == "up-2"


def test_adding_leads_to_an_empty_row(app, desk):
    a_campaign(app)
    page = saves(desk, "demands", "add", demands__2__text="Peace.")
    assert focused(page) == "demands-demands-3-text"
    assert page.value("demands-demands-2-text") == "Peace."


@both_databases
def test_a_removed_demand_can_be_put_back(app, desk):
    a_campaign(app, letters=[FRENCH])
    before = demands(app)
    page = saves(desk, "demands", "remove-0")
    assert demands(app) == (["Let a doctor see her."], [["Un médecin."]])
    assert "Set her free." in page.text("#section-demands")
    restore = page.one('[value*=":restore-"]').attrs["value"]
    answer = presses(desk, page, "demands", restore)
    assert demands(app) == before
    assert not desk.get(answer.headers["Location"]).all('[value*=":restore-"]')


def test_other_wordings_move_and_go_and_come_back_with_their_demand(app, desk):
    def wordings():
        with app.app_context():
            return [letter.other_demands for letter in campaign_of(app).letters]

    a_campaign(app, letters=[WORDED, FRENCH])
    saves(desk, "demands", "down-0")
    assert wordings() == [[[], ["Free her.", "Let her go."]], []]
    page = saves(desk, "demands", "remove-1")
    assert wordings() == [[], []]
    presses(desk, page, "demands", page.one('[value*=":restore-"]').attrs["value"])
    assert wordings() == [[[], ["Free her.", "Let her go."]], []]


def test_only_demands_of_this_campaign_are_put_back(app, desk):
    a_campaign(app, slug="other")
    desk_page = desk.get("/organise/campaigns/other")
    presses(desk, desk_page, "demands", "remove-0")
    a_campaign(app)
    number = len(entries(app)) - 1
    for do in (f"restore-{number}", "restore-999999999", "restore-x"):
        saves(desk, "demands", do)
    page = desk.get(f"{CASE}?saved=demands&removed={number}")
    assert "Removed" not in page.text("#section-demands")
    assert page.text("#section-demands").count("Remove :") == 2
    assert desk.get(f"{CASE}?saved=demands&removed={'9' * 30}").status == 200


def test_visitors_never_see_a_campaign_without_demands(app, desk):
    a_campaign(app)
    typed = {"demands__0__text": "", "demands__1__text": " "}
    page = presses(desk, desk.get(CASE), "demands", **typed)
    assert page.status == 422
    assert "without any demand" in page.text("#section-demands")
    a_campaign(app, "draft", slug="draft")
    draft = desk.get("/organise/campaigns/draft")
    assert presses(desk, draft, "demands", **typed).status == 303


def test_a_letter_prints_no_empty_demand(app, in_app, desk):
    a_campaign(app, letters=[FRENCH])
    saves(desk, "demands", "add", demands__2__text="Peace.")
    campaign = campaign_of(app)
    letter = compose(campaign, campaign.targets[0], Choices(language="fr"))
    assert letter.demands == ("Libérez-la.", "Un médecin.")
    letter = compose(campaign, campaign.targets[0], Choices(language="fr", demands=(3,)))
    assert letter.demands == ("Peace.",)


def test_other_lists_have_the_same_buttons(app, desk):
    a_campaign(app, sources=[{"title": one, "url": ""} for one in ("A", "B", "C")])
    saves(desk, "sources", "down-0", sources__2__title="Z")
    page = saves(desk, "sources", "remove-0")
    titles = [page.value(f"sources-sources-{place}-title") for place in range(3)]
    assert titles == ["A", "Z", ""]


def test_hostile_names_and_buttons_do_no_harm(app, desk):
    a_campaign(app)
    odd = {
        "demands-demands-²-text": "x",
        f"demands-demands-{'9' * 5000}-text": "x",
        "demands-demands-0-id": "9" * 5000,
        "demands-demands-0-text": "Free her.",
        "demands-demands-1-id": "1",
        "demands-demands-1-text": "Twice.",
        "demands-demands-2-id": "1",
        "demands-demands-2-text": "Twice.",
    }
    form = odd | {"demands-version": "0", "do": f"demands:up-{'9' * 5000}"}
    assert desk.post(CASE, form).status == 303
    assert demands(app)[0] == ["Free her.", "Twice.", "Twice."]
    many = {f"demands-demands-{n}-text": "x" for n in range(101)}
    page = desk.post(CASE, many | {"demands-version": "1"})
    assert (page.status, "at most 100" in page.text("#section-demands")) == (422, True)


@pytest.mark.parametrize(
    ("do", "rows", "focus"),
    [
        ("up-0", "abc", "down-0"),
        ("up-2", "acb", "up-1"),
        ("down-2", "abc", "up-2"),
        ("remove-2", "ab", "row-2"),
        ("remove-7", "abc", "row-3"),
        ("add", "abc", "row-3"),
        ("nonsense-1", "abc", ""),
    ],
)
def test_each_action_says_where_to_look_next(do, rows, focus):
    assert rows_after(["a", "b", "c", None], RowAction.parse(do)) == (list(rows), focus)


def test_rows_left_empty_do_not_count():
    assert rows_after([None, "a", None, "b"], RowAction("up", 3)) == (["a", "b"], "up-1")
