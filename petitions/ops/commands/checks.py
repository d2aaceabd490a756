"""Are the public numbers right, is the audit log whole?"""

from collections.abc import Callable, Mapping

import click

from petitions.accounts.audit.queries import first_fault
from petitions.appeals.channels import CHANNELS
from petitions.appeals.queries import failure_counts, report_counts
from petitions.db import transaction, use_snapshot
from petitions.db.tally import mismatches, repair
from petitions.ops.commands.base import command
from petitions.signing.queries import confirmed_counts

Wrong = dict[str, tuple[int, int]]


@command("recount")
@click.option("--check", is_flag=True, help="Only compare; exit 1 where a number is wrong.")
def recount(check: bool) -> None:
    """Compare the public numbers with the rows behind them, and set them right."""
    if check:
        if wrong_numbers():
            raise SystemExit(1)
        return
    with transaction(isolation_level="REPEATABLE READ"):
        _print(_judged(repair))


def wrong_numbers() -> Wrong:
    """Print and give {key: (shown, counted)} of what is wrong, while others write."""
    use_snapshot()
    found = _judged(mismatches)
    _print(found)
    return found


def _judged(judge: Callable[[str, Mapping[str, int]], Wrong]) -> Wrong:
    found: Wrong = {}
    for name, truth in public_numbers().items():
        found |= judge(name, truth)
    return found


def _print(found: Wrong) -> None:
    for key, (shown, true) in found.items():
        click.echo(f"{key}: shown {shown}, counted {true}")
    if not found:
        click.echo("every number is right")


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
    use_snapshot()  # an entry written meanwhile is neither missing nor too many
    fault = first_fault()
    click.echo(fault or "the audit log is whole")
    return fault
