"""The nginx of deploy/nginx.conf, found or brought by `./run test`."""

import os
import re
import sys

from petitions.config import ROOT
from tests.fronts import NAME, Front, changed, found, make_certificate

SHIPPED = ROOT / "deploy" / "nginx.conf"
ADVICE = "The tests need nginx, 1.22 or newer: install one, or put it on PATH."

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


def program() -> str | None:
    """Find nginx."""
    return found("nginx", "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin")


class Nginx(Front):
    """nginx with the shipped file; `more` stands beside it."""

    more = ""

    def write(self) -> None:
        """Write the configuration with other ports and places, and a certificate made for it."""
        (self.folder / "temporary").mkdir(exist_ok=True)
        make_certificate(self.folder)
        changes = {
            r"^ *listen \[::\]:.*\n": "",
            r"listen 443": f"listen 127.0.0.1:{self.port}",
            r"listen 80\b": f"listen 127.0.0.1:{self.plain_port}",
            r"server 127\.0\.0\.1:8000": f"server 127.0.0.1:{self.site_port}",
            rf"/etc/letsencrypt/live/{re.escape(NAME)}/": f"{self.folder}/",
            r"/var/cache/nginx/petitions": f"{self.folder}/cache",
            r"/var/log/nginx/": f"{self.folder}/",
            r"/var/www/acme": f"{self.folder}/acme",
        }
        (self.folder / "petitions.conf").write_text(changed(SHIPPED, changes))
        user = "user root;" if os.geteuid() == 0 else ""  # else its workers could not read this
        around = AROUND.format(folder=self.folder, user=user, more=self.more)
        (self.folder / "nginx.conf").write_text(around)

    def command(self, *words: str) -> list[str]:
        """Give the command that starts it; with `-t` it only checks."""
        path = program()
        if path is None:
            raise FileNotFoundError(ADVICE)
        return [path, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), *words]


if __name__ == "__main__":
    sys.exit(None if program() else ADVICE)
