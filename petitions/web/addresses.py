"""Whole addresses, for mails, paper and other sites."""

from typing import Any

from flask import url_for

from petitions.config import settings


def absolute_address(endpoint: str, **values: Any) -> str:
    """Give an absolute address, built from the settings alone and never from a request."""
    return settings().base_url + url_for(endpoint, **values)
