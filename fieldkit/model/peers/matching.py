"""Which checklist, version and factory a record of another program is of, and whether it is here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import checklists, factories
from fieldkit.model.checklist_schema import merged, read_schema
from fieldkit.model.ids import derived_id
from fieldkit.model.peers.columns import folded

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from fieldkit.model.checklist_schema import AskedTable
    from fieldkit.model.checklists import Checklist
    from fieldkit.model.peers.record import PeerRecord, Place
    from fieldkit.model.workspace import Workspace

FACTORY_QUESTION = "factory_no"
"""How the shipped checklists call the number of the factory."""


class ChecklistNeeded(FieldkitError):
    """The file does not say of which checklist its inspections are."""

    def __init__(self, place: str, known: list[str]) -> None:
        super().__init__(
            Text("ไฟล์ไม่บอกว่าเป็นแบบตรวจใด", "The file does not say which checklist it is of"),
            Text(f"เลือกแบบตรวจ: {', '.join(known)}", f"Choose the checklist: {', '.join(known)}"),
            place=place,
        )


@dataclass
class Form:
    """A checklist in all its installed versions, the newest last."""

    workspace: Workspace
    form_id: str
    newest: Checklist
    versions: dict[str, str]

    @classmethod
    def installed(cls, workspace: Workspace, form_id: str) -> Form:
        """Return the checklist ``form_id``; raises NoSuchChecklist."""
        newest = checklists.latest(workspace, form_id)
        rows = [row for row in checklists.listing(workspace) if row["form_id"] == form_id]
        return cls(workspace, form_id, newest, {row["version"]: row["id"] for row in rows})

    @cached_property
    def schema(self) -> AskedTable:
        """What all versions ask."""
        others = [self.checklist(version) for version in self.versions if version != self.newest.version]
        return merged(read_schema(one.xform) for one in (self.newest, *others))

    def checklist(self, version: str) -> Checklist:
        """Return the version, the newest where it is not installed."""
        if version == self.newest.version or version not in self.versions:
            return self.newest
        if version not in self._loaded:
            self._loaded[version] = checklists.load(self.workspace, self.versions[version])
        return self._loaded[version]

    @cached_property
    def _loaded(self) -> dict[str, Checklist]:
        return {}


def offered(workspace: Workspace) -> dict[str, Text]:
    """Return the titles of the checklists that can be filled, also of shipped ones not yet installed."""
    found = {path.stem: Text("", "") for path in checklists.shipped()}
    for row in checklists.listing(workspace):
        found[row["form_id"]] = Text(row["title"] or "", row["title_en"] or row["title"] or "")
    return dict(sorted(found.items()))


def titled(workspace: Workspace, title: str) -> str | None:
    """Return the form id of the one checklist of that title, in either language; None without one."""
    wanted = folded(title)
    # a name of a sheet is cut at 31 letters
    found = {
        row["form_id"]
        for row in checklists.listing(workspace)
        for words in (row["title"], row["title_en"], row["form_id"])
        if wanted and words and (folded(words) == wanted or folded(words)[:28] == wanted.removesuffix("..."))
    }
    return found.pop() if len(found) == 1 else None


class Known:
    """What is in the store that a record may be, or may belong to."""

    def __init__(self, connection: Connection, root: str) -> None:
        """Read which records are here; ``root`` is the name of the form's root."""
        self._connection = connection
        self._own = {
            str(row[0])
            for row in connection.exec_driver_sql(
                "SELECT a.value FROM answer a JOIN inspection i ON i.id = a.inspection"
                " WHERE a.path = ? AND a.value IS NOT NULL AND coalesce(i.deleted, 0) = 0",
                (f"/{root}/meta/instanceID",),
            )
        }

    def record_id(self, instance: str) -> str | None:
        """Return the id that a record of this instance id gets; None when it is here already.

        The same record gets the same id on every laptop; another one after an import that was taken back.
        """
        own = instance.removeprefix("uuid:")
        if instance in self._own or self._living(own):
            return None
        for generation in count():
            record = derived_id("inspection", "imported", instance, str(generation))
            living = self._living(record)
            if living is not None:
                if living:
                    return None
                continue
            return record
        raise AssertionError

    def _living(self, record: str) -> bool | None:
        row = self._connection.exec_driver_sql(
            "SELECT coalesce(deleted, 0) = 0 FROM inspection WHERE id = ?", (record,)
        ).fetchone()
        return None if row is None else bool(row[0])

    def factory(self, number: str) -> dict[str, Any] | None:
        """Return the row of the factory of that number, in any writing; None without one."""
        try:
            record = factories.find(self._connection, number)
        except factories.NoSuchFactory:
            return None
        row = self._connection.exec_driver_sql("SELECT * FROM factory WHERE id = ?", (record,))
        return dict(row.mappings().one())


def factory_cell(record: PeerRecord, column: str) -> tuple[str, Place] | None:
    """Return the number of the factory and where it stands; None where the record has no such column.

    ``column`` is a header or the name of a question; "" for that of the shipped checklists.
    """
    wanted = folded(column or FACTORY_QUESTION)
    if wanted in record.cells:
        return record.cells[wanted]
    for told in record.answers:
        if folded(told.asked.name) == wanted:
            return told.text, told.place
    return None
