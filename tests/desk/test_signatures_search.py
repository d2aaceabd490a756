"""Who is looked for is found: a mailbox in any spelling, a name in any writing of its letters."""

import pytest

from petitions.signing.filters import Filters
from petitions.signing.operations import confirm, withdraw
from petitions.signing.paging import signature_page
from tests.conftest import both_databases
from tests.factories import a_campaign, stored
from tests.organisers import at_desk
from tests.signing.crowd import a_crowd, tokens_of
from tests.signing.steps import sign

# As somebody signed, and as others write the same mailbox, or a part of its address.
MAILBOXES = {
    "müri@bücher.example": [
        "müri@xn--bcher-kva.example",
        "MÜRI@BÜCHER.example",
        "mu\u0308ri@bu\u0308cher.example",
        "@xn--bcher-kva.example",
        "xn--bcher-kva",
        "bücher",
    ],
    "O.Brien+pet@gmail.com": [
        "obrien@gmail.com",
        "o.b.r.i.e.n@googlemail.com",
        "OBrien+other@GMAIL.com",
        "mailto:obrien@gmail.com",
        "O.Brien+pet",
    ],
    "jose@example.org": [
        "<jose@example.org>",
        "jose@example.org,",
        "jose@example.org.",
        "José Núñez <jose@example.org>",
        "mailto:jose@example.org?subject=Erase",
        "jose@example.org\u200b",
        "\u202ajose@example.org\u202c",
        "“jose@example.org”",
        "ｊｏｓｅ＠ｅｘａｍｐｌｅ．ｏｒｇ",
        "jose @example.org",
    ],
    "siobhan.o'neill@example.org": ["siobhan.o’neill@example.org", "siobhan.oʼneill@example.org"],
    "eve@icloud.com": ["eve@me.com", "Eve+x@mac.com"],
    # Of these servers nobody knows what they pass over.
    "m.o.h+pet@corp.example": ["moh@corp.example", "M.O.H@corp.example", "moh+other@corp.example"],
}
NAMES = {
    "José Núñez": [
        "jose nunez",
        "JOSÉ",
        "Jose\u0301 Nu\u0301n\u0303ez",
        "José\u00a0 Núñez",
        "NÚÑEZ",
    ],
    "Siobhán O’Neill": ["siobhan o'neill", "O’NEILL", "Oʼneill", "O`Neill", "O´Neill", "oneill"],
    "Anne-Marie Strauß": ["anne marie strauss", "ANNE‑MARIE", "Anne–Marie", "STRAUSS", "Strauẞ"],
    "Łukasz Żółć": ["lukasz zolc", "ŁUKASZ", "Żółć"],
    "İpek Işık": ["ipek isik", "İPEK", "ışık"],
    "Søren Kjær": ["soren kjaer", "SØREN", "kjær"],
    "Алёна Зайцева": ["алена", "АЛЁНА", "заицева"],
    "Ελένη Παπαδάκης": ["ελενη παπαδακης", "ΕΛΕΝΗ", "ΠΑΠΑΔΆΚΗΣ"],
    "مُحَمَّد أحمد": ["محمد احمد", "محـمد"],
    "Nguyễn Thị Hằng": ["nguyen thi hang", "NGUYỄN"],
    "佐藤　花子": ["佐藤 花子", "花子", "花子 佐藤", "佐藤花子"],
    "कुमारी": ["कुमारी"],
    "Ada King Lovelace": ["Lovelace, Ada", "lovelace king ada", "A.K.Lovelace", "Lovelace A. K."],
    "Bob Miller": ["Bob James Miller", "miller bob"],
    "C. Dubois": ["Claire Dubois", "dubois, claire"],
    "E Macdonald": ["Eve Macdonald", "Eve Mac Donald", "E. Mac-Donald"],
    "Jürgen Weiß-Möller": ["Juergen Weiss Moeller", "Jurgen Moller", "weißmöller", "Möller Jürgen"],
    "Uwe Mueller": ["Müller", "UWE MÜLLER"],
    "Aage Nørgård": ["Åge Nörgaard", "age noergard"],
    "علی کریمی": ["علي كريمي", "كريمي على"],
}
NOBODY = [
    "kumar",
    "कमर",
    "jsoe nunez",
    "zed miller",
    "x. lovelace",
    "bob miller jones",
    "ي ي",
    "obrian@gmail.com",
    "muri@bücher.example",
    "'",
    "%",
    "% ada",
    "_",
    "@@",
]


@pytest.fixture
def found(app):
    """Give the names of those who are found."""
    a_campaign(app)

    def look_for(words):
        with app.app_context():
            page = signature_page(1, Filters.read({"search": words}))
            return [signature.name for signature in page.rows]

    return look_for


@both_databases
def test_a_mailbox_is_found_however_its_address_is_written(app, visitor, found):
    for number, email in enumerate(MAILBOXES):
        assert sign(visitor, "free-the-nurse", email=email, name=f"Ada {number}").status == 303
    for number, (email, spellings) in enumerate(MAILBOXES.items()):
        for words in (email, *spellings):
            assert found(words) == [f"Ada {number}"], words
    for words in ("obrian@gmail.com", "muri@bücher.example", "jose@example.com"):
        assert found(words) == [], words


def test_a_name_is_found_however_its_letters_are_written(app, found):
    for name in NAMES:
        a_crowd(app, "free-the-nurse", 1, name=name)
    for name, spellings in NAMES.items():
        for words in (name, *spellings):
            assert found(words) == [name], words
    for words in NOBODY:
        assert found(words) == [], words


@both_databases
def test_a_name_that_was_changed_on_the_way_is_found(app, found):
    """By who confirms, for whom the mailbox is proved."""
    [number] = a_crowd(app, "free-the-nurse", 1, "pending", name="Ada")
    [token] = tokens_of(app, [number])
    with app.app_context():
        confirm(token, name="Zoë Núñez")
    assert (found("zoe nunez"), found("ada")) == (["Zoë Núñez"], [])


@both_databases
def test_who_is_erased_leaves_no_trace_of_the_name(app, found):
    [number] = a_crowd(app, "free-the-nurse", 1, name="Zoë Núñez")
    [token] = tokens_of(app, [number])
    assert "zoe nunez" in repr(stored(app)["signature"])
    with app.app_context():
        withdraw(token)
    assert "nunez" not in repr(stored(app)).lower()


def test_the_audit_log_is_searched_for_a_mailbox_too(app):
    desk = at_desk(app)
    desk.post("/organise/organisers", {"email": "cleo@bücher.example", "role": "viewer"})
    for words in ("cleo@xn--bcher-kva.example", "<cleo@bücher.example>", "@xn--bcher-kva.example"):
        page = desk.get("/organise/audit", query_string={"about": words})
        assert "cleo@bücher.example" in page.text("main"), words
