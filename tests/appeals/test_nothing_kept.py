"""What somebody types into an appeal is answered and forgotten."""

import gc
import logging
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from io import StringIO

import pytest
from sqlalchemy import text

from petitions.config import parse_rules
from petitions.db import db
from petitions.documents.content import Letter
from petitions.web.http import LogFormatter
from tests.appeals.people import (
    CHANNELS,
    FILES,
    JUDGE,
    KINDS,
    a_case,
    at,
    composed,
    failed,
    numbers,
    report,
    token,
    undo,
)
from tests.conftest import both_databases, make_settings
from tests.documents.reading import pages, word_text
from tests.factories import sign_form, stored
from tests.pages import Visitor

pytestmark = pytest.mark.slow

NETWORK = "192.0.2.77"
TYPED = {
    "name": "Wilhelmina Quartermain",
    "town": "Wimbledon",
    "words": "Because my grandmother was a midwife.",
    "server": "midwives.example",
    "demand": ["1"],
    "language": "en",
    "paper": "a4",
}
# An address one knows of an official who has none on the page.
TYPED_ADDRESS = TYPED | {"address": "quartermain@midwives.example"}
TRACES = ("Wilhelmina", "Quartermain", "Wimbledon", "grandmother", "midwi", NETWORK)
PLACES = [*CHANNELS, *FILES]
LIMIT = 6
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def case(app):
    return a_case(app)


@pytest.fixture
def log(app, capsys):
    """Give what was written since: to the log, or past it."""
    (handler,) = (
        h for h in logging.getLogger("petitions").handlers if type(h.formatter) is LogFormatter
    )
    handler.setStream(StringIO())
    return lambda: handler.stream.getvalue() + "".join(capsys.readouterr())


def traces(words):
    return [trace for trace in TRACES if trace in words]


def words_of(answer):
    """Give the words of a page or a file."""
    data = answer.response.get_data()
    if answer.response.mimetype == "application/pdf":
        return " ".join(pages(data))
    if answer.response.mimetype == "message/rfc822":
        return message_from_bytes(data, policy=default).get_content()
    return answer.html or word_text(data)


def whole_story(visitor):
    """Do all one can with all that one typed; give the answers."""
    answers = [visitor.post(at(place), TYPED) for place in PLACES]
    answers += [visitor.post(at(place), TYPED | {"words": "midwife " * 300}) for place in PLACES]
    for channel in KINDS:
        nonce = composed(visitor, channel, **TYPED)
        carried = TYPED | {"nonce": nonce}
        sent = report(visitor, channel, **carried)
        thanks = visitor.post(sent.headers["Location"].partition("#")[0], carried)
        sealed = thanks.one('.undo [name="token"]').attrs["value"]
        undone = visitor.post(at(channel, "undo"), TYPED | {"token": sealed})
        answers += [sent, thanks, undone, report(visitor, channel, **TYPED, number="many")]
        answers.append(visitor.post(at("email", target="ambassador"), TYPED))
        answers += [visitor.post(at(channel, act), TYPED) for act in ("undo", "failed")]
    return answers


def test_nothing_of_it_is_in_any_table_log_header_or_cache(app, visitor, case, log):
    answers = whole_story(visitor.from_address(NETWORK))
    lines = log()
    assert len(lines.splitlines()) >= len(answers)
    assert "POST /c/<slug>/appeals/<target_slug>/letter.pdf 200" in lines
    assert traces(lines) == []
    assert {answer.status for answer in answers} == {200, 307, 410, 422}
    for answer in answers:
        assert traces(str(answer.headers)) == []
        assert answer.headers["Cache-Control"] == "no-store", answer.html[:300]
        assert "ETag" not in answer.headers
    everything = stored(app)
    assert len(everything["report"]) == len(KINDS)
    assert traces(repr(everything)) == []


def test_no_byte_of_it_is_in_the_files_of_the_database(app, visitor, case, tmp_path):
    whole_story(visitor.from_address(NETWORK))
    files = b"".join(path.read_bytes() for path in tmp_path.glob("petitions.sqlite*"))
    assert b"minister@example.org" in files
    assert traces(files.decode("latin-1")) == []


