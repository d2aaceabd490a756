"""The audit log, to read: in words what each entry says, and what changed, before and after."""

import json
import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from petitions.accounts.access import requires
from petitions.accounts.audit import (
    AuditFilters,
    Entry,
    audit_choices,
    changed_place,
    entry_page,
    first_fault,
    number_of_entries,
)
from petitions.accounts.models import EDITOR
from petitions.db import use_snapshot
from petitions.web.i18n import country_name, language_name
from petitions.web.text import whole_number

bp = Blueprint("auditing", __name__, url_prefix="/organise/audit")

MAX_ENTRY = 10**9 - 1

SENTENCES: dict[str, LazyString] = {
    "created": _l("%(who)s made %(what)s."),
    "deleted the draft": _l("%(who)s deleted the draft of %(what)s."),
    "changed the state of": _l("%(who)s changed the status of %(what)s."),
    "edited": _l("%(who)s edited %(what)s."),
    "changed the picture of": _l("%(who)s changed the picture of %(what)s."),
    "removed the picture of": _l("%(who)s removed the picture of %(what)s."),
    "wrote news for": _l("%(who)s wrote news for %(what)s."),
    "changed news of": _l("%(who)s changed news of %(what)s."),
    "removed news of": _l("%(who)s removed news of %(what)s."),
    "began to mail news of": _l("%(who)s began to mail news of %(what)s."),
    "stopped mailing news of": _l("%(who)s stopped mailing news of %(what)s."),
    "went on mailing news of": _l("%(who)s went on mailing news of %(what)s."),
    "removed signatures": _l("%(who)s removed signatures of %(what)s."),
    "put back signatures": _l("%(who)s put back signatures of %(what)s."),
    "let a comment through": _l("%(who)s let a comment be shown, on %(what)s."),
    "took a comment off": _l("%(who)s hid a comment that was shown, on %(what)s."),
    "left a comment out": _l("%(who)s read a comment and left it hidden, on %(what)s."),
    "exported": _l("%(who)s downloaded signatures of %(what)s."),
    "cleared a failing address of": _l("%(who)s said that an address works again, of %(what)s."),
    "forgot": _l("%(who)s erased what signers had told, as promised: %(what)s."),
    "switched": _l("%(who)s changed the emergency stop: %(what)s."),
    "changed": _l("%(who)s changed %(what)s."),
    "changed the logo of": _l("%(who)s changed the logo of %(what)s."),
    "let be tried again": _l("%(who)s let mail be tried again: %(what)s."),
    "gave up": _l("%(who)s gave up a mail: %(what)s."),
    "logged in": _l("%(who)s logged in as %(what)s."),
    "failed to log in as": _l("%(who)s failed to log in as %(what)s."),
    "invited": _l("%(who)s invited %(what)s."),
    "took back the invitation of": _l("%(who)s took back the invitation of %(what)s."),
    "joined": _l("%(who)s joined: %(what)s."),
    "removed": _l("%(who)s removed %(what)s."),
    "changed the role of": _l("%(who)s changed the role of %(what)s."),
    "began the recovery of": _l("%(who)s began the recovery of %(what)s."),
    "stopped the recovery of": _l("%(who)s stopped the recovery of %(what)s."),
    "recovered the account of": _l("%(who)s recovered the account of %(what)s."),
    "changed the passphrase of": _l("%(who)s changed the passphrase of %(what)s."),
    "set up an app for": _l("%(who)s set up an app for the codes of %(what)s."),
    "removed the app of": _l("%(who)s removed the app for the codes of %(what)s."),
    "added a passkey to": _l("%(who)s added a passkey to %(what)s."),
    "removed a passkey of": _l("%(who)s removed a passkey of %(what)s."),
    "made new recovery codes for": _l("%(who)s made new recovery codes for %(what)s."),
}
SUBJECTS: dict[str, LazyString] = {
    "campaign": _l("campaign %(name)s"),
    "organiser": _l("organiser %(name)s"),
    "mail": _l("mail %(name)s"),
    "all parked mails": _l("all failed mails"),
    "signing": _l("signing"),
    "reports": _l("reports"),
    "names": _l("lists of names"),
    "poll interval": _l("how often open pages ask"),
    "who we are": _l("who we are"),
    "secret key": _l("the secret key"),
}
# What an entry can tell, in the order in which it is read.
NAMES: dict[str, LazyString] = {
    "title": _l("Title"),
    "reference": _l("Reference"),
    "summary": _l("Summary"),
    "pledge": _l("What people sign"),
    "story": _l("Story"),
    "text": _l("Text"),
    "about": _l("About us"),
    "demands": _l("Demand"),
    "country": _l("Country"),
    "language": _l("Language"),
    "goal": _l("Goal"),
    "issued": _l("Date of the campaign"),
    "deadline": _l("Last day to write"),
    "time_zone": _l("Time zone"),
    "keep_days": _l("Days until names are erased"),
    "sources": _l("Source"),
    "copies_to": _l("Copy to"),
    "embed_on": _l("Site that may show the counter"),
    "organiser_name": _l("Organisation"),
    "contact_email": _l("E-mail address of the organisation"),
    "safety": _l("Words about safety"),
    "is_discreet": _l("Discreet mails"),
    "slug": _l("Address of the page"),
    "target": _l("Official"),
    "name": _l("Name"),
    "role": _l("Role or office"),
    "salutation": _l("Greeting"),
    "salutations": _l("Greetings"),
    "address": _l("Address"),
    "contacts": _l("Contact"),
    "subject": _l("Subject"),
    "opening": _l("Opening"),
    "closing": _l("Closing"),
    "other_openings": _l("Other opening"),
    "other_closings": _l("Other closing"),
    "other_demands": _l("Other wording of a demand"),
    "alt": _l("Description of the picture"),
    "credit": _l("Credit of the picture"),
    "digest": _l("File"),
    "contact": _l("E-mail address"),
    "imprint": _l("Imprint"),
    "accent": _l("Colour"),
    "day": _l("Day"),
    "dated": _l("Day"),
    "reason": _l("Reason"),
    "state": _l("Status"),
    "hidden": _l("Page hidden"),
    "update": _l("News"),
    "receivers": _l("Receivers"),
    "confirmed": _l("Confirmed"),
    "pending": _l("Not confirmed yet"),
    "number": _l("How many"),
    "kind": _l("Kind"),
    "filters": _l("Filters"),
    "removal": _l("Number of the removal"),
    "signature": _l("Number of the signature"),
    "said_by": _l("Said by so many"),
    "proof": _l("With"),
    "works_from": _l("Works from"),
    "added": _l("Added"),
    "moved": _l("Moved to another place"),
    "removed_target": _l("Official removed"),
    "part": _l("Part"),
    "changed": _l("Changed"),
}
_VALUES: dict[Any, LazyString] = {
    True: _l("yes"),
    False: _l("no"),
    "draft": _l("Draft"),
    "open": _l("Open"),
    "paused": _l("Paused"),
    "won": _l("Won"),
    "closed": _l("Closed"),
    "taken-down": _l("Taken down"),
    "on": _l("allowed"),
    "off": _l("stopped"),
}
_GIST = re.compile(r"\d+ characters, SHA-256 [0-9a-f]+")
# What stands elsewhere in the same entry, or means nothing to a reader.
_SILENT = {"before", "after", "removed", "removed_letter", "digest", "part", "changed"}


