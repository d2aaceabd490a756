"""What stands in front of the site, run by the tests without root and without a public port."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from petitions.config import ROOT
from tests.site import free_port

NAME = "petitions.example.org"
# Where `./run test` unpacks what it brings.
UNPACKED = ROOT / ".venv" / "deb" / "usr"
PATIENCE_SECONDS = 20


class Answer(NamedTuple):
    """What came back; `cache` is what nginx says of its cache."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def cache(self) -> str:
        """Give HIT, MISS, EXPIRED, STALE and so on; nothing where the cache had no part in it."""
        return self.headers.get("x-cache", "")


class Front:
    """A server with a file of deploy/, before a site; all it writes lies in one folder."""

    def __init__(self, folder: Path, site_port: int) -> None:
        self.folder = folder
        self.site_port = site_port
        self.port, self.plain_port = free_port(), free_port()
        self.source = "127.0.0.1"  # from where it is asked
        self.connections: dict[tuple[int, str], Connection] = {}

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Serve."""
        self.write()
        with (self.folder / "start.log").open("a") as log:
            process = subprocess.Popen(self.command(), stdout=log, stderr=log, env=self.variables())
        try:
            self._wait(process)
            yield self
        finally:
            for connection in self.connections.values():
                connection.close()
            process.terminate()
            process.wait(PATIENCE_SECONDS)

    def write(self) -> None:
        """Write what it needs to start."""
        raise NotImplementedError

    def command(self, *words: str) -> list[str]:
        """Give the command that starts it, with more words at its end."""
        raise NotImplementedError

    def variables(self) -> dict[str, str]:
        """Give its environment."""
        return dict(os.environ)

    def ask(
        self,
        path: str,
        form: dict[str, str] | None = None,
        method: str | None = None,
        **headers: str,
    ) -> Answer:
        """Ask over TLS, as a browser does; with a form it is sent."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        body = None
        if form is not None:
            body = urlencode(form)
            given |= {"Content-Type": "application/x-www-form-urlencoded"}
            given |= {"Sec-Fetch-Site": "same-origin"}
        connection = self._connection()
        try:
            connection.request(method or ("GET" if form is None else "POST"), path, body, given)
            return _answer(connection.getresponse())
        except (OSError, HTTPException) as error:
            connection.close()  # else it would wait for this answer yet
            error.add_note(f"{path}\n{(self.folder / 'start.log').read_text()}")
            raise

    def _connection(self) -> "Connection":
        """Give a connection from the place where it is asked, for this thread alone."""
        key = (threading.get_ident(), self.source)
        if key not in self.connections:
            self.connections[key] = Connection(self)
        return self.connections[key]

    def trust(self) -> ssl.SSLContext:
        """Give what trusts its certificate."""
        return ssl.create_default_context(cafile=self.folder / "fullchain.pem")

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            with suppress(OSError):
                self.ask("/healthz")
                return
            time.sleep(0.02)
        raise AssertionError((self.folder / "start.log").read_text())


class Connection(HTTPSConnection):
    """A connection to the site by its name, which stands here whatever DNS says."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.trust = front.trust()
        super().__init__(NAME, timeout=30, context=self.trust)

    def connect(self) -> None:
        """Connect."""
        here = ("127.0.0.1", self.front.port)
        plain = socket.create_connection(here, 30, (self.front.source, 0))
        self.sock = self.trust.wrap_socket(plain, server_hostname=NAME)

    def putrequest(self, method: str, url: str, *_skip: bool, **_more: bool) -> None:
        """Begin a request without the headers that http.client adds by itself."""
        super().putrequest(method, url, skip_accept_encoding=True)


def found(name: str, *places: str) -> str | None:
    """Find a program: on PATH, where packages put it, or where `./run test` does."""
    more = [*places, *(str(UNPACKED / folder) for folder in ("sbin", "bin"))]
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *more]))


def changed(shipped: Path, changes: dict[str, str]) -> str:
    """Give a shipped file with these patterns replaced, and nothing else of it changed."""
    text = shipped.read_text()
    for pattern, replacement in changes.items():
        text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
        assert count, f"{pattern} is not in {shipped.name} any more"
    return text


def make_certificate(folder: Path) -> None:
    """Make a certificate for the site's name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    moment = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )


def _answer(response: HTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())
