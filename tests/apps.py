"""Applications, each made once in a process and lent to one test after another.

Making one takes as long as several requests to it, and so does compiling its templates. What a
test does to its database is gone with that; what it does to the application itself would stay.
So a test that adds a route, or changes anything else of the application, asks for one of its own
(`@pytest.mark.own_app`), and it is an error where another one did.
"""

import logging
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from flask import Flask

from petitions import config, create_app, db
from petitions.config import Settings


@dataclass(frozen=True)
class Made:
    """An application as it was made, and what a test may not leave changed."""

    app: Flask
    extensions: frozenset[str]
    built: tuple[object, ...]


_idle: defaultdict[object, list[Made]] = defaultdict(list)


@contextmanager
def lent(settings: Settings, *, own: bool = False) -> Iterator[Flask]:
    """Give an application that nobody else uses meanwhile; with `own` nobody did before either."""
    dialect = settings.database_url.partition(":")[0]
    # What is built into it, and what the statements are compiled for.
    kind = (settings.base_url, settings.proxy_hops, settings.hsts_subdomains, dialect)
    own = own or bool(settings.keep_seconds)  # the answers that it keeps stand before Flask
    made = _idle[kind].pop() if _idle[kind] and not own else _make(settings)
    app = made.app
    config.init_app(app, settings)
    db.connect(app, settings.database_url)
    logging.getLogger("petitions").handlers[0].setStream(sys.stderr)  # of this test
    yield app
    if own or dialect == "sqlite":  # whose file is another one for the next test
        db.disconnect(app)
    for name in app.extensions.keys() - made.extensions:
        del app.extensions[name]
    if not own:
        assert _built(app) == made.built, "this test changes the application: own_app"
        _idle[kind].append(made)


def disconnect() -> None:
    """Close the connections of those that nobody uses."""
    for made in chain.from_iterable(_idle.values()):
        db.disconnect(made.app)


def _make(settings: Settings) -> Made:
    app = create_app(settings)
    return Made(app, frozenset(app.extensions), _built(app))


def _built(app: Flask) -> tuple[object, ...]:
    """Give what tells whether the application is still the one that was made."""
    settings = {name: app.config[name] for name in app.config if name != "SECRET_KEY"}
    rules = len(list(app.url_map.iter_rules()))
    environment = (len(app.jinja_env.globals), len(app.jinja_env.filters))
    hooks = [
        len(functions)
        for by_blueprint in (app.before_request_funcs, app.after_request_funcs)
        for functions in by_blueprint.values()
    ]
    return settings, rules, environment, hooks, list(_layers(app.wsgi_app))


def _layers(layer: Any) -> Iterator[dict[str, Any]]:
    """Give what each part in front of Flask holds, the outermost first."""
    while hasattr(layer, "app"):
        yield dict(vars(layer))
        layer = layer.app
