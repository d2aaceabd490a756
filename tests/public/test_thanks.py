"""After a signature or a report: thanks, and the one thing that helps most now."""

from dataclasses import replace
from datetime import date

import pytest

from petitions.campaigns.contacts import CONTACT_KINDS
from petitions.campaigns.drafts import ContactDraft
from tests.factories import NURSE, a_campaign
from tests.mails import link
from tests.signing.steps import signed

MINISTER = replace(NURSE.targets[0], contacts=[ContactDraft("email", "a@example.org")])
JUDGE = replace(MINISTER, slug="judge", name="Jo Just", role="Judge")
SILENT = replace(MINISTER, slug="silent", name="Sam Still", address="", contacts=[])
BASE = "/c/free-the-nurse"


def thanks(app, visitor, state="open", **changes):
    page = visitor.get(f"/c/{a_campaign(app, state, **changes)}/thanks")
    assert page.status == 200
    return page


def strong_buttons(page, part="main"):
    """Give the buttons that stand out: there must never be two."""
    return [one for one in page.all(f"{part} .button") if "button-quiet" not in one.attrs["class"]]


def next_step(page, part="main"):
    """Give where the one button leads; it may not need JavaScript."""
    (button,) = strong_buttons(page, part)
    assert "hidden" not in button.attrs
    return button.attrs["href"]


def passes_on(page):
    """Tell whether the page asks to tell one person, and works without JavaScript."""
    (button,) = strong_buttons(page)
    assert (button.name, button.attrs["hidden"]) == ("button", "")
    assert page.one("#address").attrs["href"] == BASE
    links = [link.attrs["href"] for link in page.all("main a")]
    return "tell one person" in page.text() and f"{BASE}/share" in links


def report(visitor, target, channel="letter"):
    """Press "I sent it"; give the page that comes."""
    answer = visitor.post(f"{BASE}/appeals/{target}/{channel}/report", {})
    assert answer.status == 303
    page = visitor.get(answer.headers["Location"].partition("#")[0])
    assert "Thank you: you acted" in page.text("#report")
    return page


def test_who_confirms_is_thanked_here(app, visitor, mailbox):
    mail = signed(visitor, mailbox, a_campaign(app))
    answer = visitor.post(link(mail, "confirm"))
    assert (answer.status, answer.headers["Location"]) == (303, f"{BASE}/thanks")
    assert visitor.get(f"{BASE}/thanks").text("h1") == "Thank you: your signature counts"


def letter_too(page):
    """Tell whether the letter stands below the quick way, as what weighs most."""
    links = [link.attrs["href"] for link in page.all("main a:not(.button)")]
    is_named = "What weighs most is a letter" in page.text()
    assert is_named == (f"{BASE}/appeals/minister/letter" in links)
    return is_named


def test_the_quickest_way_to_the_first_official_comes_first(app, visitor):
    page = thanks(app, visitor, targets=[MINISTER, JUDGE])
    assert next_step(page) == f"{BASE}/appeals/minister/email"
    assert strong_buttons(page)[0].to_text().strip() == "Send an e-mail to Ann Other"
    assert "One minute:" in page.text()
    assert visitor.get(next_step(page)).status == 200
    assert letter_too(page)


@pytest.mark.parametrize(
    ("kinds", "channel"),
    [
        (["phone", "fax", "social", "email"], "email"),
        (["phone", "fax", "social"], "social"),
        (["phone", "fax"], "social"),
        ([], "social"),
    ],
)
def test_paper_comes_after_what_is_quick(app, visitor, kinds, channel):
    known = [ContactDraft(kind, "+1 202 232 5488") for kind in kinds]
    page = thanks(app, visitor, targets=[replace(MINISTER, contacts=known)])
    assert next_step(page) == f"{BASE}/appeals/minister/{channel}"
    assert "One minute:" in page.text()
    assert letter_too(page)


@pytest.mark.parametrize(
    ("deadline", "in_time"),
    [(date(2026, 11, 30), True), (date(2026, 11, 29), False), (date(2026, 11, 22), False)],
)
def test_in_the_last_week_paper_is_too_slow(app, visitor, clock, deadline, in_time):
    page = thanks(app, visitor, targets=[MINISTER], deadline=deadline)
    assert next_step(page) == f"{BASE}/appeals/minister/email"
    assert letter_too(page) == in_time


