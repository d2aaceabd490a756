"""What strangers and their programs look for: robots.txt, sitemap, security.txt, oEmbed."""

from datetime import date, timedelta
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from petitions.campaigns.contacts import responsible_for
from petitions.campaigns.queries import mapped_campaigns, public_campaign_or_404
from petitions.config import settings
from petitions.db import now
from petitions.organisation.queries import organisation
from petitions.public.pages import EMBED_HEIGHT, EMBED_WIDTH, embed_snippet
from petitions.web.http import absolute_address, allow_reading, public

bp = Blueprint("found", __name__)

MAX_AGE_SECONDS = 60
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
SECURITY_LIFE = timedelta(days=180)  # RFC 9116: less than a year
# Nothing there is for readers who come from a search: forms, personal links, lists of names.
UNSEARCHED = (
    *("/organise/", "/confirm/", "/waiting/", "/withdraw", "/unsubscribe/", "/patterns"),
    *("/c/*/sign", "/c/*/supporters", "/c/*/voices", "/c/*/thanks", "/c/*/check-mail"),
    *("/c/*/counter", "/c/*/appeals/"),
)


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Say what search engines need not read, and where the map of the site is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in UNSEARCHED)]
    lines += ["", f"Sitemap: {absolute_address('found.sitemap')}", ""]
    return public(Response("\n".join(lines), mimetype="text/plain"), MAX_AGE_SECONDS)


@bp.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """List the pages that are worth finding; what is withheld or a draft is not among them."""
    root = Element("urlset", xmlns=SITEMAP)
    pages: list[tuple[str, date | None]] = [(absolute_address("public.home"), None)]
    if organisation().is_named:
        pages.append((absolute_address("public.about"), None))
    for slug, day in mapped_campaigns():
        pages.append((absolute_address("public.campaign", slug=slug), day))
    for address, changed in pages:
        page = SubElement(root, "url")
        SubElement(page, "loc").text = address
        if changed:
            SubElement(page, "lastmod").text = changed.isoformat()
    content = tostring(root, encoding="utf-8", xml_declaration=True)
    return public(Response(content, mimetype="application/xml"), MAX_AGE_SECONDS)


@bp.get("/.well-known/security.txt")
def security() -> ResponseReturnValue:
    """Say whom to tell of a weakness (RFC 9116)."""
    ours = organisation()
    contact = settings().security_contact or (ours.contact and f"mailto:{ours.contact}")
    expires = (now() + SECURITY_LIFE).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {contact or absolute_address('public.contact')}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
        f"Canonical: {absolute_address('found.security')}",
        "",
    ]
    return public(Response("\n".join(lines), mimetype="text/plain"), MAX_AGE_SECONDS)


@bp.get("/oembed")
def oembed() -> ResponseReturnValue:
    """Return what other programs show of a link to a case (oembed.com, 1.0)."""
    kind = request.args.get("format", "json")
    if kind not in {"json", "xml"}:
        abort(501)
    campaign = public_campaign_or_404(_slug_of(request.args.get("url", ""))).campaign
    width = request.args.get("maxwidth", EMBED_WIDTH, type=int)
    height = request.args.get("maxheight", EMBED_HEIGHT, type=int)
    values = {
        "version": "1.0",
        "type": "rich",
        "title": campaign.title,
        "provider_name": responsible_for(campaign).name or "Petitions",
        "provider_url": absolute_address("public.home"),
        "width": max(1, min(width, EMBED_WIDTH)),
        "height": max(1, min(height, EMBED_HEIGHT)),
        "html": embed_snippet(campaign),
        "cache_age": MAX_AGE_SECONDS,
    }
    if kind == "xml":
        page = render_template("public/oembed.xml", values=values)
        answer = Response(page, mimetype="text/xml")
    else:
        answer = jsonify(values)
    return allow_reading(public(answer, MAX_AGE_SECONDS, varies_by_query=True))


def _slug_of(address: str) -> str:
    """Return the slug of the address of a case on this site, or answer 404."""
    asked, ours = urlsplit(address), urlsplit(settings().base_url)
    slug = asked.path.removeprefix(f"{ours.path}/c/")
    is_ours = asked.netloc.lower() == ours.netloc.lower() and slug != asked.path
    if not is_ours or "/" in slug or asked.scheme not in {"http", "https"}:
        abort(404)
    return slug
