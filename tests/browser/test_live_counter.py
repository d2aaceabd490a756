"""The counter asks for itself: not while nobody looks, less often while the server is away."""

import pytest
from playwright.sync_api import Route

from tests.browser.people import SAMPLE, someone
from tests.site import Site

COUNTER = "**/counter"


@pytest.fixture
def reader(browser, site):
    with someone(browser, site) as reader:
        reader.polls = []
        reader.page.on("request", lambda request: note(reader, request))
        reader.opens(SAMPLE)
        yield reader


def note(reader, request):
    if request.url.endswith("/counter"):
        reader.polls.append(request)


def polls_within(reader, seconds: float) -> int:
    before = len(reader.polls)
    reader.page.wait_for_timeout(1000 * seconds)
    return len(reader.polls) - before


def pretend(reader, *, hidden: bool) -> None:
    """Make the page believe that its tab is hidden; headless browsers never hide one."""
    reader.page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, 'hidden', {get: () => hidden, configurable: true});
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        hidden,
    )


def test_it_asks_again_and_again(reader):
    assert polls_within(reader, 3.5) >= 2


def test_it_rests_in_a_hidden_tab(reader):
    pretend(reader, hidden=True)
    polls_within(reader, 0.5)  # one may be under way
    assert polls_within(reader, 3) == 0


def test_it_asks_at_once_when_its_tab_is_shown_again(browser, tmp_path):
    site = Site(tmp_path, PETITIONS_POLL_SECONDS="600")
    with site.running(), someone(browser, site) as reader:
        reader.opens(SAMPLE)
        pretend(reader, hidden=True)
        with reader.page.expect_request(COUNTER):
            pretend(reader, hidden=False)


def test_it_asks_less_often_while_the_server_is_away(reader):
    def fail(route: Route) -> None:
        route.fulfill(status=503, body="away")

    reader.page.route(COUNTER, fail)
    assert 1 <= polls_within(reader, 12) <= 4  # after 1, 3 and 7 seconds; by the interval 12
    reader.page.unroute(COUNTER)
    with reader.page.expect_response(lambda answer: "counter" in answer.url and answer.ok):
        pass
    assert polls_within(reader, 3) >= 2


def test_an_error_leaves_the_number_standing(reader):
    reader.page.route(COUNTER, lambda route: route.fulfill(status=500, body="<p>oops</p>"))
    assert polls_within(reader, 2.5) >= 1
    assert reader.page.locator('[data-counter="signatures"]').count() == 1


def test_a_lost_connection_loses_nothing_typed(reader):
    reader.fills_in()
    reader.page.route("**/sign", lambda route: route.abort())
    reader.presses("Sign")
    reader.sees("The site did not take this just now. What you typed is still here")
    assert reader.page.get_by_label("Your name").input_value() == "Ada Lovelace"
    reader.complaints.clear()  # htmx notes the broken connection
    reader.page.unroute("**/sign")
    reader.presses("Sign")
    reader.sees("We are sending you an e-mail.")


@pytest.mark.parametrize("status", [400, 403, 413, 500, 503])
def test_an_answer_without_the_form_leaves_it_standing(reader, status):
    reader.fills_in()
    reader.page.route("**/sign", lambda route: route.fulfill(status=status, body="<p>no</p>"))
    reader.presses("Sign")
    reader.sees("The site did not take this just now. What you typed is still here")
    assert reader.page.get_by_label("Your name").input_value() == "Ada Lovelace"
