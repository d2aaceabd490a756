"""The fields of a YAML mapping, read one by one; each fault is noted with its line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import yaml

from petitions.campaigns.values import CONTROL

T = TypeVar("T")
D = TypeVar("D")


@dataclass
class FileProblems:
    """Faults of a file: (line, what was expected there)."""

    noted: list[tuple[int, str]] = field(default_factory=list)

    def note(self, line: int, expected: str) -> None:
        """Add a fault."""
        self.noted.append((line, expected))


class YamlFields:
    """One mapping. Every value is read as text: no country `NO` that YAML takes for false.

    `skipped` is how many lines of the file stand before the YAML.
    """

    def __init__(self, node: yaml.Node, problems: FileProblems, skipped: int) -> None:
        self.problems = problems
        self.skipped = skipped
        self.line = self._line(node)
        self.asked: list[str] = []
        self.nodes: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        if not isinstance(node, yaml.MappingNode):
            self.problems.note(self.line, "expected lines of the form 'name: value'")
            return
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problems.note(self._line(key), "expected the name of a field")
                continue
            if key.value in self.nodes:
                self.problems.note(self._line(key), f"{key.value} stands here a second time")
            self.nodes[key.value] = key, value

    def text(self, name: str, most: int, *, required: bool = False) -> str:
        """Return a text of at most `most` characters, or an empty one."""
        expected = f"a text of at most {most} characters"

        def at_most(text: str) -> str:
            if len(text) > most:
                raise ValueError
            return text

        return self.read(name, at_most, expected, "", required=required)

    def read(
        self,
        name: str,
        check: Callable[[str], T],
        expected: str,
        default: D,
        *,
        required: bool = False,
    ) -> T | D:
        """Return `check(text)` of a field, or `default` where it is absent or wrong.

        `check` raises ValueError where the text is not what `expected` says.
        """
        nodes = self._items(name)
        if not nodes and required:
            self.problems.note(self.line, f"{name} is missing: expected {expected}")
        if not nodes:
            return default
        if len(nodes) > 1:
            self.problems.note(self._line(nodes[0]), f"{name}: expected one value, not a list")
        value = self._check(name, nodes[0], check, expected)
        return default if value is None else value

    def each(self, name: str, check: Callable[[str], T], expected: str) -> list[T]:
        """Return `check(text)` of each item of a list; a value without a list is a list of one."""
        values = [self._check(name, node, check, expected) for node in self._items(name)]
        return [value for value in values if value is not None]

    def noted(self, name: str, check: Callable[[str], T], expected: str) -> list[tuple[T, str]]:
        """Return (`check(text)`, note) of each item: a plain value, or `value` with a `note`."""
        pairs = [self._noted(name, node, check, expected) for node in self._items(name)]
        return [(value, note) for value, note in pairs if value is not None]

    def mappings(self, name: str) -> list["YamlFields"]:
        """Return the fields of each item of a list."""
        return [YamlFields(node, self.problems, self.skipped) for node in self._items(name)]

    def expect_some(self, name: str) -> None:
        """Note that a list is empty which must not be."""
        if not self._nodes_of(name):
            self.problems.note(self.line, f"{name}: expected at least one")

    def finish(self) -> None:
        """Note the fields that nobody asked for: most are misspelled."""
        for name, (key, _) in self.nodes.items():
            if name not in self.asked:
                known = ", ".join(self.asked)
                self.problems.note(self._line(key), f"{name} is unknown: expected one of {known}")

    def _items(self, name: str) -> list[yaml.Node]:
        self.asked.append(name)
        return self._nodes_of(name)

    def _nodes_of(self, name: str) -> list[yaml.Node]:
        if name not in self.nodes:
            return []
        _, node = self.nodes[name]
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        is_empty = isinstance(node, yaml.ScalarNode) and not node.value.strip()
        return [] if is_empty else [node]

    def _check(
        self, name: str, node: yaml.Node, check: Callable[[str], T], expected: str
    ) -> T | None:
        if isinstance(node, yaml.ScalarNode):
            try:
                return check(_storable(node.value.strip()))
            except ValueError:
                pass
        self.problems.note(self._line(node), f"{name}: expected {expected}")
        return None

    def _noted(
        self, name: str, node: yaml.Node, check: Callable[[str], T], expected: str
    ) -> tuple[T | None, str]:
        if not isinstance(node, yaml.MappingNode):
            return self._check(name, node, check, expected), ""
        item = YamlFields(node, self.problems, self.skipped)
        value: T | None = item.read("value", check, expected, None, required=True)
        note = item.text("note", 200)
        item.finish()
        return value, note

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + 1 + self.skipped


def _storable(text: str) -> str:
    r"""Refuse what YAML can write as `\0` or `\ud83d` and no database or feed can keep."""
    if CONTROL.search(text):
        raise ValueError
    text.encode()  # raises UnicodeEncodeError, a ValueError
    return text
