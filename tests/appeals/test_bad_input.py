"""Whatever somebody types is text: on the page, in the letter, in every file."""

from email import message_from_bytes
from email.policy import default
from itertools import zip_longest

import pytest

from tests.appeals.people import ACTS, CHANNELS, FILES, KINDS, a_case, at, failed, report
from tests.documents.reading import pages, squeezed, word_text
from tests.factories import stored

pytestmark = pytest.mark.slow

# What is typed, and what of it stands in the letter where that is less.
HOSTILE = {
    "script": ("<script>alert('hostile')</script>",),
    "attribute": ("\" autofocus onfocus=\"alert('hostile')",),
    "textarea": ("</textarea></form></pre><h1>hostile</h1>",),
    "comment": ("<!-- hostile --!> -->",),
    "entity": ("&lt;b&gt;hostile&amp;amp;",),
    "jinja": ("{{ 7*7 }}{% raw %}hostile{{ config }}",),
    "placeholder": ("{demands} {name} {words} {0} hostile",),
    "format": ("hostile %s %(name)s 100% %d ${x}",),
    "typst": ('#set page(width: 1pt) #panic("hostile")',),
    "math": ("hostile $x^2$ $ a $",),
    "backslash": ("hostile \\u{41} \\ \\n \\\\",),
    "handle": ("@hostile @hostile@example.org <hostile>",),
    "backtick": ("`hostile` ```typ #x```",),
    "markup": ("= hostile *bold* _so_ // no - one + two / x: y",),
    "address": ("hostile?body=x&cc=y@example.org#z, a;b %0d%0aBcc: z@example.org",),
    "xml": ("]]> </w:t></w:p> <?xml hostile?>",),
    "header": ("Bcc: everyone@example.org hostile",),
    "path": ("../../../etc/passwd%00hostile",),
    "controls": ("hos\x01\x07\x1b[2J\x08\x85\x7ftile", "hos[2Jtile"),
    "nul": ("hos\x00tile", "hostile"),
    "bidi": ("\u202ehos\u2066tile\u200f", "hostile"),
    "never seen": ("hos\ufefftile\uffff\ufdd0\u200b", "hostile"),
    "combining": ("hostile e\u0301", "hostile é"),
}
PAIRS = [(texts[0], texts[-1]) for texts in HOSTILE.values()]
channels = pytest.mark.parametrize("channel", [*KINDS, "call"])
FIELDS = ("name", "town", "words")
ASKED = dict.fromkeys(CHANNELS, FIELDS) | {"social": ("words",)}
URLENCODED = "application/x-www-form-urlencoded"
BROKEN = {
    "half a pair": b"name=%ED%A0%80Ada&words=%ED%B0%80Please",
    "no letters": b"name=%ff%feAda&words=%80Please",
    "cut": b"name=%C3Ada&words=Please%E2%82",
    "overlong": b"name=Ada%C0%80&words=Please%F5%90%80%80",
}


@pytest.fixture
def case(app):
    return a_case(app)


def all_typed(text, channel="letter"):
    return dict.fromkeys(ASKED[channel], text)


def elements(page):
    """Give all elements with the names of their attributes."""
    return [(one.name, sorted(one.attrs)) for one in page.all("*")]


def value(page, name):
    """Give what a field of the form holds; the buttons of the files carry it once more."""
    field = page.one(f"#compose #{name}")
    return field.to_text() if field.name == "textarea" else field.attrs["value"]


def made(visitor, name, data, **options):
    """Have a file made; give the answer as it is, for a mail is no page."""
    base = "http://127.0.0.1:8000"
    return visitor.client.post(at(name), data=data, base_url=base, **options)


def read(answer):
    """Give the words of a file."""
    if answer.mimetype == "application/pdf":
        return "".join(pages(answer.data))
    if answer.mimetype == "message/rfc822":
        return message_from_bytes(answer.data, policy=default).get_content()
    return word_text(answer.data)


def shown(page, channel):
    """Give the words that a channel would carry."""
    if channel == "social":
        return page.one("#post-mastodon").to_text()
    return " ".join(one.to_text() for one in page.all("pre#text, ol.script"))


@channels
def test_it_adds_nothing_comes_back_as_it_was_typed_and_goes_out_as_text(visitor, case, channel):
    plain = visitor.post(at(channel), all_typed("hostile", channel))
    for typed, kept in PAIRS:
        page = visitor.post(at(channel), all_typed(typed, channel))
        assert page.status == plain.status == 200, typed
        assert elements(page) == elements(plain), typed
        for name in ASKED[channel]:
            assert value(page, name) == typed.replace("\x00", "")
        for button in page.all("#ready form"):
            carried = {one.attrs["name"]: one.attrs["value"] for one in button.query("input")}
            assert {name: carried[name] for name in FIELDS} == dict.fromkeys(FIELDS, kept)
        assert kept in shown(page, channel)
        assert shown(page, channel).count("49") == 0


