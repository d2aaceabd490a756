"""OpenDocument texts: lists, tables, boxes, what was struck out, what is locked."""

import pytest

from petitions.urgent_actions.uploads import text_of
from tests.urgent_actions.uploading import odt_with, why

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_this_process")]

CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
ROW = f"<table:table-row>{CELL.format('Fax:')}{CELL.format('+7 7172 1')}</table:table-row>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:h>UA</text:h><text:p>Write <text:span>now</text:span>.</text:p>", "UA\nWrite now."),
        ("<text:p>a<text:tab/>b<text:s text:c='2'/>c<text:line-break/>d</text:p>", "a\tb  c\nd"),
        (
            "<text:list><text:list-item><text:p>Free Ada</text:p></text:list-item>"
            "<text:list-item><text:p>Free Ben</text:p></text:list-item></text:list>",
            "- Free Ada\n- Free Ben",
        ),
        (f"<table:table>{ROW}</table:table>", "Fax: +7 7172 1"),
        (
            "<text:p>a<draw:frame><draw:text-box><text:p>b</text:p></draw:text-box></draw:frame></text:p>",
            "a\n\nb",
        ),
        (
            "<text:tracked-changes><text:p>old</text:p></text:tracked-changes><text:p>a</text:p>",
            "a",
        ),
        (
            "<text:section><text:p>a<office:annotation><text:p>?</text:p></office:annotation></text:p></text:section>",
            "a",
        ),
    ],
    ids=["paragraphs", "spaces", "list", "table", "box", "struck out", "note"],
)
def test_what_stands_in_it_is_read_in_order(body, text):
    assert text_of(odt_with(body)) == text


def test_the_head_of_its_pages_comes_first():
    head = "<style:header><text:p>UA 61/21</text:p></style:header>"
    assert text_of(odt_with("<text:p>Write.</text:p>", head * 2)) == "UA 61/21\n\nWrite."


def test_a_locked_or_empty_one_is_refused():
    assert why(odt_with("x", more=("META-INF/manifest.xml",))) == "protected"
    assert why(odt_with("<text:p/>")) == "no-text"
