"""Options by which the server's commands find their database and files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from fieldkit.invocation import Invocation
    from fieldkit.sync.server import Blobs, Centre
    from fieldkit.sync.server.safe_copy import CopyReport

STORE = Text(
    "โฟลเดอร์ของศูนย์ข้อมูล (ปกติ: centre ในโฟลเดอร์ข้อมูล)",
    "Folder of the centre (default: centre in the data folder).",
)
DATABASE = Text("ฐานข้อมูล PostgreSQL แทน SQLite ในโฟลเดอร์", "PostgreSQL instead of SQLite in the folder.")
BLOBS = Text(
    "โฟลเดอร์ของไฟล์แนบ (ปกติ: blobs ในโฟลเดอร์ของศูนย์ข้อมูล)"
    " หรือที่เก็บแบบ S3 s3://bucket/prefix?endpoint=…&region=… (กุญแจ: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)",
    "Folder of the files (default: blobs in the store), or storage that speaks S3:"
    " s3://bucket/prefix?endpoint=…&region=… (keys: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY).",
)


def options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--store``, ``--database-url`` and ``--blobs``."""
    path = click.Path(file_okay=False, path_type=Path)
    for name, kind, words, variable in (
        ("--blobs", str, BLOBS, "FIELDKIT_BLOBS"),
        ("--database-url", str, DATABASE, "FIELDKIT_DATABASE_URL"),
        ("--store", path, STORE, "FIELDKIT_STORE"),
    ):
        function = bilingual.option(name, type=kind, words=words, envvar=variable)(function)
    return function


def folder(invocation: Invocation, store: Path | None) -> Path:
    """Return the centre's folder."""
    return store or invocation.data / "centre"


@contextmanager
def opened(
    invocation: Invocation,
    *,
    store: Path | None,
    database_url: str | None,
    blobs: str | None,
    upgrade: bool = False,
) -> Iterator[Centre]:
    """Open the centre and close it again; raises StoreUnusable, FieldkitError.

    One of an older schema is refused, because another program may be serving it, unless ``upgrade``.
    """
    from fieldkit.sync.server import Centre, Store

    own = folder(invocation, store)
    database = (
        Store.at(database_url, upgrade=upgrade) if database_url else Store.in_folder(own, upgrade=upgrade)
    )
    try:
        yield Centre(database, files(blobs, own))
    finally:
        database.close()


def files(blobs: str | None, own: Path) -> Blobs:
    """Open the centre's files, by default those in its ``own`` folder; raises FieldkitError.

    With an object store, that folder holds what is not whole yet.
    """
    from fieldkit.sync.server import FolderBlobs

    try:
        if blobs and "://" in blobs:
            from fieldkit.sync.server.s3_blobs import S3Blobs

            return S3Blobs(blobs, own / "blobs")
        return FolderBlobs(Path(blobs) if blobs else own / "blobs")
    except OSError as error:
        raise FieldkitError(
            Text("เขียนโฟลเดอร์ของไฟล์แนบไม่ได้", "The folder of the files cannot be written"),
            Text("เลือกโฟลเดอร์อื่นด้วย --blobs", "Choose another one with --blobs"),
            place=str(error.filename or own),
        ) from error


def tell_copy(invocation: Invocation, report: CopyReport, done: Text, damaged: Text) -> int:
    """Print what a copy of the centre holds; 1 when files are missing in it."""
    values = {
        "path": str(report.path),
        "counts": report.counts,
        "files": report.files,
        "fresh": report.fresh,
        "bytes": report.size,
        "damaged": list(report.damaged),
    }
    text = done.pick(invocation.language).format(
        path=report.path,
        changes=report.counts["log"],
        files=report.files,
        fresh=report.fresh,
        mib=round(report.size / (1 << 20), 1),
    )
    invocation.result(values, text)
    if report.damaged:
        invocation.say(damaged.pick(invocation.language).format(count=len(report.damaged)))
    return 1 if report.damaged else 0
