"""A public post fits its network, names the official there, and is the text that is shown."""

from urllib.parse import unquote

import pytest

from petitions.appeals.composing import Choices
from petitions.appeals.networks import (
    appeal_posts,
    friend_link,
    grapheme_count,
    mastodon_length,
    share_posts,
    threads_length,
    x_length,
)
from tests.appeals.campaigns import CASE, PAGE, a_reachable_campaign, an_appeal, by

HANDLES = {
    "x": "@minister",
    "bluesky": "@minister.bsky.social",
    "mastodon": "@minister@mastodon.example",
}
COUNTS = {
    "x": (x_length, 280),
    "bluesky": (grapheme_count, 300),
    "mastodon": (mastodon_length, 500),
    "threads": (threads_length, 500),
    "reddit": (grapheme_count, 300),
}
LONG = {
    "English": "Please set the nurse free now " * 66,
    "paragraphs": "Please set her free.\n\nShe is a nurse.\n" * 50,
    "one word": "free" * 500,
    "Chinese": "释放这位护士让她看医生" * 180,
    "emoji": "👩🏾‍⚕️🕊️" * 200,
    "Thai": "ปล่อยตัวพยาบาลให้เป็นอิสระ" * 75,
    "Thai sentences": "ปล่อยตัวพยาบาล ให้เธอพบแพทย์ " * 65,
    "Burmese": "သူနာပြုကိုလွှတ်ပေးပါ" * 90,
    "Arabic": "أطلقوا سراح الممرضة فورًا " * 75,
    "Devanagari": "नर्स को रिहा कीजिए " * 100,
    "addresses": "https://example.org/a/b example.com " * 55,
    "handles": "free @minister@mastodon.example " * 60,
}
long = pytest.mark.parametrize("words", LONG.values(), ids=LONG.keys())


def posts_of(appeal):
    return {post.network.name: post for post in appeal_posts(appeal, CASE)}


def own(app, words, **changes):
    return posts_of(an_appeal(app, Choices(words=words.strip()), **changes))


def fits(post):
    """Tell whether a post is as short as its network demands, by that network's own count."""
    count, most = COUNTS.get(post.network.name, (len, 10_000))
    return count(post.text) <= most


def item(page, name):
    """Give the entry of one network on the page."""
    (found,) = [li for li in page.all(".posts > li") if li.query(f"#post-{name}")]
    return found


def shown(page, name):
    return page.one(f"#post-{name}").to_text(separator="", strip=False)


def link_fields(link):
    pairs = [pair.partition("=")[::2] for pair in link.partition("?")[2].split("&")]
    return {name: unquote(value, errors="strict") for name, value in pairs}


def test_a_post_is_title_handle_demands_and_address(in_app):
    text = posts_of(an_appeal(in_app))["x"].text
    assert text == f"Free the nurse. @minister Set her free. Let a doctor see her. {CASE}"


def test_a_title_that_ends_as_a_sentence_gets_no_second_mark(in_app):
    assert own(in_app, "", title="Free her!")["x"].text.startswith("Free her! @minister Set")


def test_own_words_take_the_place_of_title_and_demands(in_app):
    assert own(in_app, "I am a nurse too.")["x"].text == f"I am a nurse too. @minister {CASE}"


def test_only_the_demands_chosen_are_posted(in_app):
    text = posts_of(an_appeal(in_app, Choices(demands=(2,))))["x"].text
    assert text == f"Free the nurse. @minister Let a doctor see her. {CASE}"


@pytest.mark.parametrize(("name", "handle"), HANDLES.items())
def test_the_official_is_named_by_the_account_there(in_app, name, handle):
    post = posts_of(an_appeal(in_app))[name]
    assert post.has_account
    assert [word for word in post.text.split() if word[0] == "@"] == [handle]


OFFICIALS = [
    ({}, "Ann Other, Minister of Health"),
    ({"name": ""}, "Minister of Health"),
    ({"role": ""}, "Ann Other"),
]


@pytest.mark.parametrize(("official", "named"), OFFICIALS)
def test_where_the_official_has_no_account_name_and_office_stand_first(in_app, official, named):
    posts = posts_of(an_appeal(in_app, target=official))
    elsewhere = [posts[name] for name in posts if name not in HANDLES]
    assert len(elsewhere) == 6
    demands = f"Set her free. Let a doctor see her. {CASE}"
    assert {post.text for post in elsewhere} == {f"{named}: Free the nurse. {demands}"}
    assert not any(post.has_account for post in elsewhere)


