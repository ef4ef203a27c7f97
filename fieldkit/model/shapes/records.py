"""Signed inspections of one checklist, as the XML that was signed (OpenRosa submission)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from lxml import etree

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.attachments import AttachmentDamaged, AttachmentMissing
from fieldkit.model.checklist_schema import AskedTable, merged, natural, read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldkit.model.checklist_schema import Asked
    from fieldkit.model.workbook import Filters
    from fieldkit.model.workbook.filters import Found
    from fieldkit.model.workspace import Workspace

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_NAMES = "SELECT name, sha256 FROM attachment WHERE inspection = ? AND coalesce(deleted, 0) = 0"
_EDITS = (
    "WITH RECURSIVE before(id) AS (SELECT ? UNION SELECT i.revision_of FROM inspection i"
    " JOIN before ON i.id = before.id WHERE i.revision_of IS NOT NULL) SELECT count(*) - 1 FROM before"
)


class ChooseChecklist(FieldkitError):
    """The inspections are of several checklists, and the file can hold only one."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__(
            Text("ไฟล์แบบนี้มีได้แบบตรวจเดียว", "A file of this kind holds one checklist"),
            Text(
                f"เลือกแบบตรวจหนึ่งแบบ: {', '.join(found)}" if found else "ยังไม่มีการตรวจที่ลงนามแล้วตามเงื่อนไข",
                f"Choose one: {', '.join(found)}" if found else "No signed inspection fits the filters yet",
            ),
        )


@dataclass(slots=True)
class Submission:
    """One signed inspection: its line (of `Found`), its XML, and its files by the name in it."""

    row: Mapping[str, Any]
    root: etree._Element
    files: Mapping[str, str]
    edits: int

    @property
    def instance_id(self) -> str:
        """``meta/instanceID``; the inspection's own id where the form has none."""
        return value(self.root, ("meta", "instanceID")) or f"uuid:{self.row['id']}"


@dataclass
class Submissions:
    """The signed inspections of one checklist that ``filters`` choose, oldest first.

    Drafts, and what a signed revision replaced, are not among them. While they are gone through, ``left_out``
    gathers the ids of those whose record is not on this machine, or damaged.
    """

    workspace: Workspace
    form_id: str
    found: Found
    left_out: list[str] = field(default_factory=list)

    @classmethod
    def chosen(cls, workspace: Workspace, filters: Filters, form_id: str | None) -> Submissions:
        """Return those of ``form_id``, or of the only checklist there is; raises ChooseChecklist."""
        found = filters.found(workspace.database, standing=True)
        forms = sorted({form for form, _version in found.versions.values()})
        if form_id is None and len(forms) == 1:
            [form_id] = forms
        if form_id is None or form_id not in forms:
            raise ChooseChecklist(forms)
        if len(forms) > 1:
            found = replace(filters, checklist=form_id).found(workspace.database, standing=True)
        return cls(workspace, form_id, found)

    @property
    def title(self) -> Text:
        """The title of the newest version."""
        row = self.workspace.rows("SELECT title, title_en FROM checklist WHERE id = ?", self._versions()[0])[
            0
        ]
        return Text(row["title"], row["title_en"] or row["title"])

    def schema(self) -> AskedTable:
        """Return what all their versions ask, the newest version's order first."""
        return merged(read_schema(self._xform(id_)) for id_ in self._versions())

    def __iter__(self) -> Iterator[Submission]:
        """Yield them one by one; the record of each is read when its turn comes."""
        for row in self.found:
            try:
                xml = self.workspace.attachments.read(row["submission"])
            except (AttachmentMissing, AttachmentDamaged):
                self.left_out.append(row["id"])
                continue
            with self.workspace.database.read() as connection:
                named = connection.exec_driver_sql(_NAMES, (row["id"],)).fetchall()
                edits = 0
                if row["revision_of"]:
                    edits = connection.exec_driver_sql(_EDITS, (row["id"],)).scalar_one()
            yield Submission(row, etree.fromstring(xml, _PARSER), {one[0]: one[1] for one in named}, edits)

    def _versions(self) -> list[str]:
        """Return the checklists of the inspections, the newest version first."""
        versions = self.found.versions
        return sorted(versions, key=lambda id_: natural(versions[id_][1]), reverse=True)

    def _xform(self, checklist: str) -> bytes:
        [row] = self.workspace.rows("SELECT xform FROM checklist WHERE id = ?", checklist)
        return self.workspace.attachments.read(row["xform"])


def value(element: etree._Element, path: tuple[str, ...]) -> str:
    """Return the text at ``path`` below ``element``, empty where it is not."""
    found = [element]
    for name in path:
        found = [child for parent in found for child in parent.iterchildren("*") if _local(child) == name]
    return found[0].text or "" if found else ""


def values(element: etree._Element, table: AskedTable) -> dict[tuple[str, ...], str]:
    """Return the answers of one row of ``table`` by path, without those of repeats inside it."""
    repeats = {below.path for below in table.tables}
    found: dict[tuple[str, ...], str] = {}
    pending = [(element, table.path)]
    while pending:
        parent, path = pending.pop()
        for child in parent.iterchildren("*"):
            place = (*path, _local(child))
            if place in repeats:
                continue
            if len(child):
                pending.append((child, place))
            else:
                found[place] = child.text or ""
    return found


def instances(
    element: etree._Element, table: AskedTable, below: AskedTable
) -> list[tuple[etree._Element, tuple[str, ...]]]:
    """Return the rows of the repeat ``below`` inside one row of ``table``, each with the steps to it."""
    found: list[tuple[etree._Element, tuple[str, ...]]] = [(element, ())]
    steps: tuple[str, ...] = ()
    for name in below.path[len(table.path) :]:
        steps = (*steps, name)
        found = [
            (child, steps)
            for parent, _ in found
            for child in parent.iterchildren("*")
            if _local(child) == name
        ]
    return found


def is_file(asked: Asked) -> bool:
    """Tell whether the answers name files."""
    return asked.type == "binary" or asked.path == ("meta", "audit")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
