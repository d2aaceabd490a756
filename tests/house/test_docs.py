"""Documents name what is there: settings, commands, packages, addresses, files; and all of it."""

import re
from dataclasses import fields

import pytest

from bench.run import REPORT, TABLE_END, TABLE_START
from petitions.config import ROOT, Settings
from tests.house.test_house import layers

DOCUMENTS = [
    path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")) if path.name != "CHANGELOG.md"
]
# In front of a table cell or a list item, between backquotes.
CODE = re.compile(r"`([^`\n]+)`")


def text_of(name):
    return (ROOT / name).read_text("utf-8")


def test_every_setting_is_described_and_no_other():
    named = set(re.findall(r"^\| `PETITIONS_(\w+)`", text_of("docs/operations.md"), re.MULTILINE))
    assert named == {field.name.upper() for field in fields(Settings)} - {"INSTANCE"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_names_a_setting_that_is_not_there(path):
    named = set(re.findall(r"PETITIONS_([A-Z_]+)\b", path.read_text("utf-8")))
    of_bench = {"BENCH_DOCUMENTS"}
    assert named <= {field.name.upper() for field in fields(Settings)} | of_bench


def test_every_command_is_described_and_no_other(app):
    rows = re.findall(r"^\| (`[a-z].*?) \|", text_of("docs/operations.md"), re.MULTILINE)
    named = {code.split()[0] for row in rows for code in CODE.findall(row)}
    assert named == set(app.cli.commands)


def test_every_public_address_is_described_and_no_other(app):
    described = set()
    for code in CODE.findall(text_of("docs/api.md")):
        described |= {code} if code.startswith("/") else set()
    of_files = {"letter.pdf", "letter.docx", "letter.eml", "fax.pdf", "fax.docx"}
    appeal = "/c/<slug>/appeals/<target_slug>"
    described |= {f"{appeal}/{name}" for name in of_files}
    described |= {f"{appeal}/<channel_name>/{verb}" for verb in ("report", "undo", "failed")}
    there = {rule.rule for rule in app.url_map.iter_rules()}
    assert described - {"/organise/"} == {r for r in there if not r.startswith("/organise/")}


def test_the_packages_and_layers_are_those_of_the_contract():
    [drawing] = re.findall(r"```layers\n(.*?)```", text_of("docs/architecture.md"), re.DOTALL)
    drawn = [set(re.findall(r"\w+", line)) for line in drawing.strip().splitlines()]
    assert drawn == list(reversed(layers()))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_are_named_exist(path):
    text = path.read_text("utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert [link for link in links if not (path.parent / link).exists()] == []
    named = [
        code
        for code in CODE.findall(text)
        if re.match(r"(petitions|templates|tests|static)/", code)
    ]
    paths = [name for name in named if not re.search(r"[<>*…]", name)]
    assert [name for name in paths if not (ROOT / name).exists()] == []


def test_each_package_has_its_decisions():
    packages = set().union(*layers())
    described = {path.stem for path in (ROOT / "docs/decisions").glob("*.md")}
    assert described <= packages
    assert len(described) > 8


def test_the_table_of_figures_can_be_replaced():
    text = REPORT.read_text("utf-8")
    assert text.count(TABLE_START) == text.count(TABLE_END) == 1
    assert text.index(TABLE_START) < text.index(TABLE_END)
