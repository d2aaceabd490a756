"""A text is as long as the network says, and is cut where a reader would cut it."""

import pytest

from petitions.appeals.networks import (
    grapheme_count,
    mastodon_length,
    shortened,
    threads_length,
    x_length,
)

# What X's own rule (twitter-text, configuration v3) says of each.
KNOWN = [
    ("", 0),
    ("hello", 5),
    ("Hello, world! 123", 17),
    ("日本語のテキスト", 16),
    ("한국어", 6),
    ("Привет, мир", 11),
    ("مرحبا بالعالم", 13),
    ("שלום", 4),
    ("नमस्ते", 6),
    ("ééé", 3),
    ("é", 1),
    ("😀", 2),
    ("👨‍👩‍👧‍👦", 2),
    ("👍🏽", 2),
    ("🇰🇿", 2),
    ("1️⃣", 2),
    ("☎", 2),
    ("☎️", 2),
    ("©", 2),
    ("©️", 2),
    (f"see https://example.org/{'a' * 50} now", 31),
    ("http://example.org.", 24),
    ("(https://example.org/a_(b))", 25),
    ("example.com", 23),
    ("go to example.com, now", 34),
    ("end.Next sentence", 32),
    ("end.next", 23),
    ("a@example.com", 13),
    ("@name hi #tag", 13),
    ("https://127.0.0.1:8000/c/ua-115-16", 34),
    ("https://localhost/x", 19),
    ("example.co.jp/ab", 23),
    ("https://petitions.example.org/c/ua?x=1&y=2.", 24),
    ("“quotes” – dash… ‘x’", 21),
    ("€100 ½ №5", 11),
    ("Ғ Ң Ұ", 5),
    ("https://xn--e1afmkfd.xn--p1ai/ok", 23),
    ("https://пример.рф/да", 23),
    ("www.bbc.news", 23),
    ("… https://a.io", 26),
    ("a.io", 23),
    ("text,https://example.org,more", 33),
    ("https://t.co/abc", 23),
    ("ab/example.org", 14),
    ("x" * 300, 300),
    ("🫨", 2),
    ("👩🏾‍🚀 ok", 5),
    ("https://example.org/путь", 23),
    ("http://example.org/?q=a b", 25),
    ("例え.com", 8),
    ("(example.org)", 25),
    ("https://example.org/a#b!", 24),
    ("EXAMPLE.ORG", 23),
    ("file.py", 23),
    ("README.md", 23),
    ("U.S. and e.g. this", 18),
    ("3.14", 4),
    ("v1.2.3", 6),
    ("https://example.org/a.", 24),
    ("Visit amnesty.org/en/documents.", 30),
]


@pytest.mark.parametrize(("text", "length"), KNOWN)
def test_x_counts_what_its_rule_says(text, length):
    assert x_length(text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [("", 0), ("héllo", 5), ("e\u0301", 1), ("👨‍👩‍👧‍👦", 1), ("🇰🇿", 1)],
)
def test_bluesky_counts_what_a_reader_sees(text, length):
    assert grapheme_count(text) == length


def test_mastodon_counts_addresses_as_23_and_of_a_name_the_name():
    assert mastodon_length("https://example.org/" + "a" * 90) == 23
    assert mastodon_length("@name@mastodon.social hi") == len("@name hi")


def test_threads_counts_the_bytes_of_an_emoji():
    assert threads_length("hi 😀") == 3 + 4


def fits(most):
    return lambda text: x_length(text) <= most


def test_a_text_that_fits_stays_as_it_is():
    assert shortened("Set her free.", fits(13)) == "Set her free."


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("Hello brave new world", 18, "Hello brave new…"),
        ("Hello brave, new world", 14, "Hello brave…"),
        ("Please, @minister@example.org, hear us", 20, "Please…"),
        ("Look at https://example.org/a/b now", 20, "Look at…"),
        ("自由言论和平集会的权利", 9, "自由言…"),
        ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 5, "👨‍👩‍👧‍👦…"),
        ("@minister@example.org", 10, ""),
        ("ไทยภาษาไทย", 6, ""),
        ("", 0, ""),
    ],
)
def test_it_is_cut_between_words(text, most, cut):
    assert shortened(text, fits(most)) == cut
