"""Backups that are made by themselves: where to, when, how many stay, and how the last one went."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.backup import backup

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.backup import BackupReport
    from fieldkit.model.workspace import Workspace

When = Literal["close", "daily", "interval"]
WHEN: tuple[When, ...] = get_args(When)
SUFFIX = ".fieldkit-backup"
STALE = timedelta(days=3)
"""A last good backup that is older, with work done since, is warned of."""

AGAIN = timedelta(minutes=15)
"""Between attempts after one that failed."""

_PLAN, _LAST = "rolling_backup", "rolling_backup_last"


class PlaceGone(FieldkitError):
    """The folder or drive of the backups is not there."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ไม่พบที่เก็บไฟล์สำรอง", "The place of the backups is not there"),
            Text(
                "เสียบไดรฟ์ USB หรือเลือกโฟลเดอร์อื่นในหน้าตั้งค่า ข้อมูลในเครื่องยังอยู่ครบ",
                "Plug in the drive, or choose another folder in the settings. Your data are unharmed.",
            ),
            place=place,
        )


class PlaceInside(FieldkitError):
    """The folder chosen lies in the data folder itself, and would be lost with it."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ที่เก็บอยู่ในโฟลเดอร์ข้อมูลเอง", "This place lies in the data folder itself"),
            Text(
                "เลือกไดรฟ์ USB หรือโฟลเดอร์อื่น เพราะหากโฟลเดอร์ข้อมูลเสีย ไฟล์สำรองจะเสียด้วย",
                "Choose a USB drive or another folder: this one would be lost together with the data.",
            ),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """``when``: at the end of the program, daily after ``at`` (HH:MM), or every ``hours``."""

    folder: str
    keep: int = 7
    when: When = "close"
    at: str = "16:00"
    hours: int = 4


@dataclass(frozen=True, slots=True)
class Last:
    """How the last attempts went: ISO times; ``error`` is what the last one failed of, in both languages.

    ``head`` is the state that the last good one holds: count of changes and of files.
    """

    tried_at: str = ""
    good_at: str = ""
    path: str = ""
    size: int = 0
    inspections: int = 0
    files: int = 0
    head: tuple[int, int] = (-1, -1)
    error: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What the settings show; ``warning`` is why a person should look, None when all is well."""

    plan: Plan | None
    last: Last
    warning: Text | None = None


def plan(workspace: Workspace) -> Plan | None:
    """Return what is done on this machine; None where no backups are made by themselves."""
    with suppress(ValueError, TypeError):
        found = Plan(**json.loads(workspace.setting(_PLAN) or "null"))
        time.fromisoformat(found.at)
        return found if found.when in WHEN and found.keep > 0 and found.hours > 0 else None
    return None


def keep_plan(workspace: Workspace, wanted: Plan | None) -> None:
    """Make backups as ``wanted`` from now on, None makes none; raises PlaceGone, PlaceInside, ValueError."""
    if wanted is not None:
        time.fromisoformat(wanted.at)
        if wanted.keep < 1 or wanted.hours < 1:
            raise ValueError(wanted)
        _place(workspace, wanted)
    workspace.remember(_PLAN, None if wanted is None else json.dumps(asdict(wanted), ensure_ascii=False))


def last(workspace: Workspace) -> Last:
    """Return how the last backups went."""
    with suppress(ValueError, TypeError, AttributeError):
        found = json.loads(workspace.setting(_LAST) or "{}")
        found["head"] = tuple(found.get("head", (-1, -1)))
        found["error"] = tuple(found["error"]) if found.get("error") else None
        return Last(**found)
    return Last()


def due(workspace: Workspace, *, closing: bool = False) -> Plan | None:
    """Return what is to be done now, ``closing`` at the end of the program; None when nothing is.

    What has not changed since the last good backup, which is still there, needs no other.
    """
    wanted = plan(workspace)
    if wanted is None or closing != (wanted.when == "close"):
        return None
    now, found = workspace.clock(), last(workspace)
    if not closing and not _is_time(wanted, found, now):
        return None
    unchanged = found.head == _head(workspace) and Path(found.path).is_file()
    return None if unchanged else wanted


