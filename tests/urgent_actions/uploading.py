"""Files as organisers have them, made here, and what comes of them."""

from email.message import EmailMessage
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import typst
from pypdf import PdfReader, PdfWriter

from petitions.urgent_actions.uploads import UnreadableFile, text_of

WORDML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LETTER = "Ask for the release of Ada Example.\n\nFax: +7 7172 000 001"


def why(content: bytes, name: str = "") -> str:
    """Why a file is not read; empty where it is."""
    try:
        text_of(content, name)
    except UnreadableFile as problem:
        return problem.why
    return ""


def text_or_why(content: bytes) -> str:
    """What a file gives: its text or the reason."""
    try:
        return text_of(content)
    except UnreadableFile as problem:
        return problem.why


def web_page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def pdf(source: str) -> bytes:
    return typst.compile(f'#set page(paper: "a4")\n{source}'.encode())


def encrypted(content: bytes, password: str, algorithm: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt(password, "the owner's", algorithm=algorithm)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def saved(document: "docx.document.Document") -> bytes:
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def word_with(body: str, before: str = "") -> bytes:
    """A Word document whose main part is replaced."""
    old, output = ZipFile(BytesIO(saved(docx.Document()))), BytesIO()
    main = f'{before}<w:document xmlns:w="{WORDML}"><w:body>{body}</w:body></w:document>'
    with ZipFile(output, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, main if name == "word/document.xml" else old.read(name))
    return output.getvalue()


def odt_with(body: str, styles: str = "", more: tuple[str, ...] = ()) -> bytes:
    """An OpenDocument text with this in its main part."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
            ("style", "style"),
        )
    )  # fmt: skip
    output = BytesIO()
    with ZipFile(output, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        main = f"<office:body><office:text>{body}</office:text></office:body>"
        archive.writestr("content.xml", f"<x {spaces}>{main}</x>", ZIP_DEFLATED)
        archive.writestr("styles.xml", f"<x {spaces}>{styles}</x>")
        for name in more:
            archive.writestr(name, "<encryption-data/>")
    return output.getvalue()


def mail_of(body: str = "", *attached: tuple[bytes, str], kind: str = "plain") -> EmailMessage:
    """A mail of Anna's, with files."""
    message = EmailMessage()
    message["From"], message["To"] = "Anna Berg <anna@group.example>", "us@group.example"
    message["Date"], message["Subject"] = "Wed, 2 Jun 2021 08:12:00 +0200", "Fwd: UA 61/21"
    message.set_content(body, subtype=kind)
    for content, name in attached:
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1, which is the catalogue."""
    written, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
        + b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1)
        + b"startxref\n%d\n%%%%EOF" % len(written)
    )


LOOP = raw_pdf(b"1 0 R", b"2 0 R")  # a catalogue that is itself
