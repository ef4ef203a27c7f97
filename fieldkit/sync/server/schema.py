"""Tables of the centre, one schema for SQLite and PostgreSQL; how it came about: ``revisions``."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# key: "centre" (its identity), "schema" (number of this schema), "bundle seed" (its keys for bundles)
meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

# One row a stream, locked for the length of each append: order of numbers = order of commits.
stream = Table(
    "stream",
    metadata,
    Column("id", Text, primary_key=True),
    Column("head", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
)

# Append-only but for the room: a row holds changes that follow each other, packed by `blocks`; short rows are
# put together. Each change has a name in it: its id, "sha256:…" where the body has none or another's, and
# "released:…" where a body that was held is handed on after all.
log = Table(
    "log",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("last", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
    Column("size", BigInteger, nullable=False),  # bytes of the bodies
    Column("before", Text, nullable=False),  # running hash before the first
    Column("hash", Text, nullable=False),  # running hash at the last
    Column("earliest", BigInteger, nullable=False),  # milliseconds that the names begin with
    Column("latest", BigInteger, nullable=False),
    Column("ids", LargeBinary, nullable=False),  # four bytes of each name
    Column("data", LargeBinary, nullable=False),
)
Index("log_names", log.c.stream, log.c.latest, log.c.earliest)

# Append-only: which changes in the log are held, and why.
held = Table(
    "held",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
)

# Append-only: which laptop vouched for which changes under which numbers of its feed. A row is a run: the
# changes `first` to `n` of the feed, which are as many numbers in the log, up to `seq`.
env = Table(
    "env",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("feed", Text, primary_key=True),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("link", LargeBinary, nullable=False),  # at `n`
    Column("device", Text, nullable=False),
)

# Which changes are details of an inspection (fieldkit.sync.server.details), derived from the log in its
# order; `details_known` says up to which number.
detail = Table(
    "detail",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("inspection", Text, nullable=False),
    Column("change_id", Text, nullable=False),
)
Index("detail_inspection", detail.c.stream, detail.c.inspection, detail.c.seq)
Index("detail_change", detail.c.stream, detail.c.change_id)
details_known = Table(
    "details_known",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

blob = Table(
    "blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("stored_at", Text, nullable=False),
    Column("device", Text, nullable=False),
)

# Files that erased values named: they go as soon as no change names them, also when a laptop that has not
# heard of it brings them again. `mac` is over the SHA-256 with a key of the centre's: what a file said may be
# found by trying all that give its hash.
gone_file = Table("gone_file", metadata, Column("mac", Text, primary_key=True))

device = Table(
    "device",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("provinces", Text, nullable=False),  # JSON list of codes, or ["*"]
    Column("enrolled_at", Text, nullable=False),
    Column("revoked_at", Text),
    Column("last_seen", Text),
    Column("clock_error_ms", BigInteger),  # the laptop's clock minus ours, at its last hello
)

# What laptops told of their public keys: by whom a bundle is signed, for whom an answer is sealed.
device_keys = Table(
    "device_keys",
    metadata,
    Column("device", Text, primary_key=True),
    Column("public_keys", Text, nullable=False),
)

# What laptops told of themselves at their last hello: who works there, with which version of the program.
device_says = Table(
    "device_says",
    metadata,
    Column("device", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("app", Text, nullable=False),
)

# Codes (until they are used) and laptops that may change reference tables.
administrator = Table("administrator", metadata, Column("id", Text, primary_key=True))

code = Table(
    "code",
    metadata,
    Column("id", Text, primary_key=True),
    Column("secret_hash", Text, nullable=False),
    Column("provinces", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("tries_left", Integer, nullable=False),
    Column("device", Text),  # the one laptop that it is for, else any
    Column("used_at", Text),
    Column("used_by", Text),  # device
    Column("used_token_hash", Text),  # the same request again gets the same answer
)

# Append-only, which the database sees to: what was done to who may sync, and with the books.
audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),  # person@machine of a command, or a laptop
    Column("act", Text, nullable=False),
    Column("what", Text, nullable=False),  # id of a laptop, a code, a phone's user, a copy
    Column("details", Text, nullable=False),  # JSON
    Column("hash", Text, nullable=False),  # over the one before, too
    Column("signature", Text, nullable=False),  # the centre's, over the hash
)

# What the centre keeps of phones (fieldkit/sync/openrosa): who may send, what was sent, what became of it.
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
