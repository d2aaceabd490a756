"""The check of every page finds what it looks for: each fault is put into a sound page."""

import pytest
from justhtml import StrictModeError

from tests.pages import check

PAGE = """<!DOCTYPE html>
<html lang="en">
<head><title>Sign – Petitions</title><link rel="canonical" href="https://example.org/sign"></head>
<body><main><h1>Sign</h1>
<a href="#name">To the form</a>
<p id="why">Why we ask.</p>
<form method="post" action="/sign">
<label for="name">Name</label>
<input id="name" name="name" aria-describedby="why"><input type="hidden" name="nonce">
</form>
<img src="/picture.png" alt=""><script src="/site.js"></script>
</main></body></html>
"""
FAULTS = {
    "an end of nothing": ("</form>", "</form></form>"),
    "no heading": ("<h1>Sign</h1>", ""),
    "an empty heading": ("<h1>Sign</h1>", "<h1> </h1>"),
    "two headings": ("<h1>Sign</h1>", "<h1>Sign</h1><h1>Sign</h1>"),
    "no title": ("<title>Sign – Petitions</title>", ""),
    "the title of another page": ("<title>Sign", "<title>Thanks"),
    "no language": (' lang="en"', ""),
    "an empty language": (' lang="en"', ' lang=""'),
    "an identity twice": ("<p ", '<p id="why"></p><p '),
    "a label of nothing": ("<label ", '<label for="mail">Mail</label><label '),
    "a description that is missing": ("describedby", 'labelledby="whom" aria-describedby'),
    "a reason that is missing": ('describedby="why', 'describedby="why how'),
    "a link into nothing": ("#name", "#mail"),
    "a field without a label": ('<label for="name">', '<label for="why">'),
    "a field without an identity": ("<label", '<input name="mail"><label'),
    "a text area without a label": ("<label", '<textarea name="mail"></textarea><label'),
    "a choice without a label": ("<label", '<select name="mail"></select><label'),
    "a label for nothing": ("<label", "<label>Mail</label><label"),
    "a style sheet inside": ("<p ", "<style>p { color: red }</style><p "),
    "a style of its own": ("<p ", '<p style="color: red" '),
    "a script inside": (' src="/site.js">', ">alert(1)"),
    "a handler": ("<p ", '<p onclick="alert(1)" '),
    "a script as an address": ("#name", "javascript:alert(1)"),
    "a script from elsewhere": ("/site.js", "https://evil.example/site.js"),
    "a picture from elsewhere": ("/picture.png", "//evil.example/picture.png"),
    "a style sheet from elsewhere": ("canonical", "stylesheet"),
    "a frame from elsewhere": ("<p ", '<iframe src="https://evil.example"></iframe><p '),
    "a form to elsewhere": ('"/sign"', '"https://evil.example/sign"'),
}


def test_a_sound_page_is_sound():
    check(PAGE)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault):
    old, new = FAULTS[fault]
    assert PAGE.count(old) == 1, fault
    with pytest.raises((AssertionError, KeyError, StrictModeError)):
        check(PAGE.replace(old, new))


def test_what_was_found_faulty_is_so_the_next_time():
    for _ in range(2):
        with pytest.raises(AssertionError):
            check(PAGE.replace(' lang="en"', ""))


def test_a_part_of_a_page_is_read_as_strictly():
    check("<p>One <b>more</b> step</p>")
    with pytest.raises(StrictModeError):
        check("<p>One more</b> step</p>")
