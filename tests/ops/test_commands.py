"""Commands do what they say and end with a number that a script can trust."""

import signal
import time

import pytest

from petitions.config import ROOT
from tests.factories import a_campaign, sign_form
from tests.mail.outbox import only_row, queue
from tests.ops.processes import run, start
from tests.urgent_actions.files import RIGHT, imported, stored

SAMPLE = ROOT / "sample" / "ua-115-16.md"


def invoke(app, *words):
    answer = app.test_cli_runner().invoke(args=words)
    return answer.exit_code, answer.output


def ready(visitor):
    return visitor.get("/readyz").status


def test_an_imported_campaign_is_a_draft(app, visitor):
    assert imported(app, SAMPLE) == (0, "ua-115-16: a draft\n")
    assert visitor.get("/c/ua-115-16").status == 404


def test_with_publish_it_is_open_at_once(app, visitor):
    assert imported(app, SAMPLE, "--publish") == (0, "ua-115-16: open\n")
    assert visitor.get("/c/ua-115-16").one("form#sign")


def test_what_was_refused_is_neither_stored_nor_in_the_audit_log(app, tmp_path):
    file = tmp_path / "wrong.md"
    file.write_text(RIGHT.replace("NO", "Norway"))
    assert imported(app, file, "--publish")[0] == 2
    assert stored(app) == 0
    assert invoke(app, "audit", "--check") == (0, "the audit log is whole\n")


def test_send_mail_once_sends_all_and_ends(app, visitor, mailbox):
    slug = a_campaign(app)
    visitor.post(f"/c/{slug}/sign", sign_form())
    assert invoke(app, "send-mail", "--once") == (0, "")
    assert len(mailbox.read()) == 1


def test_send_mail_once_folds_counts(app, visitor, mailbox):
    queue(app)
    invoke(app, "send-mail", "--once")
    assert invoke(app, "recount", "--check") == (0, "every number is right\n")


def test_db_brings_the_tables_down_and_up(app, visitor):
    assert invoke(app, "db", "downgrade", "base")[0] == 0
    assert ready(visitor) == 503
    assert invoke(app, "db", "upgrade")[0] == 0
    assert ready(visitor) == 200


@pytest.mark.parametrize(
    "words",
    [
        ["db", "upgrade", "9999"],
        ["db", "downgrade"],
        ["import-campaign"],
        ["set-state", "free-the-nurse"],
        ["audit"],
        ["unheard-of"],
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_fails(app, words):
    assert invoke(app, *words)[0] != 0


def test_a_wrong_setting_is_told_without_a_traceback(settings):
    code, said = run(settings, "recount", PETITIONS_WORKERS="none")
    assert code == 2
    assert "PETITIONS_WORKERS is 'none'; expected a whole number, 1 or more." in said
    assert "Traceback" not in said


def test_a_real_process_works_on_the_same_site(app, settings):
    code, said = run(settings, "import-campaign", str(SAMPLE), "--publish")
    assert (code, said, stored(app)) == (0, "ua-115-16: open\n", 1)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_mail_worker_ends_in_order_when_it_is_told_to(app, settings, number):
    queue(app)
    with start(settings, "send-mail") as worker:
        while only_row(app).state != "sent":
            assert worker.process.is_alive()
            time.sleep(0.02)
        worker.send_signal(number)
        assert worker.wait(20) == 0
