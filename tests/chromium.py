"""The Chromium that the tests drive: found here, brought by `./run test` where there is none."""

import os
import shutil
import sys

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

FLAGS = [
    "--no-sandbox",  # which root, as in a container, cannot have
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # The browser is to speak to the site under test and to nobody else.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

ADVICE = """\
The tests need a Chromium that Playwright can start. Install one, name one in CHROMIUM, or run
.venv/bin/playwright install chromium-headless-shell"""


def executable() -> str | None:
    """Give the browser to start; None stands for the one that Playwright brought itself."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def main() -> str | None:
    """Start the browser once; what keeps it from starting is the exit message."""
    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(executable_path=executable(), args=FLAGS).close()
    except Error as error:
        return f"{error.message}\n{ADVICE}"
    return None


if __name__ == "__main__":
    sys.exit(main())
