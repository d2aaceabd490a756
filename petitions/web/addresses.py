"""Whole addresses, for mails, paper and other sites."""

from typing import Any

from flask import current_app

from petitions.config import settings


def absolute_address(endpoint: str, **values: Any) -> str:
    """Give an absolute address, built from the settings alone and never from a request."""
    # Not url_for(): commands print links too, without a request.
    return settings().base_url + current_app.url_map.bind("").build(endpoint, values)
