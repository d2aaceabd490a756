"""A plot of costs over sizes, both on scales of powers of ten, as an SVG for light and dark."""

from collections.abc import Iterator, Mapping
from math import ceil, floor, log10

Costs = Mapping[int, Mapping[str, float]]  # {size: {"page": milliseconds}}

WIDTH, HEIGHT = 860, 440
TOP, BOTTOM, LEFT = 48, 48, 64
PANEL, BETWEEN = 250, 170  # the room between holds the names of lines
LEAST_BETWEEN = 15  # of two names, one above the other
COLOURS = ("#d1495b", "#2e86ab", "#e08e1b", "#3d9970", "#8e6bbf", "#7a8288", "#b5651d")
STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #333 }
  .title { font-weight: 600 }
  .grid { stroke: #8884; fill: none }
  .line { fill: none; stroke-width: 2 }
  @media (prefers-color-scheme: dark) { text { fill: #ddd } }
"""


def plot(axes: Mapping[str, Costs]) -> str:
    """Return the SVG: a panel for each axis, such as `signatures`; all have one scale of costs."""
    costs = [cost for by_size in axes.values() for one in by_size.values() for cost in one.values()]
    least, most = floor(log10(min(costs))), ceil(log10(max(costs)))
    scale = Scale(10.0**least, 10.0**most, HEIGHT - BOTTOM, TOP)
    parts = [f'<text x="{LEFT}" y="20">milliseconds of one processor</text>']
    for number, (name, by_size) in enumerate(axes.items()):
        parts += _panel(LEFT + number * (PANEL + BETWEEN), name, by_size, scale)
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    title = "<title>Costs over the number of signatures and of campaigns</title>"
    return "\n".join([head, title, f"<style>{STYLE}</style>", *parts, "</svg>", ""])


class Scale:
    """Where numbers stand between two places, by their logarithm."""

    def __init__(self, least: float, most: float, start: float, end: float) -> None:
        self.least, self.most, self.start, self.end = least, most, start, end

    def __call__(self, number: float) -> float:
        """Return the place of a number."""
        share = log10(number / self.least) / log10(self.most / self.least)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def powers(self) -> list[float]:
        """Return the powers of ten on it."""
        first, last = round(log10(self.least)), round(log10(self.most))
        return [10.0**power for power in range(first, last + 1)]


def _panel(left: int, name: str, by_size: Costs, y: Scale) -> Iterator[str]:
    x = Scale(min(by_size), max(by_size), left, left + PANEL)
    yield f'<text class="title" x="{left}" y="{TOP - 10}">{name}</text>'
    for cost in y.powers:
        yield f'<path class="grid" d="M{left} {y(cost)}h{PANEL}"/>'
        yield f'<text x="{left - 8}" y="{y(cost) + 4}" text-anchor="end">{cost:g}</text>'
    for size in by_size:
        yield f'<path class="grid" d="M{x(size)} {y.start}V{y.end}"/>'
        yield f'<text x="{x(size)}" y="{y.start + 20}" text-anchor="middle">{size:,}</text>'
    last = by_size[max(by_size)]
    places = _spread({line: y(cost) for line, cost in last.items()})
    for line, colour in zip(last, COLOURS, strict=True):
        points = " ".join(f"{x(size)},{y(costs[line])}" for size, costs in by_size.items())
        yield f'<polyline class="line" stroke="{colour}" points="{points}"/>'
        at = f'x="{left + PANEL + 8}" y="{places[line] + 4}"'
        yield f'<text {at} style="fill: {colour}">{line.replace("_", " ")}</text>'


def _spread(places: Mapping[str, float]) -> dict[str, float]:
    """Move names downwards where they would cover each other."""
    found: dict[str, float] = {}
    free = 0.0
    for name in sorted(places, key=places.__getitem__):
        found[name] = max(places[name], free)
        free = found[name] + LEAST_BETWEEN
    return found
