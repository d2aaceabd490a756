"""PostgreSQL may have several hosts, and a COMMIT that its standby missed is not a success."""

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from petitions import create_app
from petitions import db as database_module
from petitions.db import NotStored, db, transaction
from petitions.db.sql import locked
from petitions.db.tally import Delta, count, counted
from tests.conftest import make_settings
from tests.factories import a_campaign, sign_form
from tests.mail.smtp_server import free_port
from tests.signing.steps import one_group, signing

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def admin(postgres_server):
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        yield connection


@pytest.fixture
def ghost(app, admin):
    """Let the server wait for a standby that never answers: `ghost("ghost")`, off: `ghost("")`."""

    def wait_for(name):
        admin.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
        admin.execute("SELECT pg_reload_conf()")
        while admin.execute("SHOW synchronous_standby_names").fetchone() != (name,):
            time.sleep(0.01)
        time.sleep(0.1)  # the other processes of the server read it soon after this one

    yield wait_for
    wait_for("")


def cancelled(admin, work):
    """Run `work` in a thread, cancel its wait for the standby, give its result."""
    waiting = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        while not future.done():
            admin.execute(waiting)
            time.sleep(0.01)
    return future.result()


def counts(app):
    with app.app_context(), transaction():
        count("letters")


def site(tmp_path, url):
    return create_app(make_settings(tmp_path, url))


def ready(app):
    answer = app.test_client().get("/readyz").status_code
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return answer


def several_hosts(database, *ports):
    head, tail = database.split("127.0.0.1:")
    hosts = ",".join(f"127.0.0.1:{port}" for port in [*ports, tail.split("/")[0]])
    options = "target_session_attrs=read-write&connect_timeout=2"
    return f"{head}{hosts}/{tail.split('/')[1]}?{options}"


def test_a_dead_first_host_is_passed_over(tmp_path, database):
    app = site(tmp_path, several_hosts(database, free_port(), free_port()))
    counts(app)
    with app.app_context():
        assert counted(["letters"]) == {"letters": 1}
    assert ready(app) == 200


def test_a_read_only_host_does_not_do(tmp_path, database, admin):
    name = database.rpartition("/")[2]
    admin.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    app = site(tmp_path, several_hosts(database))
    with pytest.raises(OperationalError):
        counts(app)
    assert ready(app) == 503


def test_without_any_host_the_site_is_not_ready(tmp_path, database):
    app = site(tmp_path, f"postgresql://postgres@127.0.0.1:{free_port()}/none?connect_timeout=2")
    assert ready(app) == 503


def test_a_host_that_comes_back_is_found_again(app, database, admin):
    counts(app)
    admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
        [database.rpartition("/")[2]],
    )
    counts(app)
    with app.app_context():
        assert counted(["letters"]) == {"letters": 2}


def test_a_commit_that_the_standby_missed_is_not_stored(app, ghost, admin):
    ghost("ghost")
    with pytest.raises(NotStored):
        cancelled(admin, lambda: counts(app))


def test_the_next_commit_is_judged_by_itself(app, ghost, admin):
    ghost("ghost")
    with pytest.raises(NotStored):
        cancelled(admin, lambda: counts(app))
    ghost("")
    counts(app)


def test_a_warning_before_the_commit_is_no_reason_to_doubt(app):
    with app.app_context(), transaction() as session:
        count("letters")
        session.connection().exec_driver_sql("DO $$ BEGIN RAISE WARNING 'careful'; END $$")


def test_nobody_is_thanked_for_a_signature_that_the_standby_missed(visitor, app, ghost, admin):
    slug = a_campaign(app)
    ghost("ghost")
    answer = cancelled(admin, lambda: visitor.post(f"/c/{slug}/sign", sign_form()))
    assert answer.status == 503


def test_those_who_could_not_be_thanked_may_sign_again(visitor, app, ghost, admin):
    slug = a_campaign(app)
    ghost("ghost")
    cancelled(admin, lambda: visitor.post(f"/c/{slug}/sign", sign_form()))
    ghost("")
    assert visitor.post(f"/c/{slug}/sign", sign_form()).status == 303


def test_a_row_that_somebody_holds_keeps_its_own_signer_waiting_alone(app, settings, monkeypatch):
    monkeypatch.setattr(database_module, "BATCH_LOCK_TIMEOUT_MILLISECONDS", 50)
    slug = a_campaign(app)
    assert signing(app, slug, "ada")() == 303
    with psycopg.connect(settings.database_url) as holder:
        holder.execute("SET idle_in_transaction_session_timeout = '5s'")
        holder.execute("SELECT id FROM signature FOR UPDATE")
        with one_group(app) as (send, answers):
            for name in ("ada", "ben", "cleo"):
                send(name, signing(app, slug, name))
    assert answers == {"ada": 503, "ben": 303, "cleo": 303}
    assert signing(app, slug, "ada")() == 303


def test_no_more_rows_are_locked_than_meant_however_they_are_found(in_app):
    with transaction() as session:
        session.add_all(Delta(key=str(number), amount=1) for number in range(9))
    chosen = locked(select(Delta.id).order_by(Delta.id).limit(3))
    with transaction() as session:
        for way in ("hashagg", "hashjoin", "mergejoin", "material", "sort"):
            session.execute(text(f"SET LOCAL enable_{way} = off"))  # one is left: row by row
        taken = session.execute(update(Delta).where(Delta.id.in_(chosen)).values(amount=2))
        assert taken.rowcount == 3
