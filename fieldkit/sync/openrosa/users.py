"""Who may send from a phone: an inspector's name, the provinces, and a key that is shown once."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from fieldkit.model.ids import new_id
from fieldkit.sync.server.schema import phone_user

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

_KEY_BYTES = 32
_KEY = re.compile(r"[0-9A-Za-z_-]{43}")
_PROVINCE = re.compile(r"[0-9]{2}")
_LONGEST_AGENT = 200


class NoAccess(Exception):
    """A key that nobody has, or one that was revoked."""

    def __init__(self, *, revoked: bool = False) -> None:
        super().__init__("revoked" if revoked else "unknown key")
        self.revoked = revoked


@dataclass(frozen=True, slots=True)
class PhoneUser:
    """Somebody who sends from a phone, limited to some provinces (two-digit codes)."""

    id: str
    name: str
    position: str
    provinces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issued:
    """A new user with the key, which is stored as a hash only and cannot be shown again."""

    user: PhoneUser
    key: str


def issue(
    connection: Connection, name: str, provinces: Sequence[str], *, now: datetime, position: str = ""
) -> Issued:
    """Let ``name`` send from a phone; raises ValueError without a name or for what is no province."""
    wanted = tuple(sorted(set(provinces)))
    bad = [province for province in wanted if not _PROVINCE.fullmatch(province)]
    if not name.strip() or bad or not wanted:
        raise ValueError(bad[0] if bad else name)
    user = PhoneUser(new_id(), name.strip(), position.strip(), wanted)
    key = secrets.token_urlsafe(_KEY_BYTES)
    connection.execute(
        phone_user.insert().values(
            id=user.id,
            name=user.name,
            position=user.position,
            key_hash=_hash(key),
            provinces=json.dumps(wanted),
            issued_at=now.isoformat(timespec="seconds"),
        )
    )
    return Issued(user, key)


def authenticate(connection: Connection, key: str) -> PhoneUser:
    """Return who has the key; raises NoAccess."""
    if not _KEY.fullmatch(key):
        raise NoAccess
    row = connection.execute(select(phone_user).where(phone_user.c.key_hash == _hash(key))).first()
    if row is None:
        raise NoAccess
    if row.revoked_at is not None:
        raise NoAccess(revoked=True)
    return _user(row)


def seen(connection: Connection, user: PhoneUser, agent: str, *, now: datetime) -> None:
    """Write down when a phone called, and which program."""
    values = {"last_seen": now.isoformat(timespec="seconds"), "agent": agent[:_LONGEST_AGENT]}
    connection.execute(phone_user.update().where(phone_user.c.id == user.id).values(**values))


def named(connection: Connection, user_id: str) -> PhoneUser:
    """Return a user, revoked or not; raises NoResultFound."""
    return _user(connection.execute(select(phone_user).where(phone_user.c.id == user_id)).one())


def listing(connection: Connection) -> list[dict[str, Any]]:
    """Return all users as dictionaries, without their keys."""
    columns = [column for column in phone_user.c if column.name != "key_hash"]
    return [
        {**row._mapping, "provinces": json.loads(row.provinces)}
        for row in connection.execute(select(*columns).order_by(phone_user.c.issued_at, phone_user.c.id))
    ]


def provinces(connection: Connection) -> tuple[str, ...]:
    """Return the provinces of all users; those of revoked ones too, whose records may still wait."""
    found = connection.execute(select(phone_user.c.provinces)).scalars()
    return tuple(sorted({province for text in found for province in json.loads(text)}))


def revoke(connection: Connection, user_id: str, *, now: datetime) -> bool:
    """Shut a phone out from its next request on; False when there is no such user."""
    known = connection.execute(select(phone_user.c.id).where(phone_user.c.id == user_id)).first()
    connection.execute(
        phone_user.update()
        .where(phone_user.c.id == user_id, phone_user.c.revoked_at.is_(None))
        .values(revoked_at=now.isoformat(timespec="seconds"))
    )
    return known is not None


def _user(row: Any) -> PhoneUser:
    return PhoneUser(row.id, row.name, row.position, tuple(json.loads(row.provinces)))


def _hash(key: str) -> str:
    return hashlib.sha256(f"fieldkit phone {key}".encode()).hexdigest()