@pytest.mark.parametrize("file", FILES[:4])
def test_it_is_text_in_every_file(visitor, case, file):
    couples = zip_longest(PAIRS[::2], PAIRS[1::2], fillvalue=("hostile", "hostile"))
    for (name_typed, in_name), (town_typed, in_town) in couples:
        typed = {"name": name_typed, "town": town_typed, "words": f"{name_typed}\n{town_typed}"}
        answer = made(visitor, file, typed)
        assert answer.status_code == 200, typed
        words = squeezed(read(answer))
        assert words.count(squeezed(in_name)) >= 2, name_typed
        assert words.count(squeezed(in_town)) >= 2, town_typed


def test_the_mail_has_no_more_headers_than_any(visitor, case):
    for typed, _ in PAIRS:
        fields = all_typed(typed + "\r\nBcc: everyone@example.org\r\n\r\n")
        mail = message_from_bytes(made(visitor, "letter.eml", fields).data, policy=default)
        assert mail["To"] == "minister@example.org, office@example.org"
        assert not [mail[name] for name in ("Bcc", "Cc") if mail[name]]
        assert set(mail.keys()) == {
            "X-Unsent",
            "To",
            "Subject",
            "Content-Type",
            "Content-Transfer-Encoding",
            "MIME-Version",
        }


def test_it_breaks_out_of_no_link(visitor, case):
    for typed, _ in PAIRS:
        page = visitor.post(at("email"), all_typed(typed))
        whole = page.one('a[href^="mailto:minister"]').attrs["href"]
        address, _, query = whole.partition("?")
        assert address == "mailto:minister@example.org,office@example.org"
        assert [part.partition("=")[0] for part in query.split("&")] == ["subject", "body"]
        assert not set(query) & set('<>"# \r\n')


def test_what_is_no_server_is_refused_and_stays(visitor, case):
    for name in HOSTILE.keys() - {"address"}:  # that one ends with @ and a host
        server = HOSTILE[name][0]
        page = visitor.post(at("social"), {"server": server})
        assert page.status == 422, server
        assert value(page, "server") == server.replace("\x00", "")
        assert "Write the name of your server" in page.text("#compose")


def test_no_link_leads_to_what_is_no_server(visitor, case):
    for server in (
        *("a", "a b.example", "a.example/x", "a.example:1", "..", ".", "a..b", "-a.example"),
        *("a_b.example", "a.example?x", "x:alert(1).js", "<b>.example"),
        *("x" * 5000, f"{'x' * 64}.org", "a." * 3000),
    ):
        page = visitor.post(at("social"), {"server": server})
        assert page.status == 422, server
        assert value(page, "server") == server
        assert not page.all("#ready a")


@channels
def test_too_much_in_any_field_is_refused_and_stays(visitor, case, channel):
    for name in ASKED[channel]:
        typed = all_typed("Ada", channel) | {name: "x" * 5000}
        page = visitor.post(at(channel), typed)
        assert page.status == 422
        assert {field: value(page, field) for field in typed} == typed
        assert "This is longer than" in page.text(f"#{name}-problem")
        assert "First, please correct this" in page.text("#ready")


@pytest.mark.parametrize(("name", "most"), [("name", 100), ("town", 100), ("words", 2000)])
def test_how_much_fits(visitor, case, name, most):
    for letter in ("x", "и", "和", "e\u0301"):
        fits = visitor.post(at(), {name: letter * most})
        over = visitor.post(at(), {name: letter * (most + 1)})
        assert (fits.status, over.status) == (200, 422), letter
        assert value(over, name) == letter * (most + 1)


@pytest.mark.parametrize("name", FILES)
def test_too_much_for_a_file_is_refused(visitor, case, name):
    for field in FIELDS:
        assert visitor.post(at(name), {field: "x" * 5000}).status == 422


@pytest.mark.parametrize("place", [*KINDS, *FILES])
def test_100_kilobytes_are_too_much(app, visitor, case, place):
    before = stored(app)
    page = visitor.post(at(place), {"words": "x" * 100_000})
    assert (page.status, page.text("h1")) == (413, "That was too much text")
    if place in KINDS:
        for act in ACTS:
            assert visitor.post(at(place, act), {"number": "1" * 100_000}).status == 413
    assert stored(app) == before


@channels
def test_broken_bytes_are_text_too(visitor, case, channel):
    for data in BROKEN.values():
        page = visitor.ask("POST", at(channel), data=data, content_type=URLENCODED)
        assert page.status == 200, data
        assert "Please" in shown(page, channel)
        assert "Please" in value(page, "words")


@pytest.mark.parametrize("name", FILES)
def test_broken_bytes_make_a_file_or_a_page_that_says_why_not(visitor, case, name):
    for data in BROKEN.values():
        answer = made(visitor, name, data, content_type=URLENCODED)
        if answer.status_code == 422:  # of U+FFFD, where no font has it
            assert name.endswith(".pdf"), data
            assert "This server cannot print these letters" in answer.text
        else:
            assert answer.status_code == 200, data
            assert "Please" in read(answer)


@channels
def test_bytes_that_no_browser_sends_are_an_empty_form(visitor, case, channel):
    data = b"name=\xff\xfeAda&words=\xed\xa0\x80Please"
    page = visitor.ask("POST", at(channel), data=data, content_type=URLENCODED)
    assert (page.status, "Ada" in page.html) == (200, False)


