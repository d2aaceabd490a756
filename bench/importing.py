"""How long an Urgent Action takes to read, and whether any text breaks the reader.

The floor is what any reader has to do first: decode, and tell the language.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from statistics import median

from bench.figures import Figure, at_most, seconds
from petitions.urgent_actions.parse import NotAnUrgentAction, parse
from petitions.urgent_actions.readers.labels import language_of
from tests.urgent_actions.answers import documents, text_of
from tests.urgent_actions.mutation import LONG, UNITS, asking, hostile, of_length

ROUNDS = 7
FUZZED = 10_000
MOST_SECONDS = 2


def figures(_names: Collection[str]) -> Iterator[Figure]:
    """Yield the time of each document, of a large one, and what became of 10,000 odd texts."""
    texts = [text_of(path) for path in documents("*")]
    _read(texts[0])  # compiles what is compiled once
    taken, floors = _medians(texts)
    yield _ms("document.median", median(taken), median(floors))
    yield _ms("document.slowest", max(taken), max(floors))
    joined = "\n\n".join(texts)
    large = (joined * (LONG // len(joined) + 1))[:LONG]
    taken, floors = _medians([large])
    yield _ms("200_kb", taken[0], floors[0])
    yield _endless()
    yield from _fuzzed(texts)


def _ms(name: str, taken: float, floor: float) -> Figure:
    return Figure(f"importing.{name}", taken * 1000, "ms", floor * 1000)


def _read(text: str) -> None:
    with suppress(NotAnUrgentAction):
        parse(text)


def _least(text: str) -> None:
    """Do what any reader has to do before it reads."""
    language_of(text.encode(errors="replace").decode())


def _medians(texts: list[str]) -> tuple[list[float], list[float]]:
    """Return for each text the median time of reading it, and of its floor, taken in turns."""
    taken: list[list[float]] = [[] for _ in texts]
    floors: list[list[float]] = [[] for _ in texts]
    for _ in range(ROUNDS):
        for place, text in enumerate(texts):
            taken[place].append(_time(_read, text))
            floors[place].append(_time(_least, text))
    return [median(one) for one in taken], [median(one) for one in floors]


def _time(work: Callable[[str], object], text: str) -> float:
    return seconds(lambda: work(text))


def _endless() -> Figure:
    """Read 200 KB of one thing, alone and in a document; return the slowest."""
    made = [shape(unit) for unit in UNITS for shape in (of_length, asking)]
    taken, text = max((_time(_read, text), text) for text in made)
    return _ms("200_kb.of_one_thing", taken, _time(_least, text))


def _fuzzed(texts: list[str]) -> Iterator[Figure]:
    """Read texts by their seeds: 0, 1, 2 and on; a seed that raises is named, to be looked at."""
    exceptions, slow = 0, 0
    slowest, seed_of_slowest = 0.0, 0
    for seed in range(FUZZED):
        text = hostile(texts, seed)
        try:
            taken = _time(_read, text)
        except Exception as error:  # what is looked for
            exceptions += 1
            print(f"seed {seed}: {error!r}")
            continue
        slow += taken > MOST_SECONDS
        slowest, seed_of_slowest = max((slowest, seed_of_slowest), (taken, seed))
    yield Figure("importing.fuzz.texts", FUZZED, "texts")
    yield Figure("importing.fuzz.exceptions", exceptions, "texts", goal=at_most(0))
    yield Figure(f"importing.fuzz.over_{MOST_SECONDS}_seconds", slow, "texts", goal=at_most(0))
    yield _ms("fuzz.slowest", slowest, _time(_least, hostile(texts, seed_of_slowest)))
