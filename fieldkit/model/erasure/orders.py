"""Orders to erase: what they say, whether the centre signed them, and which bodies they lead to."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from fieldkit.model import body as bodies
from fieldkit.model.body import MalformedChange, Op
from fieldkit.model.erasure.redacting import digest, redact
from fieldkit.model.ids import new_id
from fieldkit.model.keys.public import of_centre
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.keys.public import PublicKeys

TABLE = "erasure"
CHANGE: Final = "change"
SEAL: Final = "seal"
_NAMED = f'"{TABLE}"'.encode()  # in every body that has one
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Order:
    """One row of the table ``erasure``.

    ``change``: of the body of ``subject`` (hash ``before``) the values of ``cells`` go (JSON, see
    :data:`~fieldkit.model.erasure.redacting.Cells`), and it has the hash ``after``. ``seal``: what is left of
    the closed inspection ``subject``, whole until then, has the digest ``after``
    (:func:`fieldkit.model.seal.rest_of`). ``basis`` is the key of the rule, or ``request``.
    """

    kind: Literal["change", "seal"]
    subject: str
    before: str | None
    after: str
    cells: str | None
    basis: str
    reason: str
    person: str
    at: str
    signature: str = ""

    def message(self) -> bytes:
        """Return what the centre signs."""
        said = {name: value for name, value in asdict(self).items() if name != "signature"}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return f"fke1\n{text}".encode()

    def signed(self, sign: Callable[[bytes], bytes]) -> Order:
        """Return the order with its signature."""
        return replace(self, signature=base64.b64encode(sign(self.message())).decode())

    def genuine(self, centre: PublicKeys | None) -> bool:
        """Tell whether ``centre`` signed it."""
        try:
            signature = base64.b64decode(self.signature or "", validate=True)
        except (binascii.Error, ValueError):
            return False
        return centre is not None and centre.signed(self.message(), signature)

    def carried_out(self, body: bytes) -> bytes:
        """Return the body without the values; raises MalformedChange, IndexError, ValueError."""
        return redact(body, json.loads(self.cells or "[]"))

    def op(self, stream: str) -> Op:
        """Return the op that writes it."""
        return Op(TABLE, new_id(), "core", asdict(self), (), stream)


def of_values(values: Mapping[str, Any]) -> Order | None:
    """Return the order that the values of an op or row are; None of what is none."""
    said = {name: values.get(name) for name in GROUPS[TABLE]["core"]}
    needed = (name for name in said if name not in ("before", "cells"))
    if said["kind"] not in (CHANGE, SEAL) or not all(isinstance(said[name], str) for name in needed):
        return None
    return Order(**said)  # type: ignore[arg-type]


def spoken(ops: Iterable[Op]) -> list[Order]:
    """Return the orders among some ops."""
    found = (of_values(op.values) for op in ops if op.table == TABLE)
    return [order for order in found if order is not None]


def of_body(body: bytes) -> list[Order]:
    """Return the orders in a body; none where it is unreadable."""
    if _NAMED not in body:
        return []
    try:
        return spoken(bodies.decode(body).ops)
    except MalformedChange:
        return []


def all_signed(body: bytes, centre: PublicKeys | None) -> bool:
    """Tell whether a readable body writes nothing into the table of orders that ``centre`` has not signed."""
    if _NAMED not in body and b"\\u" not in body:
        return True
    ops = [op for op in bodies.decode(body).ops if op.table == TABLE]
    said = [of_values(op.values) if op.group == "core" else None for op in ops]
    return all(order is not None and order.genuine(centre) for order in said)


def known(
    connection: Connection, kind: Literal["change", "seal"], subjects: Collection[str] | None = None
) -> dict[str, list[Order]]:
    """Return the orders on this machine that its centre signed, by subject, the oldest first."""
    centre = of_centre(connection)
    columns = ", ".join(GROUPS[TABLE]["core"])
    base = f"SELECT {columns} FROM {TABLE} WHERE kind = ?"
    found: dict[str, list[Order]] = {}

    def take(sql: str, *parameters: str) -> None:
        rows = connection.exec_driver_sql(f"{sql} ORDER BY at, id", (kind, *parameters)).mappings()
        for row in list(rows):
            order = of_values(dict(row))
            if order is not None and order.genuine(centre):
                found.setdefault(order.subject, []).append(order)

    if subjects is None:
        take(base)
        return found
    wanted = sorted(subjects)
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        take(f"{base} AND subject IN ({','.join('?' * len(some))})", *some)
    return found


def following(orders: Sequence[Order], sha256: str) -> list[Order]:
    """Return the orders that are to be carried out one after the other on a body of that hash."""
    found: list[Order] = []
    left = list(orders)
    while order := next((one for one in left if one.before == sha256), None):
        left.remove(order)
        found.append(order)
        sha256 = order.after
    return found


def originals(orders: Sequence[Order], body: bytes) -> list[bytes]:
    """Return the hashes (raw) that the body had before orders were carried out, with the present one."""
    hashes = [digest(body)]
    for sha256 in hashes:  # grows
        befores = [one.before for one in orders if one.after == sha256 and one.before]
        hashes += [before for before in befores if before not in hashes]
    return [bytes.fromhex(sha256) for sha256 in hashes]
