"""An address as people type it: what surrounds it goes, faults are named, slips asked about."""

import time

import pytest

from petitions.web.addresses import AddressFault, typed_address

ADA = "ada@example.org"
TIDIED = [
    *(f"{ADA}{char}" for char in "\u200b\ufeff\u2060\u200e\u200f\u00ad\u00a0\u3000\t\n\r\0"),
    *(f"{char}{ADA}" for char in "\u200b\ufeff\u2060\u200e\u00a0"),
    f"\u202a{ADA}\u202c",
    f"\u2067{ADA}\u2069",
    "ada\u200b@exam\u00adple.org",
    f"mailto:{ADA}",
    f"MAILTO:{ADA}?subject=Sign",
    f"<mailto:{ADA}>",
    f"<{ADA}>",
    f"({ADA})",
    f"“{ADA}”",
    f"«{ADA}»",
    f"'{ADA}'",
    f"‘{ADA}’",
    f'"{ADA}".',
    f"Ada Lovelace <{ADA}>",
    *(f"{ADA}{char}" for char in (".", ",", ";", "/", "!", ">", ")", " .", "*", "|", "\\")),
    *(f"{ADA}{char}" for char in ("。", "、", "，", "；", "…", "•", "·", "%20", "%0A")),
    f"「{ADA}」",
    f"【{ADA}】",
    f"＜{ADA}＞",
    f"{{{ADA}}}",
    f"`{ADA}`",
    f"**{ADA}**,",
    f"_{ADA}_",
    f"• {ADA}",
    f"- {ADA}",
    f"&lt;{ADA}&gt;",
    f"&quot;{ADA}&quot;",
    "mailto:ada%40example.org",
    f"Ada Lovelace <{ADA}>,",
    f"'Ada' <{ADA}>;",
    f"{ADA} <{ADA}>",
    f"{ADA}<mailto:{ADA}>",
    f"[{ADA}](mailto:{ADA})",
    f"{ADA} (Ada)",
    f"E-mail: {ADA}",
    f"邮箱：{ADA}",
]
FINE = [
    "Ada.L+x@example.org",
    "o'neill@example.org",
    "jörg@example.org",
    "ада@пример.рф",
    "علي٣@مثال.موقع",
    "ada@mail.com",
    "ada@ymail.com",
    "ada@gmx.de",
    "ada@yahoo.de",
    "ada@outlook.fr",
    "ada@paral·lel.cat",
    "ада@комп\u02bcютер.укр",
    "_ada@example.org",
    "'ada@example.org",
    "r&d@example.org",
]
KEYBOARD = {
    "siobhan.o’neill@example.org": "siobhan.o'neill@example.org",
    "siobhan.oʼneill@example.org": "siobhan.o'neill@example.org",
    "siobhan.o‘neill@example.org": "siobhan.o'neill@example.org",
    "siobhan.o´neill@example.org": "siobhan.o'neill@example.org",
    "anne–marie@example.org": "anne-marie@example.org",
    "anne\u2011marie@example.org": "anne-marie@example.org",
    "ada＠example.org": ADA,
    "ａｄａ＠ｅｘａｍｐｌｅ．ｏｒｇ": ADA,
    "ada@example。org": ADA,
    "ada@example·org": ADA,
    "siobhan.o\ua78cneill@example.org": "siobhan.o'neill@example.org",
    "ada١@example.org": "ada1@example.org",
    "ﬁona@example.org": "fiona@example.org",
    "o’neill@gmail.con": "o'neill@gmail.com",
}
SLIPS = {
    "ada@gmail.con": "ada@gmail.com",
    "ADA@GMAIL.CON": "ADA@gmail.com",
    "ada@gmail.co": "ada@gmail.com",
    "ada@gamil.com": "ada@gmail.com",
    "ada@gnail.com": "ada@gmail.com",
    "ada@hotmial.com": "ada@hotmail.com",
    "ada@outloook.com": "ada@outlook.com",
    "ada@yaho.com": "ada@yahoo.com",
    "ada@example.ogr": ADA,
    "ada@example.comm": "ada@example.com",
    "аda@example.org": ADA,
    "ada@gmаil.com": "ada@gmail.com",
    "jörg@gmail.com": "jorg@gmail.com",
    "ada@hotmial.fr": "ada@hotmail.fr",
    "ada@yahooo.co.in": "ada@yahoo.co.in",
    "o`neill@example.org": "o'neill@example.org",
    "www.ada@example.org": ADA,
    "+ada@example.org": ADA,
    "=ada@example.org": ADA,
    "--ada@example.org": ADA,
}
FAULTS = [
    ("", "Enter your e-mail address.", ""),
    ("\u200b \u2060", "Enter your e-mail address.", ""),
    ("ada", "There is no @", ""),
    ("ada at example.org", "There is no @", ADA),
    ("ada(at)example.org", "There is no @", ADA),
    ("ada [at] example [dot] org", "There is no @", ADA),
    ("ada@", "Something is missing beside the @", ""),
    ("@example.org", "Something is missing beside the @", ""),
    ("ada@example", "an ending is missing", ""),
    ("ada@gmail", "an ending is missing", "ada@gmail.com"),
    ("ada@gmailcom", "an ending is missing", "ada@gmail.com"),
    # Which of those words belong to it, nobody can know.
    ("Ada Lovelace ada@example.org", "There is a space", ""),
    ("http://ada@example.org", "No address has the sign :.", ""),
    ("a\r\nBcc: b@example.org", "There is a space", ""),
    ("ada@example,org", "There is a comma", ADA),
    ("ada@example;org", "There is a comma", ADA),
    ("ada@exam ple.org", "There is a space", ADA),
    ("ada @ example.org", "There is a space", ADA),
    ("ada@@example.org", "more than one @", ADA),
    ("ada@example..org", "a full stop too many", ADA),
    ("ada.@example.org", "a full stop too many", ADA),
    ("ada@exa(mple.org", "No address has the sign (.", ""),
    ("ada@-example.org", "Write it like", ""),
    ("ada@example.org, ben@example.org", "one address, not several", ""),
    ("ada@example.org ben@example.org", "one address, not several", ""),
    ("a" * 250 + "@example.org", "It is too long", ""),
]
HEAVY = ["e\u0301\u0323" * 20_000 + "@x.org", "@ ," * 80, "<" * 250, "." * 250 + "@", "'" * 250]
HEAVY += [
    "'(" * 500,
    "{" * 500 + "}" * 500,
    "&lt;" * 250,
    "Ada <" * 200,
    "- " * 500,
    "*a" * 500 + "*",
]