def run(workspace: Workspace, wanted: Plan, *, stop: Callable[[], bool] | None = None) -> BackupReport:
    """Write a backup, which is opened and counted, then drop the oldest of this laptop.

    The outcome is kept for the settings. Raises PlaceGone, PlaceInside, what the backup raises, and Stopped.
    """
    now = workspace.clock()
    before, head = last(workspace), _head(workspace)
    try:
        folder = _place(workspace, wanted)
        target = folder / f"{_prefix(workspace)}{now:%Y%m%dT%H%M%S}{SUFFIX}"
        report = backup(workspace, target, stop=stop)
    except FieldkitError as error:
        told = (error.message("th"), error.message("en"))
        _remember(workspace, {**asdict(before), "tried_at": now.isoformat(), "error": told})
        raise
    found = Last(
        tried_at=now.isoformat(),
        good_at=now.isoformat(),
        path=str(report.path),
        size=report.size,
        inspections=report.counts["inspection"],
        files=report.files,
        head=head,
    )
    _remember(workspace, asdict(found))
    for old in made(workspace, folder)[wanted.keep :]:
        with suppress(OSError):  # one that is open elsewhere goes with the next
            old.unlink()
    return report


def made(workspace: Workspace, folder: Path) -> list[Path]:
    """Return the backups of this laptop in a folder that laptops may share, the newest first."""
    return sorted(folder.glob(f"{_prefix(workspace)}*{SUFFIX}"), reverse=True)


def state(workspace: Workspace) -> State:
    """Return what is done, how it went, and what to warn of."""
    wanted, found = plan(workspace), last(workspace)
    if wanted is None:
        return State(None, found)
    if found.error is not None:
        return State(wanted, found, Text(*found.error))
    if not Path(wanted.folder).is_dir():
        return State(wanted, found, PlaceGone(wanted.folder).title)
    now = workspace.clock()
    old = not found.good_at or now - datetime.fromisoformat(found.good_at) > STALE
    if old and found.head != _head(workspace):
        return State(wanted, found, Text("ยังไม่มีไฟล์สำรองล่าสุด", "There is no recent backup"))
    if found.path and not Path(found.path).is_file():
        return State(wanted, found, Text("ไฟล์สำรองล่าสุดหายไป", "The last backup is not there any more"))
    return State(wanted, found)


def _is_time(wanted: Plan, found: Last, now: datetime) -> bool:
    tried = datetime.fromisoformat(found.tried_at) if found.tried_at else None
    if found.error is not None and tried is not None and Path(wanted.folder).is_dir():
        return not timedelta() <= now - tried < AGAIN  # the drive may have been plugged in since
    if wanted.when == "daily":
        return now.time() >= time.fromisoformat(wanted.at) and (tried is None or tried.date() != now.date())
    # A clock that was put back must not stop backups for years.
    return tried is None or not timedelta() <= now - tried < timedelta(hours=wanted.hours)


def _place(workspace: Workspace, wanted: Plan) -> Path:
    folder = Path(wanted.folder)
    if not folder.is_dir():
        raise PlaceGone(wanted.folder)
    if folder.resolve().is_relative_to(workspace.folder.resolve()):
        raise PlaceInside(wanted.folder)
    return folder


def _prefix(workspace: Workspace) -> str:
    return f"fieldkit-{workspace.device[-8:]}-"


def _head(workspace: Workspace) -> tuple[int, int]:
    [row] = workspace.rows(
        "SELECT (SELECT count(*) FROM change) AS changes, (SELECT count(*) FROM blob) AS files"
    )
    return row["changes"], row["files"]


def _remember(workspace: Workspace, found: dict[str, object]) -> None:
    workspace.remember(_LAST, json.dumps(found, ensure_ascii=False))
