"""The nginx of deploy/nginx.conf, run by the tests without root and without a public port."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from petitions.config import ROOT
from tests.site import free_port

NAME = "petitions.example.org"
SHIPPED = ROOT / "deploy" / "nginx.conf"
# Where Debian puts it, and where `./run test` unpacks it.
PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin", str(ROOT / ".venv/deb/usr/sbin"))
ADVICE = "The tests need nginx, 1.22 or newer: install one, or put it on PATH."
PATIENCE_SECONDS = 10

# What stands around the file where it is used: the parts of Debian's nginx.conf that matter to it.
AROUND = """\
{user}
daemon off;
worker_processes 2;
pid {folder}/pid;
error_log {folder}/start.log;
events {{ worker_connections 2048; }}
http {{
    sendfile on;
    tcp_nopush on;
    gzip on;
    access_log {folder}/other.log;
    client_body_temp_path {folder}/temporary/body;
    proxy_temp_path {folder}/temporary/proxy;
    fastcgi_temp_path {folder}/temporary/fastcgi;
    uwsgi_temp_path {folder}/temporary/uwsgi;
    scgi_temp_path {folder}/temporary/scgi;
    include {folder}/petitions.conf;
    {more}
}}
"""


class Answer(NamedTuple):
    """What came back; `cache` is what nginx says of its cache: HIT, MISS, nothing."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def cache(self) -> str:
        """Give HIT, MISS, EXPIRED, STALE and so on; nothing where the cache had no part in it."""
        return self.headers.get("x-cache", "")


def program() -> str | None:
    """Find nginx."""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), *PLACES]))


class Nginx:
    """nginx with the shipped file, in front of a site; all it writes lies in one folder."""

    def __init__(self, folder: Path, site_port: int) -> None:
        self.folder = folder
        self.site_port = site_port
        self.port, self.plain_port = free_port(), free_port()
        self.cache = folder / "cache"
        self.source = "127.0.0.1"  # from where it is asked
        self.connections: dict[tuple[int, str], Connection] = {}

    @contextmanager
    def running(self, more: str = "") -> Iterator["Nginx"]:
        """Serve, with `more` within its http block."""
        self.write(more)
        with (self.folder / "start.log").open("a") as log:
            process = subprocess.Popen(self.command(), stdout=log, stderr=log)
        try:
            self._wait(process)
            yield self
        finally:
            for connection in self.connections.values():
                connection.close()
            process.terminate()
            process.wait(PATIENCE_SECONDS)

    def command(self, *words: str) -> list[str]:
        """Give the command that starts it; with `-t` it only checks."""
        found = program()
        if found is None:
            raise FileNotFoundError(ADVICE)
        return [found, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), *words]

    def write(self, more: str = "") -> None:
        """Write the configuration, and a certificate made for it."""
        (self.folder / "temporary").mkdir(exist_ok=True)
        make_certificate(self.folder)
        (self.folder / "petitions.conf").write_text(adapted(SHIPPED.read_text(), self))
        user = "user root;" if os.geteuid() == 0 else ""  # else its workers could not read this
        around = AROUND.format(folder=self.folder, user=user, more=more)
        (self.folder / "nginx.conf").write_text(around)

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
        except HTTPException as error:
            error.add_note(f"{path}\n{(self.folder / 'start.log').read_text()}")
            raise

    def _connection(self) -> "Connection":
        """Give a connection from the place where it is asked, for this thread alone."""
        key = (threading.get_ident(), self.source)
        return self.connections.setdefault(key, Connection(self))

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

    def __init__(self, nginx: Nginx) -> None:
        self.nginx = nginx
        super().__init__(NAME, timeout=30)

    def connect(self) -> None:
        """Connect."""
        here = ("127.0.0.1", self.nginx.port)
        plain = socket.create_connection(here, 30, (self.nginx.source, 0))
        self.sock = self.nginx.trust().wrap_socket(plain, server_hostname=NAME)

    def putrequest(self, method: str, url: str, *_skip: bool, **_more: bool) -> None:
        """Begin a request without the headers that http.client adds by itself."""
        super().putrequest(method, url, skip_accept_encoding=True)


def adapted(text: str, nginx: Nginx) -> str:
    """Give the shipped file with other ports and places, and nothing else of it changed."""
    changes = {
        r"^ *listen \[::\]:.*\n": "",
        r"listen 443": f"listen 127.0.0.1:{nginx.port}",
        r"listen 80\b": f"listen 127.0.0.1:{nginx.plain_port}",
        r"server 127\.0\.0\.1:8000": f"server 127.0.0.1:{nginx.site_port}",
        rf"/etc/letsencrypt/live/{re.escape(NAME)}/": f"{nginx.folder}/",
        r"/var/cache/nginx/petitions": str(nginx.cache),
        r"/var/log/nginx/": f"{nginx.folder}/",
        r"/var/www/acme": f"{nginx.folder}/acme",
    }
    for pattern, replacement in changes.items():
        text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
        assert count, f"{pattern} is not in {SHIPPED.name} any more"
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


if __name__ == "__main__":
    sys.exit(None if program() else ADVICE)
