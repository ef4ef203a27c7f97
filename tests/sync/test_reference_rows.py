"""Rows of reference tables between laptops: who may change them, and that all of an office judge by them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fieldkit.model import reference
from fieldkit.model.reference_tables import editing, layers, stored
from fieldkit.model.roles import NotAdministrator, is_administrator
from fieldkit.sync import client
from tests.sync.laptops import Laptop, RunningCentre

Make = Callable[[str], Laptop]


def change(laptop: Laptop, value: str) -> None:
    stored.attach(laptop.workspace)  # of several laptops in one process the last one asked is the one in use
    [row] = [one for one in layers.versions("params") if one.key == ("order.days.C",)]
    editing.save(laptop.workspace, "params", {**row.cells, "value": value}, version=row, note="หนังสือสั่งการ")


def days(laptop: Laptop) -> int:
    stored.attach(laptop.workspace)
    return reference.whole_param("order.days.C")


def test_an_administrators_row_reaches_the_office(centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a"), laptop("b")
    client.enrol(a.workspace, centre.url, centre.code("66", administrator=True))
    b.enrol(centre, "66")
    assert (is_administrator(a.workspace), is_administrator(b.workspace)) == (True, False)
    change(a, "7")
    a.sync()
    b.sync()
    assert days(b) == 7
    with pytest.raises(NotAdministrator):
        change(b, "9")


def test_the_centre_holds_rows_of_others(centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a"), laptop("b")
    change(a, "7")  # alone it was its own administrator
    a.enrol(centre, "66")
    b.enrol(centre, "66")
    a.sync()
    b.sync()
    assert days(b) == 15


def test_a_new_code_takes_and_gives_the_role(centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a")
    a.enrol(centre, "66")
    client.enrol(a.workspace, centre.url, centre.code("66", administrator=True))
    assert is_administrator(a.workspace)
    client.enrol(a.workspace, centre.url, centre.code("66"))
    assert not is_administrator(a.workspace)
