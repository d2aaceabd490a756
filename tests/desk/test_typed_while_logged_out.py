"""What was typed while the session ended comes back, and is saved after logging in again."""

import pytest

from petitions.accounts.models import SESSION_LIFE
from tests.desk.editing import CASE, entries, filled_in
from tests.desk.importing import IMPORT
from tests.factories import BEN, a_campaign
from tests.organisers import PASSPHRASE, at_desk

STORY = 'She was taken.\n\n# After "dawn" & <b>\n'
UPDATES = f"{CASE}/updates"


@pytest.fixture
def desk(app, clock):
    clock.shift(0)
    a_campaign(app)
    return at_desk(app, "editor", factor=False)


def typed(desk):
    """Give address and fields of the story, as the page has them, with words in it."""
    address, fields = filled_in(desk.get(CASE), "story")
    return address, fields | {"story-story": STORY, "do": "save"}


def logs_in(desk):
    assert desk.post("/organise/login", {"email": BEN, "password": PASSPHRASE}).status == 303


def test_it_is_saved_after_logging_in_again(app, desk, clock):
    address, fields = typed(desk)
    clock.shift(SESSION_LIFE.total_seconds() + 1)
    page = desk.ask("POST", address, data=fields)
    assert (page.status, page.text("h1")) == (401, "You are logged out")
    assert len(entries(app)) == 1
    address, kept = filled_in(page, "kept")
    assert kept == fields
    logs_in(desk)
    assert desk.ask("POST", address, data=kept).status == 303
    assert desk.get(CASE).value("story-story").strip() == STORY.strip()


def test_htmx_leaves_the_form_as_it_stands(desk, clock):
    address, fields = typed(desk)
    clock.shift(SESSION_LIFE.total_seconds() + 1)
    page = desk.ask("POST", address, data=fields, headers={"HX-Request": "true"})
    assert (page.status, page.html) == (401, "")
    assert "HX-Redirect" not in page.headers


def test_somebody_else_cannot_send_it(app, desk, clock):
    address, fields = typed(desk)
    dora = at_desk(app, "editor", "dora@example.org")
    assert dora.ask("POST", address, data=fields).status == 403


def test_nothing_typed_comes_back_from_another_site(desk, clock):
    address, fields = typed(desk)
    clock.shift(SESSION_LIFE.total_seconds() + 1)
    headers = {"Sec-Fetch-Site": "cross-site"}
    page = desk.ask("POST", address, data=fields, headers=headers)
    assert page.status == 403
    assert "dawn" not in page.html


REVIEWED = (IMPORT, f"{IMPORT}/save", f"{IMPORT}/letters", f"{IMPORT}/update/free-the-nurse")


@pytest.mark.parametrize(
    "path",
    [UPDATES, f"{UPDATES}/1", f"{CASE}/state", CASE, f"{CASE}/letters/fr", *REVIEWED],
)
def test_so_it_is_wherever_one_types_for_long(visitor, path):
    page = visitor.post(path, {"text": "He saw\0 a doctor.\nYes.", "note": ""})
    assert page.status == 401
    assert page.value("text") == "He saw a doctor.\nYes."


def test_where_nothing_is_typed_one_goes_to_the_log_in_page(visitor):
    assert visitor.post(f"{CASE}/picture/remove", {"x": "y"}).status == 302
    assert visitor.post(UPDATES).status == 302


def test_passphrases_never_come_back(visitor):
    page = visitor.post("/organise/account/passphrase", {"old": PASSPHRASE})
    assert page.status == 302
