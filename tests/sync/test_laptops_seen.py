"""Who synced when: the laptops of a province see each other, and remember it without a network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from fieldkit.model.roles import CENTRE_ADDRESS
from fieldkit.sync import client
from fieldkit.sync.server import devices
from fieldkit.sync.server.schema import device_says
from tests.sync.laptops import Laptop, RunningCentre

MakeLaptop = Callable[[str], Laptop]


def test_laptops_of_a_province_see_each_other(centre: RunningCentre, laptop: MakeLaptop) -> None:
    a, b, c = (laptop(name) for name in "abc")
    a.workspace.name_person(name="กานดา เหมือนฝัน")
    b.workspace.name_person(name="มานะ ชูใจ")
    a.enrol(centre, "25", "66").sync()
    centre.clock.ahead = timedelta(hours=1)
    b.enrol(centre, "66").sync()
    c.enrol(centre, "10").sync()
    found = client.ask_laptops(a.workspace).laptops
    assert [(one.id, one.person, one.provinces) for one in found] == [
        (b.workspace.device, "มานะ ชูใจ", ["66"]),
        (a.workspace.device, "กานดา เหมือนฝัน", ["25", "66"]),
    ]
    assert found[0].last_seen > found[1].last_seen
    assert found[0].app
    assert [one.id for one in client.ask_laptops(c.workspace).laptops] == [c.workspace.device]


def test_who_may_see_all_sees_all(sqlite_centre: RunningCentre, laptop: MakeLaptop) -> None:
    chief, a, b = laptop("chief").enrol(sqlite_centre), laptop("a"), laptop("b")
    a.enrol(sqlite_centre, "25")
    b.enrol(sqlite_centre, "10").sync()
    with sqlite_centre.centre.store.write() as connection:
        devices.revoke(connection, b.workspace.device, now=sqlite_centre.clock())
    found = {one.id: one for one in client.ask_laptops(chief.workspace).laptops}
    assert found.keys() == {one.workspace.device for one in (chief, a, b)}
    assert found[a.workspace.device].last_seen == ""  # enrolled, and never synced
    assert found[b.workspace.device].revoked


def test_the_last_answer_is_kept_for_the_field(sqlite_centre: RunningCentre, laptop: MakeLaptop) -> None:
    a = laptop("a").enrol(sqlite_centre)
    assert client.known_laptops(a.workspace) is None
    asked = client.ask_laptops(a.workspace)
    a.workspace.remember(CENTRE_ADDRESS, "http://127.0.0.1:9")
    with pytest.raises(client.Unreachable):
        client.ask_laptops(a.workspace)
    assert client.known_laptops(a.workspace) == asked


def test_what_a_laptop_says_of_itself_is_bounded(sqlite_centre: RunningCentre, laptop: MakeLaptop) -> None:
    a = laptop("a").enrol(sqlite_centre)
    a.workspace.name_person(name="ก\n" * 400)
    a.sync()
    a.workspace.name_person(name="กานดา")
    a.sync()
    with sqlite_centre.centre.store.read() as connection:
        assert [row.person for row in connection.execute(device_says.select())] == ["กานดา"]
    a.workspace.name_person(name="ข\n" * 400)
    a.sync()
    [told] = client.ask_laptops(a.workspace).laptops
    assert told.person == "ข" * 100
