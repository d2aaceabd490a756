"""Appeals by e-mail: the link that opens the reader's own program, and what to do without one."""

from email.message import EmailMessage
from urllib.parse import quote, urlencode

from email_validator import validate_email

from petitions.appeals.composing import Appeal
from petitions.appeals.counting import shortened
from petitions.mail.messages import MAIL_POLICY

# Windows and several mail programs cut longer links, silently.
MOST_LINK_CHARACTERS = 1_800
# Gmail is an address of the web: servers on the way refuse much longer ones.
MOST_WEB_CHARACTERS = 6_000


def addresses(appeal: Appeal) -> list[str]:
    """Give the target's e-mail addresses."""
    return [contact.value for contact in appeal.target.contacts_of("email")]


def whole_link(appeal: Appeal) -> str:
    """Give a `mailto:` link with the whole letter (RFC 6068), or nothing where it is too long."""
    link = _mailto(appeal, _one_line(appeal.subject), body=appeal.text)
    return link if _fits(link) else ""


def short_link(appeal: Appeal) -> str:
    """Give a `mailto:` link without the letter, which the reader pastes."""
    subject = _one_line(appeal.subject)
    return _mailto(appeal, shortened(subject, lambda cut: _fits(_mailto(appeal, cut))))


def gmail_link(appeal: Appeal) -> str:
    """Give the address that opens Gmail on the web, with the letter where it fits."""
    fields = {"to": ",".join(addresses(appeal)), "cc": ",".join(_copies(appeal))}
    fields |= {"su": appeal.subject, "body": appeal.text}
    whole = _web("https://mail.google.com/mail/?view=cm&fs=1&", fields)
    if len(whole) <= MOST_WEB_CHARACTERS:
        return whole
    return _web("https://mail.google.com/mail/?view=cm&fs=1&", fields | {"body": ""})


def outlook_link(link: str) -> str:
    """Give the address that opens Outlook on the web with what a `mailto:` link holds."""
    return _web("https://outlook.live.com/mail/deeplink/compose?", {"mailtouri": link})


def draft(appeal: Appeal) -> bytes:
    """Give the letter as a file that mail programs open as a draft (`X-Unsent`)."""
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["X-Unsent"] = "1"
    if addresses(appeal):
        mail["To"] = ", ".join(map(_ascii, addresses(appeal)))
    if _copies(appeal):
        mail["Cc"] = ", ".join(map(_ascii, _copies(appeal)))
    mail["Subject"] = _one_line(appeal.subject)
    mail.set_content(appeal.text)
    return mail.as_bytes()


def _fits(link: str) -> bool:
    return len(link) <= MOST_LINK_CHARACTERS


def _mailto(appeal: Appeal, subject: str, body: str = "") -> str:
    fields = {
        "cc": _listed(_copies(appeal)),
        "subject": quote(subject, safe=""),
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
    """Give who else gets it, each once; domains of mail know no capitals."""
    known = {address.casefold() for address in addresses(appeal)}
    others = {address.casefold(): address for address in appeal.copies}
    return [address for key, address in others.items() if key not in known]


def _ascii(address: str) -> str:
    """Give an address as a header can hold it: its domain in ASCII, as names are looked up."""
    checked = validate_email(address, check_deliverability=False, allow_quoted_local=True)
    return checked.ascii_email or address


def _one_line(text: str) -> str:
    return " ".join(text.split())
