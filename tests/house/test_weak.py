"""Each of our own rules for semgrep finds its weak lines and no others."""

import re

import pytest

from petitions.config import ROOT
from tests.weaknesses import ADVICE, PROGRAM, WEAK, weaknesses

MARK = re.compile(r"(?:  #|\{#) ([a-z-]+)(?: #\})?$")
RULE = re.compile(r"^  - id: (.+)$", re.MULTILINE)


def marked():
    """Give (file, line, rule) of every marked line."""
    return {
        (path.relative_to(ROOT).as_posix(), number, mark[1])
        for path in (WEAK / "weak.py", WEAK / "weak.html")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (mark := MARK.search(line))
    }


@pytest.fixture(scope="module")
def found():
    """Give what is found in the weak files; `./run check` reads the code."""
    assert PROGRAM.exists(), ADVICE
    weak = {path for path, _, _ in marked()}
    return [(each.path, each.line, each.rule) for each in weaknesses(*weak)]


def test_the_weak_files_have_a_line_for_each_rule():
    rules = set(RULE.findall((WEAK / "rules.yaml").read_text("utf-8")))
    assert len(rules) > 10
    assert {rule for _, _, rule in marked()} == rules


@pytest.mark.slow
def test_every_marked_line_is_found_and_no_other(found):
    assert set(found) == marked()
