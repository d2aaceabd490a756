"""Whatever happens at the same time, the number shown is the number of confirmed rows."""

from petitions.db.tally import fold, mismatches
from petitions.signing.queries import confirmed_counts
from tests.conftest import both_databases
from tests.factories import a_campaign
from tests.mails import link
from tests.pages import Visitor
from tests.signing.steps import at_once, count_of, sign

PEOPLE = 12


@both_databases
def test_people_confirm_and_withdraw_while_the_worker_folds(app, visitor, mailbox):
    slug = a_campaign(app)
    for number in range(PEOPLE):
        sign(visitor, slug, email=f"ada{number}@example.org")
    mails = mailbox.receive()
    steps = [link(mail, "confirm") for mail in mails] * 2
    steps += [link(mail, "withdraw") for mail in mails[: PEOPLE // 2]]

    def fold_often():
        with app.app_context():
            return sum(fold() for _ in range(20))

    works = [lambda path=path: Visitor(app).post(path) for path in steps]
    at_once([*works, fold_often, fold_often])
    assert count_of(visitor, slug) == PEOPLE // 2
    with app.app_context():
        assert mismatches("signatures", confirmed_counts()) == {}
