"""Addresses that go through programs and hands: tokens that survive it, and the way back."""

import html
import re
import secrets
import string
import unicodedata
from urllib.parse import unquote

from flask import Response, current_app, redirect, request
from werkzeug.exceptions import HTTPException

TOKEN_CHARACTERS = 33  # 196 random bits
_LETTERS_AND_DIGITS = string.ascii_letters + string.digits
# What programs and hands put around an address: stops, brackets, quotation marks, spaces.
_BEFORE_A_PART = re.compile(r"/[<(\[{\"'\s\x80-\U0010ffff]+(?=[A-Za-z0-9])")
_BEHIND = re.compile(r"[^\x00A-Za-z0-9._/:-].*", re.DOTALL)
_ENTITY = re.compile(r"&#?\w{1,8};")
_BROKEN_TOKEN = re.compile(r"(/[A-Za-z0-9]+)=?\s+([A-Za-z0-9]+)\W*")
_PART = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9_-])?")


def new_token() -> str:
    """Return a token for a link, of letters and digits.

    Programs that find links in plain text leave out a hyphen at the end, and take an underscore
    for the sign of italics.
    """
    return "".join(secrets.choice(_LETTERS_AND_DIGITS) for _ in range(TOKEN_CHARACTERS))


def redirect_to_meant() -> Response | None:
    """Return the redirect to the page that the address of this request was meant for, if any."""
    path = meant_path(request.path) if request.method in {"GET", "HEAD"} else None
    return current_app.make_response(redirect(path)) if path is not None else None


def meant_path(path: str) -> str | None:
    """Return the page that a path without one was meant for: `/c/UA-115-16).` → `/c/ua-115-16`.

    None where there is no such kind of page either. Whether the very page is there is not asked.
    """
    tidy = _tidy(path)
    if not tidy:
        return None
    first, *others = tidy[1:].split("/")
    routes = current_app.url_map.bind("")
    # A token may have capitals; all that stands before it is ours.
    for candidate in ("/".join(["", first.lower(), *others]), tidy.lower(), f"{tidy.lower()}/"):
        try:
            endpoint, values = routes.match(candidate, "GET")
        except HTTPException:
            continue
        if not all(_PART.fullmatch(str(value)) for value in values.values()):
            return None
        if "token" not in values:
            values = {name: str(value).lower() for name, value in values.items()}
        meant = routes.build(endpoint, values)
        return meant if meant != path else None
    return None


def _tidy(path: str) -> str:
    """Return a path without what came around it: `/c/(ua-115-16) and` → `/c/ua-115-16`.

    Hyphens at its end go last, and alone: they are part of tokens that were made before 2026-12.
    """
    tidy = _ENTITY.sub(lambda found: html.unescape(found[0]), unquote(path))
    tidy = "".join("-" if unicodedata.category(sign) == "Pd" else sign for sign in tidy)
    tidy = _BEFORE_A_PART.sub("/", tidy)
    head, slash, token = tidy.rpartition("/")
    if found := _BROKEN_TOKEN.fullmatch(slash + token):
        whole = found[1] + found[2]
        tidy = head + whole if len(whole) == TOKEN_CHARACTERS + 1 else tidy
    behind = _BEHIND.search(tidy)
    tidy, cut = (tidy[: behind.start()], behind[0]) if behind else (tidy, "")
    bare = tidy.rstrip("./:")
    if "/" in tidy[len(bare) :] and re.search("[A-Za-z0-9]", cut):
        return ""  # a whole part of it would be lost
    tidy = bare
    return tidy if tidy != path else path.rstrip("-_")