@pytest.fixture(autouse=True)
def _in_english(app):
    with app.test_request_context():
        yield


def fault(text, asked=""):
    with pytest.raises(AddressFault) as found:
        typed_address(text, asked)
    return str(found.value), found.value.meant


@pytest.mark.parametrize("text", TIDIED, ids=ascii)
def test_what_stands_around_it_is_taken_off(text):
    assert typed_address(text) == ADA


@pytest.mark.parametrize("text", FINE)
def test_it_is_left_alone(text):
    assert typed_address(text) == text


@pytest.mark.parametrize(("text", "meant"), KEYBOARD.items())
def test_what_a_keyboard_put_in_is_asked_about_until_it_is_gone(text, meant):
    for asked in ("", text):
        assert fault(text, asked) == (
            f"Your keyboard has put in a sign that addresses do not have. Did you mean {meant}?",
            meant,
        )
    assert typed_address(meant) == meant


@pytest.mark.parametrize(("text", "meant"), SLIPS.items())
def test_a_slip_is_asked_about_once(text, meant):
    sentence, suggestion = fault(text)
    assert sentence.startswith(f"Did you mean {meant}? If ")
    assert suggestion == typed_address(meant) == meant
    assert typed_address(text, asked=text).lower() == text.lower()
    assert fault(text, asked="another@example.org")


@pytest.mark.parametrize(("text", "words", "meant"), FAULTS)
def test_a_fault_is_named(text, words, meant):
    sentence, suggestion = fault(text)
    assert words in sentence
    assert suggestion == meant
    assert (f"Did you mean {meant}?" in sentence) == bool(meant)


@pytest.mark.parametrize("text", HEAVY, ids=range(len(HEAVY)))
def test_a_flood_is_refused_in_no_time(text):
    start = time.process_time()
    fault(text)
    assert time.process_time() - start < 0.05
