"""Bodies of broken or newer programs: what passes the examination can be applied, edited over and shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.model import body as bodies
from fieldkit.model.body import Op
from fieldkit.model.changes import heads
from fieldkit.model.ids import new_id
from fieldkit.model.tables import GROUPS
from fieldkit.model.workspace import Workspace
from fieldkit.sync import validation
from fieldkit.sync.server.devices import Device
from fieldkit.sync.server.store import EVERYWHERE
from fieldkit.sync.validation import examine, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.sync.laptops import Laptop, RunningCentre

    Make = Callable[[str], Laptop]

STREAM = "ins/25"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path_factory.mktemp("bodies") / "data")
    yield workspace
    workspace.close()


def body(*ops: dict[str, Any], **members: Any) -> bytes:
    document = {"v": 1, "id": new_id(), "stream": STREAM, "author": "a", "device": "d", "lamport": 1}
    return json.dumps({**document, "wall": "", "ops": list(ops), **members}).encode()


def op(table: str, group: str, values: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"table": table, "record": new_id(), "group": group, "values": values, "prevs": [], **members}


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "wrong",
    [
        op("factory", "size", {"hp": "many"}),
        op("factory", "void", {"deleted": "yes"}),
        op("inspection", "result", {"score": "12"}),
        op("factory", "size", {"workers": 2**63}),
        op("attachment", "caption", {"caption": ["a"]}),
        op("attachment", "caption", {"caption": "a", "of a newer version": nested(40)}),
        op("of a newer version", "core", {"x": nested(900)}),
    ],
)
def test_what_lists_could_not_show_is_held(wrong: dict[str, Any]) -> None:
    assert examine(body(wrong), STREAM)[1] == "values"


def test_what_a_newer_version_adds_is_no_fault() -> None:
    right = op(
        "attachment", "caption", {"caption": "a", "new": {"a": [1, {"b": None}]}, "big": 10**30}, more=1
    )
    assert examine(body(right, op("new", "core", {"x": nested(30)}), why={"x": 1}), STREAM)[1] is None


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
_JSON = st.recursive(_SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner))
_CELLS = st.sampled_from([(table, group) for table in GROUPS for group in GROUPS[table]] + [("new", "core")])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cell=_CELLS, data=st.data())
def test_what_passes_is_applied_and_edited_over(
    workspace: Workspace, cell: tuple[str, str], data: st.DataObject
) -> None:
    table, group = cell
    names = st.sampled_from([*GROUPS.get(table, {}).get(group, ()), "of a newer version"])
    values = data.draw(st.dictionaries(names, _SCALARS | _JSON, max_size=4))
    made = op(table, group, values)
    sent = body(made)
    if examine(sent, STREAM)[1] is not None:
        assert read(sent, STREAM) is None
        return
    assert read(sent, STREAM) == bodies.decode(sent)
    assert workspace.log.apply([(sent, None)]).new == 1
    with workspace.database.read() as connection:
        seen = heads(connection, table, made["record"])[table, made["record"], group]
    mine = Op(table, made["record"], group, {}, seen, STREAM)
    [change_id] = workspace.log.commit([mine]).changes
    [row] = workspace.rows("SELECT body FROM change WHERE id = ?", change_id)
    assert examine(row["body"], STREAM)[1] is None


def test_a_body_that_only_the_laptop_cannot_read_stops_nothing(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = (laptop(name).enrol(sqlite_centre, "25") for name in "ab")
    bad = writer.answer("q1", "pass")
    writer.answer("q2", "fail")
    writer.sync()
    decoded = validation._decoded

    def refuse(data: bytes) -> Any:
        return None if bad.encode() in data else decoded(data)  # nested too deep for this stack

    monkeypatch.setattr(validation, "_decoded", refuse)
    report = reader.sync()
    assert (report.pulled, report.unreadable) == (1, 1)
    assert (reader.value("q1"), reader.value("q2")) == (None, "fail")
    assert reader.sync().pulled == 0


def test_a_laptop_of_everywhere_reads_checklists_first(sqlite_centre: RunningCentre, laptop: Make) -> None:
    writer = laptop("a").enrol(sqlite_centre)
    writer.answer("q1", "pass")
    writer.workspace.name_person(name="กฤษณะ")
    writer.sync()
    with sqlite_centre.centre.store.read() as connection:
        assert Device("d", (EVERYWHERE,)).readable(connection) == ["ref", STREAM]
