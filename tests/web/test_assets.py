"""Style sheet, scripts and icons may be kept for ever: a change gives them another name."""

import gzip
import hashlib
import re

import pytest

from petitions.web.views import HTMX, STATIC, STYLE_ORDER

FOR_FEW_PAGES = {"appeals", "poster", "desk", "importing"}
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def addresses(visitor):
    """The files that a page asks for."""
    page = visitor.get("/")
    links = [
        element.attrs["href"] for element in page.all('link[rel="stylesheet"], link[rel="icon"]')
    ]
    return links + [element.attrs["src"] for element in page.all("script")]


def fetch(app, path, **headers):
    return app.test_client().get(path, base_url=BASE, headers=headers)


def test_a_page_asks_for_few_files(addresses):
    assert len(addresses) == 4


def test_every_file_has_a_digest_of_its_content_in_its_name(app, addresses):
    for address in addresses:
        content = fetch(app, address).data
        digest = re.fullmatch(r"/static/.+\.([0-9a-f]{8})\.\w+", address)
        assert hashlib.sha256(content).hexdigest().startswith(digest[1])


def test_every_file_may_be_kept_for_ever(app, addresses):
    for address in addresses:
        headers = fetch(app, address).headers
        assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert fetch(app, address, **{"If-None-Match": headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("ending", "kinds"),
    [
        ("css", {"text/css"}),
        ("js", {"text/javascript", "application/javascript"}),  # as Python's version has it
        ("svg", {"image/svg+xml"}),
    ],
)
def test_every_file_says_what_it_is(app, addresses, ending, kinds):
    found = {fetch(app, address).mimetype for address in addresses if address.endswith(ending)}
    assert len(found) == 1
    assert found <= kinds


@pytest.mark.parametrize(
    "path",
    [
        "/static/css/site.css",
        "/static/css/site.00000000.css",
        "/static/js/site.js",
        "/static/",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/static/js/htmx-LICENSE.txt",
    ],
)
def test_nothing_else_is_sent(app, path):
    answer = fetch(app, path)
    assert answer.status_code in {308, 404}
    assert fetch(app, path).headers["Cache-Control"] == "no-store"


def test_scripts_and_styles_are_sent_compressed(app, addresses):
    for address in addresses:
        if not address.endswith(".svg"):
            plain = fetch(app, address).data
            packed = fetch(app, address, **{"Accept-Encoding": "gzip"})
            assert packed.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(packed.data) == plain


def test_the_style_sheet_is_all_of_them_in_order(app, addresses):
    style = b"".join(fetch(app, address).data for address in addresses if ".css" in address)
    rules = [(STATIC / "css" / f"{name}.css").read_bytes().split(b"\n}\n") for name in STYLE_ORDER]
    ends = [b"".join(line.strip() + b"\n" for line in of[-2].splitlines()[-2:]) for of in rules]
    places = [style.index(end) for end in ends]
    assert places == sorted(places)
    assert {path.stem for path in STATIC.glob("css/*.css")} == {*STYLE_ORDER, *FOR_FEW_PAGES}


def test_what_only_we_read_stays_here(app, addresses):
    sent = {address: fetch(app, address).data for address in addresses}
    assert not [name for name, content in sent.items() if b"\n//" in content or b"/* " in content]
    assert (STATIC / HTMX).read_bytes() in sent.values()


def test_htmx_is_the_file_its_makers_published():
    script = STATIC / HTMX
    digest, name = script.with_name(f"{script.name}.sha256").read_text().split()
    assert name == script.name
    assert hashlib.sha256(script.read_bytes()).hexdigest() == digest
    assert re.fullmatch(r"htmx-\d+\.\d+\.\d+\.min\.js", name)
    assert "BSD" in (script.parent / "htmx-LICENSE.txt").read_text()
