"""The page of a case through the nginx that deploy/ ships, and how much of it nginx answers alone.

The floor is the same nginx that sends the same bytes from a file, by its defaults and without a
log. (Kept open, as the pages are, such a file takes 12 µs instead of 16, and the ratio would be
0.75: the rest is headers.) Both without TLS, which costs both the same.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.request import Request, urlopen

from bench import load, site
from bench.figures import Broken, Figure, at_least, interleaved
from tests import nginx
from tests.site import Site, free_port

# From the cache, though another reader may be waiting for a newer one.
HITS = ("HIT", "UPDATING", "STALE", "REVALIDATED")
FILE = """
    server {{
        listen 127.0.0.1:{port};
        gzip off;
        access_log off;
        root {folder}/file;
        default_type text/html;
        add_header Content-Encoding gzip;
    }}
"""


def figures(_names: Collection[str]) -> Iterator[Figure]:
    """Measure the page, and count what nginx wrote about its cache."""
    with site.folder() as place:
        front = Plain(place, free_port())
        address = f"http://127.0.0.1:{front.port}{site.CAMPAIGN}"
        changes = {"PETITIONS_BASE_URL": f"http://127.0.0.1:{front.port}"}
        with site.served(place, PETITIONS_PROXY_HOPS="1", **changes) as served:
            yield from _measured(served, front, address)


def _measured(served: Site, front: "Plain", address: str) -> Iterator[Figure]:
    front.site_port = served.port
    file = f"http://127.0.0.1:{front.file_port}/page"
    with front.running():
        site.wait_for(address)
        body = _fetch(address)
        (front.folder / "file" / "page").write_bytes(body)
        if _fetch(file) != body:
            raise Broken("the file is something else")
        rates = interleaved(lambda: load.get(address), lambda: load.get(file))
    yield Figure("page_nginx", rates[0], "requests/s", rates[1], at_least(0.8))
    yield Figure("page_nginx.hits", 100 * _hit_ratio(front.folder), "% of answers")


class Plain(nginx.Nginx):
    """The shipped nginx without TLS, with a file beside it."""

    def __init__(self, folder: Path, site_port: int) -> None:
        super().__init__(folder, site_port)
        self.file_port = free_port()
        self.more = FILE.format(port=self.file_port, folder=folder)

    def write(self) -> None:
        """Write the configuration, and give the port to the one server that has the pages."""
        super().write()
        (self.folder / "file").mkdir(exist_ok=True)
        file = self.folder / "petitions.conf"
        encrypted, other = f"127.0.0.1:{self.port} ssl", f"127.0.0.1:{free_port()} ssl"
        text = file.read_text().replace(f"{encrypted} default_server", f"{other} default_server")
        if f"{encrypted} http2;" not in text:
            raise Broken("nginx.conf listens in another way")
        file.write_text(text.replace(f"{encrypted} http2;", f"127.0.0.1:{self.port};"))

    def ask(self, path: str, *_form: object, **_headers: object) -> bytes:  # type: ignore[override]
        """Ask without TLS whether it is up."""
        return _fetch(f"http://127.0.0.1:{self.port}{path}")


def _fetch(address: str) -> bytes:
    with urlopen(Request(address, headers=load.BROWSER)) as answer:
        return bytes(answer.read())


def _hit_ratio(folder: Path) -> float:
    """Return the part of the answers that came from the cache, by nginx's own log."""
    lines = (folder / "petitions.log").read_text().splitlines()
    said = Counter(re.findall(r"\S+$", line)[0] for line in lines)
    return sum(said[word] for word in HITS) / said.total()
