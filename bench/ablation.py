"""What each rule of the Urgent Action reader earns: its functions are switched off one at a time.

A function that is off returns what it was given, or nothing. A rule stays only where a real
document needs it: set PETITIONS_BENCH_DOCUMENTS to a folder of texts (`NAME.txt`) with answers
(`NAME.json`, the keys of an UrgentAction). Without it the documents of the tests are read, which
were invented for those rules.
"""

import ast
import inspect
import os
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import Figure
from petitions.urgent_actions.parse import NotAnUrgentAction, parse
from tests.urgent_actions.answers import SCALARS, answer_of, differences, documents, text_of
from tests.urgent_actions.likeness import CONTACTS, number, words
from tests.urgent_actions.truth import lies

PACKAGE = "petitions.urgent_actions."
NOTHING = {"bool": False, "int": 0, "str": "", "list": [], "Iterator": (), "Iterable": ()}
WIDTHS = (44, 5, 6, 8, 9)
HEAD = ("rule", "lines", "F1", "contacts", "own wrong")
WRONG_CONTACT = tuple(f"{kind}.{one}:" for kind in ("targets", "copies_to") for one in CONTACTS)


@dataclass(frozen=True)
class Rule:
    """A function of the reader; `owner` is the class of a method."""

    name: str
    function: Callable[..., Any]
    owner: type | None
    off: Callable[..., Any]

    @property
    def lines(self) -> int:
        """Return how many lines of source it has."""
        return len(inspect.getsourcelines(self.function)[0])


def figures(_names: Collection[str]) -> Iterator[Figure]:
    """Print a row for each rule; yield the score with all of them on."""
    folder = os.environ.get("PETITIONS_BENCH_DOCUMENTS")
    paths = sorted(Path(folder).glob("*.txt")) if folder else documents("[a-z][a-z]-*")
    real = [(_pasted(text_of(path)), answer_of(path)) for path in paths]
    own = [(text_of(path), answer_of(path)) for path in documents("[a-z][a-z]-*")]
    f1, contacts = _scores(real)
    _print_row(HEAD)
    _print_row(("(all on)", "", f"{f1:.3f}", f"{contacts:.3f}", str(_wrong(own))))
    for rule in _rules():
        with _switched_off(rule):
            row = *_scores(real), _wrong(own)
        _print_row((rule.name, str(rule.lines), f"{row[0]:.3f}", f"{row[1]:.3f}", str(row[2])))
    yield Figure("ablation.f1", f1, "")
    yield Figure("ablation.contacts_precision", contacts, "")


def _rules() -> Iterator[Rule]:
    """Yield the functions and methods of the reader that can be off by what they return."""
    for name, module in sorted(sys.modules.items()):
        if not name.startswith((f"{PACKAGE}parse", f"{PACKAGE}readers.")):
            continue
        short = name.removeprefix(PACKAGE)
        owners: list[tuple[type | None, dict[str, Any]]] = [(None, vars(module))]
        classes = [one for one in vars(module).values() if isinstance(one, type)]
        owners += [(one, dict(vars(one))) for one in classes if one.__module__ == name]
        for owner, members in owners:
            for key, member in list(members.items()):
                function = inspect.unwrap(member) if callable(member) else None
                written = inspect.isfunction(function) and function.__module__ == name
                if written and (off := _off(function)):
                    label = f"{short}.{owner.__name__}.{key}" if owner else f"{short}.{key}"
                    yield Rule(label, member, owner, off)


def _off(function: Callable[..., Any]) -> Callable[..., Any] | None:
    """Return what stands in for a function that is off; None where that would say nothing."""
    if function.__code__.co_filename.startswith("<"):  # made by a dataclass
        return None
    node = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    if not isinstance(node, ast.FunctionDef) or node.returns is None:
        return None
    returns = ast.unparse(node.returns)
    arguments = [one for one in node.args.args if one.annotation]
    for place, argument in enumerate(node.args.args):
        if argument in arguments and ast.unparse(argument.annotation or argument) == returns:
            return lambda *given, **_: given[place]
        taken = ast.unparse(argument.annotation) if argument.annotation else ""
        if returns == "list[TextLine]" and taken.endswith("[TextLine]"):
            return lambda *given, **_: list(given[place])
    kind = returns.partition("[")[0]
    if returns.endswith("| None"):
        return lambda *_, **__: None
    if kind not in NOTHING:
        return None
    return lambda *_, **__: iter(()) if kind == "Iterator" else type(NOTHING[kind])(NOTHING[kind])


@contextmanager
def _switched_off(rule: Rule) -> Iterator[None]:
    """Replace a function wherever its name is known, for as long as the block lasts."""
    modules = [one for name, one in sys.modules.items() if name.startswith(PACKAGE)]
    places: list[Any] = [rule.owner] if rule.owner else modules
    known = [
        (place, key)
        for place in places
        for key, value in list(vars(place).items())
        if value is rule.function
    ]
    for place, key in known:
        setattr(place, key, rule.off)
    try:
        yield
    finally:
        for place, key in known:
            setattr(place, key, rule.function)


def _scores(pairs: list[tuple[str, dict[str, Any]]]) -> tuple[float, float]:
    """Return F1 over all values, and the share of contacts that are their official's own."""
    hits = given = wanted = contacts = wrong = 0
    for text, want in pairs:
        got: dict[str, Any] = {}
        try:
            action = parse(text)
        except NotAnUrgentAction:
            pass
        except Exception:  # a rule that others rely on
            return 0, 0
        else:
            got = action.as_json()
            people = [*action.targets, *action.copies_to]
            contacts += sum(len(getattr(one, kind)) for one in people for kind in CONTACTS)
            wrong += sum(line.startswith(WRONG_CONTACT) for line in lies(action, want))
        facts, right = _facts(got), _facts(want)
        hits += (facts & right).total()
        given, wanted = given + facts.total(), wanted + right.total()
    return 2 * hits / (given + wanted), 1 - wrong / max(contacts, 1)


def _facts(answer: dict[str, Any]) -> Counter[tuple[str, ...]]:
    """Return what an answer says, value by value, as far as it is compared."""
    facts = [(field, words(answer.get(field))) for field in SCALARS]
    facts += [("demand", words(one)) for one in answer.get("demands") or []]
    for kind in ("targets", "copies_to"):
        for place, official in enumerate(answer.get(kind) or []):
            who = words(official.get("name") or official.get("role"))
            for field in ("name", "role", "salutation"):
                facts.append((f"{kind}.{field}", words(official.get(field))))
            address = " ".join(official.get("address") or [])
            facts.append((f"{kind}.address.{place}", words(address)))
            for contact in CONTACTS:
                numbers = official.get(contact) or []
                facts += [(f"{who}.{contact}", number(contact, one)) for one in numbers]
    return Counter(fact for fact in facts if fact[-1])


def _wrong(pairs: list[tuple[str, dict[str, Any]]]) -> int:
    """Return how many documents are not read as their answer says."""
    return sum(_differs(text, want) for text, want in pairs)


def _differs(text: str, want: dict[str, Any]) -> bool:
    try:
        return bool(differences(parse(text), want))
    except Exception:  # refused, or a rule that others rely on
        return True


def _pasted(text: str) -> str:
    """Return a text without the first line that names its source, which nobody pastes."""
    return text.partition("\n")[2] if text.startswith("# source:") else text


def _print_row(cells: Collection[str]) -> None:
    print("| " + " | ".join(map(str.ljust, cells, WIDTHS)) + " |", flush=True)
