"""Orders to erase in the centre's log: bodies are taken away, what is left of them is handed on instead.

The chains vouch for the hash of the body that was received, which stays. What is left is an entry of its own,
named by that hash; so an older program, and a laptop that comes later, finds the change there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.body import MalformedChange
from fieldkit.model.erasure import orders
from fieldkit.model.erasure.carrying import files_gone
from fieldkit.model.erasure.redacting import digest
from fieldkit.sync.protocol import ERASED, RELEASED
from fieldkit.sync.server import gone_files, log

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.erasure.orders import Order
    from fieldkit.model.keys.public import PublicKeys
    from fieldkit.sync.bundle.keys import KeyPair


def carry_out(connection: Connection, name: str, said: Sequence[bytes], keys: KeyPair, *, at: str) -> int:
    """Erase what the orders in the bodies ``said``, which are in the log now, name; returns how many bodies.

    In the transaction that appended them, which has locked the stream. What the centre of ``keys`` has not
    signed, and what does not fit, changes nothing.
    """
    found = [
        order
        for body in said
        for order in orders.of_body(body)
        if order.kind == orders.CHANGE and order.genuine(keys.public)
    ]
    return sum(_carry_out(connection, name, order, keys, at) for order in found)


def _carry_out(connection: Connection, name: str, order: Order, keys: KeyPair, at: str) -> int:
    entries = log.find(
        connection, name, [order.subject, f"{RELEASED}{order.subject}", f"{ERASED}{order.before}"]
    )
    # What is left after an earlier order stands under the hash before that one.
    entries |= {one.name: one for one in _left(connection, name, entries.values())}
    going = [one for one in entries.values() if one.body and one.sha256 == order.before]
    if not going:
        return 0
    try:
        left = order.carried_out(going[0].body)
    except (MalformedChange, IndexError, ValueError, TypeError):
        return 0
    if digest(left) != order.after:
        return 0
    gone_files.note(connection, keys, files_gone(going[0].body, left))
    for one in going:
        log.take_away(connection, name, one.seq)
    if not all(one.held for one in going):
        log.add(connection, name, {f"{ERASED}{order.before}": left}, at=at)
    return len(going)


def what_is_left(connection: Connection, name: str, sha256: str) -> bytes:
    """Return the body that is handed on instead of an erased one, whose hash is kept; b"" if none is."""
    for entry in log.find(connection, name, [f"{ERASED}{sha256}"]).values():
        return entry.body or what_is_left(connection, name, entry.sha256)
    return b""


def _left(connection: Connection, name: str, entries: Iterable[log.Stored]) -> Iterator[log.Stored]:
    """Yield what was left of bodies that were erased before, step by step."""
    for entry in entries:
        following = f"{ERASED}{entry.sha256}"
        found = log.find(connection, name, [following]) if entry.gone else {}
        yield from found.values()
        yield from _left(connection, name, found.values())


def problems(name: str, entries: Iterable[log.Stored], keys: PublicKeys) -> Iterator[str]:
    """Yield bodies that are missing without an order for it, and orders that were not carried out."""
    gone: dict[str, int] = {}
    there: dict[str, int] = {}
    left: dict[str, str] = {}
    said: list[Order] = []
    for entry in entries:
        said += [one for one in orders.of_body(entry.body) if not entry.held and one.genuine(keys)]
        if entry.gone:
            gone[entry.sha256] = entry.seq
        elif entry.name.startswith(ERASED):
            left[entry.name.removeprefix(ERASED)] = entry.sha256
        if entry.body:
            there.setdefault(entry.sha256, entry.seq)
    steps = {(one.before, one.after) for one in said if one.kind == orders.CHANGE}
    befores = {before for before, _ in steps if before}
    for sha256, seq in gone.items():
        if (sha256, left.get(sha256, _any(steps, sha256))) not in steps:
            yield f"{name} {seq}: the body was taken away without an order"
    for sha256, after in left.items():
        if (sha256, after) not in steps:
            yield f"{name} {there[after]}: the centre has not ordered what is left of a body"
    for sha256 in sorted(befores & there.keys()):
        yield f"{name} {there[sha256]}: an order to erase was not carried out"


def _any(steps: Iterable[tuple[str | None, str]], sha256: str) -> str:
    """Return what an order leaves of a body that was held, of which nothing is handed on."""
    return next((after for before, after in steps if before == sha256), "")
