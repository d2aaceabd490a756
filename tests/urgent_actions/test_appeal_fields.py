"""What a campaign file says of appeals is read as meant, or refused with line and reason."""

import pytest

from petitions.campaigns.campaign_file import FileError, read_campaign
from petitions.campaigns.drafts import ContactDraft
from tests.urgent_actions.files import changed, imported, stored

TOP, TARGET, FAX = "country: NO", "    fax:", "fax: +7 7172 506 402"
NUMBER = "a number in international form, such as +7 7172 506 402"
MAIL = "expected an e-mail address"
ORIGIN = (
    "6: embed_on: expected a site that may show the counter, such as https://news.example.org, or *"
)
MODEL = (
    "7: text: expected a text of at most 5000 characters, with {demands}, {words}, {name}, "
    "{town}, {target}, {role} and nothing else in braces"
)


@pytest.fixture
def read(tmp_path):
    """Read the right file with one part replaced."""

    def read_changed(old, new):
        file = tmp_path / "free-the-nurse.md"
        file.write_text(changed(old, new), "utf-8")
        return read_campaign(file)

    return read_changed


@pytest.fixture
def refused(read):
    """Give the lines of the refusal without the name of the file."""

    def said(old, new):
        with pytest.raises(FileError) as refusal:
            read(old, new)
        return [line.partition(".md:")[2] for line in str(refusal.value).splitlines()]

    return said


def top(*lines):
    """Add lines below `country`, which is line 5: the first one is line 6."""
    return TOP, "\n".join([TOP, *lines])


def letter(*lines):
    """Add one letter, whose first line is line 7."""
    first, *others = lines
    return top("letters:", f"  - {first}", *(f"    {line}" for line in others))


def contacts(*lines):
    """Give fax numbers in place of the one, below line 11."""
    return FAX, "\n".join(["fax:", *(f"      {line}" for line in lines)])


def test_a_contact_with_a_note(read):
    draft = read(*contacts("value: +7 7172 506 402", "note: ask for the fax tone"))
    note = "ask for the fax tone"
    assert draft.targets[0].contacts == [ContactDraft("fax", "+7 7172 506 402", note)]


def test_contacts_with_and_without_notes_in_their_order(read):
    lines = ("- +7 7172 506 402", "- value: +1 202 232 5845", "  note: at night")
    assert read(*contacts(*lines)).targets[0].contacts == [
        ContactDraft("fax", "+7 7172 506 402", ""),
        ContactDraft("fax", "+1 202 232 5845", "at night"),
    ]


@pytest.mark.parametrize(
    ("kind", "value"), [("email", "a@example.org"), ("phone", "+1 202 232 5488"), ("social", "@a")]
)
def test_every_kind_can_have_a_note(read, kind, value):
    draft = read(FAX, f"{kind}:\n      value: '{value}'\n      note: No")
    assert draft.targets[0].contacts == [ContactDraft(kind, value, "No")]


def test_without_letters_there_are_none(read):
    draft = read(*top())
    assert (draft.letters, draft.copies_to, draft.embed_on, draft.contact_email) == ([], [], [], "")
    assert (draft.targets[0].country, draft.targets[0].time_zone) == ("", "")


def test_a_letter_is_in_the_language_of_the_campaign_if_it_does_not_say(read):
    (found,) = read(*letter("subject: Set her free")).letters
    assert (found.language, found.subject, found.demands) == ("en", "Set her free", [])


def test_a_letter_in_another_language_with_all_its_parts(read):
    lines = ["language: de", "subject: Betreff", "opening: |", "  Eins.", "", "  Zwei."]
    lines += ["closing: Hochachtungsvoll", "demands: [Lassen Sie sie frei.]"]
    lines += ["salutations:", "  minister-of-health: Sehr geehrte Frau Ministerin"]
    (found,) = read(*letter(*lines)).letters
    assert (found.language, found.subject) == ("de", "Betreff")
    assert (found.opening, found.closing) == ("Eins.\n\nZwei.", "Hochachtungsvoll")
    assert found.demands == ["Lassen Sie sie frei."]
    assert found.salutations == {"minister-of-health": "Sehr geehrte Frau Ministerin"}


def test_a_model_text_with_every_placeholder(read):
    text = ["text: |", "  To {target}, {role}:", "", "  {demands}", "", "  {words}", ""]
    text += ["  I am {name}.", "", "  I live in {town}."]
    (found,) = read(*letter(*text)).letters
    assert found.text.startswith("To {target}, {role}:\n\n{demands}\n\n{words}\n\n")
    assert found.text.endswith("I live in {town}.")


