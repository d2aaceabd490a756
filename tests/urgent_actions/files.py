"""A small campaign file that is right, and how to make it wrong."""

from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from petitions.campaigns.models import Campaign
from petitions.db import db

RIGHT = """\
---
title: Free the nurse
summary: A nurse is in prison.
pledge: I ask the minister to set her free.
country: NO
demands:
  - Set her free.
targets:
  - role: Minister of Health
    salutation: Dear Minister
    fax: +7 7172 506 402
---
She was arrested at work.

# Timeline

## 2017-01-31
She was moved.
"""


def changed(old: str, new: str) -> str:
    """Give the right file with one part of it replaced."""
    assert RIGHT.count(old) == 1, old
    return RIGHT.replace(old, new)


def without(start: str) -> str:
    """Give the right file without the line that begins so."""
    lines = RIGHT.splitlines(keepends=True)
    left = [line for line in lines if not line.strip().startswith(start)]
    assert len(left) == len(lines) - 1, start
    return "".join(left)


def imported(app: Flask, path: Path, *options: str) -> tuple[int, str]:
    """Run `import-campaign`; give its exit code and what it said."""
    answer = app.test_cli_runner().invoke(args=["import-campaign", str(path), *options])
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
    return answer.exit_code, answer.output


def stored(app: Flask) -> int:
    """Give the number of campaigns."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Campaign)) or 0
