"""Measure speed: prints one line a figure, writes results.json beside this file.

Names of benchmarks as arguments choose among them: `./run bench importing`.
"""

import json
import platform
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent))

from bench import importing  # noqa: E402 - found by the line above
from bench.figures import Figure  # noqa: E402

BENCHMARKS: dict[str, Callable[[], Iterable[Figure]]] = {"importing": importing.figures}


def main(names: list[str]) -> None:
    """Run the benchmarks with these names, or all."""
    if unknown := set(names) - BENCHMARKS.keys():
        sys.exit(f"Unknown: {', '.join(unknown)}. There is {', '.join(BENCHMARKS)}.")
    found = []
    for name in names or BENCHMARKS:
        for figure in BENCHMARKS[name]():
            print(figure.line(), flush=True)
            found.append(asdict(figure))
    results = {"python": platform.python_version(), "figures": found}
    (FOLDER / "results.json").write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
