"""The validators that all forms share."""

import pytest
from wtforms import Form, StringField
from wtforms.validators import DataRequired, ValidationError

from petitions.web.forms import Checked, Clean, PositiveInt, cleaned
from petitions.web.text import checked_address, clean_name, parse_day, row_number, whole_number


def sent(text, *validators):
    """Give the field of a form that was sent with one text in it, validated."""

    class OneField(Form):
        field = StringField(validators=validators)

    form = OneField(data={"field": text})
    form.validate()
    return form.field


@pytest.mark.parametrize(
    ("text", "data", "errors"),
    [
        ("  Ada\u200b L. ", "Ada L.", []),
        ("", "", []),
        ("a" * 10, "a" * 10, []),
        (" " * 30 + "a", "a", []),
        ("a" * 11, "a" * 11, ["too long"]),
        (" " * 41, " " * 41, ["too long"]),
    ],
)
def test_a_text_is_cleaned_before_it_is_measured(text, data, errors):
    field = sent(text, _ten())
    assert (field.data, list(field.errors)) == (data, errors)


def _ten():
    return Clean(clean_name, 10, "too long")


def test_nothing_is_normalised_for_ever():
    with pytest.raises(ValidationError, match="too long"):
        cleaned("e" + "\u0301" * 10**6, _never, 100, "too long")


def _never(_text):
    raise AssertionError


def test_what_was_cleaned_away_is_missing():
    assert sent("\u200b", _ten(), DataRequired("missing")).errors == ["missing"]


def test_a_function_checks_and_replaces():
    field = sent(" ada@EXAMPLE.org", Checked(checked_address, "wrong"))
    assert (field.data, list(field.errors)) == ("ada@example.org", [])
    assert sent("ada", Checked(checked_address, "wrong")).errors == ["wrong"]
    assert sent("", Checked(checked_address, "wrong")).errors == ["wrong"]
    assert not sent("", Checked(checked_address, "wrong", optional=True)).errors


def test_a_function_may_bring_its_own_sentence():
    def check(_text):
        raise ValidationError("its own")

    assert sent("ada", Checked(check)).errors == ["its own"]


def test_a_mistake_in_a_function_is_no_sentence():
    with pytest.raises(ValueError, match="invalid literal"):
        sent("ada", Checked(int))


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        *((text, True) for text in ("1", " 300 ", "", "007", "٧")),
        *((text, False) for text in ("0", "301", "-1", "+5", "1_0", "²", "9" * 5000)),
    ],
)
def test_a_positive_number(text, is_right):
    assert list(sent(text, PositiveInt(300, "wrong")).errors) == ([] if is_right else ["wrong"])


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("12", 12), ("300", 300), ("301", None), ("0001", None), ("-1", None)]
    + [(text, None) for text in ("", None, "1.0", "٣", "²", " 1", "9" * 10**5)],
)
def test_a_whole_number(text, number):
    assert whole_number(text, 300) == number


def test_a_row_and_a_day_in_an_address():
    assert row_number(str(2**63 - 1)) == 2**63 - 1
    assert row_number(str(2**63)) is None
    assert str(parse_day("2027-03-14")) == "2027-03-14"
    assert [parse_day(text) for text in (None, "", "tomorrow", "2027-02-30")] == [None] * 4
