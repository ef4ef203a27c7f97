"""A day's end: the same records and photos pushed from A and pulled on B, fieldkit beside PouchDB."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
from sqlalchemy import Connection

from fieldkit.model import body as bodies
from fieldkit.model.attachments import register_files
from fieldkit.model.body import Op
from fieldkit.model.ids import derived_id, new_id
from fieldkit.model.tables import GROUPS
from fieldkit.model.workspace import Workspace
from fieldkit.sync import client, protocol
from fieldkit.sync.server import Store, devices, log
from tests.bench.targets import Target
from tests.servers import binaries, postgresql

ANSWERS, PHOTOS, PHOTO_BYTES = 80, 4, 200_000
INSPECTIONS, DAY = 1_000, 20
PROVINCE_FACTORIES, PROVINCE_INSPECTIONS = 5_000, 10_000
STREAM = "ins/25"
THAI = ("พบน้ำมันรั่วบริเวณฐานเครื่องจักร", "เรียบร้อยดี", "ฝาครอบสายพานชำรุด รอเปลี่ยน")
HERE = Path(__file__).parent / "pouchdb"
PACKAGES = Path(__file__).parents[2] / "build" / "bench-pouchdb"
PHASES = {
    "push": "push_records",
    "send": "push_files",
    "pull": "pull_records",
    "fetch": "pull_files",
}
TITLES = ("push records", "push photos", "pull records", "pull photos", "wire", "stored")


@dataclass
class Run:
    """Seconds by the clock of each leg, bytes over the wire in both directions, bytes at the server."""

    name: str
    legs: dict[str, float] = field(default_factory=dict)
    wire: int = 0
    stored: int = 0

    @property
    def seconds(self) -> float:
        """All four legs."""
        return sum(self.legs.values())

    def line(self) -> str:
        """Return a line of the table."""
        cells = [f"{self.legs.get(leg, 0):>13.1f}" for leg in PHASES.values()]
        return (
            f"{self.name:26}" + "".join(cells) + f"{_megabytes(self.wire):>13}{_megabytes(self.stored):>13}"
        )


def bench(folder: Path, inspections: int = INSPECTIONS) -> tuple[list[str], list[Target]]:
    """Run every side one after the other on the same disk; returns lines of a report, and targets."""
    runs, targets = [], []
    lines = [
        f"{inspections:,} inspections of {ANSWERS} answers, {PHOTOS} photos of {PHOTO_BYTES // 1000} kB (s)",
        f"{'':26}" + "".join(f"{title:>13}" for title in TITLES),
    ]
    for name in ("SQLite", "PostgreSQL"):
        with ExitStack() as stack:
            url = stack.enter_context(database(name))
            if name == "PostgreSQL" and url is None:
                lines.append("PostgreSQL is not installed")
                continue
            run, day = _fieldkit(folder / name, f"fieldkit, {name}", url, inspections)
        runs.append(run)
        targets.append(Target(f"a quiet day's records, {name}", day, 2.0, "s"))
        shutil.rmtree(folder / name, ignore_errors=True)
    peer = _pouchdb(folder / "pouchdb", inspections)
    shutil.rmtree(folder / "pouchdb", ignore_errors=True)
    lines += [run.line() for run in (*runs, *([peer] if peer else []))]
    if peer:
        for run in runs:
            targets += [
                Target(f"{run.name}: seconds, PouchDB = 1", run.seconds / peer.seconds, 1.0, ""),
                Target(f"{run.name}: bytes on the wire, PouchDB = 1", run.wire / peer.wire, 1.0, ""),
                Target(f"{run.name}: bytes stored, PouchDB = 1", run.stored / peer.stored, 1.0, ""),
            ]
    return lines, targets


def province(folder: Path, share: float) -> tuple[list[str], list[Target]]:
    """Let a new laptop fetch a share of a province's records; its photos stay at the centre."""
    seconds, busy, changes = _first_sync(folder / "province", share)
    shutil.rmtree(folder / "province", ignore_errors=True)
    title = f"first sync, {changes:,} changes"
    lines = [
        f"{int(PROVINCE_FACTORIES * share):,} factories, {int(PROVINCE_INSPECTIONS * share):,} inspections of"
        f" {ANSWERS} answers, a change each",
        f"{title}: {seconds:.1f} s by the clock, {busy:.1f} s of the laptop's processor,"
        f" {changes / seconds:,.0f} changes a second",
    ]
    return lines, [Target(title, seconds, 60 * share, "s")]


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


