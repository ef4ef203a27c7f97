"""Files in parts: cut anywhere, servers and laptops restarted in between, wrong and endless parts."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from fieldkit.model.arriving_file import ArrivingFile
from fieldkit.model.attachments import AttachmentStore
from fieldkit.model.roles import CENTRE_ADDRESS
from fieldkit.model.workspace import Workspace
from fieldkit.sync import http_link, protocol
from fieldkit.sync.answers import Unreachable
from fieldkit.sync.http_link import HttpLink
from fieldkit.sync.server import check, uploads
from tests.sync.cut_proxy import CutProxy
from tests.sync.laptops import Laptop, RunningCentre, running_centre
from tests.sync.test_cuts import port_of, through
from tests.sync.test_hostile import Asker

Make = Callable[[str], Laptop]
PART = protocol.PART
OVERHEAD = 20_000  # of headers and messages of an exchange


def film(seed: int, size: int = 3 * PART + 300_000) -> bytes:
    return random.Random(seed).randbytes(size)


def named(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def parts_of(centre: RunningCentre, laptop: Laptop, data: bytes) -> int:
    """Return how many bytes of a file the centre keeps for a laptop."""
    return centre.centre.uploads.position(laptop.workspace.device, named(data), len(data))


CUTS = [1, PART // 2, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + PART // 2, 3 * PART, 3 * PART + 1]


def test_a_cut_anywhere_sends_no_more_than_a_part_again(sqlite_centre: RunningCentre, laptop: Make) -> None:
    with CutProxy(port_of(sqlite_centre)) as proxy:
        a = through(laptop("a").enrol(sqlite_centre), proxy)
        a.sync()
        for number, at in enumerate(CUTS):
            data = film(number)
            sha256 = a.photo(data)
            proxy.cut("up", at)
            with pytest.raises(Unreachable):
                a.sync()
            first = proxy.up
            kept = parts_of(sqlite_centre, a, data)
            assert kept >= at - PART - OVERHEAD, "what was acknowledged is kept"
            proxy.heal()
            report = a.sync()
            assert report.attachments_waiting == 0
            assert first + proxy.up <= len(data) + PART + OVERHEAD, at
            assert sqlite_centre.path(sha256).read_bytes() == data
            assert parts_of(sqlite_centre, a, data) == 0, "nothing is left behind"
    assert check.problems(sqlite_centre.centre.store, sqlite_centre.centre.blobs) == []


def test_both_sides_may_be_restarted_between_parts(tmp_path: Path, laptop: Make) -> None:
    data = film(1)
    a = laptop("a")
    sent = 0
    with running_centre(tmp_path / "centre") as centre:
        a.enrol(centre)
        a.photo(data)
    for at in (PART + 5000, PART + 5000, 10 * PART):
        with running_centre(tmp_path / "centre") as centre, CutProxy(port_of(centre)) as proxy:
            through(a, proxy)
            proxy.cut("up", at)
            try:
                assert a.sync().attachments_waiting == 0
            except Unreachable:
                assert parts_of(centre, a, data) > 0
            sent += proxy.up
            a.workspace.close()
            a.workspace = Workspace(a.folder)
    assert sent <= len(data) + 2 * PART + OVERHEAD
    with running_centre(tmp_path / "centre") as centre:
        assert centre.path(named(data)).read_bytes() == data


def test_a_download_goes_on_after_a_restart(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    data = film(2)
    sha256 = a.photo(data)
    a.sync()
    received = 0
    with CutProxy(port_of(sqlite_centre)) as proxy:
        through(b, proxy)
        for at in (PART + 500_000, PART + 700_000):
            proxy.cut("down", at)
            with pytest.raises(Unreachable):
                b.sync()
            received += proxy.down
            b.workspace.close()
            b.workspace = Workspace(b.folder)
        proxy.heal()
        assert b.sync().attachments_received == 1
        received += proxy.down
    assert b.workspace.attachments.read(sha256) == data
    assert received <= len(data) + 2 * PART + OVERHEAD
    assert list((b.folder / "attachments" / "arriving").iterdir()) == []


def test_what_arrives_is_sealed_where_files_are(tmp_path: Path) -> None:
    store = AttachmentStore(tmp_path, key=bytes(range(32)))
    data = b"a face on a photo " * 1000
    arriving = ArrivingFile(store, named(data))
    arriving.add(data[:5000])
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert all(b"a face" not in path.read_bytes() for path in kept)
    again = ArrivingFile(store, named(data))
    assert bytes(again.data) == data[:5000]
    again.add(data[5000:])
    assert again.whole
    again.store()
    assert store.read(named(data)) == data
    assert ArrivingFile(store, named(data)).data == b""


@pytest.mark.parametrize("damage", [b"", b"half of a part"])
def test_a_damaged_part_on_the_laptop_comes_again(tmp_path: Path, damage: bytes) -> None:
    store = AttachmentStore(tmp_path, key=bytes(range(32)))
    arriving = ArrivingFile(store, "ab" * 32)
    arriving.add(b"one")
    next(path for path in tmp_path.rglob("*") if path.is_file()).write_bytes(damage)
    assert ArrivingFile(store, "ab" * 32).data == b""


def test_a_copy_that_is_damaged_at_the_centre_does_not_stop_the_others(
    sqlite_centre: RunningCentre, laptop: Make
) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    bad, good = film(3, 2 * PART), film(4, PART + 1)
    a.photo(bad)
    a.photo(good)
    a.sync()
    path = sqlite_centre.path(named(bad))
    path.write_bytes(bytes(10) + bad[10:])
    report = b.sync()
    assert (report.attachments_received, report.attachments_wanted) == (1, 1)
    path.write_bytes(bad)
    assert b.sync().attachments_received == 1


def test_a_part_that_is_damaged_underway_is_sent_again(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = laptop("a").enrol(sqlite_centre)
    put = http_link._Pieces.__iter__
    damaged: list[int] = []

    def flipping(self: http_link._Pieces) -> Iterator[bytes]:
        whole = b"".join(put(self))
        if len(damaged) < limit:
            damaged.append(len(whole))
            whole = bytes([whole[0] ^ 1]) + whole[1:]
        yield whole

    monkeypatch.setattr(http_link._Pieces, "__iter__", flipping)
    for limit, waiting in ((2, 0), (6, 2), (0, 0)):
        damaged.clear()
        a.photo(film(10 + limit))
        a.photo(film(20 + limit, 100_000))
        assert a.sync().attachments_waiting == waiting
    assert check.problems(sqlite_centre.centre.store, sqlite_centre.centre.blobs) == []


def test_two_laptops_send_the_same_file(sqlite_centre: RunningCentre, laptop: Make) -> None:
    data = film(5)
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    a.photo(data)
    b.photo(data)
    with CutProxy(port_of(sqlite_centre)) as proxy:
        through(a, proxy)
        proxy.cut("up", 2 * PART)
        with pytest.raises(Unreachable):
            a.sync()
        assert parts_of(sqlite_centre, a, data) > 0
        assert parts_of(sqlite_centre, b, data) == 0, "nobody goes on with another's parts"
        assert b.sync().attachments_waiting == 0
        proxy.heal()
        report = a.sync()
    assert report.attachments_waiting == 0
    assert report.bytes_sent < OVERHEAD
    assert sqlite_centre.path(named(data)).read_bytes() == data


# --- the centre against bad parts ------------------------------------------------------------------


@pytest.fixture
def asker(sqlite_centre: RunningCentre, laptop: Make) -> Iterator[Asker]:
    """An enrolled client; nothing of what it sent wrongly may be left."""
    made = Asker(sqlite_centre, laptop("a").enrol(sqlite_centre, "25"))
    yield made
    made.http.close()
    centre = sqlite_centre.centre
    assert check.problems(centre.store, centre.blobs) == []
    assert list((centre.blobs.folder / "incoming").iterdir()) == []


class Sender:
    """Sends parts of one file as an asker wants them."""

    def __init__(self, asker: Asker, data: bytes) -> None:
        self.asker, self.data, self.sha256 = asker, data, named(data)

    def put(self, start: int, given: bytes | None = None, **told: object) -> tuple[int, str]:
        sent = self.data[start : start + PART] if given is None else given
        query = {"size": len(self.data), "start": start, "part": named(sent), **told}
        params = {name: str(value) for name, value in query.items()}
        return self.asker.ask("PUT", f"/v2/uploads/{self.sha256}", params=params, content=sent)

    def have(self) -> int:
        answer = self.asker.http.get(f"/v2/uploads/{self.sha256}", params={"size": str(len(self.data))})
        return int(answer.json()["have"])

    def stored(self) -> bool:
        return self.asker.centre.centre.blobs.size(self.sha256) is not None


def test_parts_come_in_their_order_and_may_come_twice(asker: Asker) -> None:
    sender = Sender(asker, film(6))
    assert sender.have() == 0
    assert sender.put(PART) == (409, "gap")
    for start in (0, 0, PART, 0, PART, 2 * PART, PART):
        assert sender.put(start) == (200, "")
    assert sender.have() == 3 * PART
    assert not sender.stored()
    assert sender.put(3 * PART) == (200, "")
    assert sender.stored()
    assert sender.have() == len(sender.data)
    assert sender.put(PART) == (200, "")
    assert not list((asker.centre.centre.blobs.folder / "uploads").glob("*/*"))


def test_wrong_bytes_in_a_part_are_refused_and_not_kept(asker: Asker) -> None:
    sender = Sender(asker, film(7))
    assert sender.put(0) == (200, "")
    right = sender.data[PART : 2 * PART]
    assert sender.put(PART, bytes([right[0] ^ 1]) + right[1:], part=named(right)) == (422, "hash")
    assert sender.put(PART, right, part="") == (422, "hash")
    assert sender.have() == PART
    for start in (PART, 2 * PART, 3 * PART):
        assert sender.put(start) == (200, "")
    assert sender.stored()


def test_a_lie_about_what_a_part_holds_is_found_at_the_end(asker: Asker) -> None:
    """Every part fits its own hash, but they make another file: it never counts, and begins again."""
    sender = Sender(asker, film(8, 2 * PART))
    assert sender.put(0, bytes(PART)) == (200, "")
    assert sender.put(PART) == (422, "hash")
    assert not sender.stored()
    assert sender.have() == 0
    assert sender.put(0) == (200, "")
    assert sender.put(PART) == (200, "")
    assert sender.stored()


def test_lengths_that_lie_are_refused(asker: Asker) -> None:
    sender = Sender(asker, film(9, PART + 500))
    whole = sender.data[:PART]
    assert sender.put(0, whole[:-1]) == (400, "malformed")
    assert sender.put(0, whole + b"x") == (413, "too_large")
    assert sender.put(0, b"") == (400, "malformed")
    assert sender.put(1) == (400, "malformed")
    assert sender.put(2 * PART, b"x") == (400, "malformed")
    assert sender.put(0, whole, size=0) == (400, "malformed")
    assert sender.put(0, whole, size="-1") == (400, "malformed")
    assert sender.put(0, whole, size=protocol.MAX_FILE + 1) == (413, "too_large")
    assert sender.have() == 0
    assert sender.put(0, size=5 * PART) == (200, "")
    assert sender.have() == 0, "the same file of another size is another upload"


def test_an_endless_part_is_cut_off(asker: Asker) -> None:
    sender = Sender(asker, film(10, PART + 500))
    params = {"size": str(len(sender.data)), "start": "0", "part": named(sender.data[:PART])}
    endless = (b"x" * 100_000 for _ in range(10_000))
    path = f"/v2/uploads/{sender.sha256}"
    try:
        answer = asker.ask("PUT", path, params=params, content=endless)
    except httpx.TransportError:  # the line is closed under it
        answer = (413, "too_large")
    assert answer == (413, "too_large")
    assert next(endless, None) is not None
    assert sender.have() == 0


def test_names_of_uploads_lead_nowhere_else(asker: Asker) -> None:
    before = sorted(asker.centre.centre.blobs.folder.rglob("*"))
    for name in ("..%2f..%2fx", "A" * 64, "a" * 63, "a" * 64 + "%00", "%2e%2e"):
        params = {"size": "5", "start": "0", "part": named(b"hello")}
        assert asker.ask("PUT", f"/v2/uploads/{name}", params=params, content=b"hello")[0] in (400, 404, 405)
        assert asker.ask("GET", f"/v2/uploads/{name}", params={"size": "5"})[0] in (400, 404, 405)
        assert asker.ask("POST", "/v2/receipts", json={"files": [name]})[0] == 400
    many = {"files": ["ab" * 32] * (protocol.MAX_NAMES + 1)}
    assert asker.ask("POST", "/v2/receipts", json=many) == (413, "too_large")
    assert sorted(asker.centre.centre.blobs.folder.rglob("*")) == before


def test_a_laptop_that_begins_too_much_loses_its_own_oldest_parts(
    asker: Asker, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "QUOTA", 5 * PART)
    other = Asker(asker.centre, laptop("b").enrol(asker.centre))
    anothers = Sender(other, film(30, 2 * PART))
    assert anothers.put(0) == (200, "")
    mine = [Sender(asker, film(40 + number, 2 * PART)) for number in range(4)]
    for sender in mine:
        assert sender.put(0) == (200, "")
    assert [sender.have() for sender in mine] == [0, 0, PART, PART]
    assert anothers.have() == PART
    folder = asker.centre.centre.blobs.folder / "uploads"
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= 3 * PART
    assert mine[0].put(PART) == (409, "gap")
    for sender in (*mine, anothers):
        assert sender.put(0) == (200, "")
        assert sender.put(PART) == (200, "")
        assert sender.stored()
    other.http.close()


def test_parts_that_nobody_goes_on_with_are_dropped(asker: Asker) -> None:
    centre = asker.centre.centre
    old, new = Sender(asker, film(50, 2 * PART)), Sender(asker, film(51, 2 * PART))
    assert old.put(0) == (200, "")
    asker.centre.clock.ahead = uploads.LIFETIME - timedelta(days=1)
    centre.sweep()
    assert old.have() == PART
    asker.centre.clock.ahead = uploads.LIFETIME + timedelta(days=1)
    assert new.put(0) == (200, ""), "who begins an upload sweeps"
    assert old.have() == 0
    assert old.put(PART) == (409, "gap")


def test_a_laptop_whose_parts_were_dropped_begins_again(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = laptop("a").enrol(sqlite_centre)
    a.photo(film(60))
    put = HttpLink.put_part

    def dropped_once(self: HttpLink, sha256: str, data: bytes, start: int) -> protocol.Upload:
        if start == 2 * PART and not forgotten:
            forgotten.append(sha256)
            sqlite_centre.centre.uploads.drop(a.workspace.device, sha256, len(data))
        return put(self, sha256, data, start)

    forgotten: list[str] = []
    monkeypatch.setattr(HttpLink, "put_part", dropped_once)
    assert a.sync().attachments_waiting == 0
    assert forgotten


def test_left_behind_by_a_killed_server(sqlite_centre: RunningCentre) -> None:
    left = sqlite_centre.centre.blobs.folder / "incoming" / "abcdef00-1234"
    left.write_bytes(b"half")
    sqlite_centre.centre.sweep()
    assert left.exists(), "another worker may be receiving it"
    sqlite_centre.clock.ahead = timedelta(days=2)
    sqlite_centre.centre.sweep()
    assert not left.exists()


def test_answers_go_before_files_and_small_files_before_large(
    sqlite_centre: RunningCentre, laptop: Make
) -> None:
    a = laptop("a").enrol(sqlite_centre)
    for size in (9 * PART, 300_000, 200_000, 2000):
        a.photo(film(size, size))
    a.answer("q", "pass")
    seen: list[str] = []
    a.sync(progress=lambda phase, *_: seen.append(phase))
    order = ["hello", "push", "send_papers", "send_photos", "send_originals"]
    assert [phase for phase in dict.fromkeys(seen) if phase != "pull"] == order
    assert a.workspace.setting(CENTRE_ADDRESS) == sqlite_centre.url