@channels
def test_broken_bytes_in_parts_are_text_too(visitor, case, channel):
    part = b'--b\r\nContent-Disposition: form-data; name="words"\r\n\r\n\xff\xed\xa0\x80Please\r\n'
    kind = "multipart/form-data; boundary=b"
    page = visitor.ask("POST", at(channel), data=part + b"--b--\r\n", content_type=kind)
    assert page.status == 200
    assert "Please" in value(page, "words")


@pytest.mark.parametrize("act", ACTS)
def test_broken_bytes_report_nothing_unheard_of(app, visitor, case, act):
    for name in ("number", "nonce", "token", "contact"):
        data = f"{name}=%ED%A0%80%FF"
        page = visitor.ask("POST", at("letter", act), data=data, content_type=URLENCODED)
        allowed = {"undo": 410, "failed": 422, "report": 422 if name == "number" else 303}
        assert page.status == allowed[act], name
    assert stored(app)["failure"] == []


@pytest.mark.parametrize("act", ACTS)
def test_hostile_values_of_reports_make_no_trouble(visitor, case, act):
    names = ("number", "nonce", "token", "contact")
    for typed, _ in PAIRS:
        page = visitor.post(at("letter", act), dict.fromkeys(names, typed))
        assert page.status == {"undo": 410, "failed": 422, "report": 422}[act], typed


def test_hostile_numbers_of_what_was_reported_make_no_trouble(visitor, case):
    for typed, _ in PAIRS:
        answer = visitor.get(at(), query_string={"reported": typed})
        assert answer.status == 200, typed
        assert "hostile" not in answer.html


@pytest.mark.parametrize(
    ("field", "all_given"),
    [
        ("demand", ("0", "3", "-1", "x", ["1", "<b>"], "1\x00", "9" * 5000)),
        ("language", ("zz", "de", "EN", "../en")),
        ("paper", ("a3", "A4", "\x00")),
    ],
    ids=("demand", "language", "paper"),
)
def test_what_is_not_offered_is_refused(visitor, case, field, all_given):
    for given in all_given:
        page = visitor.post(at(), {"name": "Ada", field: given})
        assert page.status == 422, given
        assert "Choose from the list." in page.text("#compose")
        assert value(page, "name") == "Ada"
        for name in FILES:
            assert visitor.post(at(name), {field: given}).status == 422, (name, given)


def test_what_a_channel_does_not_ask_for_does_not_matter(visitor, case):
    page = visitor.post(at("call"), {"language": "zz", "paper": "a3", "server": "<b>"})
    assert page.status == 200
    page = visitor.post(at("social"), {"name": "x" * 5000, "paper": "a3", "language": "zz"})
    assert page.status == 200


@pytest.mark.parametrize("place", [*KINDS, *FILES])
def test_no_demand_means_all_and_the_same_twice_means_once(visitor, case, place):
    assert visitor.post(at(place)).status == 200
    assert visitor.post(at(place), {"demand": ["2", "2"]}).status == 200


def test_an_address_with_an_unknown_language_is_not_there(visitor, case):
    for place in ("letter", "email", *FILES):
        for language in ("zz", "EN", "<script>", "en\x00", "x" * 3000):
            asked = {"language": language}
            assert visitor.get(at(place), query_string=asked).status == 404, (place, language)


def test_an_address_with_an_unknown_paper_is_not_there(visitor, case):
    for place in ("letter", "fax", *FILES):
        for paper in ("a3", "A4", "<script>", "\x00"):
            asked = {"paper": paper}
            assert visitor.get(at(place), query_string=asked).status == 404, (place, paper)


@pytest.mark.parametrize("place", KINDS)
def test_anything_else_in_an_address_is_not_read(visitor, case, place):
    plain = visitor.get(at(place))
    typed = dict.fromkeys(("name", "town", "words", "server", "demand", "nonce", "x"), "<b>hostile")
    page = visitor.get(at(place), query_string=typed)
    assert (page.status, page.html) == (200, plain.html)


def test_a_known_language_and_paper_are_read(visitor, case):
    page = visitor.get(at(), query_string={"language": "fr", "paper": "us-letter"})
    assert "Libérez-la." in page.text("#text")
    assert page.value("language") == "fr"
    assert page.one('[name="paper"][checked]').attrs["value"] == "us-letter"


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}], ids=str
)
def test_a_form_from_elsewhere_is_refused(app, visitor, case, headers):
    before = stored(app)
    places = [at(place) for place in (*CHANNELS, *FILES)]
    places += [at(channel, act) for channel in CHANNELS for act in ACTS]
    for place in places:
        page = visitor.ask("POST", place, data={"name": "Ada"}, headers=headers)
        assert (page.status, page.text("h1")) == (403, "That did not come from this site")
    assert stored(app) == before


def test_a_form_without_anything_is_fine(visitor, case):
    assert {visitor.post(at(channel)).status for channel in CHANNELS} == {200}
    assert report(visitor).status == 303
    assert failed(visitor, "").status == 422
