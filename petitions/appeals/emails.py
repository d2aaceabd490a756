"""Appeals by e-mail: the link that opens the reader's own program, and what to do without one."""

from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote, urlencode

from petitions.appeals.composing import Appeal

# Windows and several mail programs cut longer links, silently.
MOST_LINK_CHARACTERS = 1_800
# Gmail is an address of the web: servers on the way refuse much longer ones.
MOST_WEB_CHARACTERS = 6_000


def addresses(appeal: Appeal) -> list[str]:
    """Give the target's e-mail addresses."""
    return [contact.value for contact in appeal.target.contacts_of("email")]


def whole_link(appeal: Appeal) -> str:
    """Give a `mailto:` link with the whole letter (RFC 6068), or nothing where it is too long."""
    link = _mailto(appeal, body=appeal.text)
    return link if len(link) <= MOST_LINK_CHARACTERS else ""


def short_link(appeal: Appeal) -> str:
    """Give a `mailto:` link without the letter, which the reader pastes."""
    return _mailto(appeal)


def gmail_link(appeal: Appeal) -> str:
    """Give the address that opens Gmail on the web, with the letter where it fits."""
    fields = {"to": ",".join(addresses(appeal)), "cc": ",".join(_copies(appeal))}
    fields |= {"su": appeal.subject, "body": appeal.text}
    whole = _web("https://mail.google.com/mail/?view=cm&fs=1&", fields)
    if len(whole) <= MOST_WEB_CHARACTERS:
        return whole
    return _web("https://mail.google.com/mail/?view=cm&fs=1&", fields | {"body": ""})


def outlook_link(appeal: Appeal) -> str:
    """Give the address that opens Outlook on the web, with the letter where it fits."""
    link = whole_link(appeal) or short_link(appeal)
    return _web("https://outlook.live.com/mail/deeplink/compose?", {"mailtouri": link})


def draft(appeal: Appeal) -> bytes:
    """Give the letter as a file that mail programs open as a draft (`X-Unsent`)."""
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    if addresses(appeal):
        mail["To"] = ", ".join(addresses(appeal))
    if _copies(appeal):
        mail["Cc"] = ", ".join(_copies(appeal))
    mail["Subject"] = _one_line(appeal.subject)
    mail.set_content(appeal.text)
    return mail.as_bytes()


def _mailto(appeal: Appeal, body: str = "") -> str:
    fields = {
        "cc": _listed(_copies(appeal)),
        "subject": quote(_one_line(appeal.subject), safe=""),
        "body": quote(body.replace("\n", "\r\n"), safe=""),
    }
    query = "&".join(f"{name}={value}" for name, value in fields.items() if value)
    return f"mailto:{_listed(addresses(appeal))}?{query}"


def _listed(some: list[str]) -> str:
    """Encode each address by itself, so that a comma within one does not part it."""
    return ",".join(quote(address, safe="@") for address in some)


def _web(address: str, fields: dict[str, str]) -> str:
    given = {name: value for name, value in fields.items() if value}
    return address + urlencode(given, quote_via=quote, safe="")


def _copies(appeal: Appeal) -> list[str]:
    return [address for address in appeal.copies if address not in addresses(appeal)]


def _one_line(text: str) -> str:
    return " ".join(text.split())
