"""A request is measured before it is read: its address, its headers, the fields of its form."""

from time import thread_time

import pytest

from petitions.web.admission import MAX_FIELDS
from tests.factories import a_campaign

CASE = "/c/free-the-nurse"
LONG = "a,b;q=0.1, " * 30_000
HEADERS = [
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "If-None-Match",
    "Origin",
    "Range",
    "Referer",
    "User-Agent",
    "X-Forwarded-For",
    "X-Anything",
]
ADDRESSES = {
    "letters": f"/c/{'a' * 60_000}",
    "parts": "/a" * 30_000,
    "slashes": "/" * 60_000,
    "query": f"{CASE}?x={'a' * 60_000}",
    "fields": f"{CASE}/supporters?{'&' * 200}before=1",
}
FORMS = [
    "/organise/login",
    "/organise/campaigns/new",
    "/organise/campaigns/free-the-nurse",
    "/organise/campaigns/free-the-nurse/picture",
    "/organise/campaigns/import",
    f"{CASE}/sign",
    f"{CASE}/share",
    f"{CASE}/appeals/minister/letter",
    f"{CASE}/appeals/minister/letter.eml",
    f"{CASE}/appeals/minister/letter/report",
]
SECONDS = 0.05


def ask(app, path, method="GET", **more):
    began = thread_time()
    answer = app.test_client().open(path, method=method, base_url="http://127.0.0.1:8000", **more)
    assert thread_time() - began < SECONDS
    return answer


@pytest.fixture(autouse=True)
def _case(app, visitor):
    visitor.get(f"/c/{a_campaign(app)}")


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_header_that_no_browser_sends_is_refused(app, name, method):
    answer = ask(app, f"{CASE}/sign", method, headers={name: LONG})
    assert answer.status_code == 431
    assert "could not read that request" in answer.text


@pytest.mark.parametrize("path", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_an_address_that_no_page_has_is_refused(app, path):
    assert ask(app, path).status_code == 414


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("field", ["&", "a&", "a=b&"])
def test_a_form_of_too_many_fields_is_refused_before_it_is_read(app, path, field):
    form = (field * 60_000)[:60_000]
    answer = ask(app, path, "POST", data=form, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {302, 413}  # to log in, where nothing that was typed is kept
    assert len(answer.data) < 3_000


def test_where_long_forms_are_taken_their_fields_are_counted_too(app):
    form, kind = b"a&" * 400_000, "application/x-www-form-urlencoded"
    answer = ask(app, "/organise/campaigns/new", "POST", data=form, content_type=kind)
    assert (answer.status_code, len(answer.data) < 3_000) == (413, True)


def test_a_form_of_many_fields_is_taken(app):
    form = "&".join(f"a{number}=" for number in range(MAX_FIELDS))
    kind = "application/x-www-form-urlencoded"
    assert ask(app, f"{CASE}/sign", "POST", data=form, content_type=kind).status_code == 422
