"""A mail as the bytes that go to the mail server, or into a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parseaddr
from functools import lru_cache
from typing import cast

LINE_CHARACTERS = 76  # RFC 2047, 2: at most, where it holds coded words


class MailPolicy(EmailPolicy):
    """How headers become lines.

    Python's own policy loses spaces between coded words (RFC 2047) when it folds a subject in
    Arabic, Hindi or Russian, up to 3.12; email.header.Header does not. What is no text stays on
    one line: a folded address in List-Unsubscribe is one that no program opens.
    """

    def fold(self, name: str, value: str) -> str:
        """Return a header as it stands in a mail."""
        addresses: tuple[Address, ...] = getattr(value, "addresses", ())
        if addresses:
            coded = f",{self.linesep} ".join(_coded_address(name, one) for one in addresses)
        elif name.lower() == "subject" or not value.isascii():
            coded = _coded(name, value)
        else:
            coded = value
        return f"{name}: {coded}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a header as bytes; an address beyond ASCII stands in it as it is (RFC 6532)."""
        return self.fold(name, value).encode()


# Not 8bit: not every server takes it.
MAIL_POLICY = MailPolicy(linesep="\r\n", cte_type="7bit")


@dataclass(frozen=True)
class Message:
    """A whole mail, ready to be handed over."""

    message_id: str
    sender: str
    to: str
    content: bytes

    @property
    def is_international(self) -> bool:
        """Return True if only a server that knows SMTPUTF8 (RFC 6531) can take it."""
        return not (self.sender.isascii() and self.to.isascii())


def build_message(
    sender: str, to: str, subject: str, *, text: str, html: str, headers: Mapping[str, str]
) -> Message:
    """Return a mail with a text and the same in HTML; `headers` hold the Message-ID.

    Raises:
        ValueError: a header has a line break.

    """
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["From"] = _parsed("From", sender)
    mail["To"] = to
    mail["Subject"] = _parsed("Subject", subject)
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    return Message(headers["Message-ID"], parseaddr(sender)[1], to, mail.as_bytes())


@lru_cache(256)  # most mails have the same sender and subject
def _parsed(name: str, value: str) -> str:
    return cast("str", MAIL_POLICY.header_factory(name, value))


def _coded_address(name: str, address: Address) -> str:
    if address.display_name.isascii():
        return str(address)
    return f"{_coded(name, address.display_name)} <{address.addr_spec}>"


@lru_cache(256)
def _coded(name: str, text: str) -> str:
    charset = "us-ascii" if text.isascii() else "utf-8"
    header = Header(text, charset, maxlinelen=LINE_CHARACTERS, header_name=name)
    return header.encode(linesep="\r\n")
