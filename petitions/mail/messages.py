"""A mail as the bytes that go to the mail server (RFC 5322, RFC 2045).

Python's own EmailMessage takes 1.8 ms to build and write one: it parses each header, and folds
it again. Here it writes those that may need coded words, once for many mails; the rest, which
takes 0.1 ms, is text that is put together.
"""

import re
import secrets
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Mapping
from dataclasses import dataclass
from email.policy import SMTP, SMTPUTF8
from email.utils import parseaddr
from functools import lru_cache

from petitions.mail.rendering import Words

LINE_BYTES = 78  # RFC 5322, 2.1.1: so long should a line be at most
_BREAK = re.compile("[\r\n]")


@dataclass(frozen=True)
class Message:
    """A whole mail, ready to be handed over."""

    message_id: str
    sender: str
    to: str
    content: bytes

    @property
    def is_international(self) -> bool:
        """Tell whether only a server that knows SMTPUTF8 (RFC 6531) can take it."""
        return not (self.sender.isascii() and self.to.isascii())


def written(sender: str, to: str, words: Words, headers: Mapping[str, str]) -> Message:
    """Write a mail. `headers` stand in it as they are, each on one line; Message-ID is one."""
    address = parseaddr(sender)[1]
    utf8 = not (address.isascii() and to.isascii())
    # RFC 2045, 6.7: no quoted-printable text has "=_". In another, nobody guesses the rest.
    edge = f"--=_{secrets.token_hex(8)}"
    lines = [_coded("From", sender, utf8), _whole("To", to), _coded("Subject", words.subject, utf8)]
    lines += [_whole(name, value) for name, value in headers.items()]
    lines += ["MIME-Version: 1.0", f'Content-Type: multipart/alternative; boundary="{edge[2:]}"']
    lines += [
        "",
        edge,
        *_part("plain", words.text),
        edge,
        *_part("html", words.html),
        f"{edge}--",
        "",
    ]
    return Message(headers["Message-ID"], address, to, "\r\n".join(lines).encode())


@lru_cache(maxsize=256)
def _coded(name: str, value: str, utf8: bool) -> str:
    """Give a header, with coded words and folded where it needs that."""
    policy = SMTPUTF8 if utf8 else SMTP
    folded: str = policy.header_factory(name, value).fold(policy=policy)
    return folded.removesuffix("\r\n")


def _whole(name: str, value: str) -> str:
    """Give a header on one line, where a coded or folded address is one that no reader opens."""
    if _BREAK.search(value):
        raise ValueError(f"a line break in {name}")
    return f"{name}: {value}"


def _part(kind: str, text: str) -> list[str]:
    """Give one of the alternatives in the coding that is best to read, or else the shortest."""
    lines = text.splitlines()
    content = "\r\n".join([*lines, ""])
    coding = "7bit"
    if not text.isascii() or max(map(len, lines), default=0) > LINE_BYTES:
        data = content.encode()
        coded = {
            "quoted-printable": b2a_qp(data).decode(),
            "base64": encodebytes(data).decode().replace("\n", "\r\n"),
        }
        coding, content = min(coded.items(), key=lambda one: len(one[1]))
    about = f'Content-Type: text/{kind}; charset="utf-8"'
    return [about, f"Content-Transfer-Encoding: {coding}", "", content.removesuffix("\r\n")]
