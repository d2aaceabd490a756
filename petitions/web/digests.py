"""Keyed digests: what lets us recognise an address again without keeping it."""

import hashlib
import hmac
from datetime import date
from functools import cache
from ipaddress import ip_address, ip_network

from petitions.config import settings


def keyed_digest(purpose: str, value: str) -> bytes:
    """Give 32 bytes that only the holder of the secret key can make from `value`.

    Digests of different purposes cannot be compared with each other.
    """
    key = _purpose_key(settings().secret_key, purpose)
    return hmac.digest(key, value.encode(), "sha256")


def network_digest(address: str | None, day: date) -> bytes:
    """Give the digest of a network address (IPv4 /32, IPv6 /64), another one each day."""
    return keyed_digest("network address", f"{day} {_network(address)}")


def _network(address: str | None) -> str:
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return "unknown"
    mapped = getattr(parsed, "ipv4_mapped", None)
    if mapped or parsed.version == 4:
        return str(mapped or parsed)
    return str(ip_network((parsed, 64), strict=False))


@cache
def _purpose_key(secret_key: str, purpose: str) -> bytes:
    return hashlib.sha256(f"{purpose}\0{secret_key}".encode()).digest()
