"""Many people who sign at once, over HTTP, and what the site answered to each."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from tests.factories import sign_form
from tests.mails import link, read_mail
from tests.site import Site

SIGN = "/c/ua-115-16/sign"
HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
}


def post(site: Site, path: str, form: dict[str, str] | None = None) -> int | None:
    """Send a form; give the status, or None where no answer came."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        connection.request("POST", path, urlencode(form or {}), HEADERS)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class Load:
    """Signs and confirms until it is stopped, and remembers what was acknowledged."""

    def __init__(self, site: Site, name: str) -> None:
        self.site = site
        self.name = name
        self.signed: set[str] = set()
        self.confirmed: set[str] = set()
        self._stop = threading.Event()

    @contextmanager
    def running(self, signers: int = 4) -> Iterator[None]:
        """Sign with several threads, and confirm with one, as the mails come in."""
        jobs: list[Callable[[], None]] = [lambda n=n: self._sign(n) for n in range(signers)]
        threads = [threading.Thread(target=job) for job in (*jobs, self._confirm)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _sign(self, number: int) -> None:
        count = 0
        while not self._stop.is_set():
            count += 1
            address = f"{self.name}-{number}-{count}@example.org"
            if post(self.site, SIGN, sign_form(email=address)) == 303:
                self.signed.add(address)

    def _confirm(self) -> None:
        seen = set(self.site.mails.glob("*.eml"))
        while not self._stop.wait(0.02):
            for path in set(self.site.mails.glob("*.eml")) - seen:
                seen.add(path)
                mail = read_mail(path)
                if post(self.site, link(mail, "confirm", base=self.site.url)) == 303:
                    self.confirmed.add(mail["To"])
