"""What is kept beside a visit is what its inspections say, whatever was written, in whatever order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.model import records
from fieldkit.model.body import Op
from fieldkit.model.workspace import Workspace

VISITS = [f"v{number}" for number in range(3)]
INSPECTIONS = [f"i{number}" for number in range(4)]
PLACE = {"factory": "f1", "started_at": "2024-02-15T09:20:00+07:00"}
Row = dict[str, Any]

_core = st.fixed_dictionaries(
    {
        "visit": st.sampled_from([*VISITS, None]),
        "form_id": st.sampled_from(["GEN", "AIR", "WST"]),
        "revision_of": st.sampled_from([*INSPECTIONS, None, None]),
    }
)
_status = st.fixed_dictionaries(
    {
        "state": st.sampled_from(["closed", "closed", "draft"]),
        "closing": st.sampled_from(["complete", "complete", "partial", "refused", None]),
    }
)
_result = st.fixed_dictionaries({"outcome": st.sampled_from(["pass", "fail", None])})
_void = st.fixed_dictionaries({"deleted": st.sampled_from([0, 0, 1])})
_WRITTEN = st.lists(
    st.one_of(
        st.tuples(
            st.just("visit"), st.sampled_from(VISITS), st.just("core"), st.just({"kind": "PLAN"} | PLACE)
        ),
        *(
            st.tuples(st.just("inspection"), st.sampled_from(INSPECTIONS), st.just(group), values)
            for group, values in (("core", _core), ("status", _status), ("result", _result), ("void", _void))
        ),
    ),
    min_size=1,
    max_size=24,
)


def naive(visits: list[Row], inspections: list[Row]) -> dict[str, tuple[object, ...]]:
    """Say of each visit what its inspections say of it, one by one."""
    closed = [row for row in inspections if row["state"] == "closed" and not row["deleted"]]
    replaced = {row["revision_of"] for row in closed}
    found: dict[str, tuple[object, ...]] = {}
    for visit in visits:
        here = [row for row in closed if row["visit"] == visit["id"]]
        looked = [
            row for row in here if row["closing"] in ("complete", "partial") and row["id"] not in replaced
        ]
        waste = [row["id"] + (row["outcome"] or "") for row in looked if row["form_id"] == "WST"]
        aired = any(row["form_id"] == "AIR" for row in here)
        found[visit["id"]] = bool(looked), aired, max(waste, default=None)
    return found


def kept(workspace: Workspace) -> dict[str, tuple[object, ...]]:
    rows = workspace.rows("SELECT id, made, aired, waste FROM visit")
    return {row["id"]: (bool(row["made"]), bool(row["aired"]), row["waste"]) for row in rows}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_WRITTEN, st.integers(1, 4))
def test_what_is_kept_is_what_the_inspections_say(
    written: list[tuple[str, str, str, Row]], many: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder) / "data")
        try:
            heads: dict[tuple[str, str, str], tuple[str, ...]] = {}
            for start in range(0, len(written), many):
                ops: dict[tuple[str, str, str], Op] = {}
                for table, record, group, values in written[start : start + many]:
                    key = (table, record, group)
                    ops[key] = Op(table, record, group, values, heads.get(key, ()), "ins/66")
                heads |= workspace.log.commit(list(ops.values())).heads
                inspections = workspace.rows("SELECT * FROM inspection")
                assert kept(workspace) == naive(workspace.rows("SELECT id FROM visit"), inspections)
        finally:
            workspace.close()


def _revise(workspace: Workspace, visit: str, first: str) -> None:
    revised = {"visit": visit, "revision_of": first, "state": "closed", "closing": "refused"}
    records.add(workspace, "inspection", revised | PLACE)


def _revise_elsewhere(workspace: Workspace, _visit: str, first: str) -> None:
    _revise(workspace, "elsewhere", first)


def _delete(workspace: Workspace, _visit: str, first: str) -> None:
    records.edit(workspace, records.load_many(workspace, "inspection", [first]), {"deleted": 1})


def _move(workspace: Workspace, _visit: str, first: str) -> None:
    records.edit(workspace, records.load_many(workspace, "inspection", [first]), {"visit": "elsewhere"})


@pytest.mark.parametrize("change", [_revise, _revise_elsewhere, _delete, _move])
def test_a_visit_is_made_no_more_when_nothing_of_it_stands(
    tmp_path: Path, change: Callable[[Workspace, str, str], None]
) -> None:
    workspace = Workspace(tmp_path / "data")
    visit = records.add(workspace, "visit", {"kind": "PLAN"} | PLACE)
    done = {"visit": visit, "form_id": "WST", "outcome": "pass", "state": "closed", "closing": "complete"}
    first = records.add(workspace, "inspection", done | PLACE)
    assert kept(workspace) == {visit: (True, False, f"{first}pass")}
    change(workspace, visit, first)
    assert kept(workspace)[visit] == (False, False, None)
    workspace.close()