@pytest.mark.parametrize("place", [*KINDS, "letter.pdf"])
def test_a_page_that_fails_does_not_log_it(app, visitor, case, log, place):
    with app.app_context(), db.engine.begin() as connection:
        for table in ("tally_delta", "allowance"):
            connection.execute(text(f"ALTER TABLE {table} RENAME TO gone_{table}"))
    assert visitor.from_address(NETWORK).post(at(place), TYPED).status == 503
    lines = log()
    assert "ERROR" in lines
    assert traces(lines) == []


def test_the_only_links_that_hold_it_lead_to_where_it_is_sent(visitor, case):
    for channel in CHANNELS:
        page = visitor.post(at(channel), TYPED)
        addresses = [a.attrs["href"] for a in page.all("a")]
        addresses += [form.attrs["action"] for form in page.all("form")]
        addresses += [one.attrs["formaction"] for one in page.all("[formaction]")]
        assert at("email" if channel != "email" else "letter") in addresses
        assert traces(" ".join(one for one in addresses if one.startswith("/"))) == []


def test_an_address_that_was_typed_is_in_one_answer_and_its_files_alone(app, visitor, log):
    a_case(app, targets=[JUDGE])
    here, one = (lambda *place: at(*place, target="judge")), visitor.from_address(NETWORK)
    page = one.post(here("email"), TYPED_ADDRESS)
    draft = one.post(here("letter.eml"), TYPED_ADDRESS)
    assert draft.response.get_data().count(b"To: quartermain@midwives.example") == 1
    for name in ("letter.pdf", "letter.docx"):
        assert "quartermain" not in words_of(one.post(here(name), TYPED_ADDRESS))
    answers = [one.post(here("email", act), TYPED_ADDRESS) for act in ("report", "failed", "undo")]
    assert [answer.status for answer in answers] == [307, 422, 410]
    thanks = one.post(answers[0].headers["Location"].partition("#")[0], TYPED_ADDRESS)
    onward = thanks.all("#report input, #other-channels input")
    assert "quartermain" not in repr([each.attrs for each in onward])
    assert traces(" ".join(str(answer.headers) for answer in (page, draft, *answers))) == []
    links = [found.attrs[name] for name in ("href", "action") for found in page.all(f"[{name}]")]
    assert all(link.startswith("mailto:") for link in links if "quartermain@" in link)
    assert page.headers["Cache-Control"] == "no-store"
    assert traces(log()) == traces(repr(stored(app))) == []
    for query in ({}, TYPED_ADDRESS):
        later = one.get(here("email"), query_string=query)
        assert "quartermain" not in later.html


def test_what_every_cache_may_keep_is_the_same_for_everyone(app, visitor, case, clock):
    headers = {"User-Agent": "one", "Cookie": "ada=1"}
    first = {place: visitor.get(at(place), headers=headers) for place in PLACES}
    whole_story(visitor)
    headers = {"User-Agent": "two", "Accept-Language": "fr", "Referer": "https://example.org/"}
    for place, one in first.items():
        two = Visitor(app, "2001:db8::1").get(at(place), headers=headers)
        assert one.headers["Cache-Control"].startswith("public, max-age="), place
        assert one.response.get_data() == two.response.get_data(), place
        assert [*one.headers] == [*two.headers], place


def test_what_was_typed_stands_in_no_later_answer(visitor, case):
    choices = {"language": "en", "paper": "a4"}
    for place in PLACES:
        assert traces(words_of(visitor.post(at(place), TYPED))), place
    for place in PLACES:
        for query in ({}, choices, TYPED):
            again = visitor.from_address("192.0.2.2").get(at(place), query_string=query)
            assert again.status == 200, place
            assert traces(words_of(again)) == [], place


@pytest.mark.parametrize("name", FILES)
def test_a_file_holds_what_the_last_one_typed_alone(visitor, case, name):
    first = words_of(visitor.post(at(name), TYPED))
    second = words_of(visitor.post(at(name), {"name": "Cleo Cloud"}))
    assert "Quartermain" in first
    assert "Cleo Cloud" in second
    assert traces(second) == []