def test_an_official_without_any_account_is_named_on_every_network(in_app):
    for post in posts_of(an_appeal(in_app, target={"contacts": []})).values():
        assert post.text.startswith("Ann Other, Minister of Health: Free the nurse. ")
        assert not post.has_account


@pytest.mark.parametrize("script", LONG)
def test_the_longest_name_and_office_leave_room_for_the_case(in_app, script):
    long = LONG[script].strip()[:200]
    target = {"name": long, "role": long, "contacts": []}
    for name, post in posts_of(an_appeal(in_app, target=target)).items():
        assert fits(post), post
        assert post.text.endswith(CASE)
        assert ": Free the nurse. " in post.text, name
        assert not post.text.startswith("@")


def test_every_account_on_a_network_is_named(in_app):
    target = {"contacts": by("social", "@minister", "@ministry")}
    assert " @minister @ministry " in posts_of(an_appeal(in_app, target=target))["x"].text


def test_a_demand_that_does_not_fit_is_left_out_whole(in_app):
    posts = own(in_app, "", demands=["Set her free.", f"See {'that all ' * 25}end.", "Last."])
    assert posts["x"].text == f"Free the nurse. @minister Set her free. {CASE}"
    assert posts["mastodon"].text.endswith(f"end. Last. {CASE}")


@long
def test_own_words_of_any_length_are_made_to_fit(in_app, words):
    posts = own(in_app, words)
    assert set(COUNTS) < set(posts)
    for post in posts.values():
        assert fits(post), post
        assert post.text.endswith(CASE)
        assert HANDLES.get(post.network.name, "") in post.text


@long
def test_a_title_of_any_length_is_made_to_fit(in_app, words):
    for post in own(in_app, "", title=words[:200].strip(), demands=[words, words]).values():
        assert fits(post), post
        assert post.text.endswith(CASE)


@long
def test_words_stand_before_handle_and_address(in_app, words):
    for post in own(in_app, words).values():
        assert not post.text.startswith(("@", CASE)), post


@pytest.mark.parametrize("name", COUNTS)
def test_what_is_too_long_is_cut_between_words_as_late_as_it_may(in_app, name):
    words = LONG["English"].strip()
    text = own(in_app, words)[name].text
    kept, mark, _ = text.partition("…")
    assert mark
    kept = kept.removeprefix("Ann Other, Minister of Health: ")
    assert words.startswith(f"{kept} ")
    longer = words[: words.index(" ", len(kept) + 1)]
    count, most = COUNTS[name]
    assert count(text.replace(kept, longer)) > most


def test_what_has_no_limit_is_posted_whole(in_app):
    words = LONG["English"].strip()
    posts = own(in_app, words)
    for name in ("whatsapp", "telegram"):
        assert posts[name].text == f"Ann Other, Minister of Health: {words} {CASE}"


@pytest.mark.parametrize("words", [LONG["emoji"] * 3, LONG["Devanagari"]])
def test_no_letter_is_cut_in_two(in_app, words):
    posts = own(in_app, words)
    for name in COUNTS:
        kept, mark, _ = posts[name].text.partition("…")
        assert mark
        kept = kept.removeprefix("Ann Other, Minister of Health: ")
        assert words.startswith(kept)
        assert grapheme_count(kept) + grapheme_count(words[len(kept) :]) == grapheme_count(words)


def test_chinese_counts_double_on_x_alone(in_app):
    posts = own(in_app, LONG["Chinese"])
    lengths = {name: posts[name].text.index("…") for name in ("x", "bluesky")}
    assert lengths["x"] <= 140 < lengths["bluesky"]


def test_mastodon_is_opened_once_one_said_where(in_app):
    appeal = an_appeal(in_app, Choices(server="mastodon.social"))
    post = posts_of(appeal)["mastodon"]
    assert post.link.startswith("https://mastodon.social/share?text=Free%20the%20nurse.%20")
    assert link_fields(post.link) == {"text": post.text}


def test_mastodon_has_a_text_and_no_link_until_then(in_app):
    post = posts_of(an_appeal(in_app))["mastodon"]
    assert (post.link, post.text.startswith("Free the nurse. @minister@")) == ("", True)


def test_what_friends_are_sent_names_nobody(in_app):
    posts = share_posts(["Free the nurse.", "She needs a doctor."], CASE, "mastodon.social")
    assert {post.text for post in posts} == {f"Free the nurse. She needs a doctor. {CASE}"}
    assert not any(post.has_account for post in posts)
    assert all(post.link.startswith("https://") for post in posts)


