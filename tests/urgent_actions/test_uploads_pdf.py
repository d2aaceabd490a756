"""A PDF gives its lines; columns come one after the other, and running heads once."""

import pytest

from petitions.urgent_actions.uploads import text_of
from petitions.urgent_actions.uploads.page_layout import Box, Line
from petitions.urgent_actions.uploads.pdf import Page, flowing, without_running_heads
from tests.urgent_actions.uploading import encrypted, pdf, why

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_this_process")]

COLUMNS = """
PLEASE SEND APPEALS TO:
#grid(columns: (1fr, 1fr, 1fr), gutter: 8pt,
[*Minister of Justice* \\ Mr Ivan Example \\ 14 Republic Street \\ 010000 Astana \\
  Fax: +7 7172 000 001],
[*Head of Police* \\ Mr Berik Example \\ 8 Orynbor Street \\ Fax: +7 7172 000 002 \\
  Email: b\\@a.example],
[*Ombudsman* \\ Ms Third \\ 1 Avenue])
And write soon.
"""
MINISTER = """Minister of Justice
Mr Ivan Example
14 Republic Street
010000 Astana
Fax: +7 7172 000 001

Head of Police
Mr Berik Example
8 Orynbor Street
Fax: +7 7172 000 002
Email: b@a.example

Ombudsman
Ms Third
1 Avenue

And write soon."""
HEADS = """
#set page(header: [UA: 1/26 Index: EUR 1/2/2026],
  footer: context align(center)[#counter(page).display() of 3])
"""


def test_officials_side_by_side_come_one_after_the_other():
    assert MINISTER in text_of(pdf(COLUMNS))


@pytest.mark.parametrize("below", ["COPIES TO:", "Dear Minister,", "And write soon. " * 9])
def test_what_stands_below_columns_follows_all_of_them(below):
    cells = "[Minister \\ Mr A \\ 1 Street], [Ambassador \\ Mrs B \\ 2 Street \\ City]"
    text = text_of(pdf(f"Write to:\n#grid(columns: (1fr, 1fr), {cells})\n{below}\n\nEnd"))
    assert text.index("Mr A") < text.index("Mrs B") < text.index(below[:9]) < text.index("End")


def test_parts_of_columns_stay_in_their_columns():
    minister = "[Minister \\ Mr A \\ \\ Fax: +7 7172 001 \\ \\ Email: a\\@a.example]"
    ambassador = "[Ambassador \\ Mrs B \\ \\ Fax: +7 7172 002]"
    text = text_of(pdf(f"#grid(columns: (1fr, 1fr), {minister}, {ambassador})\nThank you."))
    assert text.split("\n\n") == [
        *("Minister\nMr A", "Fax: +7 7172 001", "Email: a@a.example"),
        *("Ambassador\nMrs B", "Fax: +7 7172 002"),
        "Thank you.",
    ]


def test_cells_of_a_table_come_one_after_the_other():
    cells = "[Minister \\ Mr A \\ 1 Street \\ Town], [Ambassador \\ Mrs B \\ 2 Street \\ City]"
    text = text_of(pdf(f"Write to:\n#table(columns: 2, {cells})"))
    assert (
        text == "Write to:\n\nMinister\nMr A\n1 Street\nTown\n\nAmbassador\nMrs B\n2 Street\nCity"
    )


def test_items_of_lists_keep_their_bullets_and_their_lines():
    text = text_of(pdf(f"Write:\n\n- Free Ada {'at once ' * 20};\n- Protect Ben."))
    lines = text.split("\n")
    assert lines[2].startswith("• Free Ada")
    assert lines[3].startswith("once") or lines[3].startswith("at once")
    assert lines[-1] == "• Protect Ben."
    assert "" not in lines[2:]


def test_labels_in_a_column_stand_before_their_values():
    cells = "[Fax: \\ Phone: \\ Email:], [+7 7172 001 \\ +7 7172 002 \\ a\\@a.example]"
    text = text_of(pdf(f"Minister\n\n#grid(columns: (3cm, 5cm), {cells})"))
    assert text == "Minister\n\nFax: +7 7172 001\nPhone: +7 7172 002\nEmail: a@a.example"


def test_titles_of_columns_are_no_labels_of_each_other():
    cells = "[MINISTER: \\ Mr A], [AMBASSADOR: \\ Mrs B], [COPIES:], [TO:]"
    text = text_of(pdf(f"#grid(columns: (4cm, 4cm), row-gutter: 1cm, {cells})"))
    assert text == "MINISTER:\nMr A\n\nCOPIES:\n\nAMBASSADOR:\nMrs B\n\nTO:"


def test_running_heads_come_once_and_numbers_of_pages_never():
    pages = ["Calling on them", "to free Ada", "at once."]
    text = text_of(pdf(HEADS + "\n#pagebreak()\n".join(pages)))
    assert text.split("\n\n") == ["UA: 1/26 Index: EUR 1/2/2026", *pages]


def test_what_stands_at_the_edge_of_one_page_stays():
    first = Box((Line("Fax: +7 1", 50, 150, 40, 50),))
    second = Box((Line("Fax: +7 2", 50, 150, 40, 50),))
    sheets = [Page(800, [first]), Page(800, [second])]
    assert without_running_heads(sheets) == sheets


@pytest.mark.parametrize("bullet", ["•", "\uf0b7", "(cid:127)", "n", "-"])
def test_bullets_that_stand_by_themselves_join_their_words(bullet):
    boxes = [
        [Line(bullet, 50, 55, 700, 710), Line(bullet, 50, 55, 676, 686)],
        [Line("Free Ada", 68, 150, 700, 710), Line("at once;", 68, 120, 688, 698)],
        [Line("Protect Ben.", 68, 150, 676, 686)],
    ]
    mark = "-" if bullet == "-" else "•"
    assert (
        flowing(Page(800, [Box(tuple(lines)) for lines in boxes]))
        == f"{mark} Free Ada\nat once;\n{mark} Protect Ben."
    )


def test_a_character_that_the_file_does_not_name_is_shown_as_such():
    assert flowing(Page(800, [Box((Line("+7 (cid:9) 1", 50, 150, 700, 710),))])) == "+7 \ufffd 1"


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_file_with_a_password_is_protected_but_one_without_printing_is_read(algorithm):
    content = pdf("Free Ada.")
    assert why(encrypted(content, "secret", algorithm)) == "protected"
    assert text_of(encrypted(content, "", algorithm)) == "Free Ada."


def test_a_scan_has_no_text():
    assert why(pdf("#rect(width: 5cm, height: 5cm, fill: red)")) == "no-text"
    assert why(pdf("#rect(width: 5cm)\n#align(center)[1]")) == "no-text"


def test_a_file_cut_short_is_broken():
    content = pdf(COLUMNS)
    assert why(content[: len(content) * 3 // 4]) == "broken"
