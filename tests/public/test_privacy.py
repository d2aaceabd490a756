"""The privacy page says what this site really does: change a setting, and the page follows."""

from datetime import timedelta

import pytest

from petitions.campaigns.operations import change_state
from petitions.config import parse_rules
from petitions.public.pages import period_in_words
from tests.conftest import make_settings
from tests.factories import BEN, a_campaign
from tests.pages import Visitor


@pytest.fixture
def says(another_app, tmp_path, database):
    """Give the words of the page on a site with these settings."""

    def words(**changes):
        return Visitor(another_app(make_settings(tmp_path, database, **changes))).get("/privacy")

    return words


def others(visitor):
    return [
        " ".join(item.to_text().split()).replace(" :", ":")
        for item in visitor.get("/privacy").all("#others li")
    ]


def test_it_names_the_usual_times(says):
    text = says(sign_limit=parse_rules("30 per 10 minutes; 1000 per day")).text()
    assert "What you do not confirm within 7 days of our e-mail is erased." in text
    assert "all that its signers told us is erased 30 days later. Only their number stays." in text
    assert "as false or sent twice, all that its signer told us is erased 30 days later." in text
    assert "To stop floods of signatures we keep a code made from it for 1 day;" in text
    assert (
        "for 12 hours at most, and one by which their browser is known again, for 180 days" in text
    )


def test_the_longest_period_of_a_limit_counts(says):
    text = says(sign_limit=parse_rules("5 per 36 hours; 2 per hour")).text()
    assert "keep a code made from it for 36 hours;" in text
    assert "keep a code made from your network address for 36 hours;" in text


def test_without_a_limit_no_code_is_kept_of_signers(says):
    text = says(sign_limit=(), login_limit=()).text()
    assert "Your network address is not kept, nor any code made from it." in text
    assert "tries to log in" not in text


def test_the_limit_of_documents_counts_for_those_who_write(says):
    text = says(sign_limit=(), document_limit=parse_rules("9 per 3 days")).text()
    assert "keep a code made from your network address for 3 days;" in text


def test_the_limit_of_logins_counts_for_organisers(says):
    text = says(login_limit=parse_rules("9 per 90 minutes")).text()
    assert "made from the network address, for 90 minutes." in text


def test_campaigns_with_another_time_are_listed(app, visitor):
    a_campaign(app)
    assert others(visitor) == []
    a_campaign(app, slug="long", title="Free the judge", keep_days=90)
    a_campaign(app, "won", slug="short", title="Free the poet", keep_days=1)
    assert others(visitor) == ["Free the poet: 1 day", "Free the judge: 90 days"]


def test_no_draft_and_no_campaign_that_has_forgotten_is_listed(app, visitor, clock):
    a_campaign(app, "draft", slug="draft", keep_days=90)
    slug = a_campaign(app, keep_days=90)
    with app.app_context():
        change_state(slug, "closed", "", actor=BEN)
    assert len(others(visitor)) == 1
    clock.shift(timedelta(days=91))
    assert others(visitor) == []


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (timedelta(days=2), "2 days"),
        (timedelta(hours=25), "25 hours"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(seconds=90), "90 seconds"),
    ],
    ids=str,
)
def test_a_period_is_never_rounded(app, period, words):
    with app.test_request_context():
        assert period_in_words(period) == words
