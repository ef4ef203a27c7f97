"""Who may sync: one-time codes, the laptops they enrolled, their tokens and provinces."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from fieldkit.model import streams
from fieldkit.model.keys import letters
from fieldkit.sync.bundle.keys import PublicKeys
from fieldkit.sync.protocol import Enrol, LaptopSeen, Malformed, enrol_proof, token_hash
from fieldkit.sync.server import log
from fieldkit.sync.server.refusal import Refused
from fieldkit.sync.server.schema import administrator, code, device, device_keys, device_says, env
from fieldkit.sync.server.store import EVERYWHERE, Reach, insert_new

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

# Each bundle is a feed of its own, so that it fits whatever came before or never comes.
BUNDLE = "bundle-"
TRIES = 5
LIFETIME = timedelta(minutes=30)
_ID_LENGTH, _SECRET_LENGTH = 4, 8
_DEVICE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PROVINCE = re.compile(r"[0-9]{2}|\*")
# Made once, because every request asks them.
_BY_TOKEN = (
    select(device.c.id, device.c.provinces, device.c.revoked_at, administrator.c.id.label("administers"))
    .join_from(device, administrator, administrator.c.id == device.c.id, isouter=True)
    .where(device.c.token_hash == bindparam("token"))
)
_SEEN = (
    device.update()
    .where(device.c.id == bindparam("which"))
    .values(last_seen=bindparam("at"), clock_error_ms=bindparam("error"))
)
_SAYS = (
    device_says.update()
    .where(device_says.c.device == bindparam("which"))
    .values(person=bindparam("name"), app=bindparam("version"))
)
_KEYS = select(device_keys.c.public_keys).where(device_keys.c.device == bindparam("which"))


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled laptop and the province codes it is granted; ``*`` is all.

    An ``administrator`` may change reference tables, which all share.
    """

    id: str
    provinces: tuple[str, ...]
    administrator: bool = False

    def reach(self, *brought: str) -> Reach:
        """Return what of the books is this laptop's, with the streams that it ``brought`` changes of."""
        return Reach(self.provinces, brought, self.id)

    def may_write(self, stream: str) -> bool:
        """Tell whether changes of ``stream`` are accepted; others are held.

        A factory without a known province belongs to whoever found it.
        """
        if stream == streams.REFERENCE or EVERYWHERE in self.provinces:
            return True
        province = stream.partition("/")[2]
        return province in self.provinces or province == streams.UNKNOWN_PROVINCE

    def may_read(self, stream: str) -> bool:
        """Tell whether ``stream`` is handed to this laptop."""
        if stream == streams.REFERENCE or EVERYWHERE in self.provinces:
            return True
        return stream.partition("/")[2] in self.provinces

    def readable(self, connection: Connection) -> list[str]:
        """Return the streams to pull; checklists first, because what is signed is judged by them."""
        if EVERYWHERE in self.provinces:
            return [streams.REFERENCE, *(name for name in log.names(connection) if name != streams.REFERENCE)]
        by_province = (streams.register_stream, streams.inspection_stream)
        return [streams.REFERENCE, *(make(p) for p in self.provinces for make in by_province)]


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code as it is told to a person, and until when it works."""

    code: str
    expires_at: str
    provinces: tuple[str, ...]


def make_code(
    connection: Connection,
    provinces: Sequence[str],
    *,
    now: datetime,
    lifetime: timedelta = LIFETIME,
    for_administrator: bool = False,
    for_device: str | None = None,
) -> Code:
    """Make a one-time code for one laptop; only a hash of it is stored.

    ``for_administrator``: the laptop may change reference tables. ``for_device`` is the id of the one laptop
    that it is for, also one that has lost its token. ``provinces`` are two-digit codes, none of them is all.
    Raises ValueError for anything else.
    """
    wanted = tuple(sorted(set(provinces))) or (EVERYWHERE,)
    if bad := [province for province in wanted if not _PROVINCE.fullmatch(province)]:
        raise ValueError(bad[0])
    if for_device is not None and not _DEVICE.fullmatch(for_device):
        raise ValueError(for_device)
    name, secret = _new_name(connection), letters.drawn(_SECRET_LENGTH)
    expires_at = _text(now + lifetime)
    connection.execute(
        code.insert().values(
            id=name,
            secret_hash=_digest(name + secret),
            provinces=json.dumps(wanted),
            created_at=_text(now),
            expires_at=expires_at,
            tries_left=TRIES,
            device=for_device,
        )
    )
    if for_administrator:
        connection.execute(administrator.insert().values(id=name))
    return Code(f"{name}-{secret[:4]}-{secret[4:]}", expires_at, wanted)


def _new_name(connection: Connection) -> str:
    """Return four letters that no code has had: as many codes as a centre makes meet by chance."""
    name = letters.drawn(_ID_LENGTH)
    while connection.execute(select(code.c.id).where(code.c.id == name)).first() is not None:
        name = letters.drawn(_ID_LENGTH)
    return name


def enrol(connection: Connection, request: Enrol, *, now: datetime) -> Device | Refused:
    """Enrol a laptop by a code; the same request again succeeds again.

    A refusal is returned and not raised, because the try it used up must be committed.
    A laptop that was revoked comes back by a new code: who gave the code has decided that. One that is
    enrolled comes again when it proves itself by its token, or by a code that was made for it: otherwise
    whoever has a code could become any laptop whose id he has read in a change.
    """
    if not _DEVICE.fullmatch(request.device):
        return Refused(400, "malformed", reason="device")
    try:
        hashed = token_hash(request.token)
    except Malformed as error:
        return Refused(400, "malformed", reason=str(error))
    row, reason = _judge(connection, request.code, hashed, now)
    if row is None:
        return Refused(403, "code", reason=reason)
    if row.used_at is not None:
        return _repeated(connection, hashed)
    if row.device not in (None, request.device):
        return Refused(403, "code", reason="other")
    if row.device is None and _is_anothers(connection, request):
        return Refused(403, "code", reason="device")
    _register(connection, request, hashed, provinces=row.provinces, now=now)
    _let_administer(connection, request.device, may=_administers(connection, row.id))
    used = {"used_at": _text(now), "used_by": request.device, "used_token_hash": hashed}
    connection.execute(code.update().where(code.c.id == row.id).values(**used))
    return _device(connection, request.device, row.provinces)


def authenticate(connection: Connection, token: str) -> Device:
    """Return the laptop that a token belongs to; raises Refused (``token``, ``revoked``)."""
    try:
        hashed = token_hash(token)
    except Malformed as error:
        raise Refused(401, "token") from error
    row = connection.execute(_BY_TOKEN, {"token": hashed}).first()
    if row is None:
        raise Refused(401, "token")
    if row.revoked_at is not None:
        raise Refused(403, "revoked")
    return Device(row.id, tuple(json.loads(row.provinces)), row.administers is not None)


def seen(connection: Connection, device_id: str, *, now: datetime, wall: str) -> None:
    """Write down when a laptop said hello, and by how much its clock is wrong."""
    try:
        error_ms = round((datetime.fromisoformat(wall) - now).total_seconds() * 1000)
    except (ValueError, TypeError, OverflowError):
        error_ms = None
    connection.execute(_SEEN, {"which": device_id, "at": _text(now), "error": error_ms})


def remember_keys(connection: Connection, device_id: str, text: str) -> None:
    """Keep a laptop's public keys for bundles; its token has just proven that they are its own."""
    try:
        told = str(PublicKeys.parse(text))
    except ValueError:
        return  # an older program tells none
    known = connection.execute(_KEYS, {"which": device_id}).scalar()
    if known is None:
        insert_new(connection, device_keys, {"device": device_id, "public_keys": told})
    elif known != told:
        its = device_keys.update().where(device_keys.c.device == device_id)
        connection.execute(its.values(public_keys=told))


