"""`forget`: erase what is past its time."""

import time
from contextlib import closing

import click

from petitions.ops import retention
from petitions.ops.commands.base import ACTOR, command
from petitions.ops.worker import TURN_SECONDS


@command("forget")
@click.option("--erase", is_flag=True, help="Do it; without, only say what is due.")
def forget(erase: bool) -> None:
    """Say what is past its time, a line for each campaign; with --erase, erase it for good."""
    due = retention.due()
    for what, numbers in due.items():
        click.echo(f"{what}: " + ", ".join(f"{n} {words}" for words, n in numbers.items()))
    if not due:
        click.echo("nothing is past its time")
    elif erase:
        click.echo(f"erased: {_erased()} rows")
    else:
        click.echo("Nothing was changed. To erase all this: ./run forget --erase")


def _erased() -> int:
    number = 0
    with closing(retention.erase(ACTOR)) as erasing:
        for gone in erasing:
            number += gone
            time.sleep(TURN_SECONDS)
    return number
