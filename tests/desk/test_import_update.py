"""A newer document of a case that is here: compared, and taken over where it was ticked."""

from datetime import date

import pytest

from petitions.campaigns.drafts import ContactDraft, TargetDraft, UpdateDraft
from petitions.campaigns.editing.targets import CampaignChanges, apply_update
from petitions.campaigns.operations import ChangedMeanwhile, create
from petitions.desk.importing.draft import draft_of
from petitions.desk.importing.update import compare
from tests.conftest import both_databases
from tests.desk.editing import entries, filled_in
from tests.desk.importing import campaigns, is_box, pastes
from tests.factories import BEN, stored
from tests.organisers import at_desk
from tests.urgent_actions.atyrau import AMBASSADOR, DEMANDS, PROSECUTOR, SAID, TEXT, action

OLD = action(
    demands=[*DEMANDS[:2], "Allowing their families to visit"],
    said=[],  # as it was imported when demands kept the words of the source
    targets=[AMBASSADOR],
    deadline=date(2017, 1, 5),
)
NEWS = UpdateDraft(date(2017, 1, 31), "The sentences stand.")


@pytest.fixture
def desk(app):
    return at_desk(app, "editor", factor=False)


@pytest.fixture
def case(app):
    """The campaign as it was before: in the newer text, a demand and the prosecutor are new."""
    return stored_case(app)


def stored_case(app, reference="UA 115.2016", found=OLD):
    draft = draft_of(found)
    with app.app_context():
        create(draft.__class__(**(vars(draft) | {"reference": reference})), actor=BEN)
    return draft.slug


def adds(desk, page, *ticks, **typed):
    """Tick boxes by the words beside them, and add the news."""
    address, fields = filled_in(page, "news")
    fields = {name: value for name, value in fields.items() if not is_box(page, name)}
    boxes = [box_of(page, words) for words in ticks]
    return desk.post(address, fields | {"take": boxes} | typed)


def box_of(page, words):
    [label] = [one for one in page.all("label.tick") if words in " ".join(one.to_text().split())]
    return label.attrs["for"]


@pytest.mark.parametrize("reference", ["UA 115/16", "115.16", "UA: 115/2016"])
def test_a_case_that_is_here_is_offered_news_first(app, desk, reference):
    stored_case(app, reference)
    page = pastes(desk)
    assert page.text("h1") == "This campaign is already here"
    assert page.value("dated") == "2017-01-31"
    assert page.one("#form-news textarea").to_text().strip().startswith("A court of appeal")


@pytest.mark.parametrize("reference", ["EXTRA 115/16", "UA 115/15", "UA 15/16", "Case 115"])
def test_another_case_is_not_taken_for_it(app, desk, reference):
    stored_case(app, reference)
    assert pastes(desk).text("h1") == "Review what was read"


def test_it_may_become_a_campaign_of_its_own(desk, case):
    page = pastes(desk)
    address, fields = filled_in(page, "own")
    page = desk.post(address, fields)
    assert page.text("h1") == "Review what was read"
    assert page.value("basics-reference") == "UA 115/16"


def test_the_comparison_shows_what_is_new_and_what_is_gone(desk, case):
    page = pastes(desk)
    words = page.text("#form-news")
    assert "14 March 2017 instead of 5 January 2017" in words
    assert box_of(page, SAID[2])
    assert not [one for one in page.all("label.tick") if SAID[0] in one.to_text()]
    assert "Allowing their families to visit" in words
    assert box_of(page, "Prosecutor General")


def test_reading_it_stores_nothing(app, desk, case):
    before = stored(app)
    pastes(desk)
    assert stored(app) == before


def test_only_what_was_ticked_is_taken_over(app, desk, case):
    answer = adds(desk, pastes(desk), "14 March 2017")
    assert (answer.status, answer.headers["Location"]) == (
        303,
        "/organise/campaigns/ua-115-16/updates?done=taken",
    )
    [campaign] = campaigns(app)
    assert campaign.deadline == date(2017, 3, 14)
    assert len(campaign.demands) == 3
    assert len(campaign.targets) == 1
    assert [one.dated for one in campaign.updates] == [date(2017, 1, 31)]
    assert "what you ticked is taken over" in desk.get(answer.headers["Location"]).text()


@both_databases
def test_everything_at_once_with_an_entry_for_each_part(app):
    desk = at_desk(app, "editor", factor=False)
    stored_case(app)
    answer = adds(desk, pastes(desk), "14 March 2017", SAID[2], "Prosecutor General")
    assert answer.status == 303
    [campaign] = campaigns(app)
    assert [one.text for one in campaign.demands][-1] == SAID[2]
    assert len(campaign.demands) == 4
    assert campaign.targets[1].role == "Prosecutor General"
    assert [one.value for one in campaign.targets[1].contacts] == ["+7 7172 506 402"]
    assert campaign.versions == {"dates": 1, "demands": 1, "targets": 1}
    told = [(verb, details.get("part")) for verb, _, details in entries(app)][1:]
    assert told == [
        ("edited", "dates"),
        ("edited", "demands"),
        ("edited", "targets"),
        ("wrote news for", None),
    ]


