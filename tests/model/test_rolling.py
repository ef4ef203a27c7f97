"""Backups that make themselves: when they are due, what stays, what is told; and data that take a place."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from fieldkit.errors import FieldkitError
from fieldkit.model import handover, rolling
from fieldkit.model.backup import restore
from fieldkit.model.rolling import PlaceGone, PlaceInside, Plan
from fieldkit.model.stopping import Stopped
from fieldkit.model.workspace import Workspace
from tests.conftest import Clock


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


def work(office: Workspace) -> None:
    office.name_person(name=f"ชื่อ {len(office.rows('SELECT id FROM change'))}")


def test_without_a_place_nothing_is_made(office: Workspace) -> None:
    assert rolling.plan(office) is None
    assert rolling.due(office) is None
    assert rolling.due(office, closing=True) is None
    assert rolling.state(office).warning is None


def test_daily_after_its_hour_once(office: Workspace, clock: Clock, place: Path) -> None:
    rolling.keep_plan(office, Plan(str(place), when="daily", at="16:00"))
    assert rolling.due(office) is None  # 10:42
    clock.advance(timedelta(hours=6))
    wanted = rolling.due(office)
    assert wanted is not None
    report = rolling.run(office, wanted)
    assert report.counts["factory"] == 1
    assert rolling.due(office) is None
    clock.advance(timedelta(days=1))
    assert rolling.due(office) is None  # nothing has changed since
    work(office)
    assert rolling.due(office) is not None
    shutil.rmtree(place)
    place.mkdir()
    assert rolling.due(office) is not None
    assert rolling.due(office, closing=True) is None


def test_by_interval_and_after_a_clock_was_put_back(office: Workspace, clock: Clock, place: Path) -> None:
    rolling.keep_plan(office, Plan(str(place), when="interval", hours=2))
    wanted = rolling.due(office)
    assert wanted is not None
    rolling.run(office, wanted)
    work(office)
    clock.advance(timedelta(hours=1))
    assert rolling.due(office) is None
    clock.advance(timedelta(hours=1))
    assert rolling.due(office) is not None
    clock.advance(-timedelta(days=400))
    assert rolling.due(office) is not None


def test_at_the_end_when_something_is_new(office: Workspace, place: Path) -> None:
    rolling.keep_plan(office, Plan(str(place)))
    assert rolling.due(office) is None
    wanted = rolling.due(office, closing=True)
    assert wanted is not None
    rolling.run(office, wanted)
    assert rolling.due(office, closing=True) is None
    work(office)
    assert rolling.due(office, closing=True) is not None


def test_so_many_stay_and_those_of_others_too(office: Workspace, clock: Clock, place: Path) -> None:
    foreign = place / "fieldkit-another0-20200101T000000.fieldkit-backup"
    foreign.write_bytes(b"of a colleague")
    wanted = Plan(str(place), keep=3)
    rolling.keep_plan(office, wanted)
    for _ in range(5):
        clock.advance(timedelta(minutes=1))
        work(office)
        rolling.run(office, wanted)
    kept = rolling.made(office, place)
    assert len(kept) == 3
    assert foreign.is_file()
    assert kept[0] == Path(rolling.last(office).path)
    assert kept[0].name > kept[1].name > kept[2].name


def test_each_can_be_put_back(office: Workspace, place: Path, tmp_path: Path) -> None:
    report = rolling.run(office, Plan(str(place)))
    assert restore(report.path, tmp_path / "again").counts == report.counts


def test_a_place_that_is_gone_is_told_and_the_old_ones_stay(
    office: Workspace, clock: Clock, place: Path
) -> None:
    wanted = Plan(str(place))
    rolling.keep_plan(office, wanted)
    rolling.run(office, wanted)
    good = rolling.last(office)
    shutil.rmtree(place)
    work(office)
    clock.advance(timedelta(hours=1))
    with pytest.raises(PlaceGone):
        rolling.run(office, wanted)
    now = rolling.last(office)
    assert (now.good_at, now.path) == (good.good_at, good.path)
    warning = rolling.state(office).warning
    assert warning is not None
    assert "not there" in warning.en
    assert "USB" in warning.th


def test_an_old_one_is_warned_of_when_work_was_done_since(
    office: Workspace, clock: Clock, place: Path
) -> None:
    wanted = Plan(str(place))
    rolling.keep_plan(office, wanted)
    assert rolling.state(office).warning is not None  # there is none at all
    rolling.run(office, wanted)
    assert rolling.state(office).warning is None
    clock.advance(timedelta(days=4))
    assert rolling.state(office).warning is None
    work(office)
    warning = rolling.state(office).warning
    assert warning is not None
    assert "recent" in warning.en
    Path(rolling.last(office).path).unlink()
    rolling.run(office, wanted)
    assert rolling.state(office).warning is None


def test_a_full_place_keeps_the_last_good_one(
    office: Workspace, place: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Plan(str(place), keep=1)
    rolling.keep_plan(office, wanted)
    rolling.run(office, wanted)
    kept = rolling.made(office, place)
    work(office)
    clock.advance(timedelta(minutes=1))

    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fieldkit.model.backup._put", full)
    with pytest.raises(FieldkitError, match="full"):
        rolling.run(office, wanted)
    assert rolling.made(office, place) == kept
    assert rolling.state(office).warning is not None


def test_it_can_be_stopped_and_leaves_nothing(office: Workspace, place: Path) -> None:
    with pytest.raises(Stopped):
        rolling.run(office, Plan(str(place)), stop=lambda: True)
    assert list(place.iterdir()) == []


def test_places_that_are_refused(office: Workspace, place: Path) -> None:
    with pytest.raises(PlaceInside):
        rolling.keep_plan(office, Plan(str(office.folder / "backups")))
    with pytest.raises(PlaceGone):
        rolling.keep_plan(office, Plan(str(place / "nowhere")))
    with pytest.raises(ValueError, match="keep=0"):
        rolling.keep_plan(office, Plan(str(place), keep=0))
    assert rolling.plan(office) is None


@pytest.mark.parametrize(
    "text", ["null", "[]", "{", '{"folder": 1, "other": 2}', '{"folder": "x", "keep": -1}']
)
def test_spoilt_settings_make_no_backups(office: Workspace, text: str) -> None:
    office.remember("rolling_backup", text)
    office.remember("rolling_backup_last", text)
    assert rolling.plan(office) is None
    assert rolling.last(office) == rolling.Last()


# --- the exchange of folders


def folders(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "data", tmp_path / "data-restored-1"
    for folder, name in ((old, "เก่า"), (new, "ใหม่")):
        with closing(Workspace(folder)) as workspace:
            workspace.name_person(name=name)
    (old / "device-token").write_text("secret")
    return old, new


def name_in(folder: Path) -> str:
    with closing(Workspace(folder)) as workspace:
        return workspace.person.name


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_an_exchange_is_finished_wherever_it_was_interrupted(
    tmp_path: Path, clock: Clock, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = folders(tmp_path)
    before = handover.arrange(old, new, clock())
    assert name_in(old) == "เก่า"  # not before the next start
    renamed = Path.rename
    left = step

    def dying(path: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        return renamed(path, target)

    monkeypatch.setattr(Path, "rename", dying)
    if step < 2:
        with pytest.raises(KeyboardInterrupt):
            handover.finish(old)
    monkeypatch.undo()
    handover.finish(old)
    assert (name_in(old), name_in(before)) == ("ใหม่", "เก่า")
    assert (old / "device-token").read_text() == "secret"
    handover.finish(old)
    assert name_in(old) == "ใหม่"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([old.name, before.name])


@pytest.mark.parametrize("text", ["", "[]", json.dumps({"prepared": "../x", "before": "y"})])
def test_a_note_that_says_nothing_exchanges_nothing(tmp_path: Path, text: str) -> None:
    old, _ = folders(tmp_path)
    (tmp_path / "data.handover").write_text(text)
    handover.finish(old)
    assert name_in(old) == "เก่า"
