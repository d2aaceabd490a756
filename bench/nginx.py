"""The page of a case through deploy/nginx.conf, and how much of that reaches the site.

The floor is the same nginx, the same connections and headers, with the same bytes as a static
file, by nginx's defaults and without a log. (Kept open, as the pages are, such a file takes 12 µs
instead of 16, and the ratio would be 0.75.) Both are without TLS, which costs either alike;
everything else of the file is as it is shipped.
"""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from urllib.request import Request, urlopen

from bench import load, site
from bench.figures import Broken, Figure, at_least, interleaved
from tests.fronts import NAME
from tests.nginx import Nginx
from tests.site import free_port

BEHIND = {"PETITIONS_BASE_URL": f"https://{NAME}", "PETITIONS_PROXY_HOPS": "1"}
HEADERS = {**load.BROWSER, "Host": NAME}


class PlainNginx(Nginx):
    """nginx with the shipped file, which here also answers without TLS and sends a static file."""

    def __init__(self, folder: Path, site_port: int) -> None:
        super().__init__(folder, site_port)
        self.open_port, self.static_port = free_port(), free_port()
        self.more = f"""
            server {{
                listen 127.0.0.1:{self.static_port};
                root {folder}/static;
                default_type text/html;
                add_header Content-Encoding gzip;
                gzip off;
                access_log off;
            }}"""

    def write(self) -> None:
        """Let the server of the pages listen without TLS too."""
        super().write()
        path = self.folder / "petitions.conf"
        text = path.read_text()
        listen = f"listen 127.0.0.1:{self.port} ssl http2;"
        if listen not in text:
            raise Broken(f"there is no {listen!r} to add to")
        path.write_text(text.replace(listen, f"{listen} listen 127.0.0.1:{self.open_port};"))


def figures(_names: Collection[str]) -> Iterator[Figure]:
    """Measure the page through the cache against a file, and tell the hit ratio."""
    with site.folder() as place, site.served(place, **BEHIND) as served:
        folder = place / "nginx"
        (folder / "static").mkdir(parents=True)
        place.chmod(0o755)
        nginx = PlainNginx(folder, served.port)
        with nginx.running():
            yield _page(nginx)
        yield Figure("page_nginx.hits", _hits(nginx), "% of requests")
        asked = served.log.count(" GET /c/<slug> 200 ")
        yield Figure("page_nginx.asked", asked, "times the site")


def _page(nginx: PlainNginx) -> Figure:
    address = f"http://127.0.0.1:{nginx.open_port}{site.CAMPAIGN}"
    with urlopen(Request(address, headers=HEADERS)) as answer:
        (nginx.folder / "static" / "page").write_bytes(answer.read())
    floor = f"http://127.0.0.1:{nginx.static_port}/page"
    rates = interleaved(_rate(address), _rate(floor))
    return Figure("page_nginx", rates[0], "requests/s", rates[1], at_least(0.8))


def _rate(address: str) -> Callable[[], float]:
    return lambda: load.get(address, headers=HEADERS)


def _hits(nginx: Nginx) -> float:
    """Give the part that the site never saw, from nginx's own log, whole once it has ended."""
    lines = (nginx.folder / "petitions.log").read_text().splitlines()
    kept = sum(line.rpartition(" ")[2] in {"HIT", "UPDATING", "STALE"} for line in lines)
    return 100 * kept / len(lines)
