"""PostgreSQL keeps provinces apart by itself: a query without its WHERE returns nothing of another one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import bindparam, func, select, text
from sqlalchemy.exc import ProgrammingError

from fieldkit.cli import Exit, main
from fieldkit.sync import client, protocol
from fieldkit.sync.server import Store, blocks, schema
from fieldkit.sync.server.devices import Device
from fieldkit.sync.server.store import NOTHING, PassesWalls, Reach
from tests.servers import SUPERUSER, PostgreSQL
from tests.sync.laptops import Laptop, RunningCentre, running_centre

Make = Callable[[str], Laptop]

TABLES = ("stream", "log", "held", "env", "device", "device_keys", "device_says", "detail", "details_known")
FORGETFUL = select(schema.log).where(schema.log.c.last > bindparam("number"))
"""The question of a page without its stream."""


@pytest.fixture
def walled(postgresql_url: str, tmp_path: Path, laptop: Make) -> Iterator[RunningCentre]:
    """A centre to which a laptop of 10 and one of 25 have each brought three answers."""
    with running_centre(tmp_path / "centre", postgresql_url) as centre:
        for province in ("10", "25"):
            one = laptop(province)
            client.enrol(one.workspace, centre.url, centre.code(province))
            for number in range(3):
                one.answer(f"q{number}", f"of {province}", stream=f"ins/{province}")
            assert one.sync().pushed == 3
            row = {"stream": f"ins/{province}", "seq": 1}
            with centre.centre.store.write() as connection:
                connection.execute(schema.details_known.insert().values(row))
                connection.execute(
                    schema.detail.insert().values({**row, "inspection": "i", "change_id": "c"})
                )
        yield centre


def lift(centre: RunningCentre) -> None:
    """Take the walls away, for what a test shows without them."""
    with centre.centre.store.write() as connection:
        for table in TABLES:
            connection.execute(text(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"))


def handed_out(centre: RunningCentre) -> set[str]:
    """Return what a laptop of 25 gets when it pulls."""
    device = Device(str(one_of(centre, "25")), ("25",))
    lines = protocol.unpack(centre.centre.pull(device, "ins/25", (0, "")))
    found = {json.loads(body)["stream"] for entry, body in protocol.pages(lines[1:]) if body}
    return {stream for stream in found if isinstance(stream, str)}


def one_of(centre: RunningCentre, province: str) -> str:
    with centre.centre.store.read() as connection:
        query = select(schema.device.c.id).where(schema.device.c.provinces == json.dumps([province]))
        return str(connection.execute(query).scalar_one())


def test_a_forgotten_where_hands_out_nothing_of_another_province(
    walled: RunningCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert handed_out(walled) == {"ins/25"}
    monkeypatch.setattr(blocks, "_AFTER", FORGETFUL)
    assert handed_out(walled) == {"ins/25"}
    lift(walled)
    with pytest.raises(blocks.BlockDamaged):  # without walls the planted fault shows, in a chain of two logs
        handed_out(walled)


def test_a_check_that_was_left_out_hands_out_nothing_either(
    walled: RunningCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = Device(one_of(walled, "25"), ("25",))
    monkeypatch.setattr(Device, "may_read", lambda _self, _stream: True)
    assert len(protocol.unpack(walled.centre.pull(device, "ins/10", (0, "")))) == 1
    lift(walled)
    assert len(protocol.unpack(walled.centre.pull(device, "ins/10", (0, "")))) == 1 + 2 * 3


@pytest.mark.parametrize("table", TABLES)
def test_each_table_shows_each_only_its_own(walled: RunningCentre, table: str) -> None:
    store = walled.centre.store
    counted = select(func.count()).select_from(schema.metadata.tables[table])
    with store.write() as connection:
        waiting = [{"stream": name, "seq": 1, "code": "values"} for name in ("ins/10", "ins/25")]
        connection.execute(schema.held.insert(), waiting)

    def count(reach: Reach) -> int:
        with store.read(reach) as connection:
            return int(connection.execute(counted).scalar_one())

    of_10, of_25, everything = count(Reach(("10",))), count(Reach(("25",))), count(Reach(("*",)))
    assert of_10 > 0
    assert of_25 > 0
    assert everything == of_10 + of_25 == count(Reach(("10", "25")))
    assert count(NOTHING) == count(Reach(("77",))) == 0
    with store.engine.connect() as connection:  # what a transaction told is gone with it
        assert connection.execute(counted).scalar_one() == 0
    lift(walled)
    assert count(NOTHING) == everything


def test_nobody_writes_behind_a_wall(walled: RunningCentre) -> None:
    store, strange = walled.centre.store, {"id": "ins/77", "head": 0, "hash": ""}
    foreign = schema.stream.update().values(head=0)
    with store.write(Reach(("25",))) as connection:
        assert connection.execute(foreign.where(schema.stream.c.id == "ins/10")).rowcount == 0
        assert connection.execute(foreign).rowcount == 1
        connection.rollback()
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        store.write(Reach(("25",))) as connection,
    ):
        connection.execute(schema.stream.insert().values(**strange))
    with store.write(Reach(("25",), ("ins/77",))) as connection:  # a laptop may bring what will be held
        connection.execute(schema.stream.insert().values(**strange))
    other, own = one_of(walled, "10"), one_of(walled, "25")
    renamed = schema.device.update().values(name="x")
    with store.write(Device(own, ("25",)).reach()) as connection:
        assert connection.execute(renamed.where(schema.device.c.id == other)).rowcount == 0
        assert connection.execute(renamed.where(schema.device.c.id == own)).rowcount == 1


def test_a_name_is_never_a_second_one() -> None:
    with pytest.raises(ValueError, match="ins/10"):
        Reach(("25",), ("ins/25,ins/10",)).setting()


def test_an_account_for_which_walls_do_not_hold_is_refused(
    postgresql_server: PostgreSQL, postgresql_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Store.at(postgresql_url).close()
    url = postgresql_server.url(postgresql_url.rpartition("/")[2], SUPERUSER)
    with pytest.raises(PassesWalls):
        Store.at(url)
    assert main(["--lang", "en", "server", "check", "--database-url", url]) == Exit.REFUSED
    assert "NOSUPERUSER" in capsys.readouterr().err
