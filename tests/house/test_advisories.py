"""A known weakness fails the check; an index that gives no answer is never taken for a good one."""

import json

import pytest

from tests.advisories import main

GOOD = {"name": "flask", "version": "3.1.3", "vulns": []}
BAD = {"name": "jinja2", "version": "2.4", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.1"]}]}
UNKNOWN = {"name": "click", "skip_reason": "Dependency not found on PyPI"}


@pytest.fixture
def asking(tmp_path, capsys):
    """Ask an index by a pip-audit that says what it is told to; give the code and the words."""

    def ask(words, trouble="", code=0):
        program = tmp_path / "pip-audit"
        (tmp_path / "words").write_text(words)
        program.write_text(f"#!/bin/sh\ncat {tmp_path}/words\necho '{trouble}' >&2\nexit {code}\n")
        program.chmod(0o755)
        return main(program), capsys.readouterr().out

    return ask


@pytest.mark.parametrize(
    ("packages", "code", "words"),
    [
        ([GOOD], 0, ""),
        ([GOOD, BAD], 1, "jinja2 2.4: PYSEC-1, mended in 3.1\n"),
        ([GOOD, UNKNOWN], 0, "Not audited, for the index does not know them: 1 of 2 packages.\n"),
        ([UNKNOWN, UNKNOWN], 0, "NOT found out: the index has no advisories\n"),
        ([], 0, "NOT found out: the index has no advisories\n"),
    ],
)
def test_what_the_index_answers(asking, packages, code, words):
    found, said = asking(json.dumps({"dependencies": packages}), code=code)
    assert found == code
    assert said.endswith(words)
    assert bool(said) == bool(words)


def test_a_network_that_fails_is_told(asking):
    code, said = asking("", "ProxyError: pypi.example cannot be reached", 1)
    assert code == 0
    assert said.endswith("NOT found out: ProxyError: pypi.example cannot be reached\n")
