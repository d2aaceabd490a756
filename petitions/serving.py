"""The whole site in one command: database, sample, web server, mail worker."""

import logging
import os
import subprocess
import sys
import threading

from petitions import schema
from petitions.campaigns.operations import create
from petitions.campaigns.queries import any_campaign
from petitions.config import ROOT, settings
from petitions.importer.campaign_file import read_campaign
from petitions.mail.transports import transport

log = logging.getLogger(__name__)

SAMPLE = ROOT / "sample" / "ua-115-16.md"
THREADS = 4  # per process: while one waits for the database, others answer
RESTART_SECONDS = 1


def prepare() -> None:
    """Check the settings, migrate, and load the sample campaign where there is none at all."""
    transport(settings().mail_url)
    schema.upgrade()
    if not any_campaign():
        create(read_campaign(SAMPLE), actor="first start", publish=True)


def serve() -> None:
    """Serve until SIGTERM or Ctrl-C: first requests in flight are answered, then all stops."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    port = int(os.environ.get("PORT", "8000"))
    server = Granian(
        "app:app",
        address=os.environ.get("HOST", "127.0.0.1"),
        port=port,
        interface=Interfaces.WSGI,
        workers=settings().workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        working_dir=ROOT,
        log_level=LogLevels.warning,
        websockets=False,
    )
    mail_worker = MailWorker()
    mail_worker.start()
    log.info("serving %s", settings().base_url)
    try:
        server.serve()
    finally:
        mail_worker.stop()


class MailWorker:
    """The mail worker's process: started again should it die, stopped with the server."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.keeper = threading.Thread(target=self._keep_running, daemon=True)

    def start(self) -> None:
        """Start the process, and keep it running."""
        self.keeper.start()

    def stop(self) -> None:
        """Let the process finish the mail it is sending."""
        self.stopping.set()
        if self.process is not None:
            self.process.terminate()
        self.keeper.join()

    def _keep_running(self) -> None:
        command = [sys.executable, "-m", "flask", "--app", "app", "send-mail"]
        while not self.stopping.is_set():
            self.process = subprocess.Popen(command, cwd=ROOT)  # noqa: S603  (our own command)
            self.process.wait()
            self.stopping.wait(RESTART_SECONDS)