def remember_said(connection: Connection, device_id: str, person: str, app: str) -> None:
    """Keep who works at a laptop, with which version of the program."""
    person, app = _printable(person), _printable(app)
    if not connection.execute(_SAYS, {"which": device_id, "name": person, "version": app}).rowcount:
        insert_new(connection, device_says, {"device": device_id, "person": person, "app": app})


def colleagues(connection: Connection, asking: Device) -> list[LaptopSeen]:
    """Return the laptops that share a province with one, itself included, the last seen first."""
    rows = connection.execute(
        select(device, device_says.c.person, device_says.c.app).join(
            device_says, device_says.c.device == device.c.id, isouter=True
        )
    )
    found = []
    for row in rows:
        provinces = json.loads(row.provinces)
        if EVERYWHERE in (*asking.provinces, *provinces) or set(provinces) & set(asking.provinces):
            found.append(
                LaptopSeen(
                    row.id,
                    row.name,
                    provinces,
                    row.person or "",
                    row.app or "",
                    row.last_seen or "",
                    row.clock_error_ms or 0,
                    row.revoked_at is not None,
                )
            )
    return sorted(found, key=lambda one: (one.last_seen, one.id), reverse=True)


def of_bundle(connection: Connection, device_id: str) -> tuple[Device, PublicKeys] | None:
    """Return a laptop and its public keys, None where it never told them; raises Refused (``revoked``)."""
    row = connection.execute(
        select(device.c.id, device.c.provinces, device.c.revoked_at, device_keys.c.public_keys)
        .join(device_keys, device_keys.c.device == device.c.id)
        .where(device.c.id == device_id)
    ).first()
    if row is None:
        return None
    if row.revoked_at is not None:
        raise Refused(403, "revoked")
    return _device(connection, row.id, row.provinces), PublicKeys.parse(row.public_keys)