def test_who_has_no_postal_address_gets_no_letter(app, visitor):
    page = thanks(app, visitor, targets=[replace(MINISTER, address="")])
    assert "What weighs most" not in page.text()


@pytest.mark.parametrize("kind", CONTACT_KINDS)
def test_a_post_names_the_official_where_no_e_mail_address_is_known(app, visitor, kind):
    channel = "email" if kind == "email" else "social"
    target = replace(SILENT, contacts=[ContactDraft(kind, "+1 202 232 5488")])
    page = thanks(app, visitor, targets=[target])
    assert next_step(page) == f"{BASE}/appeals/silent/{channel}"


def test_an_official_of_whom_nothing_is_known_is_written_to_as_well(app, visitor):
    page = thanks(app, visitor, targets=[SILENT, JUDGE])
    assert next_step(page) == f"{BASE}/appeals/silent/social"
    assert visitor.get(next_step(page)).status == 200


def test_an_official_without_a_name_is_called_by_the_office(app, visitor):
    page = thanks(app, visitor, targets=[replace(MINISTER, name="")])
    assert strong_buttons(page)[0].to_text().strip() == "Send an e-mail to Minister of Health"


def test_where_there_is_nobody_to_write_to_it_is_passing_on(app, visitor):
    assert passes_on(thanks(app, visitor, targets=[]))


def test_once_the_deadline_has_passed_it_is_passing_on(app, visitor, clock):
    page = thanks(app, visitor, deadline=date(2026, 11, 21))
    assert passes_on(page)
    assert "/appeals/" not in page.html


@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_where_nobody_should_write_it_is_passing_on_or_back_to_the_case(app, visitor, state):
    page = thanks(app, visitor, state)
    assert passes_on(page)
    assert "/appeals/" not in page.html
    assert BASE in [link.attrs["href"] for link in page.all("main a")]


def test_telling_somebody_is_there_too_but_quieter(app, visitor):
    page = thanks(app, visitor)
    links = {link.attrs["href"]: link.attrs.get("class", "") for link in page.all("main a")}
    assert links[f"{BASE}/share"] == ""
    assert links[BASE] == ""


def test_it_says_how_to_withdraw_and_shows_the_counter(app, visitor):
    page = thanks(app, visitor)
    assert "You can withdraw at any time" in page.text()
    assert page.one("#counter")


def test_after_a_report_it_is_the_next_official(app, visitor, clock):
    a_campaign(app, targets=[MINISTER, JUDGE, SILENT])
    page = report(visitor, "minister")
    assert next_step(page, "#report") == f"{BASE}/appeals/judge/letter"
    assert visitor.get(next_step(page, "#report")).status == 200


def test_after_the_last_one_it_is_passing_on(app, visitor, clock):
    a_campaign(app, targets=[MINISTER, JUDGE])
    page = report(visitor, "judge", "email")
    assert next_step(page, "#report") == f"{BASE}/share"
    assert "tell one person" in page.text("#report")


def test_a_report_that_was_counted_before_leads_on_as_well(app, visitor, clock):
    a_campaign(app, targets=[MINISTER, JUDGE])
    report(visitor, "minister")
    page = report(visitor, "minister")
    assert "counted this a moment ago" in page.text("#report")
    assert next_step(page, "#report") == f"{BASE}/appeals/judge/letter"


def test_a_failing_address_leads_on_as_well(app, visitor):
    a_campaign(app, targets=[MINISTER, JUDGE])
    form = {"contact": "a@example.org"}
    answer = visitor.post(f"{BASE}/appeals/minister/email/failed", form)
    page = visitor.get(answer.headers["Location"].partition("#")[0])
    assert next_step(page, "#report") == f"{BASE}/appeals/judge/email"


def test_a_draft_thanks_nobody(app, visitor):
    assert visitor.get(f"/c/{a_campaign(app, 'draft')}/thanks").status == 404
