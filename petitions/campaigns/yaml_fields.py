"""The fields of a YAML mapping, read one by one; each fault is noted with its line."""

from collections.abc import Callable
from typing import TypeVar

import yaml

from petitions.campaigns.values import CONTROL

T = TypeVar("T")
D = TypeVar("D")


class YamlFields:
    """One mapping. Every value is read as text: no country `NO` that YAML takes for false.

    `problems` are faults of the file: (line, what was expected there). `skipped` is how many lines
    of the file stand before the YAML.
    """

    def __init__(self, node: yaml.Node, problems: list[tuple[int, str]], skipped: int) -> None:
        self.node = node
        self.problems = problems
        self.skipped = skipped
        self.asked: list[str] = []
        self.children: list[YamlFields] = []
        self.nodes: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        if not isinstance(node, yaml.MappingNode):
            self.note("expected lines of the form 'name: value'")
            return
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.note("expected the name of a field", key)
                continue
            if key.value in self.nodes:
                self.note(f"{key.value} stands here a second time", key)
            self.nodes[key.value] = key, value

    def note(self, expected: str, node: yaml.Node | None = None) -> None:
        """Note a fault in the line of a node, or where the mapping begins."""
        mark = (node or self.node).start_mark
        self.problems.append((mark.line + 1 + self.skipped, expected))

    def text(self, name: str, most: int, *, required: bool = False) -> str:
        """Return a text of at most `most` characters, or an empty one."""

        def at_most(text: str) -> str:
            if len(text) > most:
                raise ValueError
            return text

        expected = f"a text of at most {most} characters"
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
            self.note(f"{name} is missing: expected {expected}")
        if not nodes:
            return default
        if len(nodes) > 1:
            self.note(f"{name}: expected one value, not a list", nodes[0])
        value = self._check(name, nodes[0], check, expected)
        return default if value is None else value

    def each(
        self, name: str, check: Callable[[str], T], expected: str, *, required: bool = False
    ) -> list[T]:
        """Return `check(text)` of each item of a list; a value without a list is a list of one."""
        nodes = self._items(name, required=required)
        values = [self._check(name, node, check, expected) for node in nodes]
        return [value for value in values if value is not None]

    def wordings(self, name: str, check: Callable[[str], T], expected: str, most: int) -> list[T]:
        """Return `check(text)` of a text, or of each item of a list of at most `most`."""
        return self._wordings(name, self._items(name), check, expected, most)

    def rows_of_wordings(
        self,
        name: str,
        check: Callable[[str], T],
        expected: str,
        most: int,
        *,
        required: bool = False,
    ) -> list[list[T]]:
        """Return the wordings of each item of a list; most have one alone."""
        items = [
            node.value if isinstance(node, yaml.SequenceNode) and node.value else [node]
            for node in self._items(name, required=required)
        ]
        return [self._wordings(name, nodes, check, expected, most) for nodes in items]

    def noted(self, name: str, check: Callable[[str], T], expected: str) -> list[tuple[T, str]]:
        """Return (`check(text)`, note) of each item: a plain value, or `value` with a `note`."""
        pairs = []
        for node in self._items(name):
            if isinstance(node, yaml.MappingNode):
                item = self._child(node)
                value: T | None = item.read("value", check, expected, None, required=True)
                note = item.text("note", 200)
            else:
                value, note = self._check(name, node, check, expected), ""
            if value is not None:
                pairs.append((value, note))
        return pairs

    def mappings(self, name: str, *, required: bool = False) -> list["YamlFields"]:
        """Return the fields of each item of a list."""
        return [self._child(node) for node in self._items(name, required=required)]

    def finish(self) -> None:
        """Note the fields, also of items, that nobody asked for: most are misspelled."""
        for name, (key, _) in self.nodes.items():
            if name not in self.asked:
                self.note(f"{name} is unknown: expected one of {', '.join(self.asked)}", key)
        for child in self.children:
            child.finish()

    def _child(self, node: yaml.Node) -> "YamlFields":
        child = YamlFields(node, self.problems, self.skipped)
        self.children.append(child)
        return child

    def _items(self, name: str, *, required: bool = False) -> list[yaml.Node]:
        self.asked.append(name)
        items: list[yaml.Node] = []
        if name in self.nodes:
            _, node = self.nodes[name]
            if isinstance(node, yaml.SequenceNode):
                items = list(node.value)
            elif not isinstance(node, yaml.ScalarNode) or node.value.strip():
                items = [node]
        if required and not items:
            self.note(f"{name}: expected at least one")
        return items

    def _wordings(
        self,
        name: str,
        nodes: list[yaml.Node],
        check: Callable[[str], T],
        expected: str,
        most: int,
    ) -> list[T]:
        if len(nodes) > most:
            self.note(f"{name}: expected at most {most} wordings", nodes[most])
        values = [self._check(name, node, check, expected) for node in nodes]
        return [value for value in values if value is not None]

    def _check(
        self, name: str, node: yaml.Node, check: Callable[[str], T], expected: str
    ) -> T | None:
        if isinstance(node, yaml.ScalarNode):
            text = node.value.strip()
            try:
                text.encode()  # fails on `\ud83d`, which YAML can write and no database can keep
                if not CONTROL.search(text):
                    return check(text)
            except ValueError:
                pass
        self.note(f"{name}: expected {expected}", node)
        return None
