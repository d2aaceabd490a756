"""A mail comes to the mail server whole, polite and without anything that tracks its reader."""

import re
from email.utils import parsedate_to_datetime

from justhtml import JustHTML

from tests.conftest import NOON
from tests.mail.outbox import only_row, queue, work
from tests.mails import body

REMOTE = "img, script, link, iframe, object, video, audio, form, [src], [background], [style]"


def delivered(app, smtp):
    queue(app)
    assert work(app) == 1
    (mail,) = smtp.mails
    return mail


def test_it_arrives_and_is_noted(app, smtp, clock):
    delivered(app, smtp)
    row = only_row(app)
    assert (row.state, row.tries, row.last_error) == ("sent", 0, None)
    assert row.sent_at.isoformat() == NOON


def test_it_says_who_writes_to_whom_about_what(app, smtp):
    mail = delivered(app, smtp)
    assert mail["From"] == "petitions@localhost"
    assert mail["To"] == "ada1@example.org"
    assert mail["Subject"] == "Please confirm: Free the nurse"


def test_it_has_a_text_and_an_html_part_that_say_the_same(app, smtp):
    mail = delivered(app, smtp)
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    html = JustHTML(body(mail, "html"), strict=True).query("body")[0]
    assert html.to_text().split() == [word for word in body(mail).split() if word != "--"]


def test_it_is_dated_and_says_that_a_machine_wrote_it(app, smtp, clock):
    mail = delivered(app, smtp)
    assert parsedate_to_datetime(mail["Date"]).isoformat() == NOON
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == only_row(app).message_id


def test_its_message_id_tells_nothing_of_the_machine_it_was_made_on(app, smtp):
    assert delivered(app, smtp)["Message-ID"].endswith("@127.0.0.1>")


def test_it_loads_nothing_and_has_links_to_this_site_alone(app, smtp):
    html = JustHTML(body(delivered(app, smtp), "html"), sanitize=False)
    assert not html.query(REMOTE)
    (style,) = html.query("style")
    assert not re.search(r"url|@|expression", style.to_html())
    links = [link.attrs["href"] for link in html.query("a")]
    assert links
    assert all(link.startswith("http://127.0.0.1:8000/") and "?" not in link for link in links)


def test_it_repeats_nothing_that_was_typed_into_the_form(app, smtp):
    assert "Lovelace" not in delivered(app, smtp).as_string()


def test_nothing_is_sent_twice(app, smtp):
    delivered(app, smtp)
    assert work(app) == 0
    assert len(smtp.mails) == 1
