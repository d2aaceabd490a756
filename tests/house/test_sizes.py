"""Files, functions and modules of petitions/ keep the sizes of the style; no two classes a name."""

import ast
from collections import Counter
from functools import cache

from petitions.config import ROOT

FILE_LINES, FUNCTION_LINES, SMALL_MODULE_LINES = 350, 40, 60
# Small modules with a single importer in petitions/, and why each stands by itself.
REGISTRIES = {
    "petitions.migrations.models": "all tables, for Alembic and for the tests",
    "petitions.accounts.mails": "registers what composes the mails of its package",
    "petitions.desk.exports.mails": "registers what composes the mails of its package",
}

SOURCES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path.read_text("utf-8")
    for path in sorted((ROOT / "petitions").rglob("*.py"))
}
LINES = {module: len(source.splitlines()) for module, source in SOURCES.items()}


@cache
def trees():
    """Return the syntax trees: made where they are asked for, for every process reads this file."""
    return {module: ast.parse(source) for module, source in SOURCES.items()}


def imported_names(tree):
    """Return the dotted names that a module imports, at its top or within a function."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_no_file_is_too_long():
    assert [module for module, lines in LINES.items() if lines > FILE_LINES] == []


def test_no_function_is_too_long():
    functions = [
        (f"{module}.{node.name}", node.end_lineno - node.lineno + 1)
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert len(functions) > 500
    assert [name for name, lines in functions if lines > FUNCTION_LINES] == []


def test_no_small_module_has_a_single_importer():
    small = [module for module, lines in LINES.items() if lines < SMALL_MODULE_LINES]
    importers = Counter(name for tree in trees().values() for name in imported_names(tree))
    assert {module for module in small if importers[module] == 1} == REGISTRIES.keys()


def test_no_two_public_classes_share_a_name():
    nodes = [node for tree in trees().values() for node in tree.body]
    classes = Counter(node.name for node in nodes if isinstance(node, ast.ClassDef))
    assert [name for name, number in classes.items() if number > 1 and name[0] != "_"] == []