@contextmanager
def database(name: str) -> Iterator[str | None]:
    """Give the URL of a database that waits for the disk, None for SQLite or where there is none."""
    programs = binaries()
    if name != "PostgreSQL" or programs is None:
        yield None
        return
    with postgresql(programs, durable=True) as server, server.database() as url:
        yield url


@contextmanager
def _served(folder: Path, database: str | None) -> Iterator[str]:
    where = ["--store", str(folder)]
    if database:
        where += ["--database-url", database]
    command = [sys.executable, "-m", "fieldkit", "serve", *where, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _enrolled(folder: Path, url: str, store: Store) -> Workspace:
    workspace = Workspace(folder)
    now = workspace.clock()
    with store.write() as connection:
        code = devices.make_code(connection, ["25"], now=now).code
    client.enrol(workspace, url, code)
    return workspace


def _fieldkit(folder: Path, name: str, database: str | None, inspections: int) -> tuple[Run, float]:
    run = Run(name)
    with (
        mock.patch("keyring.get_keyring", side_effect=RuntimeError("the bench keeps nothing")),
        _served(folder / "centre", database) as url,
        closing(Store.at(database) if database else Store.in_folder(folder / "centre")) as store,
        closing(_enrolled(folder / "a", url, store)) as a,
        closing(_enrolled(folder / "b", url, store)) as b,
    ):
        _work(a, range(inspections))
        sent, received = _timed(a, run), _timed(b, run)
        assert received.pulled == sent.pushed, (sent, received)
        assert received.attachments_received == inspections * PHOTOS
        run.wire = sum(one.bytes_sent + one.bytes_received for one in (sent, received))
        run.stored = _stored(folder / "centre", database)
        _work(a, range(inspections, inspections + DAY))
        quiet = Run("a day")
        _timed(a, quiet)
    return run, quiet.seconds - quiet.legs.get("push_files", 0)


def _work(workspace: Workspace, numbers: range) -> None:
    """Fill inspections as an inspector does: each answer a change of its own."""
    for number in numbers:
        inspection = derived_id("inspection", str(number))
        ops = [answer(inspection, number, question) for question in range(ANSWERS)]
        workspace.log.commit(ops, split=1)
        for _ in range(PHOTOS):
            data = secrets.token_bytes(PHOTO_BYTES)
            sha256 = workspace.attachments.add(data)
            values: dict[str, Any] = dict.fromkeys(GROUPS["attachment"]["core"])
            values |= {"inspection": inspection, "sha256": sha256, "size": len(data), "kind": "photo"}
            op = Op("attachment", new_id(), "core", values, (), STREAM)
            workspace.log.commit([op], alongside=partial(_register, {sha256: len(data)}))


def _register(sizes: dict[str, int], connection: Connection, _written: object) -> None:
    register_files(connection, sizes)


def answer(inspection: str, number: int, question: int) -> Op:
    """Return an answer as inspectors give them, some with a note."""
    note = f"{THAI[question % 3]} / see photo {number}" if question % 27 == 0 else None
    values = {"value": str(number * question % 10), "note": note, "qualifier": None}
    return Op("answer", derived_id("answer", inspection, f"q{question}"), "response", values, (), STREAM)


def _timed(workspace: Workspace, run: Run) -> client.SyncReport:
    """Sync, and add the seconds of each leg to ``run``."""
    marks: list[tuple[str, float]] = []
    report = client.sync(workspace, lambda phase, *_: marks.append((phase, time.perf_counter())), retries=0)
    marks.append(("", time.perf_counter()))
    for (phase, start), (_, end) in pairwise(marks):
        if leg := PHASES.get(phase.partition("_")[0]):
            run.legs[leg] = run.legs.get(leg, 0.0) + end - start
    return report


def _stored(folder: Path, database: str | None) -> int:
    files = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    if database is None:
        return files
    with psycopg.connect(database.replace("+psycopg", "")) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return files + int(row[0])


def _first_sync(folder: Path, share: float) -> tuple[float, float, int]:
    """Return the seconds that a new laptop takes for a province's records, those of CPU, and how many."""
    with (
        mock.patch("keyring.get_keyring", side_effect=RuntimeError("the bench keeps nothing")),
        _served(folder / "centre", None) as url,
        closing(Store.in_folder(folder / "centre")) as store,
        closing(_enrolled(folder / "new", url, store)) as laptop,
    ):
        _fill(store, share)
        run, began = Run("first"), time.process_time()
        report = _timed(laptop, run)
        busy = time.process_time() - began
    return run.seconds, busy, report.pulled


def _fill(store: Store, share: float) -> None:
    """Put a province's history into the centre's log, as laptops would have brought it."""
    factory = dict.fromkeys(column for group in GROUPS["factory"].values() for column in group)
    registered: list[list[Op]] = []
    for number in range(int(PROVINCE_FACTORIES * share)):
        values = factory | {
            "registration_no": f"1025{number:010}",
            "name": f"โรงงานตัวอย่าง {number}",
            "province_code": "25",
            "province": "ปราจีนบุรี",
            "status": "1",
        }
        registered.append(
            [
                Op(
                    "factory",
                    derived_id("factory", str(number)),
                    group,
                    {c: values[c] for c in columns},
                    (),
                    "reg/25",
                )
                for group, columns in GROUPS["factory"].items()
                if group != "void"
            ]
        )
    answers = (
        [answer(derived_id("inspection", str(number)), number, question)]
        for number in range(int(PROVINCE_INSPECTIONS * share))
        for question in range(ANSWERS)
    )
    for stream, changes in (("reg/25", iter(registered)), (STREAM, answers)):
        append(store, stream, changes)


def append(store: Store, stream: str, changes: Iterator[list[Op]]) -> None:
    """Put changes into a stream of a centre's log as one laptop would have pushed them."""
    device = new_id()
    feed, n, link = f"{device}/1/{stream}", 0, b""
    batch: list[bytes] = []

    def flush() -> None:
        nonlocal n, link
        header = protocol.PushHeader(stream, feed, n + 1, link.hex(), "")
        for body in batch:
            n += 1
            link = bodies.link(feed, n, link, body)
        header.link = link.hex()
        with store.write() as connection:
            log.append(
                connection,
                header,
                batch,
                carrier=log.Carrier(device, True),
                at="2026-11-22T00:00:00.000+00:00",
            )
        batch.clear()

    for lamport, ops in enumerate(changes, 1):
        fields = {
            "id": new_id(),
            "stream": stream,
            "tx": new_id(),
            "author": device,
            "device": device,
            "lamport": lamport,
            "wall": "2026-11-22T07:00:00.000+07:00",
            "schema": 1,
            "why": None,
        }
        batch.append(bodies.compose(fields, tuple(ops)).body)
        if len(batch) == protocol.MAX_CHANGES:
            flush()
    if batch:
        flush()


def _pouchdb(folder: Path, inspections: int) -> Run | None:
    """Run PouchDB and its server in Node, a document for each answer; None, and why, where it cannot run."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        print("PouchDB: not run, node or npm is not installed", file=sys.stderr)
        return None
    if not _installed(npm):
        print("PouchDB: not run, its packages cannot be installed", file=sys.stderr)
        return None
    counts = [str(count) for count in (inspections, ANSWERS, PHOTOS, PHOTO_BYTES)]
    command = [node, str(HERE / "bench.cjs"), str(PACKAGES), str(folder), *counts]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3600)
    found = re.search(r"^\{.*\}$", done.stdout, re.MULTILINE)
    if done.returncode or found is None:
        print(f"PouchDB: not run, {(done.stderr.strip().splitlines() or ['no result'])[-1]}", file=sys.stderr)
        return None
    told: dict[str, Any] = json.loads(found[0])
    return Run(
        "PouchDB and its server", {leg: told[leg] for leg in PHASES.values()}, told["wire"], told["stored"]
    )


def _installed(npm: str) -> bool:
    wanted = (HERE / "package.json").read_bytes()
    stamp = PACKAGES / "installed"
    digest = hashlib.sha256(wanted).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return True
    shutil.rmtree(PACKAGES, ignore_errors=True)
    PACKAGES.mkdir(parents=True)
    (PACKAGES / "package.json").write_bytes(wanted)
    # LevelDB comes compiled; no script of a package needs to run.
    quiet = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    done = subprocess.run(
        [npm, "install", *quiet], cwd=PACKAGES, capture_output=True, env=os.environ, check=False
    )
    if done.returncode:
        return False
    stamp.write_text(digest)
    return True