def listing(connection: Connection) -> list[dict[str, Any]]:
    """Return all laptops; more than one incarnation means that one was put back or copied."""
    incarnations: dict[str, set[str]] = {}
    for device_id, feed in connection.execute(select(env.c.device, env.c.feed).distinct()):
        incarnation = feed.split("/")[1]
        if not incarnation.startswith(BUNDLE):
            incarnations.setdefault(device_id, set()).add(incarnation)
    columns = [column for column in device.c if column.name != "token_hash"]
    return [
        {
            **row._mapping,
            "provinces": json.loads(row.provinces),
            "administrator": _administers(connection, row.id),
            "incarnations": len(incarnations.get(row.id, ())),
        }
        for row in connection.execute(select(*columns).order_by(device.c.enrolled_at))
    ]


def revoke(connection: Connection, device_id: str, *, now: datetime) -> bool:
    """Shut a laptop out from its next request on; False when there is no such laptop."""
    found = connection.execute(
        device.update()
        .where(device.c.id == device_id, device.c.revoked_at.is_(None))
        .values(revoked_at=_text(now))
    )
    if found.rowcount:
        return True
    return connection.execute(select(device.c.id).where(device.c.id == device_id)).first() is not None


def _is_anothers(connection: Connection, request: Enrol) -> bool:
    """Tell whether a laptop is enrolled under that id, and whoever asks has not shown to be it."""
    query = select(device.c.token_hash).where(device.c.id == request.device, device.c.revoked_at.is_(None))
    known = connection.execute(query).scalar()
    return known is not None and not hmac.compare_digest(
        enrol_proof(known, request.token).encode(), request.proof.encode()
    )


def _judge(connection: Connection, given: str, hashed: str, now: datetime) -> tuple[Any, str]:
    """Return the code's row if it may be used, otherwise None and why not; counts wrong tries."""
    plain = letters.plain(given)
    query = select(code).where(code.c.id == plain[:_ID_LENGTH]).with_for_update()
    row = connection.execute(query).first()
    if row is None:
        return None, "wrong"
    if row.tries_left <= 0:
        return None, "tries"
    if not hmac.compare_digest(row.secret_hash, _digest(plain)):
        connection.execute(code.update().where(code.c.id == row.id).values(tries_left=row.tries_left - 1))
        return None, "wrong"
    if row.used_at is not None:
        again = row.used_token_hash == hashed
        return (row, "") if again else (None, "used")
    if datetime.fromisoformat(row.expires_at) <= now:
        return None, "expired"
    return row, ""


def _repeated(connection: Connection, hashed: str) -> Device | Refused:
    """Answer the request that used the code up once more; it must not bring back a revoked laptop."""
    row = connection.execute(
        select(device).where(device.c.token_hash == hashed, device.c.revoked_at.is_(None))
    ).first()
    if row is None:
        return Refused(403, "code", reason="used")
    return _device(connection, row.id, row.provinces)


def _device(connection: Connection, id_: str, provinces: str) -> Device:
    return Device(id_, tuple(json.loads(provinces)), _administers(connection, id_))


def _administers(connection: Connection, id_: str) -> bool:
    found = connection.execute(select(administrator.c.id).where(administrator.c.id == id_)).first()
    return found is not None


def _let_administer(connection: Connection, device_id: str, *, may: bool) -> None:
    """Let a laptop change reference tables as the code said that it enrolled with last."""
    if not may:
        connection.execute(administrator.delete().where(administrator.c.id == device_id))
    elif not _administers(connection, device_id):
        connection.execute(administrator.insert().values(id=device_id))


def _register(connection: Connection, request: Enrol, hashed: str, *, provinces: str, now: datetime) -> None:
    values = {
        "name": _printable(request.name),
        "token_hash": hashed,
        "provinces": provinces,
        "enrolled_at": _text(now),
        "revoked_at": None,
    }
    known = connection.execute(select(device).where(device.c.id == request.device)).first()
    if known is None:
        connection.execute(device.insert().values(id=request.device, **values))
    else:
        connection.execute(device.update().where(device.c.id == request.device).values(**values))


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:100]


def _digest(plain: str) -> str:
    return hashlib.sha256(f"fieldkit code {plain}".encode()).hexdigest()


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
