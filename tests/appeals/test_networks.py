"""Each network is opened with the text filled in, and knows its own accounts; nothing else is."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petitions.appeals.networks import MASTODON, NETWORKS, account_handles, mastodon_server
from tests.appeals.campaigns import CASE

BARE = "Free & her? #now, 100 % = 1 + 1 😀\nСвобода « ق »"
FULL = f"{BARE} {CASE}"
SHARED = {
    "x": ("https://x.com/intent/tweet", {"text": BARE, "url": CASE}),
    "bluesky": ("https://bsky.app/intent/compose", {"text": FULL}),
    "threads": ("https://www.threads.com/intent/post", {"text": BARE, "url": CASE}),
    "whatsapp": ("https://wa.me/", {"text": FULL}),
    "telegram": ("https://t.me/share/url", {"url": CASE, "text": BARE}),
    "facebook": ("https://www.facebook.com/sharer/sharer.php", {"u": CASE}),
    "linkedin": ("https://www.linkedin.com/sharing/share-offsite/", {"url": CASE}),
    "reddit": ("https://www.reddit.com/submit", {"url": CASE, "title": BARE}),
}
HANDLES = {
    "@minister": {"x": "@minister"},
    "@min_1": {"x": "@min_1"},
    "https://x.com/minister": {"x": "@minister"},
    "https://twitter.com/minister/status/1": {"x": "@minister"},
    "https://www.x.com/minister?lang=en": {"x": "@minister"},
    "@minister.bsky.social": {"bluesky": "@minister.bsky.social"},
    "@health.gov.example": {"bluesky": "@health.gov.example"},
    "https://bsky.app/profile/minister.bsky.social": {"bluesky": "@minister.bsky.social"},
    "@minister@mastodon.example": {"mastodon": "@minister@mastodon.example"},
    "https://mastodon.example/@minister": {"mastodon": "@minister@mastodon.example"},
    "https://www.threads.com/@minister": {"threads": "@minister"},
    "https://threads.net/@minister": {"threads": "@minister"},
    "https://x.com": {},
    "https://x.com/": {},
    "https://bsky.app/": {},
    "https://www.facebook.com/minister": {},
    "https://www.linkedin.com/in/minister/": {},
    "https://x.com.evil.example/minister": {},
    "https://evil.example/x.com/minister": {},
}
SERVERS = {
    "mastodon.social": "mastodon.social",
    "  Mastodon.Social\n": "mastodon.social",
    "https://mastodon.social/": "mastodon.social",
    "http://mastodon.social": "mastodon.social",
    "HTTPS://mastodon.social": "mastodon.social",
    "@ada@mastodon.social": "mastodon.social",
    "ada@mastodon.social": "mastodon.social",
    "bücher.example": "xn--bcher-kva.example",
    "xn--bcher-kva.example": "xn--bcher-kva.example",
    "例子.公司": "xn--fsqu00a.xn--55qx5d",
    "пример.рф": "xn--e1afmkfd.xn--p1ai",
}
NO_SERVERS = [
    "",
    "mastodon",
    "a@b",
    "evil.com/path",
    "evil.com/share?text=",
    "evil.com?x",
    "evil.com#x",
    "evil.com:8080",
    "mastodon.social@",
    "javascript:alert(1)",
    "javascript://mastodon.social",
    "data:text/html,x.y",
    "//evil.com",
    "ftp://evil.com",
    "https://https://evil.com",
    "mastodon social.org",
    "mastodon.social evil.com",
    "mastodon.\nsocial",
    "mastodon..social",
    ".mastodon.social",
    "-mastodon.social",
    "masto_don.social",
    "mastodon%2esocial",
    "xn--",
    "xn--a.com",
    "xn--zzzzzz--.com",
    "evil.com／x",
    "evil。com",
    "℀.com",
    "½.com",
    "evil\u200d.com",
    "\u202eevil.com",
    "😀.com",
    "<b>.com",
    '".com',
    f"{'x' * 64}.org",
    f"{'x.' * 150}org",
    "[::1]",
    "2130706433",
]
host = st.text(st.sampled_from("ab1.-_@:/?#\\ %xn\té。ß🄰ａ①\u00ad\u200d"), max_size=20)


def network(name):
    return next(one for one in NETWORKS if one.name == name)


def taken_apart(link):
    """Give address and fields of a link, decoded as every network does: %20 for a space."""
    assert "+" not in link
    address, _, query = link.partition("?")
    pairs = [pair.partition("=")[::2] for pair in query.split("&")]
    return address, {name: unquote(value, errors="strict") for name, value in pairs}


def test_there_is_a_share_address_for_every_network():
    assert [one.name for one in NETWORKS if one.name not in SHARED] == ["mastodon"]


@pytest.mark.parametrize("name", SHARED)
def test_a_network_is_opened_with_text_and_address(name):
    assert taken_apart(network(name).link(FULL, CASE)) == SHARED[name]


@pytest.mark.parametrize("name", SHARED)
def test_the_address_stands_once_in_what_is_posted(name):
    assert unquote(network(name).link(FULL, CASE)).count(CASE) == 1


@pytest.mark.parametrize(("contact", "handles"), HANDLES.items())
def test_an_account_is_named_on_its_own_network_alone(contact, handles):
    assert account_handles(contact) == handles
    assert set(handles) <= {network.name for network in NETWORKS}


@pytest.mark.parametrize("host", ["www.youtube.com", "www.tiktok.com", "x.com"])
def test_an_account_of_a_known_site_is_none_of_mastodon(host):
    assert "mastodon" not in account_handles(f"https://{host}/@minister")


@pytest.mark.parametrize(("typed", "server"), SERVERS.items())
def test_a_server_is_known_however_it_is_typed(typed, server):
    assert mastodon_server(typed) == server


@pytest.mark.parametrize("typed", NO_SERVERS)
def test_what_is_no_name_of_a_server_is_refused(typed):
    with pytest.raises(ValueError):  # noqa: PT011  (of whatever kind)
        mastodon_server(typed)


@pytest.mark.parametrize(
    "typed", ["127.0.0.1", "10.0.0.8", "①②⑦.0.0.1", "0x7f.1", "1.2", "localhost.", "a."]
)
def test_a_number_or_a_machine_of_ones_own_is_no_server(typed):
    with pytest.raises(ValueError):  # noqa: PT011  (of whatever kind)
        mastodon_server(typed)


def test_a_server_is_opened_with_the_text():
    address, fields = taken_apart(MASTODON.link(FULL, CASE, "mastodon.social"))
    assert (address, fields) == ("https://mastodon.social/share", {"text": FULL})


@settings(deadline=None, max_examples=500)
@given(st.one_of(host, st.text(max_size=20), host.map(lambda text: f"https://{text}")))
def test_whatever_is_typed_leads_to_the_share_page_of_a_server_or_nowhere(typed):
    try:
        server = mastodon_server(typed)
    except ValueError:
        return
    parts = urlsplit(MASTODON.link("?#/@", CASE, server))
    assert (parts.scheme, parts.netloc, parts.path) == ("https", server, "/share")
    assert server.replace(".", "").replace("-", "").isalnum()
    assert (server.isascii(), server.lower(), parts.fragment) == (True, server, "")
