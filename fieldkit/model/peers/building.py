"""Makes an inspection of what another program tells, and says of each answer that has no place why."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.form import FormError
from fieldkit.model.inspections import attach_file
from fieldkit.model.inspections.files import MAX_FILE_BYTES
from fieldkit.model.inspections.incoming import Incoming
from fieldkit.model.inspections.record import is_computed
from fieldkit.model.inspections.starting import opening
from fieldkit.model.peers.bundle import Unavailable
from fieldkit.model.reference import visit_kinds
from fieldkit.model.shapes.records import is_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.model.checklists import Checklist
    from fieldkit.model.form import Node
    from fieldkit.model.peers.bundle import Files
    from fieldkit.model.peers.record import PeerRecord, Told
    from fieldkit.model.register.problems import Remark
    from fieldkit.model.workspace import Workspace

ORIGIN = "import"
"""Where the origin stands in what is frozen with an inspection."""
_KIND, _DAY = "visit_kind", "visit_date"
_BETWEEN = 100  # inspections between two looks for memory that is free again


@dataclass
class Candidate:
    """A record that can be imported: its id here, its checklist and the row of its factory.

    ``visit`` is the visit that it is part of, "" for one of its own.
    """

    id: str
    record: PeerRecord
    checklist: Checklist
    factory: Mapping[str, Any]
    visit: str = ""


class Builder:
    """Builds inspections out of the candidates of one file.

    ``bundles`` are looked through for files, the first first; ``origin`` says where all of them come from.
    """

    def __init__(self, workspace: Workspace, bundles: Sequence[Files], origin: Mapping[str, str]) -> None:
        self._workspace = workspace
        self._bundles = bundles
        self._origin = dict(origin)
        self._built = 0

    def build(self, candidate: Candidate, *, attach: bool) -> tuple[Incoming, list[Remark]]:
        """Return the inspection, not yet written, and what could not be taken.

        Its files are read only with ``attach``; otherwise it is only looked whether they are there.
        """
        record, workspace = candidate.record, self._workspace
        self._built += 1
        if self._built % _BETWEEN == 0:
            # The answers of an inspection know their parents: without this, a file of thousands would keep
            # all of them in memory until Python looks by itself, which is late beside so much that lives.
            gc.collect()
        told = {one.path: one for one in record.answers}
        person = workspace.person
        member = {"name": record.author, "position": "", "office": ""}
        if not record.author:
            member = {"name": person.name, "position": person.position, "office": person.office}
        begun = opening(
            workspace,
            candidate.factory,
            candidate.checklist,
            kind=_kind(record.answers),
            at=self._began(record),
            member=member,
            record=candidate.id,
            visit=candidate.visit,
            more={ORIGIN: self._of(record)},
        )
        incoming = Incoming(workspace, candidate.checklist, candidate.factory, begun)
        remarks = list(record.remarks)
        first = incoming.first_rows()
        values = {path: one.text for path, one in told.items()}
        named = _leaf(incoming, f"{incoming.instance.root.path}/meta/instanceID")
        if named is not None and named.path not in values and not is_computed(named):
            own = record.instance.startswith("uuid:")
            values[named.path] = record.instance if own else f"uuid:{candidate.id}"
        incoming.put(values, record.sizes)
        if self._mend(incoming, told, values, remarks):
            incoming.put(values, record.sizes)
        self._refused_choices(incoming, told, values, remarks)
        files = self._files(incoming, told, values, record, remarks)
        incoming.put(values, record.sizes)
        incoming.save_all(first if record.sizes is not None else ())
        if attach:
            for path, name in files.items():
                self._attach(incoming, told[path], name, record, remarks)
        return incoming, remarks

    def _of(self, record: PeerRecord) -> dict[str, str]:
        about = {
            "instance": record.instance,
            "author": record.author,
            "started": record.started,
            "submitted": record.submitted,
            "version": record.version,
            "row": str(record.place.row or ""),
        }
        return self._origin | about

    def _began(self, record: PeerRecord) -> datetime:
        now = self._workspace.clock()
        day = next((one.text for one in record.answers if one.asked.name == _DAY), "")
        for text in (record.started, day, record.submitted):
            try:
                found = datetime.fromisoformat(text)
            except ValueError:
                continue
            found = found if found.tzinfo else found.replace(tzinfo=now.tzinfo)
            if found <= now:
                return found
        return now

    def _mend(
        self, incoming: Incoming, told: Mapping[str, Told], values: dict[str, str], remarks: list[Remark]
    ) -> bool:
        """Bring values into the form that the questions store, and drop those without a place."""
        before = dict(values)
        for path, one in told.items():
            node = _leaf(incoming, path)
            if node is None:
                del values[path]
                if one.asked.path[0] != "meta":
                    remarks.append(one.place.remark(_NO_QUESTION))
                continue
            if is_computed(node):
                del values[path]
                continue
            values[path] = node.decode(one.text)
            if not values[path]:
                del values[path]
                remarks.append(one.place.remark(_unreadable(one)))
        return values != before

    def _refused_choices(
        self, incoming: Incoming, told: Mapping[str, Told], values: dict[str, str], remarks: list[Remark]
    ) -> None:
        for path in list(values):
            node = _leaf(incoming, path)
            if node is None or not node.choosing or not node.relevant:
                continue
            offered = {choice.name for choice in node.choices}
            chosen = values[path].split() if node.multiple or node.field.type == "rank" else [values[path]]
            strange = [name for name in chosen if name not in offered]
            if strange:
                remarks.append(told[path].place.remark(_no_choice(strange)))
                values[path] = " ".join(name for name in chosen if name in offered)
                if not values[path]:
                    del values[path]

    def _files(
        self,
        incoming: Incoming,
        told: Mapping[str, Told],
        values: dict[str, str],
        record: PeerRecord,
        remarks: list[Remark],
    ) -> dict[str, str]:
        """Return the names of files by question; a name without its file is no answer and is dropped."""
        found = {}
        for path in [path for path in values if path in told]:
            node = _leaf(incoming, path)
            if node is None or not (node.type == "upload" or is_file(told[path].asked)):
                continue
            name = values.pop(path)
            if node.type != "upload":
                continue
            if self._find(name, record) is None:
                remarks.append(told[path].place.remark(missing_file(name)))
            else:
                found[path] = name
        return found

    def _find(self, name: str, record: PeerRecord) -> tuple[Files, str] | None:
        for bundle in self._bundles:
            there = bundle.named(name, record.near, record.instance)
            if there is not None:
                return bundle, there
        return None

    def _attach(
        self, incoming: Incoming, one: Told, name: str, record: PeerRecord, remarks: list[Remark]
    ) -> None:
        found = self._find(name, record)
        if found is None:
            return
        bundle, there = found
        last = PurePosixPath(there).name
        try:
            attach_file(incoming, one.path, bundle.read(there, MAX_FILE_BYTES), name=last)
        except Unavailable:
            remarks.append(one.place.remark(_damaged(name)))
        except FieldkitError as error:
            remarks.append(one.place.remark(Text(error.message("th"), error.message("en"))))


def _kind(answers: Sequence[Told]) -> str:
    told = next((one.text for one in answers if one.asked.name == _KIND), "")
    return told if told in visit_kinds() else "PLAN"


def _leaf(incoming: Incoming, path: str) -> Node | None:
    try:
        node = incoming.instance.node(path)
    except FormError:
        return None
    return node if node.leaf and node.path == path else None


_NO_QUESTION = Text(
    "แบบตรวจรุ่นนี้ไม่มีคำถามนี้ จึงไม่นำเข้าคำตอบ", "this version of the checklist does not ask it; not imported"
)


def _unreadable(one: Told) -> Text:
    text = one.text if len(one.text) <= 60 else f"{one.text[:60]}…"
    return Text(
        f"“{text}” ไม่ใช่คำตอบชนิด {one.asked.type} จึงไม่นำเข้า",
        f"“{text}” is no answer of the type {one.asked.type} and is not imported",
    )


def _no_choice(names: Sequence[str]) -> Text:
    said = ", ".join(names)
    return Text(f"ไม่มีตัวเลือก “{said}” จึงไม่นำเข้า", f"there is no choice “{said}”; it is not imported")


def missing_file(name: str) -> Text:
    """Return the remark on a file that an answer names and that did not come."""
    return Text(f"ไม่พบไฟล์ “{name[:80]}” ในสิ่งที่นำเข้า", f"the file “{name[:80]}” is not among what is imported")


def _damaged(name: str) -> Text:
    return Text(f"ไฟล์ “{name[:80]}” เสียหายหรือใหญ่เกินไป", f"the file “{name[:80]}” is damaged or too large")
