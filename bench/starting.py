"""How soon the site is there with a million signatures, and how much memory all of it takes.

Memory is the sum over all processes: PSS, in which what several share counts once, and RSS, in
which it counts each time. The load is some seconds of all that is measured elsewhere.
"""

import signal
import subprocess
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from bench import crowd, letters, load, site
from bench.figures import Figure, at_most, interleaved
from bench.signing import Visitors, confirm
from petitions.config import ROOT
from tests.site import PATIENCE_SECONDS, Site

SETTLE_SECONDS = 3.0
LOAD_SECONDS = 4.0
PATHS = (site.CAMPAIGN, f"{site.CAMPAIGN}/counter", "/", f"{site.CAMPAIGN}/sign")


def figures(names: Collection[str]) -> Iterator[Figure]:
    """Measure the start, and memory."""
    if "start" in names:
        yield _start()
    if "memory" in names:
        yield from _memory()


def _start() -> Figure:
    with site.folder() as place:
        crowd.million(place)
        [taken] = interleaved(lambda: _first_page(Site(place, **site.DEFAULTS)))
    return Figure("start", taken, "s", goal=at_most(3))


def _first_page(planned: Site) -> float:
    """Return the seconds from `./run` until the page of the case is there."""
    with (planned.folder / "log").open("ab") as log:
        taken = time.perf_counter()
        process = subprocess.Popen(
            [ROOT / "run"],
            env=planned.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        site.wait_for(planned.url + site.CAMPAIGN)
        taken = time.perf_counter() - taken
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)
    return taken


def _memory() -> Iterator[Figure]:
    with site.folder() as place, site.served(place) as served:
        site.wait_for(served.url + site.CAMPAIGN)
        idle = _resident(served)
        visitors = Visitors(served)
        _use(served, visitors)
        after = _resident(served)
        _use(served, visitors)
        again = _resident(served)
    yield Figure("memory", idle["Pss"], "MB", goal=at_most(250))
    yield Figure("memory.after", after["Pss"], "MB", idle["Pss"], at_most(1.15))
    yield Figure("memory.after_again", again["Pss"], "MB", after["Pss"])
    yield Figure("memory.rss", idle["Rss"], "MB")
    yield Figure("memory.rss_after", after["Rss"], "MB", idle["Rss"])


def _use(served: Site, visitors: Visitors) -> None:
    """Read, sign, confirm and write letters, for some seconds each."""
    for path in PATHS:
        load.get(served.url + path, LOAD_SECONDS)
    visitors.sign(LOAD_SECONDS)
    confirm(served, LOAD_SECONDS)
    letters.through_http(served, LOAD_SECONDS)


def _resident(served: Site) -> dict[str, float]:
    """Return {"Pss": megabytes, "Rss": megabytes} of all processes."""
    found = {"Pss": 0.0, "Rss": 0.0}
    time.sleep(SETTLE_SECONDS)
    for process in served.processes():
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            name, _, value = line.partition(":")
            if name in found:
                found[name] += int(value.split()[0]) / 1024
    return found
