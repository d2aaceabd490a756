"""Are the public numbers right, is the audit log whole?"""

from collections.abc import Callable, Mapping

import click

from petitions.appeals.channels import CHANNELS
from petitions.appeals.queries import failure_counts, report_counts
from petitions.audit.queries import first_fault
from petitions.cli.making import command
from petitions.db import transaction
from petitions.signing.queries import confirmed_counts
from petitions.tally.operations import repair
from petitions.tally.queries import drift

Wrong = dict[str, tuple[int, int]]


@command("recount")
@click.option("--check", is_flag=True, help="Only compare; exit 1 where a number is wrong.")
def recount(check: bool) -> None:
    """Compare the public numbers with the rows behind them, and set them right."""
    found = wrong_numbers(drift if check else repair)
    if found and check:
        raise SystemExit(1)


def wrong_numbers(judge: Callable[[str, Mapping[str, int]], Wrong] = drift) -> Wrong:
    """Print and give {key: (shown, counted)} of what `judge` finds wrong."""
    found: Wrong = {}
    with transaction(isolation_level="REPEATABLE READ"):
        for name, truth in public_numbers().items():
            found |= judge(name, truth)
    for key, (shown, true) in found.items():
        click.echo(f"{key}: shown {shown}, counted {true}")
    if not found:
        click.echo("every number is right")
    return found


def public_numbers() -> dict[str, dict[str, int]]:
    """Give {last part of the tally keys: {key: what the rows say}} of all that is counted."""
    signatures = {"signatures": confirmed_counts(), "failures": failure_counts()}
    return signatures | report_counts(CHANNELS)


@command("audit")
@click.option("--check", is_flag=True, required=True, help="Exit 1 where an entry is missing.")
def audit(check: bool) -> None:  # noqa: ARG001  (the only thing it does yet)
    """Check that the audit log is whole."""
    if audit_fault():
        raise SystemExit(1)


def audit_fault() -> str | None:
    """Print and give what is wrong with the audit log."""
    with transaction(isolation_level="REPEATABLE READ"):  # one moment, while others write
        fault = first_fault()
    click.echo(fault or "the audit log is whole")
    return fault
