"""What the centre keeps of phones: who may send, what was sent, and what became of it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, MetaData, SmallInteger, Table, Text, UniqueConstraint

metadata = MetaData()

phone_user = Table(
    "phone_user",
    metadata,
    Column("id", Text, primary_key=True),  # also the author of changes
    Column("name", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("key_hash", Text, nullable=False, unique=True),
    Column("provinces", Text, nullable=False),  # JSON list of codes
    Column("issued_at", Text, nullable=False),
    Column("revoked_at", Text),
    Column("last_seen", Text),
    Column("agent", Text),  # the program that was seen last
)

# One row a record as it was sent; the same instance id with other XML is another row.
phone_submission = Table(
    "phone_submission",
    metadata,
    Column("id", Text, primary_key=True),
    Column("instance", Text, nullable=False),
    Column("sha256", Text, nullable=False),  # of the exact XML, which is a file of the centre
    Column("author", Text, nullable=False),
    Column("form_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("replaces", Text, nullable=False),  # deprecatedID
    Column("agent", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("whole", SmallInteger, nullable=False),  # 0: further files were announced
    Column("state", Text, nullable=False),  # received, taken, held
    Column("code", Text, nullable=False),  # why it is held
    Column("remarks", Text, nullable=False),  # JSON [[thai, english], ...]
    Column("inspection", Text, nullable=False),
    UniqueConstraint("instance", "sha256"),
)
Index("phone_submission_state", phone_submission.c.state)

phone_file = Table(
    "phone_file",
    metadata,
    Column("submission", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("received_at", Text, nullable=False),
)
