"""A hostile file costs its own process, ten seconds at most, and gives a reason."""

import zlib
from contextlib import suppress
from itertools import islice
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petitions.urgent_actions.uploads import UnreadableFile, kind_of, sandbox, text, text_of
from tests.urgent_actions.uploading import (
    LETTER,
    LOOP,
    mail_of,
    odt_with,
    pdf,
    raw_pdf,
    text_or_why,
    web_page,
    why,
    word_with,
)

pytestmark = pytest.mark.slow

FEW = settings(max_examples=12, deadline=None)
MANY = settings(max_examples=300, deadline=None)
PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%b>>>>"
HELLO = b"BT /F 12 Tf 72 700 Td (Hello) Tj ET"
WORD = word_with("<w:p><w:r><w:t>Write to the minister.</w:t></w:r></w:p>")
PDF = pdf("Write to the minister.")
BOMB = word_with(f"<w:p><w:r><w:t>{'0' * 60_000_000}</w:t></w:r></w:p>")
MAIL = mail_of("Dear group", (WORD, "ua.docx")).as_bytes()
ODT = odt_with("<text:p>Write to the minister.</text:p>")
HTML = web_page(f"<table><tr><td>{LETTER}<td>Mr B<br>City</table><ul><li>Free Ada")


def stream(content, extra=b""):
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), extra, content)


def test_a_bomb_of_zeros_in_a_word_document_is_too_large():
    assert why(word_with(f"<w:p><w:r><w:t>{'0' * 60_000_000}</w:t></w:r></w:p>")) == "too-large"


def test_a_word_document_of_millions_of_tags_costs_no_more_memory_than_there_is():
    assert why(word_with("<w:p/>" * 7_000_000)) in {"too-large", "broken", "too-slow"}


def nested(depth):
    """Give a mail in a mail in a mail."""
    head = b"MIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
    return head * depth + b"MIME-Version: 1.0\n\nWrite to the minister."


def in_parts(count, depth=0):
    """Give a mail of many files, or of parts within parts."""
    head = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
    for level in range(depth):
        head += b"--x%b\nContent-Type: multipart/mixed; boundary=x%d\n\n" % (
            str(level - 1).encode() if level else b"",
            level,
        )
    return head + b"--x\nContent-Type: application/pdf\n\nx\n" * count + b"--x--\n"


@pytest.mark.parametrize(
    ("content", "whys"),
    [
        (nested(20), {"too-many"}),
        (nested(400), {"too-many"}),
        (nested(20_000), {"too-many"}),
        (in_parts(200), {"too-many"}),
        (in_parts(20_000), {"too-many"}),
        (in_parts(1, 300), {"too-many"}),
        (mail_of("", (BOMB, "ua.docx")).as_bytes(), {"no-text"}),
        (mail_of("", (BOMB, "ua.docx")).as_bytes()[:9_000], {"no-text"}),
        (
            b"MIME-Version: 1.0\n" + b"Subject: =?utf-8?b?" + b"w6" * 900_000,
            {"no-text", "too-slow"},
        ),
        (b"MIME-Version: 1.0\nContent-Type: " + b"a/b;" * 400_000, {"no-text", "too-slow"}),
        (b"MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n\xff\xfe\0", {"no-text"}),
        (odt_with(f"<text:p>{'0' * 60_000_000}</text:p>"), {"too-large"}),
        (odt_with("<text:p/>" * 5_000_000), {"too-large", "broken", "too-slow", "no-text"}),
        (odt_with("<text:section>" * 9_000 + "</text:section>" * 9_000), {"broken"}),
    ],
)
def test_mails_and_open_documents_that_are_too_much_are_refused(content, whys, monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 3)  # not ten
    assert why(content) in whys


def test_entities_that_multiply_are_not_expanded():
    names = "abcdefghij"
    entities = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip(names, islice(names, 1, None), strict=False)
    )
    laughs = f'<!DOCTYPE x [<!ENTITY a "ha">{entities}]>'
    assert why(word_with("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", laughs)) in {"broken", "no-text"}
    assert text_of(laughs.encode() + web_page("Write")).endswith("Write")


def test_entities_that_name_a_file_are_not_opened(tmp_path):
    (tmp_path / "secret").write_text("the secret")
    entity = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]>'
    assert "secret" not in text_or_why(word_with("<w:p><w:r><w:t>x&a;</w:t></w:r></w:p>", entity))


def test_deep_nesting_is_no_crash_of_ours():
    for deep in (b"<div>", b"<table><tr><td>", b"<ul><li>", b"<b>"):
        assert text_or_why(web_page("x") + deep * (1_900_000 // len(deep)))
    assert why(word_with("<w:tbl><w:tr><w:tc>" * 9_000 + "</w:tc></w:tr></w:tbl>" * 9_000))
    assert why(b"%PDF-1.4\n1 0 obj" + b"[" * 90_000 + b"\n%%EOF") in {"broken", "no-text"}


def test_a_pdf_that_goes_in_circles_is_ended(monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 1)  # not ten
    start = monotonic()
    assert why(LOOP) == "too-slow"
    assert monotonic() - start < 4


def test_a_form_that_holds_itself_is_read_once():
    form = stream(HELLO + b" /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    page = PAGE % b"/XObject<</X 5 0 R>>"
    assert text_or_why(raw_pdf(*PAGES, page, stream(b"/X Do"), form)) in {"no-text", "Hello"}


def test_a_bomb_of_zeros_in_a_pdf_is_ended():
    bomb = zlib.compress(b"0" * 600_000_000, 9)
    page = PAGE % b""
    content = raw_pdf(*PAGES, page, stream(bomb, b"/Filter/FlateDecode"))
    assert why(content) in {"too-large", "too-slow", "broken"}


def test_a_font_cannot_name_a_file_to_open():
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>>>]>>"
    )
    page = PAGE % b"/Font<</F 5 0 R>>"
    assert why(raw_pdf(*PAGES, page, stream(HELLO), font)) == "no-text"


def test_a_common_font_needs_no_file():
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    page = PAGE % b"/Font<</F 5 0 R>>"
    assert text_of(raw_pdf(*PAGES, page, stream(HELLO), font)) == "Hello"


@pytest.mark.parametrize("content", [WORD, PDF], ids=["word", "pdf"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_half_a_file_is_broken(content, part):
    assert why(content[: int(len(content) * part)]) == "broken"


@MANY
@given(st.binary(max_size=300), st.text(max_size=9))
def test_any_bytes_are_of_some_kind_or_none(content, name):
    with suppress(UnreadableFile):
        kind = kind_of(content, name)
        assert kind != "plain" or text.checked(text.decoded(content)).strip()


@FEW
@given(
    st.sampled_from([b"", b"%PDF-", b"PK\3\4", b"<p>", b"\xff\xfe", b"MIME-Version:"]),
    st.binary(max_size=900),
)
def test_any_bytes_give_text_or_a_reason(start, rest):
    assert text_or_why(start + rest)


@FEW
@given(st.sampled_from([WORD, PDF, HTML, MAIL, ODT]), st.data())
def test_a_file_with_some_bytes_replaced_gives_text_or_a_reason(content, data):
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 30))
        content = content[:place] + data.draw(st.binary(max_size=8)) + content[place + length :]
    assert text_or_why(content)
