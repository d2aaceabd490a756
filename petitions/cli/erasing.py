"""`forget`: erase what is past its time."""

import time
from contextlib import closing

import click

from petitions import upkeep
from petitions.cli.making import ACTOR, command
from petitions.worker import TURN_SECONDS


@command("forget")
@click.option("--erase", is_flag=True, help="Do it; without, only say what is due.")
def forget(erase: bool) -> None:
    """Say what is past its time, a line for each campaign; with --erase, erase it for good."""
    due = upkeep.due()
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
    with closing(upkeep.erase(ACTOR)) as erasing:
        for gone in erasing:
            number += gone
            time.sleep(TURN_SECONDS)
    return number
