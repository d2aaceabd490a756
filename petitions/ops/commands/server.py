"""What runs until it is stopped: the site, and its worker."""

import click

from petitions.ops import server, worker
from petitions.ops.commands.base import command


@command("serve", needs_tables=False)
def serve() -> None:
    """Migrate, load the sample into an empty database, serve pages and send mail."""
    server.prepare()
    server.serve()


@command("send-mail")
@click.option("--once", is_flag=True, help="Send what is due, then stop.")
def send_mail(once: bool) -> None:
    """Send mails and fold counts, until stopped."""
    if once:
        worker.work_once()
    else:
        worker.work()