def test_letters_stand_in_their_order(read):
    lines = ["letters:"]
    for language in ("fr", "de", "pt-BR"):
        lines += [f"  - language: {language}", "    demands: x"]
    assert [one.language for one in read(*top(*lines)).letters] == ["fr", "de", "pt-BR"]


def test_who_gets_a_copy(read):
    draft = read(
        *top("copies_to:", "  - name: Ben", "    email: ben@example.org", "  - name: Cleo")
    )
    assert draft.copies_to == [
        {"name": "Ben", "email": "ben@example.org"},
        {"name": "Cleo", "email": ""},
    ]


def test_where_readers_ask(read):
    assert read(*top("contact_email: ben@example.org")).contact_email == "ben@example.org"


@pytest.mark.parametrize(
    ("value", "origins"),
    [
        ('"*"', ["*"]),
        ("https://news.example.org", ["https://news.example.org"]),
        ("[https://a.example, https://b.example:8443]", ["https://a.example", "https://b.example:8443"]),
        ("https://xn--e1afmkfd.example", ["https://xn--e1afmkfd.example"]),
        ("", []),
    ],
)  # fmt: skip
def test_which_sites_may_show_the_counter(read, value, origins):
    assert read(*top(f"embed_on: {value}")).embed_on == origins


def test_where_an_official_sits(read):
    (target,) = read(TARGET, f"    country: us\n    time_zone: America/New_York\n{TARGET}").targets
    assert (target.country, target.time_zone) == ("US", "America/New_York")


WRONG_LETTERS = {
    ("text: Dear {minister}",): [MODEL],
    ("text: Dear {Name}",): [MODEL],
    ("text: Dear {first name}",): [MODEL],
    ("text: Dear {}",): [MODEL],
    ("text: Dear {name",): [MODEL],
    ("text: Dear {na-me}",): [MODEL],
    (f"text: {'x' * 5001}",): [MODEL],
    (f"subject: {'x' * 201}",): ["7: subject: expected a text of at most 200 characters"],
    (f"closing: {'x' * 201}",): ["7: closing: expected a text of at most 200 characters"],
    (f"opening: {'x' * 5001}",): [MODEL.replace("text:", "opening:", 1)],
    ("language: klingon",): ["7: language: expected a language code, such as en or pt-BR"],
    ("demands: [a, b]",): ["7: demands: expected 1, one for each above"],
    ("language: de",): ["7: demands: expected 1, one for each above"],
    ("language: de", "demands: [a, b]"): ["7: demands: expected 1, one for each above"],
    ("salutations:", "  king: Sire"): ["8: king is unknown: expected one of minister-of-health"],
    ("salutations:", f"  minister-of-health: {'x' * 201}"): [
        "8: minister-of-health: expected a text of at most 200 characters"
    ],
    ("salutations: Sire",): ["7: expected lines of the form 'name: value'"],
    ("greeting: Sire",): [
        "7: greeting is unknown: expected one of salutations, language, subject, text, "
        "opening, closing, demands"
    ],
}


@pytest.mark.parametrize("lines", WRONG_LETTERS, ids=lambda lines: lines[-1][:25])
def test_a_wrong_letter_is_told_with_its_line(refused, lines):
    assert refused(*letter(*lines)) == WRONG_LETTERS[lines]


@pytest.mark.parametrize("language", ["de", "DE"])
def test_two_letters_in_one_language(refused, language):
    lines = ["  - language: de", "    demands: a", f"  - language: {language}", "    demands: b"]
    assert refused(*top("letters:", *lines)) == ["9: language: there is a letter in de above"]


def test_two_letters_in_the_language_of_the_campaign(refused):
    said = ["8: language: there is a letter in en above"]
    assert refused(*top("letters:", "  - subject: One", "  - subject: Two")) == said
    assert refused(*top("letters:", "  - subject: One", "  - language: en")) == said


WRONG = {
    ("contact_email: ben",): [f"6: contact_email: {MAIL}"],
    ("contact_email: [a@example.org, b@example.org]",): [
        "6: contact_email: expected one value, not a list"
    ],
    ("copies_to:", "  - name: Ben", "    email: ben"): [f"8: email: {MAIL}"],
    ("copies_to:", "  - email: ben@example.org"): [
        "7: name is missing: expected a text of at most 200 characters"
    ],
    ("copies_to:", "  - name: Ben", "    mail: ben@example.org"): [
        "8: mail is unknown: expected one of name, email"
    ],
    ("copies_to: Ben",): [
        "6: expected lines of the form 'name: value'",
        "6: name is missing: expected a text of at most 200 characters",
    ],
    ("letters: Dear Minister",): ["6: expected lines of the form 'name: value'"],
}


