"""What is read from texts of every layout and accident is what their answers say."""

import pytest

from petitions.urgent_actions.parse import NotAnUrgentAction, parse
from tests.urgent_actions.answers import answer_of, differences, documents, text_of


@pytest.mark.parametrize("path", documents("[a-z][a-z]-*"), ids=lambda path: path.stem)
def test_it_reads_what_the_answer_says(path):
    want = answer_of(path)
    found = differences(parse(text_of(path)), want)
    assert not found, "\n".join([want["_notes"], *found])


@pytest.mark.parametrize("path", documents("none-*"), ids=lambda path: path.stem)
def test_it_refuses_what_is_no_urgent_action(path):
    assert answer_of(path)["_not_an_urgent_action"]
    with pytest.raises(NotAnUrgentAction):
        parse(text_of(path))
