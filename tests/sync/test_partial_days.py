"""Signed inspections that are at the office only: told, fetched, let go, and by nobody else's hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from fieldkit.cli import main
from fieldkit.model import carrying, elsewhere, inspections, retention
from fieldkit.model.carrying import EVERYTHING, Carry
from fieldkit.model.elsewhere import DetailsElsewhere, SomeElsewhere
from fieldkit.model.inspections import Signature
from fieldkit.model.inspections.listing import listing
from fieldkit.model.inspections.revision import revise
from fieldkit.model.seal import seal_of
from fieldkit.model.verify import verify
from fieldkit.model.workbook import Filters
from fieldkit.model.workspace import Workspace
from fieldkit.sync import client, protocol
from fieldkit.sync.enrolment import credentials
from fieldkit.sync.server import Centre, blocks, schema
from tests.conftest import Clock
from tests.office import MILL, answer_all, drawn_signature
from tests.sync.laptops import Laptop, RunningCentre

Make = Callable[[str], Laptop]
LONG = timedelta(days=3 * 366)


def signed(workspace: Workspace) -> str:
    """Inspect the mill and sign; returns the inspection."""
    inspection = inspections.start(workspace, MILL, "GEN")
    answer_all(inspection)
    inspections.close(
        inspection,
        [
            Signature("inspector", "กฤษณะ ใจดี", "นักวิชาการ", drawn_signature()),
            Signature("representative", "มานะ อดทน", "ผู้จัดการ", drawn_signature()),
        ],
    )
    return inspection.id


@pytest.fixture
def author(sqlite_centre: RunningCentre, laptop: Make, furnished_folder: Path, tmp_path: Path) -> Laptop:
    """A laptop that has signed an inspection and sent it."""
    shutil.copytree(furnished_folder, tmp_path / "author")
    one = laptop("author")
    one.workspace.clock = Clock(one.workspace.clock())
    one.enrol(sqlite_centre, "66")
    return one


@pytest.fixture
def inspection(author: Laptop) -> str:
    found = signed(author.workspace)
    author.sync()
    return found


@pytest.fixture
def reader(sqlite_centre: RunningCentre, laptop: Make, inspection: str) -> Laptop:
    """A laptop of three years later that carries the last two years."""
    one = laptop("reader").enrol(sqlite_centre, "66")
    carrying.choose(one.workspace, Carry(2))
    sqlite_centre.clock.ahead = LONG
    one.sync()
    return one


def away(laptop: Laptop) -> set[str]:
    with laptop.workspace.database.read() as connection:
        return elsewhere.all_elsewhere(connection)


def whole(laptop: Laptop, inspection: str) -> bool:
    """Tell whether all is here: nothing elsewhere, the seal holds, every file is here."""
    with laptop.workspace.database.read() as connection:
        [sealed] = connection.exec_driver_sql("SELECT seal FROM inspection WHERE id = ?", (inspection,)).one()
        files = retention.files_of(connection, inspection)
        holds = bool(seal_of(connection, inspection) == sealed)
    return holds and not away(laptop) and bool(files) and all(map(laptop.workspace.attachments.has, files))


def errors(laptop: Laptop) -> list[str]:
    return [one.kind for one in verify(laptop.workspace) if one.level == "error"]


def test_its_frame_is_here_and_who_opens_it_is_told(reader: Laptop, inspection: str, tmp_path: Path) -> None:
    assert away(reader) == {inspection}
    [row] = listing(reader.workspace)
    assert (row["id"], row["state"], row["photos"]) == (inspection, "closed", None)
    assert reader.workspace.rows("SELECT * FROM answer") == []
    for act in (inspections.open_inspection, lambda where, which: revise(where, which, "แก้ไข")):
        with pytest.raises(DetailsElsewhere):
            act(reader.workspace, inspection)
    with pytest.raises(DetailsElsewhere):
        Filters().found(reader.workspace.database)
    assert [one.kind for one in verify(reader.workspace)] == ["elsewhere"]
    wanted = {
        row["sha256"] for row in reader.workspace.rows("SELECT sha256 FROM blob WHERE state = 'wanted'")
    }
    assert wanted == set(), "its files are not fetched either"
    assert list(reader.workspace.attachments.names()) != [], "those of the checklist are"


def test_an_export_of_several_says_how_many_it_lacks(
    sqlite_centre: RunningCentre, author: Laptop, reader: Laptop
) -> None:
    signed(author.workspace)
    author.sync()
    reader.sync()
    with pytest.raises(SomeElsewhere, match="2"):
        Filters().found(reader.workspace.database)


def test_it_is_fetched_when_a_person_wants_it_and_stays_for_a_time(
    sqlite_centre: RunningCentre, reader: Laptop, inspection: str
) -> None:
    assert client.fetch_inspections(reader.workspace, [inspection]) == 1
    assert whole(reader, inspection)
    assert verify(reader.workspace) == []
    inspections.open_inspection(reader.workspace, inspection)
    sqlite_centre.clock.ahead += timedelta(days=80)
    reader.sync()
    assert whole(reader, inspection)
    sqlite_centre.clock.ahead += timedelta(days=20)
    reader.sync()
    assert away(reader) == {inspection}
    assert errors(reader) == []


def test_widening_brings_all(reader: Laptop, author: Laptop, inspection: str) -> None:
    carrying.choose(reader.workspace, EVERYTHING)
    reader.sync()
    assert whole(reader, inspection)
    assert reader.cells() == author.cells()
    assert reader.sync().pulled == 0


def test_what_was_written_here_leaves_a_year_after_it_was_received(
    sqlite_centre: RunningCentre, author: Laptop, inspection: str
) -> None:
    carrying.choose(author.workspace, Carry(1, mine=True))
    author.workspace.person = type(author.workspace.person)("another", "อีกคน")
    for days, gone in ((364, set()), (366, {inspection})):
        sqlite_centre.clock.ahead = timedelta(days=days)
        author.sync()
        assert away(author) == gone, days
    assert errors(author) == []
    with author.workspace.database.read() as connection:
        assert not any(map(author.workspace.attachments.has, retention.files_of(connection, inspection)))
    carrying.choose(author.workspace, EVERYTHING)
    author.sync()
    assert whole(author, inspection)
    assert verify(author.workspace) == []


def test_what_others_wrote_leaves_after_a_month(
    sqlite_centre: RunningCentre, laptop: Make, inspection: str
) -> None:
    one = laptop("one").enrol(sqlite_centre, "66")
    one.sync()
    carrying.choose(one.workspace, Carry(0, mine=True))
    for days, gone in ((29, set()), (31, {inspection})):
        sqlite_centre.clock.ahead = timedelta(days=days)
        one.sync()
        assert away(one) == gone, days


def test_the_laptops_clock_lets_nothing_go(
    sqlite_centre: RunningCentre, author: Laptop, inspection: str
) -> None:
    carrying.choose(author.workspace, Carry(1))
    now = author.workspace.clock()
    author.workspace.clock = lambda: now + timedelta(days=543 * 365)
    author.sync()
    assert away(author) == set()
    assert whole(author, inspection)


@pytest.mark.parametrize("lack", ["a file", "a body", "everything"])
def test_nothing_leaves_that_the_centre_cannot_read(
    sqlite_centre: RunningCentre, author: Laptop, inspection: str, lack: str
) -> None:
    carrying.choose(author.workspace, Carry(1))
    sqlite_centre.clock.ahead = LONG
    store = sqlite_centre.centre.store
    if lack == "a file":
        with author.workspace.database.read() as connection:
            sha256 = min(retention.files_of(connection, inspection))
        sqlite_centre.path(sha256).write_bytes(b"rot")
    else:
        with store.write() as connection:
            entries = [one for one in blocks.every(connection, "ins/66") if b'"of":' in one.body]
            assert entries
            for entry in entries if lack == "everything" else entries[:1]:
                blocks.replace_body(connection, "ins/66", entry.seq, entry.body + b" ")
    author.sync()
    assert whole(author, inspection)


def test_nobody_gets_another_province_by_it(
    sqlite_centre: RunningCentre, laptop: Make, reader: Laptop, inspection: str
) -> None:
    stranger = laptop("stranger").enrol(sqlite_centre, "10")
    url, token = credentials(stranger.workspace)

    def ask(stream: str) -> httpx.Response:
        message = protocol.to_json(protocol.DetailsAsked(stream, [inspection]))
        headers = {"Authorization": f"Bearer {token}", "Content-Type": protocol.JSON}
        return httpx.post(f"{url}/v3/details", content=message, headers=headers)

    refused = ask("ins/66")
    assert (refused.status_code, refused.json()["error"]) == (403, "not_granted")
    assert len(protocol.unpack(ask("ins/10").content)) == 1, "a header and nothing"
    assert client.fetch_inspections(stranger.workspace, [inspection]) == 1, "none of it is elsewhere to it"
    assert stranger.workspace.rows("SELECT id FROM inspection") == []


def test_a_body_that_no_page_named_is_not_taken(
    sqlite_centre: RunningCentre, reader: Laptop, inspection: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Centre.details

    def wrong(self: Centre, device: Any, data: bytes) -> bytes:
        lines = protocol.unpack(right(self, device, data))
        changed = [line.replace(b'"path":"', b'"path":"/x') if b'"of":' in line else line for line in lines]
        return protocol.pack(changed)

    with monkeypatch.context() as patched:
        patched.setattr(Centre, "details", wrong)
        assert client.fetch_inspections(reader.workspace, [inspection]) == 0
    assert away(reader) == {inspection}
    assert reader.workspace.rows("SELECT * FROM answer WHERE path LIKE '/x%'") == []


def test_an_older_laptop_gets_everything(
    sqlite_centre: RunningCentre, laptop: Make, inspection: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = laptop("one").enrol(sqlite_centre, "66")
    carrying.choose(one.workspace, Carry(1))
    sqlite_centre.clock.ahead = LONG
    hello = Centre.hello

    def of_version_2(self: Centre, device: Any, data: bytes) -> bytes:
        return json.dumps({**json.loads(hello(self, device, data)), "protocol": 2}).encode()

    with monkeypatch.context() as patched:
        patched.setattr(Centre, "hello", of_version_2)
        one.sync()
        assert whole(one, inspection)
    one.sync()
    assert away(one) == {inspection}, "and what was there already leaves by the same rule"


def test_a_centre_that_is_put_back_gets_what_is_left_here(
    sqlite_centre: RunningCentre, author: Laptop, inspection: str, laptop: Make
) -> None:
    """What has left cannot be offered; the chain goes on under a new name, and nothing else is lost."""
    store = sqlite_centre.centre.store
    tables = (schema.log, schema.env, schema.stream, schema.detail, schema.details_known)
    with store.read() as connection:
        books = {table: [row._asdict() for row in connection.execute(table.select())] for table in tables}
    carrying.choose(author.workspace, Carry(1))
    sqlite_centre.clock.ahead = LONG
    author.sync()
    assert away(author) == {inspection}
    later = signed(author.workspace)
    author.sync()
    with store.write() as connection:
        for table, rows in books.items():
            connection.execute(table.delete())
            # of the chain of this laptop only its beginning is left
            kept = [row for row in rows if row.get("n", 0) <= 3]
            if kept:
                connection.execute(table.insert(), kept)
    author.sync()
    carrying.choose(author.workspace, EVERYTHING)
    author.sync()
    fresh = laptop("fresh").enrol(sqlite_centre, "66")
    fresh.sync()
    for one in (author, fresh):
        assert whole(one, inspection)
        assert whole(one, later)
        assert verify(one.workspace) == []


def test_the_command_line_chooses_and_fetches(
    sqlite_centre: RunningCentre, author: Laptop, inspection: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> Any:
        author.close()
        assert main(["--data", str(author.folder), "--json", *words]) == 0
        author.open()
        return json.loads(capsys.readouterr().out)

    assert run("sync", "--carry", "show")["own"] is False
    chosen = run("sync", "--carry", "province", "--years", "1")
    assert (chosen["years"], chosen["mine"], chosen["own"], chosen["elsewhere"]) == (1, False, True, 0)
    sqlite_centre.clock.ahead = LONG
    run("sync")
    assert away(author) == {inspection}
    assert run("sync", "--carry", "show")["elsewhere"] == 1
    assert run("sync", "--fetch", inspection) == {"asked": 1, "fetched": 1}
    assert whole(author, inspection)
    assert run("sync", "--carry", "office")["own"] is False
