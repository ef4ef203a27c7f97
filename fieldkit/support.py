"""What a help desk asks for, in one file: versions, counts, some settings, the logs; nothing that was typed.

Everything in it is on a list here: a new table is counted by itself, a new setting stays out until somebody
has thought about it.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import zipfile
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldkit import __version__
from fieldkit.crash import short_path
from fieldkit.errors import FieldkitError
from fieldkit.model import durable, rolling
from fieldkit.model.keys import slots
from fieldkit.model.tables import metadata as schema
from fieldkit.model.workspace import DatabaseMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from fieldkit.model.workspace import Workspace

REPORT = "support.json"
_PACKAGES = (
    *("PySide6", "SQLAlchemy", "alembic", "sqlcipher3", "cryptography", "argon2-cffi", "lxml", "openpyxl"),
    *("pillow", "pyxform", "httpx", "typst", "zxing-cpp"),
)
# Times, and whether something is on: neither names, folders nor addresses.
_SETTINGS = ("last sync", "automatic sync off", "files on metered networks", "state of the log")
_LOGS = ("fieldkit.log", "fieldkit.log.*", "fault.log")
_REPORTS = "crash-*.txt"
_MOST_REPORTS, _TAIL = 5, 256 * 1024
# As faulthandler writes the frames of a process that died.
_FRAME = re.compile(r'File "([^"]*)"')


@dataclass(frozen=True, slots=True)
class SupportFile:
    """What was written: the file, the names in it, and the report itself."""

    path: Path
    names: tuple[str, ...]
    report: dict[str, Any]


def write_support(data: Path, target: Path, opened: Callable[[], Workspace]) -> SupportFile:
    """Write the zip ``target`` about the data folder ``data``.

    ``opened`` opens it; where that is refused the kind of refusal is told instead of what is inside. Raises
    CannotWrite; then whatever ``target`` was before is intact.
    """
    report = {"program": _program(), "folder": _folder(data), "data": _data(data, opened)}
    parts = {REPORT: json.dumps(report, ensure_ascii=False, indent=2).encode(), **dict(_logs(data / "log"))}
    with durable.replacing(target) as path, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return SupportFile(target, tuple(parts), report)


def _program() -> dict[str, Any]:
    packages: dict[str, str | None] = {}
    for name in _PACKAGES:
        try:
            packages[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            packages[name] = None
    return {
        "fieldkit": __version__,
        "python": platform.python_version(),
        "system": [platform.system(), platform.release(), platform.machine()],
        "packages": packages,
    }


def _folder(data: Path) -> dict[str, Any]:
    """Return sizes by part, without a path: it names the account."""
    sizes: dict[str, dict[str, int]] = {}
    if not data.is_dir():
        return {"exists": False}
    for place in sorted(data.iterdir()):
        # Only what the program itself names so: a file that a person put there has a name of theirs.
        if place.name in ("attachments", "backups", "exports", "log"):
            files = [file for file in place.rglob("*") if file.is_file()]
            sizes[place.name] = {"files": len(files), "bytes": sum(file.stat().st_size for file in files)}
        elif place.name in ("fieldkit.db", "fieldkit.db-wal", "keys.json"):
            sizes[place.name] = {"files": 1, "bytes": place.stat().st_size}
    free = shutil.disk_usage(data).free
    return {"exists": True, "encrypted": slots.encrypted(data), "free_bytes": free, "parts": sizes}


def _data(data: Path, opened: Callable[[], Workspace]) -> dict[str, Any]:
    if not (data / "fieldkit.db").is_file():
        return {"refused": DatabaseMissing.__name__}  # opening would make an empty one
    try:
        workspace = opened()
    except FieldkitError as error:
        return {"refused": type(error).__name__}
    try:
        with workspace.database.read() as connection:
            found = {
                "schema": _one(connection, "SELECT version_num FROM alembic_version"),
                "rows": {table: _one(connection, f"SELECT count(*) FROM {table}") for table in schema.tables},
                "files": _counted(connection, "SELECT state, count(*) FROM blob GROUP BY state"),
                "held": _counted(connection, "SELECT held, count(*) FROM change GROUP BY held"),
                "in_conflict": _one(connection, "SELECT count(*) FROM cell WHERE conflict = 1"),
            }
        settings = {name: workspace.setting(name) for name in _SETTINGS}
        return found | {
            "device": workspace.device,
            "waiting": workspace.waiting(),
            "settings": settings,
            "backups": _backups(workspace),
        }
    except FieldkitError as error:
        return {"refused": type(error).__name__}
    finally:
        workspace.close()


def _backups(workspace: Workspace) -> dict[str, Any]:
    plan, last = rolling.plan(workspace), asdict(rolling.last(workspace))
    kept = ("tried_at", "good_at", "size", "inspections", "files")
    return {
        "plan": plan and {name: value for name, value in asdict(plan).items() if name != "folder"},
        "last": {name: last[name] for name in kept} | {"failed": last["error"] is not None},
    }


def _one(connection: Connection, sql: str) -> Any:
    return connection.exec_driver_sql(sql).scalar_one()


def _counted(connection: Connection, sql: str) -> dict[str, int]:
    return {str(name): count for name, count in connection.exec_driver_sql(sql)}


def _logs(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents: the ends of the logs and the newest crash reports."""
    found = [file for pattern in _LOGS for file in sorted(folder.glob(pattern))]
    found += sorted(folder.glob(_REPORTS))[-_MOST_REPORTS:]
    for file in found:
        try:
            with file.open("rb") as opened:
                opened.seek(max(0, file.stat().st_size - _TAIL))
                text = opened.read().decode("utf-8", "replace")
        except OSError:
            continue
        yield f"log/{file.name}", _FRAME.sub(lambda one: f'File "{short_path(one[1])}"', text).encode()
