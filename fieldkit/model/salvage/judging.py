"""Which of the change records that were found are as they were written, and what of the others is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldkit.model import body as bodies
from fieldkit.model.body import Op, change_id_of
from fieldkit.model.changes import feed_name
from fieldkit.model.erasure import orders
from fieldkit.model.keys.public import CENTRE_KEYS, PublicKeys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.body import Change
    from fieldkit.model.erasure.orders import Order
    from fieldkit.model.fold import Head
    from fieldkit.model.salvage.carving import Carved, CellKey


@dataclass
class Judged:
    """What is left out, and why.

    ``altered``: changes whose body is not what was written, left out; ``doubtful``: kept, though a cell says
    something else; ``values``: newest values that have lost their change, as ops to write anew; ``lost``:
    changes known by name only, each with its stream where that is known.
    """

    altered: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    values: list[Op] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)


def judge(found: Carved, device: str) -> Judged:
    """Take altered bodies out of ``found`` and tell what is missing."""
    judged = Judged()
    judged.altered, proven = _by_the_chain(found, device)
    for change_id in _beside_the_cells(found) - judged.altered - proven:
        # Nobody knows whether the body or the cell is damaged; what the centre has numbered comes from there.
        confirmed = found.receipts[change_id][0] is not None
        (judged.altered if confirmed else judged.doubtful).add(change_id)
        if confirmed:
            for heads in found.cells.values():
                for op in [op for op in heads if change_id_of(op) == change_id]:
                    del heads[op]
    for change_id in judged.altered:
        del found.changes[change_id]
    _look_for_lost(found, judged)
    return judged


def _by_the_chain(found: Carved, device: str) -> tuple[set[str], set[str]]:
    """Return changes whose body does not give its link while the links around it hold, and those that do.

    A link that is damaged itself holds neither with its body nor with the next one, and convicts nobody.
    """
    convicted: set[str] = set()
    proven: set[str] = set()
    erased = _erased(found)
    for (stream, incarnation), links in found.feed.items():
        name = feed_name(device, incarnation, stream)
        holds: dict[int, bool] = {}
        for n, (change_id, link) in links.items():
            before = b"" if n == 1 else links.get(n - 1, ("", None))[1]
            change = found.changes.get(change_id)
            if before is not None and change is not None:
                holds[n] = link in (
                    bodies.next_link(name, n, before, sha256)
                    for sha256 in orders.originals(erased.get(change_id, ()), change.body)
                )
        for n, good in holds.items():
            if good:
                proven.add(links[n][0])
            elif holds.get(n + 1, holds.get(n - 1, n == 1)):
                convicted.add(links[n][0])
    return convicted - proven, proven


def _erased(found: Carved) -> dict[str, list[Order]]:
    """Return the orders to erase among what was found that the centre signed, by change."""
    text = found.meta.get(CENTRE_KEYS)
    centre = PublicKeys.parse(text) if text else None
    known: dict[str, list[Order]] = {}
    for order in orders.spoken(op for change in found.changes.values() for op in change.ops):
        if order.genuine(centre):
            known.setdefault(order.subject, []).append(order)
    return known


def _beside_the_cells(found: Carved) -> set[str]:
    """Return changes that say something else than the cell that shows them, which was written with them."""
    convicted = set()
    for heads in found.cells.values():
        for head in heads.values():
            change = found.changes.get(change_id_of(head.op))
            if change is not None and _said(change, head.op) != head.values:
                convicted.add(change.id)
    return convicted


def _said(change: Change, op_id: str) -> Mapping[str, object] | None:
    return next((op.values for index, op in enumerate(change.ops) if change.op_id(index) == op_id), None)


def _look_for_lost(found: Carved, judged: Judged) -> None:
    superseded = {prev for change in found.changes.values() for op in change.ops for prev in op.prevs}
    streams = {op.record: op.stream for change in found.changes.values() for op in change.ops}
    named = {
        change_id: stream for (stream, _), links in found.feed.items() for change_id, _ in links.values()
    }
    named |= dict.fromkeys(found.broken | judged.altered, "")
    for key, heads in found.cells.items():
        lost = [head for head in heads.values() if change_id_of(head.op) not in found.changes]
        named |= {change_id_of(head.op): "" for head in lost}
        open_ = [head for head in lost if head.op not in superseded]
        if open_ and key[0] in streams:
            judged.values.append(_written_anew(key, open_, streams[key[0]]))
    shown = {change_id_of(prev): op.record for op in judged.values for prev in op.prevs}
    for change_id, stream in sorted(named.items()):
        if change_id not in found.changes and change_id not in shown:
            judged.lost[change_id] = stream


def _written_anew(key: CellKey, heads: list[Head], stream: str) -> Op:
    """Return the newest value over all heads that have lost their change; should one arrive, it is older."""
    record, table, group = key
    newest = max(heads, key=lambda head: (head.lamport, head.op))
    return Op(table, record, group, newest.values, [head.op for head in heads], stream)