@bp.get("")
@requires(EDITOR)
def audit() -> ResponseReturnValue:
    """List the entries, the newest first; `check` reads the whole chain."""
    choices = audit_choices()
    filters = AuditFilters.read(request.args, choices)
    page = entry_page(filters, whole_number(request.args.get("before"), MAX_ENTRY))
    check = None
    if "check" in request.args:
        use_snapshot()  # an entry written meanwhile is neither missing nor too many
        check = {"fault": first_fault(), "entries": number_of_entries()}
    return render_template(
        "desk/audit/audit.html",
        page=page,
        filters=filters,
        choices=choices,
        sentence=sentence,
        told=told,
        verb_label=verb_label,
        is_first="before" not in request.args,
        check=check,
    )


def sentence(entry: Entry) -> Markup:
    """Return who did what, with the names in <bdi>; of a verb that has no words, as recorded."""
    kind, _, name = entry.subject.partition(" ")
    if name and kind in SUBJECTS:
        what = str(SUBJECTS[kind]) % {"name": name}
    else:
        what = str(SUBJECTS.get(entry.subject, entry.subject))
    words = SENTENCES.get(entry.verb)
    names = {"who": Markup("<bdi>{}</bdi>").format(entry.actor)}
    names["what"] = Markup("<bdi>{}</bdi>").format(what)
    if words is None:
        return Markup("{who} {verb} {what}").format(**names, verb=entry.verb)
    return escape(str(words)) % names


