"""The organisation that is responsible for the site: as it is stored, and as pages show it."""

from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from petitions.db import Base

ORGANISATION_ID = 1
NAME_CHARACTERS = 200
# Each is a pair of colours for light and for dark in static/css/accents.css; the first is usual,
# and stands in tokens.css. None is red: that tells what failed.
ACCENTS = ("blue", "petrol", "green", "olive", "violet", "plum", "brown", "graphite")


class Responsible(NamedTuple):
    """Who speaks: a name, and the e-mail address for questions; empty where nobody said."""

    name: str = ""
    contact: str = ""

    @property
    def line(self) -> str:
        """Return both as a line for paper and mails; empty where nobody said."""
        name, contact = self
        if name and contact:
            line = _("Responsible: %(name)s. Questions: %(contact)s", name=name, contact=contact)
        elif name:
            line = _("Responsible: %(name)s", name=name)
        else:
            line = _("Questions: %(contact)s", contact=contact) if contact else ""
        return str(line)


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """What pages say of the organisation; empty where nobody said. `about` is Markdown.

    The logo is shown where `logo_digest` says that there is one.
    """

    name: str = ""
    contact: str = ""
    postal_address: str = ""
    about: str = ""
    imprint: str = ""
    controller: str = ""
    legal_basis: str = ""
    supervisory_authority: str = ""
    accent: str = ACCENTS[0]
    logo_digest: str = ""
    logo_width: int = 0
    logo_height: int = 0

    @property
    def responsible(self) -> Responsible:
        """Return who speaks where no campaign names another organisation."""
        return Responsible(self.name, self.contact)

    @property
    def is_named(self) -> bool:
        """Return True if visitors learn who it is, and where they can ask."""
        return bool(self.name and self.contact)


class StoredOrganisation(Base):
    """The organisation, one row; without it nobody has said who it is.

    `version` counts the changes of the words: two admins notice each other.
    """

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint(f"accent IN {ACCENTS}", name="accent"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(NAME_CHARACTERS), default="")
    contact: Mapped[str] = mapped_column(String(320), default="")
    postal_address: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str] = mapped_column(Text, default="")
    imprint: Mapped[str] = mapped_column(Text, default="")
    controller: Mapped[str] = mapped_column(Text, default="")
    legal_basis: Mapped[str] = mapped_column(Text, default="")
    supervisory_authority: Mapped[str] = mapped_column(Text, default="")
    accent: Mapped[str] = mapped_column(String(10), default=ACCENTS[0])
    # JPEG; read only where it is given out
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    logo_digest: Mapped[str] = mapped_column(String(16), default="")
    logo_width: Mapped[int] = mapped_column(default=0)
    logo_height: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
