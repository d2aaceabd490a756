"""The first tables, with a naming convention of their own: models may change, a migration not."""

from functools import partial

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
# SQLite numbers rows by itself only where the type is INTEGER.
ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
IS_SHOWN = sa.text("state = 'confirmed' AND visibility <> 'hidden'")

tables = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
column = partial(sa.Column, nullable=False)


def table(name: str, *parts: SchemaItem) -> None:
    """Describe one table."""
    sa.Table(name, tables, *parts)


def upgrade() -> None:
    """Create them."""
    tables.create_all(op.get_bind(), checkfirst=False)


def downgrade() -> None:
    """Drop them."""
    tables.drop_all(op.get_bind(), checkfirst=False)


table(
    "allowance",
    column("key", sa.LargeBinary(32), primary_key=True),
    column("used", sa.Integer),
    column("expires_at", MOMENT, index=True),
)
table(
    "audit_entry",
    column("number", sa.Integer, primary_key=True, autoincrement=False),
    column("at", MOMENT),
    column("actor", sa.String(200)),
    column("verb", sa.String(50)),
    column("subject", sa.String(200)),
    column("details", sa.JSON),
    column("seal", sa.LargeBinary(32)),
)
table(
    "audit_head",
    column("id", sa.Integer, primary_key=True, autoincrement=False),
    column("entries", sa.Integer),
    column("seal", sa.LargeBinary(32)),
)
table(
    "campaign",
    column("id", sa.Integer, primary_key=True),
    column("slug", sa.String(80), unique=True),
    column("state", sa.String(10), index=True),
    column("state_note", sa.Text),
    column("title", sa.String(200)),
    column("summary", sa.Text),
    column("pledge", sa.Text),
    column("story", sa.Text),
    column("reference", sa.String(80)),
    column("country", sa.String(2)),
    column("language", sa.String(20)),
    column("goal", sa.Integer),
    column("issued", sa.Date, nullable=True),
    column("deadline", sa.Date, nullable=True),
    column("time_zone", sa.String(50)),
    column("sources", sa.JSON),
    column("copies_to", sa.JSON),
    column("embed_on", sa.JSON),
    column("contact_email", sa.String(320)),
    column("made_at", MOMENT),
    column("ended_at", MOMENT, nullable=True),
    column("keep_days", sa.Integer),
    column("versions", sa.JSON),
    sa.CheckConstraint("state IN ('draft', 'open', 'paused', 'won', 'closed')", name="state"),
)
table(
    "invitation",
    column("digest", sa.LargeBinary(32), primary_key=True),
    column("email", sa.String(254), index=True),
    column("role", sa.String(10)),
    column("expires_at", MOMENT),
)
table(
    "mail",
    column("id", ROW_ID, primary_key=True),
    column("kind", sa.String(30)),
    column("about", sa.JSON),
    column("message_id", sa.String(200)),
    column("state", sa.String(10)),
    column("tries", sa.Integer),
    column("made_at", MOMENT),
    column("due_at", MOMENT),
    column("sent_at", MOMENT, nullable=True),
    column("last_error", sa.String(100), nullable=True),
    column("batch", sa.String(40), nullable=True),
    column("receiver", sa.BigInteger, nullable=True),
    sa.Index("ix_mail_batch_receiver", "batch", "receiver", unique=True),
    sa.Index("ix_mail_state_due_at", "state", "due_at"),
)
table(
    "mail_recipient",
    column("digest", sa.LargeBinary(32), primary_key=True),
    column("newest", MOMENT, index=True),
    column("middle", MOMENT, nullable=True),
    column("oldest", MOMENT, nullable=True),
)
table(
    "organiser",
    column("id", sa.Integer, primary_key=True),
    column("email", sa.String(254), unique=True),
    column("role", sa.String(10)),
    column("passphrase_hash", sa.String(200), nullable=True),
    column("totp_secret", sa.LargeBinary(200), nullable=True),
    column("totp_step", sa.BigInteger),
    column("made_at", MOMENT),
    sa.CheckConstraint("role IN ('viewer', 'editor', 'admin')", name="role"),
)
table(
    "switchboard",
    column("id", sa.Integer, primary_key=True, autoincrement=False),
    column("signing", sa.Boolean),
    column("reports", sa.Boolean),
    column("names", sa.Boolean),
    column("poll_seconds", sa.Integer, nullable=True),
    column("changed_by", sa.String(254), nullable=True),
    column("changed_at", MOMENT, nullable=True),
    sa.CheckConstraint("poll_seconds BETWEEN 1 AND 300", name="poll_seconds"),
)
table(
    "tally_delta",
    column("id", ROW_ID, primary_key=True),
    column("key", sa.String(100), index=True),
    column("amount", sa.Integer),
    column("made_at", MOMENT),
)
table(
    "tally_total",
    column("key", sa.String(100), primary_key=True),
    column("value", sa.BigInteger),
)
table(
    "campaign_update",
    column("id", sa.Integer, primary_key=True),
    column("campaign_id", sa.ForeignKey("campaign.id", ondelete="CASCADE"), index=True),
    column("dated", sa.Date),
    column("text", sa.Text),
)
table(
    "demand",
    column("id", sa.Integer, primary_key=True),
    column("campaign_id", sa.ForeignKey("campaign.id", ondelete="CASCADE")),
    column("number", sa.Integer),
    column("text", sa.Text),
    sa.UniqueConstraint("campaign_id", "number"),
)
table(
    "export",
    column("id", sa.Integer, primary_key=True),
    column("organiser_id", sa.ForeignKey("organiser.id", ondelete="CASCADE")),
    column("campaign_id", sa.ForeignKey("campaign.id", ondelete="CASCADE")),
    column("kind", sa.String(10)),
    column("filters", sa.JSON),
    column("state", sa.String(10), index=True),
    column("rows", sa.Integer),
    column("rows_done", sa.Integer),
    column("made_at", MOMENT),
    column("due_at", MOMENT),
    column("ready_at", MOMENT, nullable=True),
)
table(
    "model_letter",
    column("id", sa.Integer, primary_key=True),
    column("campaign_id", sa.ForeignKey("campaign.id", ondelete="CASCADE")),
    column("number", sa.Integer),
    column("language", sa.String(20)),
    column("subject", sa.String(200)),
    column("opening", sa.Text),
    column("text", sa.Text),
    column("closing", sa.String(200)),
    column("demands", sa.JSON),
    column("salutations", sa.JSON),
    sa.UniqueConstraint("campaign_id", "language"),
)
table(
    "organiser_session",
    column("digest", sa.LargeBinary(32), primary_key=True),
    column("organiser_id", sa.ForeignKey("organiser.id", ondelete="CASCADE"), index=True),
    column("waits", sa.Boolean),
    column("made_at", MOMENT),
    column("seen_at", MOMENT),
    column("proved_at", MOMENT),
    column("proofs", sa.Integer),
)
table(
    "passkey",
    column("id", sa.Integer, primary_key=True),
    column("organiser_id", sa.ForeignKey("organiser.id", ondelete="CASCADE"), index=True),
    column("credential_id", sa.LargeBinary(1024), unique=True),
    column("public_key", sa.LargeBinary(2048)),
    column("sign_count", sa.BigInteger),
    column("name", sa.String(100)),
    column("made_at", MOMENT),
)
table(
    "picture",
    column("campaign_id", sa.ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True),
    column("content", sa.LargeBinary),
    column("digest", sa.String(16)),
    column("width", sa.Integer),
    column("height", sa.Integer),
    column("alt", sa.String(300)),
)
table(
    "recovery_code",
    column("digest", sa.LargeBinary(32), primary_key=True),
    column("organiser_id", sa.ForeignKey("organiser.id", ondelete="CASCADE"), index=True),
)
table(
    "removal",
    column("id", sa.Integer, primary_key=True),
    column("campaign_id", sa.ForeignKey("campaign.id", ondelete="CASCADE"), index=True),
    column("reason", sa.String(200)),
    column("number", sa.Integer),
    column("made_at", MOMENT),
    column("undone_at", MOMENT, nullable=True),
)
table(
    "signature",
    column("id", ROW_ID, primary_key=True),
    column("campaign_id", sa.ForeignKey("campaign.id")),
    column("state", sa.String(10)),
    column("email_digest", sa.LargeBinary(32), nullable=True),
    column("email", sa.String(254), nullable=True),
    column("name", sa.String(100), nullable=True),
    column("country", sa.String(2), nullable=True),
    column("comment", sa.String(500), nullable=True),
    column("visibility", sa.String(10)),
    column("updates", sa.Boolean),
    column("consent_version", sa.String(20)),
    column("signed_at", MOMENT),
    column("confirmed_at", MOMENT, nullable=True),
    column("withdrawn_at", MOMENT, nullable=True),
    column("removal_id", sa.Integer, index=True, nullable=True),
    column("forgotten_at", MOMENT, nullable=True),
    column("comment_shown", sa.Boolean),
    sa.CheckConstraint("state IN ('pending', 'confirmed', 'withdrawn')", name="state"),
    sa.UniqueConstraint("campaign_id", "email_digest"),
    sa.Index("ix_signature_campaign_id_confirmed_at", "campaign_id", "confirmed_at"),
    sa.Index("ix_signature_campaign_id_state_id", "campaign_id", "state", "id"),
    sa.Index(
        "ix_signature_shown", "campaign_id", "id", sqlite_where=IS_SHOWN, postgresql_where=IS_SHOWN
    ),
)
table(
    "target",
    column("id", sa.Integer, primary_key=True),
    column("campaign_id", sa.ForeignKey("campaign.id", ondelete="CASCADE")),
    column("number", sa.Integer),
    column("slug", sa.String(80)),
    column("name", sa.String(200)),
    column("role", sa.String(200)),
    column("salutation", sa.String(200)),
    column("address", sa.Text),
    column("country", sa.String(2)),
    column("time_zone", sa.String(50)),
    sa.UniqueConstraint("campaign_id", "slug"),
)
table(
    "contact",
    column("id", sa.Integer, primary_key=True),
    column("target_id", sa.ForeignKey("target.id", ondelete="CASCADE"), index=True),
    column("kind", sa.String(10)),
    column("value", sa.String(320)),
    column("note", sa.String(200)),
)
table(
    "failure",
    column("id", ROW_ID, primary_key=True),
    column("target_id", sa.ForeignKey("target.id", ondelete="CASCADE"), index=True),
    column("channel", sa.String(20)),
    column("contact", sa.String(320)),
    column("made_at", MOMENT),
)
table(
    "mailing",
    column("update_id", sa.ForeignKey("campaign_update.id", ondelete="CASCADE"), primary_key=True),
    column("state", sa.String(10), index=True),
    column("text_digest", sa.LargeBinary(32)),
    column("receivers", sa.Integer),
    column("reached", sa.BigInteger),
    column("started_at", MOMENT, nullable=True),
)
table(
    "report",
    column("id", ROW_ID, primary_key=True),
    column("campaign_id", sa.ForeignKey("campaign.id"), index=True),
    column("target_id", sa.ForeignKey("target.id", ondelete="SET NULL"), index=True, nullable=True),
    column("channel", sa.String(20)),
    column("number", sa.Integer),
    column("nonce", sa.LargeBinary(32), unique=True, nullable=True),
    column("made_at", MOMENT),
    column("undone_at", MOMENT, nullable=True),
    sa.CheckConstraint("number BETWEEN 1 AND 200", name="number"),
)
table(
    "signature_link",
    column("digest", sa.LargeBinary(32), primary_key=True),
    column("signature_id", sa.ForeignKey("signature.id"), index=True),
    column("made_at", MOMENT),
)
