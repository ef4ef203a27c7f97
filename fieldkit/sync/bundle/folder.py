"""The exchange by a folder that laptop and centre both reach: a share of the office's network, or a stick.

``to-office/DEVICE-ID.fkbundle`` is written by laptops, ``from-office/DEVICE/`` by the centre.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from fieldkit.errors import Text
from fieldkit.model.durable import CannotWrite, explaining
from fieldkit.model.ids import new_id
from fieldkit.sync.bundle import reading, writing
from fieldkit.sync.bundle.errors import BundleError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from threading import Event

    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.bundle.reading import BundleReport
    from fieldkit.sync.bundle.written import Written

TO_OFFICE, FROM_OFFICE = "to-office", "from-office"
REFUSED = ".refused.json"


class Refusal(msgspec.Struct):
    """Why the centre did not take a bundle, and what to do, in both languages."""

    title: tuple[str, str]
    hint: tuple[str, str]


class NoSuchFolder(CannotWrite):
    """The share is not connected, or the stick is not in."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ไม่พบโฟลเดอร์แลกเปลี่ยนข้อมูล", "The folder of the exchange is not there"),
            Text(
                "เสียบแฟลชไดรฟ์หรือเชื่อมต่อเครือข่ายสำนักงาน แล้วลองอีกครั้ง",
                "Plug in the stick or join the office's network, then try again",
            ),
            place=place,
        )


class RefusedThere(BundleError):
    """The centre's own words about a bundle of this laptop."""

    def __init__(self, title: Text, hint: Text, place: str) -> None:
        self.title_, self.hint_ = title, hint
        super().__init__(place)


@dataclass
class FolderReport:
    """What came from the folder and what was put there; ``refused`` says which answers could not be taken."""

    written: Written
    read: list[BundleReport] = field(default_factory=list)
    refused: list[BundleError] = field(default_factory=list)


def exchange(
    workspace: Workspace,
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    cancel: Event | None = None,
) -> FolderReport:
    """Take the centre's answers, then leave a bundle of what it has not confirmed.

    Bundles of this laptop that the centre has not fetched yet go: the new one holds everything that they
    held. Raises NoSuchFolder, OfficeUnknown, CannotWrite, Cancelled; what was taken until then is here.
    """
    if not folder.is_dir():
        raise NoSuchFolder(str(folder))
    read, refused = _take_answers(workspace, folder / FROM_OFFICE / workspace.device)
    outgoing = folder / TO_OFFICE
    with explaining(outgoing):
        outgoing.mkdir(exist_ok=True)
        earlier = sorted(outgoing.glob(f"{workspace.device}-*{writing.SUFFIX}"))
    target = outgoing / f"{workspace.device}-{new_id()}"
    written = writing.for_office(workspace, target, progress, cancel=cancel)
    with explaining(outgoing):
        for path in earlier:
            path.unlink(missing_ok=True)
    return FolderReport(written, read, refused)


def _take_answers(workspace: Workspace, incoming: Path) -> tuple[list[BundleReport], list[BundleError]]:
    read: list[BundleReport] = []
    refused: list[BundleError] = []
    with explaining(incoming):
        names = sorted(incoming.iterdir()) if incoming.is_dir() else []
    for path in names:
        try:
            if path.name.endswith(REFUSED):
                refused.append(_refusal(path))
            elif path.suffix == writing.SUFFIX:
                read.append(reading.read(workspace, path))
            else:
                continue
        except BundleError as error:
            refused.append(error)
        with explaining(path):
            path.unlink(missing_ok=True)
    return read, refused


def _refusal(path: Path) -> RefusedThere:
    with explaining(path):
        data = path.read_bytes()
    try:
        told = msgspec.json.decode(data, type=Refusal)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        title = Text("ศูนย์ข้อมูลไม่รับชุดข้อมูล", "The centre did not take a bundle")
        return RefusedThere(title, Text("แจ้งผู้ดูแลระบบ", "Tell the administrator"), path.name)
    return RefusedThere(Text(*told.title), Text(*told.hint), path.name)
