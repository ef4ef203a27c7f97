"""A folder with a sealed inspection and a draft, in the states that damage is done to."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from fieldkit.errors import FieldkitError
from fieldkit.model import inspections
from fieldkit.model.backup import backup
from fieldkit.model.inspections import Signature
from fieldkit.model.verify import check, verify
from fieldkit.model.workspace import Workspace
from tests.hostile import damage
from tests.office import answer_all, drawn_signature, path_of, picture

KEY = bytes(range(32))
COPY = "copy.fieldkit-backup"


@dataclass(frozen=True)
class Pattern:
    """The same data closed in order, as a kill leaves them, and before; ``other`` is somebody else's."""

    plain: Path
    killed: Path
    older: Path
    sealed: Path
    other: Path
    copy: Path
    inspection: str


def make(furnished: Path, root: Path) -> Pattern:
    folder = shutil.copytree(furnished, root / "plain")
    with closing(Workspace(folder)) as workspace:
        closed = _closed(workspace)
        backup(workspace, root / COPY)
    older = shutil.copytree(folder, root / "older")
    with closing(Workspace(folder)) as workspace:
        draft = inspections.start(workspace, "mill", "GEN")
        for number in range(40):
            draft.answer(path_of(draft, "gen03"), ("yes", "no")[number % 2])
            draft.note(path_of(draft, "gen03"), f"บันทึกครั้งที่ {number} " * 30)
        killed = shutil.copytree(folder, root / "killed")
    damage.as_killed(killed)
    with closing(Workspace(root / "open")) as workspace:
        workspace.name_person(name="คนอื่น")
        other = shutil.copytree(root / "open", root / "other")
    sealed = _encrypted(folder, root / "sealed")
    return Pattern(folder, killed, older, sealed, other, root / COPY, closed)


def _closed(workspace: Workspace) -> str:
    inspection = inspections.start(workspace, "mill", "GEN")
    answer_all(inspection, gen16="no")
    for number in range(2):
        inspections.attach_photo(
            inspection, path_of(inspection, "gen16"), picture(640 + number), name=f"gate{number}.jpg"
        )
    image = drawn_signature()
    signatures = [Signature("inspector", "ก", image=image), Signature("representative", "ข", image=image)]
    inspections.close(inspection, signatures, closing="partial", reason="ทดสอบ")
    return inspection.id


def _encrypted(folder: Path, target: Path) -> Path:
    """Return the same data under a key."""
    with closing(Workspace(folder)) as plain, closing(Workspace(target, key=KEY)) as sealed:
        bodies = [(bytes(row["body"]), None) for row in plain.rows("SELECT body FROM change ORDER BY id")]
        sealed.log.apply(bodies)
        for sha256 in plain.attachments.names():
            sealed.attachments.add(plain.attachments.read(sha256))
    return target


def bodies_of(folder: Path, key: bytes | None = None) -> dict[str, bytes]:
    with closing(Workspace(folder, key=key)) as workspace:
        return {row["id"]: bytes(row["body"]) for row in workspace.rows("SELECT id, body FROM change")}


def found_in(folder: Path, key: bytes | None = None) -> set[str]:
    """Return the kinds that ``check`` and ``verify`` name, or what opening says."""
    try:
        with closing(Workspace(folder, key=key)) as workspace:
            return {one.kind for one in (*check(workspace), *verify(workspace)) if one.level == "error"}
    except FieldkitError as error:
        return {type(error).__name__} if error.title.th and error.hint.en else set()
