"""A checklist tried out: a real inspection in a folder of its own that goes when the trial ends.

Nothing of it can reach the data of the office: it has another database, another log and other attachments.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldkit.model import checklists, inspections, streams
from fieldkit.model.body import Op
from fieldkit.model.keys.wrapping import new_key
from fieldkit.model.tables import GROUPS
from fieldkit.model.workspace import Workspace
from fieldkit.model.xlsform.conversion import Conversion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.checklists import Checklist

# A factory that fits no other, for a trial without one: Phichit's code, so that places are looked up.
SAMPLE: Mapping[str, Any] = {
    "registration_no": "00000000000000",
    "name": "โรงงานตัวอย่าง",
    "operator": "ผู้ประกอบกิจการตัวอย่าง",
    "class_": "3",
    "type_main": "00901",
    "hp": 100.0,
    "workers": 20,
    "province": "พิจิตร",
    "province_code": "66",
    "status": "1",
}


class Rehearsal:
    """An inspection for trying out a checklist; ``close`` ends it and leaves nothing behind.

    Attributes:
        workspace: of its own.
        inspection: the id of the inspection in it.
    """

    def __init__(
        self,
        workspace: Workspace,
        checklist: Checklist,
        factory: Mapping[str, Any] | None = None,
        kind: str = "PLAN",
    ) -> None:
        """Begin at ``factory`` (a row of the register, else a sample). Raises as `inspections.start`."""
        media = checklists.media_of(workspace, checklist)
        # What is tried out with a sealed folder's factories lies in clear nowhere either.
        key = new_key() if workspace.encrypted else None
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="fieldkit-trial-"))
            self.workspace = stack.enter_context(
                closing(Workspace(Path(folder) / "data", key=key, clock=workspace.clock))
            )
            person = workspace.person
            self.workspace.name_person(name=person.name, position=person.position, office=person.office)
            record = checklists.install(self.workspace, _conversion(checklist), b"", media)
            place = _put_factory(self.workspace, factory or SAMPLE)
            started = inspections.start(
                self.workspace,
                place,
                checklist.form_id,
                kind=kind,
                checklist=checklists.load(self.workspace, record),
            )
            self.inspection = started.id
            self._open = stack.pop_all()

    def close(self) -> None:
        """End the trial and remove its folder; more than once does no harm."""
        self._open.close()


def _conversion(checklist: Checklist) -> Conversion:
    return Conversion(
        form_id=checklist.form_id,
        version=checklist.version,
        title=checklist.title.th,
        xform=checklist.xform.decode(),
        policy=checklist.policy_columns,
    )


def _put_factory(workspace: Workspace, row: Mapping[str, Any]) -> str:
    record = str(row.get("id") or "sample")
    stream = streams.register_stream(str(row.get("province_code") or ""))
    ops = [
        Op("factory", record, group, {column: row.get(column) for column in columns}, (), stream)
        for group, columns in GROUPS["factory"].items()
        if group != "void"
    ]
    workspace.log.commit(ops)
    return record