def test_no_letter_of_a_person_stays_in_memory(visitor, case):
    for name in FILES:
        visitor.post(at(name), TYPED)
        visitor.get(at(name))
    gc.collect()
    kept = [one for one in gc.get_objects() if type(one) is Letter]
    assert kept  # those of nobody
    assert traces(repr(kept)) == []


@pytest.mark.parametrize("channel", KINDS)
def test_after_reporting_only_the_answer_to_who_typed_it_holds_it(visitor, case, channel):
    sent = report(visitor, channel, **TYPED, nonce=composed(visitor, channel, **TYPED))
    address = sent.headers["Location"].partition("#")[0]
    assert sent.status == 307
    assert traces(visitor.post(address, TYPED).html)
    assert traces(visitor.get(address).html) == []


@pytest.fixture
def limited(tmp_path, database, another_app):
    """A visitor of a site whose limits are soon used up."""
    limit = parse_rules(f"{LIMIT} per 10 minutes; 1000 per day")
    app = another_app(make_settings(tmp_path, database, document_limit=limit, sign_limit=limit))
    a_case(app)
    return Visitor(app)


def use_up(visitor, times=LIMIT):
    statuses = {visitor.post(at("letter.eml"), {"name": "Ada"}).status for _ in range(times)}
    assert statuses == {200}


@both_databases
def test_one_personal_file_more_has_to_wait(limited, clock):
    use_up(limited)
    before = stored(limited.client.application)
    for name in FILES:
        page = limited.post(at(name), {"name": "Ada"})
        assert (page.status, page.headers["Retry-After"]) == (429, "601")
        assert page.headers["Cache-Control"] == "no-store"
        assert page.text("h1") == "Too many attempts from your network"
    assert stored(limited.client.application) == before


def test_files_for_everyone_and_pages_are_not_limited(limited, clock):
    use_up(limited)
    assert {limited.get(at(place)).status for place in PLACES} == {200}
    assert {limited.post(at(channel), TYPED).status for channel in CHANNELS} == {200}
    assert report(limited).status == 303


def test_another_network_has_a_limit_of_its_own(limited, clock):
    use_up(limited)
    use_up(limited.from_address("192.0.2.2"))


def test_after_ten_minutes_there_are_as_many_more(limited, clock):
    use_up(limited)
    clock.shift(TEN_MINUTES - timedelta(seconds=1))
    assert limited.post(at("letter.eml")).headers["Retry-After"] == "2"
    clock.shift(timedelta(seconds=1))
    use_up(limited)


def test_a_file_that_was_refused_does_not_count(limited, clock):
    for _ in range(LIMIT + 1):
        assert limited.post(at("letter.eml"), {"words": "x" * 3000}).status == 422
    use_up(limited)


@both_databases
def test_reports_are_limited_too(limited, clock):
    nonces = [composed(limited) for _ in range(LIMIT + 2)]
    for nonce in nonces[:LIMIT]:
        assert report(limited, nonce=nonce).status == 303
    before = stored(limited.client.application)
    for page in (report(limited, nonce=nonces[LIMIT]), report(limited, "fax")):
        assert (page.status, page.headers["Retry-After"]) == (429, "601")
    assert failed(limited, "minister@example.org").status == 429
    assert stored(limited.client.application) == before
    assert numbers(limited) == {"letter": LIMIT}
    clock.shift(TEN_MINUTES)
    assert report(limited, nonce=nonces[LIMIT]).status == 303


def test_who_may_report_no_more_may_still_take_back_and_sign(limited, clock):
    sealed = token(limited, report(limited))
    for _ in range(LIMIT - 1):
        report(limited)
    assert report(limited).status == 429
    assert undo(limited, sealed).status == 303
    assert limited.post("/c/free-the-nurse/sign", sign_form()).status == 303


def test_a_report_with_a_wrong_number_does_not_count(limited, clock):
    for _ in range(LIMIT + 1):
        assert report(limited, number="0").status == 422
    assert report(limited).status == 303
