"""Each line that ends in the name of a rule does what that rule forbids; nobody imports this."""

# ruff: noqa

import os
import pickle
import subprocess
from hmac import compare_digest
from pathlib import Path

import flask
import yaml
from flask import Blueprint, redirect, request, send_file, url_for
from markupsafe import Markup
from sqlalchemy import select, text

bp = Blueprint("weak", __name__)


def html(name):
    yield Markup(name)  # html-by-hand
    yield Markup(f"<b>{name}</b>")  # html-by-hand
    yield Markup("<b>%s</b>") + Markup(name)  # html-by-hand
    yield flask.Markup(name)  # html-by-hand
    yield Markup("<b>{}</b>").format(name)
    yield Markup(flask.render_template("bold.html", name=name))


def sql(session, connection, name, table):
    session.execute(text(f"SELECT * FROM signature WHERE name = '{name}'"))  # sql-by-formatting
    session.execute(text("SELECT * FROM signature WHERE name = '%s'" % name))  # sql-by-formatting
    connection.exec_driver_sql("DELETE FROM " + table)  # sql-by-formatting
    connection.exec_driver_sql("DELETE FROM {}".format(table))  # sql-by-formatting
    statement = f"DELETE FROM {table}"  # sql-by-formatting
    connection.exec_driver_sql(statement)
    name_of = "SELECT name FROM {}".format(table)  # sql-by-formatting
    session.execute(text(name_of))
    session.execute(text("SELECT * FROM signature WHERE name = :name"), {"name": name})
    session.execute(select(table).where(table.name == name))


@bp.get("/confirm/<token>")
def confirm(token):
    operations.confirm(token)  # get-that-writes
    with transaction() as session:  # get-that-writes
        session.execute(update(Link).values(used=True))  # get-that-writes
    return "Thank you"


@bp.route("/c/<slug>/seen")
def seen(slug):
    db.session.add(Seen(slug))  # get-that-writes
    db.session.commit()  # get-that-writes


@bp.route("/c/<slug>/read", methods=["GET"])
@requires(VIEWER)
def read(slug):
    enqueue("read", slug)  # get-that-writes


@bp.route("/c/<slug>/remove", methods=["GET", "POST"])
def remove(slug):
    operations.remove(slug)


@bp.post("/confirm/<token>")
def confirmed(token):
    operations.confirm(token)


def addresses():
    yield url_for("weak.confirm", token="x", _external=True)  # address-from-request
    yield request.host_url + "confirm/x"  # address-from-request
    yield f"{request.url_root}confirm/x"  # address-from-request
    yield f"https://{request.host}/confirm/x"  # address-from-request
    yield request.headers.get("Host")  # address-from-request
    yield url_for("weak.confirm", token="x")


@bp.get("/files/<name>")
def file(name):
    return send_file(FOLDER / name)  # file-named-by-request


@bp.post("/files")
def upload():
    upload = request.files["file"]
    with open(request.form["name"]) as kept:  # file-named-by-request
        kept.read()
    upload.save(Path("uploads") / upload.filename)  # file-named-by-request
    return send_file(FOLDER / str(int(request.form["number"])))


def logs(log, signer, form, address, mail):
    log.info("signed by %s", signer.email)  # person-in-log
    log.info(f"signed by {signer.name}")  # person-in-log
    log.warning("%s sent %s", request.remote_addr, request.form)  # person-in-log
    log.error("no mail to %s", address)  # person-in-log
    log.info("not this: %s", form.email.data)  # person-in-log
    log.info("nor this: %s", request.form["email"])  # person-in-log
    log.info("for {}".format(signer.email))  # person-in-log
    current_app.logger.exception("for " + address)  # person-in-log
    log.debug("sent: %r", request.form.to_dict())  # person-in-log
    log.info("sent", extra={"email": mail})  # person-in-log
    log.info("mail %s was sent", mail.id)


def secrets(token, session, given):
    yield token == session.token  # secret-compared-by-equals
    yield request.form["csrf_token"] == form_token()  # secret-compared-by-equals
    yield keyed_digest("link", given) != session.digest  # secret-compared-by-equals
    yield given == request.args["token"]  # secret-compared-by-equals
    yield sha256(given).hexdigest() == session.digest  # secret-compared-by-equals
    yield given == totp.now()  # secret-compared-by-equals
    yield compare_digest(token, session.token)
    yield token == ""


def commands(name):
    subprocess.run(f"convert {name}", shell=True)  # shell
    os.system("convert " + name)  # shell
    subprocess.getoutput(f"convert {name}")  # shell
    subprocess.run(["convert", name])


def data(content):
    yield yaml.load(content, Loader=yaml.Loader)  # data-that-runs
    yield yaml.compose(content)  # data-that-runs
    yield pickle.loads(content)  # data-that-runs
    yield eval(content)  # data-that-runs
    yield yaml.load(content, yaml.SafeLoader)
    yield yaml.compose(content, Loader=yaml.SafeLoader)


@bp.post("/on")
def on():
    address = request.args.get("next")
    if address.startswith("/"):
        return redirect(address, 303)  # redirect-to-what-was-sent
    return redirect(safe_next(address), 303)


@bp.post("/back")
def back():
    return redirect(request.referrer)  # redirect-to-what-was-sent


@bp.post("/whole")
def whole():
    return redirect(flask.current_app.url_map.bind("").build(request.endpoint), 303)


@bp.post("/away")
def away():
    answer = make_response("", 302)
    answer.headers["Location"] = request.form["next"]  # redirect-to-what-was-sent
    return answer
