"""The Caddy of deploy/Caddyfile, found or brought by `./run test`."""

import re
import sys

from petitions.config import ROOT
from tests.fronts import NAME, Front, changed, found, make_certificate

SHIPPED = ROOT / "deploy" / "Caddyfile"
ADVICE = "The tests need Caddy, 2.6: install one, or put it on PATH."


def program() -> str | None:
    """Find Caddy."""
    return found("caddy", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")


class Caddy(Front):
    """Caddy with the shipped file."""

    def write(self) -> None:
        """Write the file with other ports and a certificate made for it: it asks nobody for one."""
        make_certificate(self.folder)
        here = f"https_port {self.port}\n\thttp_port {self.plain_port}\n\tdefault_bind 127.0.0.1"
        certificate = f"tls {self.folder}/fullchain.pem {self.folder}/privkey.pem"
        changes = {
            r"\A((?:#.*\n|\n)+)\{\n": rf"\1{{\n\tadmin off\n\t{here}\n",
            rf"^{re.escape(NAME)} \{{\n": f"{NAME} {{\n\t{certificate}\n",
            r"reverse_proxy 127\.0\.0\.1:8000": f"reverse_proxy 127.0.0.1:{self.site_port}",
        }
        (self.folder / "Caddyfile").write_text(changed(SHIPPED, changes))

    def variables(self) -> dict[str, str]:
        """Give its environment, in which it finds a home of its own."""
        home = {name: str(self.folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
        return super().variables() | home

    def command(self, *words: str) -> list[str]:
        """Give the command that starts it."""
        path = program()
        if path is None:
            raise FileNotFoundError(ADVICE)
        file = str(self.folder / "Caddyfile")
        return [path, "run", "--adapter", "caddyfile", "--config", file, *words]


if __name__ == "__main__":
    sys.exit(None if program() else ADVICE)
