"""QR codes that any phone can read, on any page."""

from xml.etree import ElementTree

import pytest
import segno

from petitions.documents.images import qr_png, qr_svg

ADDRESS = "https://petitions.example.org/c/free-lena-marwick?a=1&b=<2>"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def svg():
    return ElementTree.fromstring(qr_svg(ADDRESS))


def modules(address):
    """The code as rows of 0 and 1, with four empty modules around it."""
    code = segno.make_qr(address, error="m", boost_error=False)
    return [list(row) for row in code.matrix_iter(border=4)]


def test_it_is_as_large_as_its_place(svg):
    side = len(modules(ADDRESS))
    assert svg.tag == f"{SVG}svg"
    assert svg.get("viewBox") == f"0 0 {side} {side}"
    assert svg.get("width") is None


def test_its_title_is_the_address(svg):
    assert svg.findtext(f"{SVG}title") == ADDRESS


def test_it_is_black_on_white_without_inline_styles(svg):
    light, dark = svg.findall(f"{SVG}path")
    side = len(modules(ADDRESS))
    assert (light.get("fill"), dark.get("stroke")) == ("#fff", "#000")
    assert light.get("d") == f"M0 0h{side}v{side}h-{side}z"
    assert "style" not in qr_svg(ADDRESS)


def test_its_first_row_comes_after_four_empty_ones(svg):
    dark = svg.findall(f"{SVG}path")[1].get("d")
    assert dark.startswith("M4 4.5h7")
    assert not any(map(any, modules(ADDRESS)[:4]))


def test_the_png_is_black_and_white():
    picture = qr_png(ADDRESS)
    side = len(modules(ADDRESS)) * 8
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == side
    assert len(picture) < 2_000