def test_new_contacts_and_other_words_of_an_official(app, desk):
    older = AMBASSADOR.__class__(**(vars(AMBASSADOR) | {"fax": [], "salutation": "Sir"}))
    stored_case(app, found=action(targets=[PROSECUTOR, older]))
    page = pastes(desk)
    assert adds(desk, page, "+1 202-232-5845", "Dear Ambassador instead of Sir").status == 303
    ambassador = campaigns(app)[0].targets[1]
    assert ambassador.salutation == "Dear Ambassador"
    assert [(one.kind, one.value) for one in ambassador.contacts] == [
        ("phone", "+1 202-232-5488"),
        ("fax", "+1 202-232-5845"),
    ]


def test_news_without_words_come_back_with_the_ticks(app, desk, case):
    page = adds(desk, pastes(desk), SAID[2], text="")
    assert page.status == 422
    assert "checked" in page.one(f"#{box_of(page, SAID[2])}").attrs
    assert campaigns(app)[0].updates == []
    assert adds(desk, page, SAID[2], text="It stands.").status == 303


def test_a_second_press_is_told_and_changes_nothing(app, desk, case):
    page = pastes(desk)
    assert adds(desk, page, SAID[2]).status == 303
    before = stored(app)
    again = adds(desk, page, SAID[2])
    assert again.status == 409
    assert "Somebody else has changed this campaign" in again.text(".notice")
    assert {name: rows for name, rows in stored(app).items() if "campaign" in name} == {
        name: rows for name, rows in before.items() if "campaign" in name
    }


def test_two_editors_notice_each_other(app, desk, case):
    page = pastes(desk)
    dora = at_desk(app, "editor", "dora@example.org", factor=False)
    theirs = dora.get("/organise/campaigns/ua-115-16")
    address, fields = filled_in(theirs, "dates")
    assert dora.post(address, fields | {"dates-deadline": "2017-02-01"}).status == 303
    answer = adds(desk, page, "14 March 2017", text="Mine.")
    assert answer.status == 409
    assert "14 March 2017 instead of 1 February 2017" in answer.text("#form-news")
    assert answer.one("#form-news textarea").to_text().strip() == "Mine."
    assert campaigns(app)[0].updates == []
    assert adds(desk, answer, "14 March 2017").status == 303


def test_what_others_change_elsewhere_is_no_hindrance(app, desk, case):
    page = pastes(desk)
    dora = at_desk(app, "editor", "dora@example.org", factor=False)
    address, fields = filled_in(dora.get("/organise/campaigns/ua-115-16"), "story")
    assert dora.post(address, fields | {"story-story": "Another."}).status == 303
    assert adds(desk, page, "14 March 2017").status == 303


@both_databases
def test_all_or_nothing(app):
    slug = stored_case(app)
    before = stored(app)
    new = TargetDraft(
        "president", "", "President", "", "", [ContactDraft("fax", "+7 7172 506 402")]
    )
    changes = CampaignChanges(date(2017, 3, 14), ["More"], [new])
    seen = {"dates": 0, "demands": 0, "targets": 7}
    with app.app_context(), pytest.raises(ChangedMeanwhile):
        apply_update(slug, NEWS, changes, seen, actor=BEN)
    assert stored(app) == before


def test_an_official_that_is_gone_is_noticed(app, desk, case):
    page = pastes(desk, TEXT.replace("Salutation: Dear Ambassador", "Salutation: Excellency"))
    number = campaigns(app)[0].targets[0].id
    form = {f"target-{number}-version": "0", "do": f"target-{number}:drop"}
    theirs = filled_in(desk.get("/organise/campaigns/ua-115-16"), "targets")
    assert desk.post(theirs[0], theirs[1] | form).status == 303
    assert adds(desk, page, "Excellency instead of").status == 409


def test_an_official_of_another_name_in_the_same_office_is_a_new_one(app, case):
    other = AMBASSADOR.__class__(**(vars(AMBASSADOR) | {"name": "Somebody Else"}))
    with app.app_context():
        found = compare(campaigns(app)[0], draft_of(action(targets=[other])))
    assert [one.draft.name for one in found.new_targets] == ["Somebody Else"]
    assert found.changed_targets == []


def test_a_number_without_its_country_is_not_taken_over(app, case):
    other = AMBASSADOR.__class__(**(vars(AMBASSADOR) | {"fax": ["506 402"]}))
    with app.app_context():
        found = compare(campaigns(app)[0], draft_of(action(targets=[other])))
    assert [one.value for one in found.changed_targets[0].unusable] == ["506 402"]
    assert found.changed_targets[0].contacts == []


@pytest.mark.parametrize("tick", ["deadline-000000000000", "nonsense", "x" * 5000])
def test_a_tick_that_nobody_offered_is_refused(app, desk, case, tick):
    page = pastes(desk)
    address, fields = filled_in(page, "news")
    assert desk.post(address, fields | {"take": tick}).status == 409
    assert campaigns(app)[0].updates == []


def test_a_campaign_that_is_gone_is_not_found(desk, case):
    address, fields = filled_in(pastes(desk), "news")
    assert desk.post(address.replace("ua-115-16", "none"), fields).status == 404
