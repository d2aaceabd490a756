"""What the tests of uploaded files share."""

import pytest

from petitions.urgent_actions.uploads import UnreadableFile, sandbox
from petitions.urgent_actions.uploads.text import checked


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files here, as a process of their own would: starting that takes longer than reading."""

    def read_here(kind: str, content: bytes) -> str:
        try:
            return checked(sandbox.parser(kind)(sandbox.source_of(kind, content)))
        except UnreadableFile:
            raise
        except Exception as error:
            raise UnreadableFile("broken") from error

    monkeypatch.setattr(sandbox, "read_apart", read_here)