@pytest.mark.parametrize("lines", WRONG, ids=lambda lines: lines[-1][:25])
def test_what_is_wrong_is_told_with_its_line(refused, lines):
    assert refused(*top(*lines)) == WRONG[lines]


@pytest.mark.parametrize(
    "origin",
    ["http://news.example.org", "https://news.example.org/", "https://news.example.org/page",
     "https://news.example.org?a", "https://user@news.example.org", "https://*.example.org",
     "HTTPS://news.example.org", "news.example.org", "https://", "https://a.example b.example",
     "https://a.example; script-src *", "'none'", "https://a.example,b.example",
     "https://a.example:port", "https://a.example:99999"],
)  # fmt: skip
def test_a_site_that_is_no_origin(refused, origin):
    assert refused(*top(f'embed_on: ["{origin}"]')) == [ORIGIN]


def test_each_wrong_site_is_told(refused):
    lines = ["embed_on:", "  - http://a.example", '  - "*"', "  - https://b.example/c"]
    said = [line.partition(":")[0] for line in refused(*top(*lines))]
    assert said == ["7", "9"]


@pytest.mark.parametrize("zone", ["Oslo", "UTC+1", "europe/oslo", "../etc/passwd"])
def test_a_time_zone_that_is_none(refused, zone):
    said = "11: time_zone: expected a time zone of the form Asia/Almaty"
    assert refused(TARGET, f"    time_zone: {zone}\n{TARGET}") == [said]


@pytest.mark.parametrize("country", ["Norway", "XX", "N", "NOR"])
def test_a_country_that_is_none(refused, country):
    said = "11: country: expected a country code of two letters, such as KZ"
    assert refused(TARGET, f"    country: {country}\n{TARGET}") == [said]


WRONG_CONTACTS = {
    ("value: 506 402", "note: No"): [f"12: value: expected {NUMBER}"],
    ("value: +7 7172 506 402", f"note: {'x' * 201}"): [
        "13: note: expected a text of at most 200 characters"
    ],
    ("value: +7 7172 506 402", "remark: No"): [
        "13: remark is unknown: expected one of value, note"
    ],
    ("- +7 7172 506 402", "- value: 506", "  note: No"): [f"13: value: expected {NUMBER}"],
    ("- [+7 7172 506 402]",): [f"12: fax: expected {NUMBER}"],
    ("note: ask for the fax tone",): [f"12: value is missing: expected {NUMBER}"],
    ("value:", "note: ask for the fax tone"): [f"12: value is missing: expected {NUMBER}"],
    ("value: [+7 7172 506 402, +1 202 232 5845]",): ["12: value: expected one value, not a list"],
}


@pytest.mark.parametrize("lines", WRONG_CONTACTS, ids=lambda lines: lines[-1][:25])
def test_a_wrong_contact_is_told_with_its_line(refused, lines):
    assert refused(*contacts(*lines)) == WRONG_CONTACTS[lines]


def test_all_mistakes_are_told_at_once_and_nothing_is_stored(app, tmp_path):
    file = tmp_path / "free-the-nurse.md"
    lines = ("contact_email: ben", "letters:", "  - text: '{no}'", "embed_on: here")
    file.write_text(changed(*top(*lines)))
    code, said = imported(app, file)
    assert [line.removeprefix(f"{file}:")[:2] for line in said.splitlines()] == ["6:", "8:", "9:"]
    assert (code, stored(app)) == (2, 0)


def test_an_import_warns_of_letters_that_the_site_cannot_complete(app, tmp_path):
    file = tmp_path / "free-the-nurse.md"
    letter = (
        "letters:",
        "  - language: eo",
        "    subject: Libereco",
        "    demands: Urging them to act",
    )
    file.write_text(changed(*top(*letter)), "utf-8")
    code, said = imported(app, file)
    assert (code, stored(app)) == (0, 1), said
    asks_nothing, lacking, greeting, done = [
        line.removeprefix(f"{file}: ") for line in said.splitlines()
    ]
    assert asks_nothing.startswith(
        "In the letter in Esperanto, demand 1 is said to those who write"
    )
    assert lacking.startswith("This site does not speak Esperanto: letters in it lack")
    assert greeting.startswith("The letter in Esperanto greets ")
    assert done == "free-the-nurse: a draft"
