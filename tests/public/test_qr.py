"""The QR code of a case: SVG of its own, for the whole address that the settings give."""

import io
from xml.etree import ElementTree

import pytest
import segno

from tests.conftest import make_settings
from tests.factories import a_campaign

SITE = "https://petitions.example.org"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def settings(tmp_path, database):
    """A site whose name is not the one that a request comes to by chance."""
    return make_settings(tmp_path, database, base_url=SITE)


def get(visitor, path, **options):
    return visitor.get(path, environ_overrides={"HTTP_HOST": "petitions.example.org"}, **options)


def modules(svg):
    """Paint the dark modules of the picture: {(row, column)}, the quiet zone left out."""
    painted, x, y = set(), 0.0, 0.0
    path = svg.findall(f"{SVG}path")[1].get("d")
    steps = path.replace("M", " M ").replace("m", " m ").replace("h", " h ").split()
    while steps:
        step, first = steps.pop(0), float(steps.pop(0))
        if step == "h":
            painted |= {(int(y) - 4, int(column) - 4) for column in range(int(x), int(x + first))}
            x += first
        else:
            second = float(steps.pop(0))
            x, y = (first, second) if step == "M" else (x + first, y + second)
    return painted


def expected(address):
    rows = enumerate(segno.make_qr(address, error="m", boost_error=False).matrix)
    return {(row, column) for row, bits in rows for column, bit in enumerate(bits) if bit}


@pytest.mark.parametrize("slug", ["free-the-nurse", "ua-115-16", "a" * 80])
def test_it_is_the_code_of_the_whole_address(app, visitor, slug):
    a_campaign(app, slug=slug)
    svg = ElementTree.fromstring(get(visitor, f"/c/{slug}/qr.svg").response.data)
    assert modules(svg) == expected(f"{SITE}/c/{slug}")
    assert svg.findtext(f"{SVG}title") == f"{SITE}/c/{slug}"


def test_it_is_drawn_as_segno_draws_it(app, visitor):
    slug = a_campaign(app)
    output = io.BytesIO()
    segno.make_qr(f"{SITE}/c/{slug}", error="m", boost_error=False).save(output, kind="svg")
    theirs = ElementTree.fromstring(output.getvalue()).find(f"{SVG}path").get("d")
    ours = ElementTree.fromstring(get(visitor, f"/c/{slug}/qr.svg").response.data)
    assert ours.findall(f"{SVG}path")[1].get("d") == theirs


def test_another_address_is_another_code(app, visitor):
    codes = [
        get(visitor, f"/c/{a_campaign(app, slug=slug)}/qr.svg").response.data for slug in ("a", "b")
    ]
    assert codes[0] != codes[1]


def test_it_is_a_picture_and_nothing_more(app, visitor):
    page = get(visitor, f"/c/{a_campaign(app)}/qr.svg")
    assert page.response.mimetype == "image/svg+xml"
    svg = ElementTree.fromstring(page.response.data)
    assert svg.tag == f"{SVG}svg"
    assert {element.tag for element in svg.iter()} == {SVG + n for n in ("svg", "title", "path")}
    names = {name for element in svg.iter() for name in element.attrib}
    assert names == {"viewBox", "fill", "stroke", "d"}


def test_it_has_four_empty_modules_around_and_is_dark_on_light(app, visitor):
    svg = ElementTree.fromstring(get(visitor, f"/c/{a_campaign(app)}/qr.svg").response.data)
    side = len(segno.make_qr(f"{SITE}/c/free-the-nurse", error="m", boost_error=False).matrix) + 8
    light, dark = svg.findall(f"{SVG}path")
    assert svg.get("viewBox") == f"0 0 {side} {side}"
    assert light.get("d") == f"M0 0h{side}v{side}h-{side}z"
    assert (light.get("fill"), dark.get("stroke")) == ("#fff", "#000")


def test_a_request_cannot_change_the_address_in_it(app, visitor):
    slug = a_campaign(app)
    right = get(visitor, f"/c/{slug}/qr.svg")
    other = get(visitor, f"/c/{slug}/qr.svg", headers={"X-Forwarded-Host": "evil.example"})
    assert (right.status, other.response.data) == (200, right.response.data)


def test_caches_may_keep_it_for_an_hour(app, visitor):
    page = get(visitor, f"/c/{a_campaign(app)}/qr.svg")
    assert page.headers["Cache-Control"].startswith("public, max-age=3600")


@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_a_printed_code_still_leads_somewhere(app, visitor, state):
    slug = a_campaign(app, state)
    assert get(visitor, f"/c/{slug}/qr.svg").status == get(visitor, f"/c/{slug}").status == 200


def test_a_draft_has_none(app, visitor):
    assert get(visitor, f"/c/{a_campaign(app, 'draft')}/qr.svg").status == 404


def test_its_address_stands_on_paper(app, visitor):
    page = get(visitor, f"/c/{a_campaign(app)}")
    assert page.text(".printed") == f"{SITE}/c/free-the-nurse"
    code = page.one(".printed img").attrs
    assert (code["src"], code["loading"]) == ("/c/free-the-nurse/qr.svg", "lazy")