def verb_label(verb: str) -> str:
    """Return what the filter calls a verb: its sentence without who and what."""
    words = SENTENCES.get(verb)
    return str(words) % {"who": "…", "what": "…"} if words else verb


def told(details: Mapping[str, Any]) -> list[str]:
    """Return what an entry tells, a line each: changes first, before and after."""
    before, after = details.get("before"), details.get("after")
    lines: list[str] = []
    if not isinstance(before, Mapping | None) or not isinstance(after, Mapping | None):
        lines.append(_arrow(_worded("", before), _worded("", after)))
    else:
        olds, news = before or {}, after or {}
        for name in _in_order({**olds, **news}):
            if olds.get(name) != news.get(name):
                lines += _change(name, olds.get(name), news.get(name))
    if "removed_letter" in details:
        language = language_name(details["removed_letter"].get("language", ""))
        lines.append(gettext("Letters removed: %(language)s", language=language))
    others = [name for name in _in_order(details) if name not in _SILENT]
    if not lines and not others:  # all that older entries have
        others = [name for name in ("part", "changed") if name in details]
    for name in others:
        value = details[name]
        if value not in ("", [], None) and not _GIST.fullmatch(str(value)):
            lines.append(f"{_name(name)}: {_worded(name, value)}")
    return lines


def _in_order(names: Mapping[str, Any]) -> list[str]:
    known = [name for name in NAMES if name in names]
    return known + [name for name in names if name not in NAMES]


def _name(name: str) -> str:
    return str(NAMES.get(name, name))


def _change(name: str, before: Any, after: Any) -> Iterator[str]:
    """Yield how one thing was and is; of a list, each item that differs."""
    if name == "digest":
        yield gettext("Another file")
    elif _GIST.fullmatch(str(before)) or _GIST.fullmatch(str(after)):  # as older entries have it
        yield gettext("%(name)s: changed", name=_name(name))
    elif isinstance(before, list) or isinstance(after, list):
        olds, news = ([_item(one) for one in side or []] for side in (before, after))
        yield from _list_changes(_name(name), olds, news)
    else:
        old, new = changed_place(_worded(name, before), _worded(name, after))
        yield f"{_name(name)}: {_arrow(old, new)}"


def _list_changes(name: str, before: list[str], after: list[str]) -> Iterator[str]:
    if sorted(before) == sorted(after):
        yield gettext("%(name)s: another order", name=name)
        return
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        both = min(j - i, m - k)
        for step in range(both):
            old, new = changed_place(before[i + step], after[k + step])
            yield f"{name} {i + step + 1}: {_arrow(old, new)}"
        for place in range(i + both, j):
            gone = {"name": name, "n": place + 1, "words": changed_place(before[place], "")[0]}
            yield gettext("%(name)s %(n)s removed: “%(words)s”", **gone)
        for place in range(k + both, m):
            come = {"name": name, "n": place + 1, "words": changed_place("", after[place])[1]}
            yield gettext("%(name)s %(n)s added: “%(words)s”", **come)


def _arrow(before: str, after: str) -> str:
    if not before:
        return str(gettext("“%(after)s”, before nothing", after=after))
    if not after:
        return str(gettext("nothing, before “%(before)s”", before=before))
    return str(gettext("“%(before)s” → “%(after)s”", before=before, after=after))


def _item(value: Any) -> str:
    """Return one thing of a list as words."""
    if isinstance(value, Mapping):
        return " ".join(str(one) for one in value.values() if one)
    return " · ".join(map(_item, value)) if isinstance(value, list) else str(value)


def _worded(name: str, value: Any) -> str:
    """Return a value as people say it; what nobody foresaw as JSON."""
    if value is None:
        return ""
    if name == "country" and value:
        return country_name(value)
    if name == "language" and value:
        return language_name(value)
    if isinstance(value, list):
        return ", ".join(_name(str(_item(one))) for one in value)
    if isinstance(value, bool) or (name in {"", "state"} and str(value) in _VALUES):
        return str(_VALUES[value])
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
