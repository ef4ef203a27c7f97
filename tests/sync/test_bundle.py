"""The exchange by files: for the office and back, between laptops, in volumes, and what is refused."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.model import durable
from fieldkit.model.ids import new_id
from fieldkit.sync.answers import Cancelled
from fieldkit.sync.bundle import envelope, keys, parts, reading, writing
from fieldkit.sync.bundle.envelope import FRAME, Header, Reader, Writer
from fieldkit.sync.bundle.errors import (
    BundleDamaged,
    BundleError,
    BundleTooNew,
    CodeNeeded,
    DeviceRevoked,
    NotForUs,
    OfficeUnknown,
    SignerUnknown,
    WrongCode,
)
from fieldkit.sync.bundle.keys import KeyPair
from fieldkit.sync.server import bundles, devices
from tests.sync.laptops import Laptop, RunningCentre

MakeLaptop = Callable[[str], Laptop]


def to_office(laptop: Laptop, centre: RunningCentre, folder: Path) -> bundles.Received:
    written = writing.for_office(laptop.workspace, folder / "out")
    for path in written.paths:
        received = bundles.receive(centre.centre, path)
    bundles.answer(centre.centre, received, folder / "answer.fkbundle")
    return received


# --- the office


def test_two_laptops_agree_by_bundles_alone(
    centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    a, b = laptop("a").enrol(centre, "25"), laptop("b").enrol(centre, "25")
    a.answer("oil", "leaks")
    photo = a.photo(b"a photo" * 1000)
    b.answer("wiring", "fine")

    received = to_office(a, centre, tmp_path)
    assert (received.changes, received.files, received.held) == (2, 1, 0)
    report = reading.read(a.workspace, tmp_path / "answer.fkbundle")
    assert (report.changes, report.confirmed, report.stale) == (0, 1, 0)
    assert a.workspace.waiting() == 0

    assert to_office(b, centre, tmp_path).changes == 1
    report = reading.read(b.workspace, tmp_path / "answer.fkbundle")
    assert report.changes == 2
    assert b.value("oil") == "leaks"
    # The photo was not known to be wanted when the bundle was written; the next answer brings it.
    to_office(b, centre, tmp_path)
    assert reading.read(b.workspace, tmp_path / "answer.fkbundle").files == 1
    assert b.workspace.attachments.read(photo) == b"a photo" * 1000

    to_office(a, centre, tmp_path)
    reading.read(a.workspace, tmp_path / "answer.fkbundle")
    assert a.bodies() == b.bodies() == centre.bodies()
    assert a.cells() == b.cells()
    # By network there is nothing left to do.
    for one in (a, b):
        done = one.sync()
        assert (done.pushed, done.pulled, done.attachments_sent) == (0, 0, 0)


def test_everything_may_come_twice_and_late(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    centre = sqlite_centre
    a, b = laptop("a").enrol(centre, "25"), laptop("b").enrol(centre, "25")
    a.answer("one", "1")
    first = writing.for_office(a.workspace, tmp_path / "first").paths[0]
    a.answer("two", "2")
    second = writing.for_office(a.workspace, tmp_path / "second").paths[0]
    b.answer("three", "3")
    b.sync()
    assert bundles.receive(centre.centre, second).changes == 2
    received = bundles.receive(centre.centre, first)
    assert (received.changes, received.known) == (0, 1)
    again = bundles.receive(centre.centre, second)
    assert (again.changes, again.known) == (0, 2)
    bundles.answer(centre.centre, again, tmp_path / "late.fkbundle")
    b.answer("four", "4")
    b.sync()
    a.sync()  # meanwhile the network was there
    cells = a.cells()
    report = reading.read(a.workspace, tmp_path / "late.fkbundle")
    assert (report.changes, report.stale) == (0, 0)
    assert a.cells() == cells
    assert a.sync().pushed == 0
    with centre.centre.store.read() as connection:
        assert {row["incarnations"] for row in devices.listing(connection)} == {1}


def test_an_answer_goes_on_from_where_the_laptop_has_got_to(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = sqlite_centre
    monkeypatch.setattr("fieldkit.sync.protocol.PAGE_CHANGES", 3)
    a, b = laptop("a").enrol(centre, "25"), laptop("b").enrol(centre, "25")
    received = to_office(a, centre, tmp_path)  # stands at the beginning
    b.answer_all({f"q{number}": "1" for number in range(4)})
    b.sync()
    a.sync()
    b.answer_all({f"r{number}": "1" for number in range(4)})
    b.sync()
    bundles.answer(centre.centre, received, tmp_path / "answer.fkbundle")
    report = reading.read(a.workspace, tmp_path / "answer.fkbundle")
    assert (report.changes, report.stale) == (4, 0)
    assert a.bodies() == b.bodies()
    assert a.sync().pulled == 0


def test_an_answer_of_a_centre_that_was_put_back_resets_nothing(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    centre = sqlite_centre
    a = laptop("a").enrol(centre, "25")
    a.answer("one", "1")
    a.sync()
    with centre.centre.store.write() as connection:
        for table in ("log", "env", "stream"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    b = laptop("b").enrol(centre, "25")
    b.answer_all({"x": "1", "y": "2", "z": "3"})
    b.sync()
    to_office(a, centre, tmp_path)
    before = a.cells()
    report = reading.read(a.workspace, tmp_path / "answer.fkbundle")
    assert report.stale == 1
    assert a.cells() == before
    a.sync()
    b.sync()
    assert a.bodies() == b.bodies() == centre.bodies()


def test_large_cargo_goes_into_several_bundles(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    a = laptop("a").enrol(sqlite_centre, "25")
    photos = [a.photo(os.urandom(400_000)) for _ in range(5)]
    seen: list[tuple[int, int]] = []
    written = writing.for_office(
        a.workspace, tmp_path / "day", lambda done, total: seen.append((done, total)), volume=1_000_000
    )
    assert [path.name for path in written.paths] == ["day.fkbundle", "day-2.fkbundle", "day-3.fkbundle"]
    assert all(path.stat().st_size < 1_000_000 for path in written.paths)
    assert (written.files, written.changes) == (5, 5)
    assert seen[-1] == (4, 5)
    assert sum(bundles.receive(sqlite_centre.centre, path).files for path in reversed(written.paths)) == 5
    assert all(sqlite_centre.centre.blobs.size(photo) == 400_000 for photo in photos)


def test_a_bundle_stays_within_what_its_laptop_may(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    centre = sqlite_centre
    a, b = laptop("a").enrol(centre, "25"), laptop("b").enrol(centre, "10")
    b.answer("secret", "of Bangkok", stream="ins/10")
    b.sync()
    a.answer("mine", "1")
    a.answer("not mine", "1", stream="ins/10")
    received = to_office(a, centre, tmp_path)
    assert (received.changes, received.held) == (2, 1)
    assert reading.read(a.workspace, tmp_path / "answer.fkbundle").changes == 0
    assert a.value("secret") is None


def test_who_may_not_is_told_why(sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path) -> None:
    centre = sqlite_centre
    a, b, stranger = laptop("a").enrol(centre, "25"), laptop("b").enrol(centre, "25"), laptop("c")
    a.answer("one", "1")
    path = writing.for_office(a.workspace, tmp_path / "a").paths[0]
    received = bundles.receive(centre.centre, path)
    bundles.answer(centre.centre, received, tmp_path / "answer.fkbundle")
    with pytest.raises(OfficeUnknown):
        writing.for_office(stranger.workspace, tmp_path / "c")
    with pytest.raises(NotForUs):  # a laptop does not read what is for the office
        reading.read(b.workspace, path)
    with pytest.raises(NotForUs):  # nor another laptop's answer
        reading.read(b.workspace, tmp_path / "answer.fkbundle")
    with pytest.raises(NotForUs):  # and the centre no answers
        bundles.receive(centre.centre, tmp_path / "answer.fkbundle")
    with centre.centre.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM device_keys WHERE device = ?", (a.workspace.device,))
    with pytest.raises(SignerUnknown):
        bundles.receive(centre.centre, path)
    a.sync()
    assert bundles.receive(centre.centre, path).known == 1
    with centre.centre.store.write() as connection:
        devices.revoke(connection, a.workspace.device, now=centre.clock())
    with pytest.raises(DeviceRevoked):
        bundles.receive(centre.centre, path)


def test_an_impostor_cannot_answer_or_send(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    centre = sqlite_centre
    a = laptop("a").enrol(centre, "25")
    a.answer("one", "1")
    impostor = KeyPair.new()
    office = centre.centre.store.keys.public
    forged = sealed(
        tmp_path / "forged",
        impostor,
        lambda key, id_: envelope.wrap_for(key, office, id_),
        purpose="office",
        device=a.workspace.device,
    )
    with pytest.raises(SignerUnknown):
        bundles.receive(centre.centre, forged)
    mine = keys.of_laptop(a.workspace).public
    forged = sealed(
        tmp_path / "forged",
        impostor,
        lambda key, id_: envelope.wrap_for(key, mine, id_),
        purpose="answer",
        device=a.workspace.device,
    )
    with pytest.raises(SignerUnknown):
        reading.read(a.workspace, forged)


# --- a colleague


def test_a_colleague_carries_what_it_was_given(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    centre = sqlite_centre
    a, b = laptop("a").enrol(centre, "25"), laptop("b").enrol(centre, "25")
    a.answer("oil", "leaks")
    photo = a.photo(b"x" * 5000)
    b.answer("wiring", "fine")
    written = writing.for_colleague(a.workspace, tmp_path / "for b")
    path = written.paths[0]
    with pytest.raises(CodeNeeded):
        reading.read(b.workspace, path)
    with pytest.raises(WrongCode):
        reading.read(b.workspace, path, "0000-0000-0000")
    report = reading.read(b.workspace, path, written.code.lower().replace("-", " "))
    assert (report.changes, report.files, report.left_out) == (2, 1, 0)
    assert b.value("oil") == "leaks"
    assert reading.read(b.workspace, path, written.code).changes == 0
    assert b.workspace.waiting() == 3
    done = b.sync()
    assert (done.pushed, done.attachments_sent) == (3, 1)
    assert centre.centre.blobs.size(photo) == 5000
    a.sync()
    assert a.bodies() == b.bodies() == centre.bodies()


def test_two_who_never_saw_each_other_end_in_a_visible_conflict(laptop: MakeLaptop, tmp_path: Path) -> None:
    a, b = laptop("a"), laptop("b")
    a.answer("oil", "leaks")
    b.answer("oil", "dry")
    for maker, reader in ((a, b), (b, a)):
        written = writing.for_colleague(maker.workspace, tmp_path / "stick")
        reading.read(reader.workspace, written.paths[0], written.code)
    assert a.cells() == b.cells()
    assert len(a.see("oil")) == 2


def test_a_colleague_does_not_carry_other_provinces_or_reference_rows(
    sqlite_centre: RunningCentre, laptop: MakeLaptop, tmp_path: Path
) -> None:
    b = laptop("b").enrol(sqlite_centre, "25")
    a = laptop("a")
    a.answer("elsewhere", "1", stream="ins/10")
    a.answer("here", "1")
    written = writing.for_colleague(a.workspace, tmp_path / "stick")
    report = reading.read(b.workspace, written.paths[0], written.code)
    assert (report.changes, report.left_out) == (1, 1)
    assert b.sync().held == 0


# --- bytes


def sealed(path: Path, signer: KeyPair, wrap: Callable[[bytes, str], Any], **header: Any) -> Path:
    id_, key = new_id(), os.urandom(32)
    values: dict[str, Any] = {"name": "", "centre": "", "made": "2026-11-22T16:00:00+07:00", **header}
    with path.open("wb") as file:
        writer = Writer(
            file, Header(id=id_, signer=str(signer.public), wrap=wrap(key, id_), **values), key, signer
        )
        parts.write(writer, parts.Opening({}))
        writer.close()
    return path


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=300), max_size=6), st.sampled_from([0, 1, FRAME - 9, FRAME, FRAME + 1]))
def test_what_is_sealed_comes_out_again(payloads: list[bytes], long: int) -> None:
    file, signer, key = io.BytesIO(), KeyPair.new(), os.urandom(32)
    header = Header(
        "id", "office", "d", "n", "c", "m", str(signer.public), envelope.wrap_for(key, signer.public, "id")
    )
    writer = Writer(file, header, key, signer)
    sent = [*payloads, b"l" * long]
    for payload in sent:
        parts.write(writer, parts.File("0" * 64), payload)
    writer.close()
    reader = Reader(file, "memory")
    reader.open_with(signer)
    assert [payload for _, payload in parts.read(reader, "memory")] == sent
    assert reader.header == header


def test_every_byte_counts(laptop: MakeLaptop, tmp_path: Path) -> None:
    a, b = laptop("a"), laptop("b")
    a.answer("oil", "leaks")
    path = writing.for_colleague(a.workspace, tmp_path / "small").paths[0]
    whole = path.read_bytes()
    before = b.cells()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises((BundleDamaged, BundleTooNew)):
            reading.read(b.workspace, path, "0000-0000-0000")
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises((BundleDamaged, BundleTooNew)):
            reading.read(b.workspace, path, "0000-0000-0000")
    path.write_bytes(whole + b"\0")
    with pytest.raises(BundleDamaged):
        reading.read(b.workspace, path, "0000-0000-0000")
    assert b.cells() == before


def test_a_later_format_is_named(tmp_path: Path, laptop: MakeLaptop) -> None:
    path = tmp_path / "new.fkbundle"
    path.write_bytes(b"fieldkit-bundle 2\n and more")
    with pytest.raises(BundleTooNew):
        reading.read(laptop("a").workspace, path)


@pytest.mark.parametrize(
    "head",
    [
        b'{"part":"changes"}',
        b'{"part":"opening","cursors":[]}',
        b"\xff",
        b"[]",
        b"{",
        b'{"part":7}',
    ],
)
def test_signed_nonsense_is_damage_and_nothing_worse(head: bytes, laptop: MakeLaptop, tmp_path: Path) -> None:
    signer, key, path = KeyPair.new(), os.urandom(32), tmp_path / "odd.fkbundle"
    wrap = envelope.wrap_by(key, "0000-0000-0000", "id")
    with path.open("wb") as file:
        writer = Writer(
            file, Header("id", "colleague", "d", "n", "c", "m", str(signer.public), wrap), key, signer
        )
        writer.write(len(head).to_bytes(4, "big") + head + bytes(4))
        writer.close()
    with pytest.raises(BundleError):
        reading.read(laptop("a").workspace, path, "0000-0000-0000")


def test_parts_of_a_later_kind_are_passed_over(laptop: MakeLaptop, tmp_path: Path) -> None:
    signer, key, path = KeyPair.new(), os.urandom(32), tmp_path / "later.fkbundle"
    wrap = envelope.wrap_by(key, "0000-0000-0000", "id")
    head = b'{"part":"greeting"}'
    with path.open("wb") as file:
        writer = Writer(
            file, Header("id", "colleague", "d", "n", "c", "m", str(signer.public), wrap), key, signer
        )
        writer.write(len(head).to_bytes(4, "big") + head + bytes(4))
        parts.write(writer, parts.Opening({}))
        writer.close()
    assert reading.read(laptop("a").workspace, path, "0000-0000-0000").changes == 0


def test_nothing_of_it_is_in_clear(laptop: MakeLaptop, tmp_path: Path) -> None:
    a = laptop("a")
    a.answer("oil", "MARKER-of-an-answer")
    a.photo(b"MARKER-of-a-photo" * 100)
    path = writing.for_colleague(a.workspace, tmp_path / "stick").paths[0]
    assert b"MARKER" not in path.read_bytes()


def test_a_full_stick_leaves_nothing_half(
    laptop: MakeLaptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = laptop("a")
    for _ in range(4):
        a.photo(os.urandom(400_000))
    room = 3
    put = Writer._put

    def short(self: Writer, data: bytes) -> None:
        nonlocal room
        if len(data) > 100_000:
            room -= 1
            if room < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        put(self, data)

    monkeypatch.setattr(Writer, "_put", short)
    monkeypatch.setattr(envelope, "FRAME", 200_000)
    with pytest.raises(durable.CannotWrite, match="disk is full"):
        writing.for_colleague(a.workspace, tmp_path / "stick", volume=500_000)
    assert not list(tmp_path.glob("*.fkbundle"))


def test_stopping_leaves_nothing_half(laptop: MakeLaptop, tmp_path: Path) -> None:
    a, stop = laptop("a"), Event()
    for _ in range(3):
        a.photo(os.urandom(400_000))
    with pytest.raises(Cancelled):
        writing.for_colleague(
            a.workspace,
            tmp_path / "stick",
            lambda done, _total: stop.set() if done == 2 else None,
            cancel=stop,
            volume=500_000,
        )
    assert not list(tmp_path.glob("*.fkbundle"))


def test_a_header_says_who_made_it(laptop: MakeLaptop, tmp_path: Path) -> None:
    a = laptop("a")
    header = envelope.header_of(writing.for_colleague(a.workspace, tmp_path / "stick").paths[0])
    assert (header.device, header.purpose) == (a.workspace.device, "colleague")
