"""What an inspector takes along to a factory, and what of it is not on this laptop yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldkit.model import checklists, factories, files
from fieldkit.model.codes import ending
from fieldkit.model.factories import NoSuchFactory
from fieldkit.model.reference import visit_kinds
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.workspace import Workspace

LAST = 3
"""Earlier inspections that go along, with their photos."""
Light = Literal["ready", "partial", "missing"]
"""``partial``: files must be fetched; ``missing``: the factory or its checklist is not here at all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is not here; ``size`` in bytes where a record tells it."""

    sha256: str
    size: int | None


@dataclass(frozen=True, slots=True)
class FactoryPack:
    """What goes along to one factory; ``register_date`` (ISO) is that of its row in the register."""

    factory: str
    name: str
    register_date: str | None
    inspections: int
    files: int
    findings: int
    orders: int
    documents: int
    checklist: bool
    here: bool
    wanted: tuple[Wanted, ...]

    @property
    def light(self) -> Light:
        """Whether everything is here."""
        if not (self.here and self.checklist):
            return "missing"
        return "partial" if self.wanted else "ready"


@dataclass(frozen=True, slots=True)
class Pack:
    """The packs of some factories; ``as_of`` (ISO) is the last complete exchange, None for never."""

    packs: tuple[FactoryPack, ...]
    as_of: str | None

    @property
    def ready(self) -> int:
        """How many are ready."""
        return sum(pack.light == "ready" for pack in self.packs)

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """The files of all packs that are not here, each once."""
        return tuple({one.sha256: one for pack in self.packs for one in pack.wanted}.values())

    @property
    def size(self) -> int:
        """Bytes still to be fetched, as far as the records tell."""
        return sum(one.size or 0 for one in self.wanted)


def pack(workspace: Workspace, visits: Iterable[tuple[str, str]]) -> Pack:
    """Return what goes along to the factories of ``visits`` (factory id, kind of visit)."""
    here = {row["form_id"] for row in checklists.listing(workspace)}
    here |= {path.stem for path in checklists.shipped()}
    files.refresh(workspace.database, workspace.attachments)
    with workspace.database.read() as connection:
        packs = tuple(_one(workspace, connection, factory, kind, here) for factory, kind in visits)
    return Pack(packs, workspace.setting("last sync"))


def _one(
    workspace: Workspace, connection: Connection, factory: str, kind: str, checklists_here: set[str]
) -> FactoryPack:
    try:
        known = factories.factory(connection, factory)
    except NoSuchFactory:
        return FactoryPack(factory, "", None, 0, 0, 0, 0, 0, checklist=False, here=False, wanted=())
    inspections = _last_inspections(connection, factory)
    records = _records(connection, factory)
    found = _files(connection, inspections, [*inspections, *(record for _table, record in records)])
    ended = ending("factory_order.state")
    open_orders = [
        row
        for row in connection.exec_driver_sql(
            "SELECT coalesce(state, '') FROM factory_order WHERE factory = ? AND coalesce(deleted, 0) = 0",
            (factory,),
        )
        if row[0] not in ended
    ]
    asked = visit_kinds()[kind].checklists if kind in visit_kinds() else ()
    return FactoryPack(
        factory=factory,
        name=known["name"] or "",
        register_date=known["source_date"],
        inspections=len(inspections),
        files=len(found),
        findings=len(factories.open_findings(connection, factory)),
        orders=len(open_orders),
        documents=sum(table == "document" for table, _record in records),
        # A kind that names no checklist, or none that is here, starts with the general one.
        checklist=bool(checklists_here & {*asked, "GEN"}),
        here=True,
        wanted=tuple(
            Wanted(sha256, size) for sha256, size in found.items() if not workspace.attachments.has(sha256)
        ),
    )


def _last_inspections(connection: Connection, factory: str) -> list[str]:
    sql = (
        "SELECT i.id FROM inspection i"
        " WHERE i.place = ? AND i.state = 'closed' AND coalesce(i.deleted, 0) = 0"
        + not_superseded("i")
        + " ORDER BY i.closed_at DESC, i.id DESC LIMIT ?"
    )
    return [row[0] for row in connection.exec_driver_sql(sql, (factory, LAST))]


def _records(connection: Connection, factory: str) -> list[tuple[str, str]]:
    """Return (table, id) of documents, orders and complaints, whose files go along."""
    found = []
    for table in ("document", "factory_order", "complaint"):
        sql = f"SELECT id FROM {table} WHERE factory = ? AND coalesce(deleted, 0) = 0"
        found += [(table, row[0]) for row in connection.exec_driver_sql(sql, (factory,))]
    return found


def _files(
    connection: Connection, inspections: Sequence[str], records: Sequence[str]
) -> dict[str, int | None]:
    """Return the size of each file of the inspections and records, by SHA-256."""
    if not records:
        return {}
    marks, other = ",".join("?" * len(inspections)), ",".join("?" * len(records))
    sql = (
        "SELECT a.sha256, coalesce(a.size, b.size) FROM attachment a LEFT JOIN blob b ON b.sha256 = a.sha256"
        f" WHERE (a.inspection IN ({marks}) OR a.record IN ({other}))"
        " AND coalesce(a.deleted, 0) = 0 AND a.sha256 IS NOT NULL ORDER BY a.taken_at, a.id"
    )
    found: dict[str, int | None] = dict(connection.exec_driver_sql(sql, (*inspections, *records)).fetchall())
    sql = f"SELECT image FROM signature WHERE inspection IN ({marks}) AND length(image) = 64"
    for (sha256,) in connection.exec_driver_sql(sql, tuple(inspections)):
        found.setdefault(sha256, None)
    return found