def test_a_friend_gets_a_mail_with_every_sentence(in_app):
    link = friend_link("Free & her?", ["100 % #1 + 1", "Two."], CASE)
    assert link.startswith("mailto:?")
    assert "+" not in link
    body = f"100 % #1 + 1\r\n\r\nTwo.\r\n\r\n{CASE}"
    assert link_fields(link) == {"subject": "Free & her?", "body": body}


@pytest.mark.parametrize("words", ["", "Free & her? 1 + 1\n100 % #now", LONG["Arabic"]])
def test_what_the_page_shows_is_what_opens(app, visitor, words):
    a_reachable_campaign(app)
    page = visitor.post(f"{PAGE}/social", {"words": words, "server": "mastodon.social"})
    for name in ("x", "bluesky", "mastodon", "threads", "whatsapp", "telegram", "reddit"):
        (link,) = item(page, name).query("p a")
        given = link_fields(link.attrs["href"])
        opened = " ".join(given[key] for key in ("text", "title", "url") if key in given)
        assert opened == shown(page, name)


@pytest.mark.parametrize("words", ["", "释放她 👩🏾‍⚕️ example.org", LONG["English"]])
def test_what_the_page_counts_is_the_text_it_shows(app, visitor, words):
    a_reachable_campaign(app)
    page = visitor.post(f"{PAGE}/social", {"words": words})
    for name, (count, most) in COUNTS.items():
        (counter,) = item(page, name).query("[data-length]")
        length = count(shown(page, name))
        assert counter.attrs["data-length"] == str(length)
        assert counter.to_text() == f"{length} of {most} characters"


def test_the_page_counts_nothing_where_there_is_no_limit(app, visitor):
    a_reachable_campaign(app)
    page = visitor.get(f"{PAGE}/social")
    assert len(page.all("[data-length]")) == len(COUNTS)
    assert not item(page, "whatsapp").query("[data-length]")


def test_the_page_opens_the_networks_where_the_official_is(app, visitor):
    a_reachable_campaign(app)
    first, others = visitor.get(f"{PAGE}/social").all("ul.posts")
    names = [text.attrs["id"] for text in first.query(".post")]
    assert names == ["post-x", "post-bluesky", "post-mastodon"]
    assert len(others.query(".posts > li")) == 6


def test_where_there_is_no_account_every_network_is_there_and_the_first_text(app, visitor):
    a_reachable_campaign(app, target={"contacts": []})
    page = visitor.get(f"{PAGE}/social")
    (networks,) = page.all("ul.posts")
    assert len(networks.query(".posts > li")) == 9
    texts = [one.attrs["id"] for one in page.all("details[open]")]
    assert texts == ["about-x"]
    assert "the post names the official by name and office" in page.text(".facts")
    assert not page.all("#other-networks")


def test_the_page_takes_a_server_of_mastodon(app, visitor):
    a_reachable_campaign(app)
    assert not item(visitor.get(f"{PAGE}/social"), "mastodon").query("p a")
    page = visitor.post(f"{PAGE}/social", {"server": "@ada@Bücher.example"})
    (link,) = item(page, "mastodon").query("p a")
    assert link.attrs["href"].startswith("https://xn--bcher-kva.example/share?text=")


@pytest.mark.parametrize(
    "server", ["evil.com/path", "a@b", "data:text/html,x.y", "mastodon social.org", "xn--", "x"]
)
def test_the_page_refuses_what_is_no_server(app, visitor, server):
    a_reachable_campaign(app)
    page = visitor.post(f"{PAGE}/social", {"server": server, "words": "Kept."})
    assert page.status == 422
    assert page.text("#server-problem") == "Write the name of your server like mastodon.social."
    assert (page.value("server"), page.value("words").strip()) == (server, "Kept.")
    assert not page.all("#ready a")


@pytest.mark.parametrize("words", ["<b>x</b>", "&text=evil", "#x", '" onclick="x'])
def test_what_is_typed_adds_nothing_to_a_link(app, visitor, words):
    a_reachable_campaign(app)
    page = visitor.post(f"{PAGE}/social", {"words": words})
    plain = visitor.post(f"{PAGE}/social", {"words": "x"})
    found, expected = (
        [(a.attrs["href"].partition("?")[0], set(link_fields(a.attrs["href"]))) for a in links]
        for links in (page.all("#ready a"), plain.all("#ready a"))
    )
    assert found == expected
    assert shown(page, "x").startswith(f"{words} @minister ")
