"""Plain text out of what an organiser uploads. Light: the process that reads imports it too."""

from petitions.urgent_actions.uploads import kinds, plain
from petitions.urgent_actions.uploads.trouble import UnreadableFile

UPLOAD_BYTES = 2 * 1024 * 1024

__all__ = ["UPLOAD_BYTES", "UnreadableFile", "text_of"]


def text_of(content: bytes, name: str = "") -> str:
    """Give the text of a file, line by line; `name` counts where its content does not tell.

    Bullets begin with "- " or "• ". A tab stands between cells of a table that have one line
    each, an empty line between those that have several.

    Raises:
        UnreadableFile: with the reason.

    """
    if len(content) > UPLOAD_BYTES:
        raise UnreadableFile("too-large")
    if not content.strip():
        raise UnreadableFile("empty")
    kind = kinds.kind_of(content, name)
    text = plain.utf8(content) if kind == "plain" else None
    if text is None:
        from petitions.urgent_actions.uploads.process import read_apart

        return read_apart(kind, content)
    return plain.checked(text)
