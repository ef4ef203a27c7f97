"""The connection ends at any byte, in either direction, or the server is killed: nothing lost or doubled."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldkit.model.roles import CENTRE_ADDRESS
from fieldkit.sync import client, http_link, protocol
from fieldkit.sync.answers import SyncError, Unreachable
from fieldkit.sync.client import sync
from fieldkit.sync.http_link import HttpLink
from fieldkit.sync.server import FolderBlobs, Store, check
from tests.sync.cut_proxy import CutProxy
from tests.sync.laptops import Laptop, RunningCentre, logged

pytestmark = pytest.mark.long

Make = Callable[[str], Laptop]
ALL = os.environ.get("FAULTS") == "all"
CUTS = 12  # positions of each direction and laptop; with FAULTS=all every byte


def port_of(centre: RunningCentre) -> int:
    return int(centre.url.rpartition(":")[2])


def through(laptop: Laptop, proxy: CutProxy) -> Laptop:
    laptop.workspace.remember(CENTRE_ADDRESS, proxy.url)
    return laptop


def work(laptop: Laptop, number: int, topic: str = "q") -> None:
    noise = random.Random(number)
    for question in range(3):
        laptop.answer(f"{topic}{question}", f"{number} {noise.randbytes(40).hex()}")
    laptop.photo(noise.randbytes(300 if ALL else 3000))


def cut_points(size: int) -> list[int]:
    if ALL:
        return list(range(size))
    return sorted({size * step // CUTS for step in range(CUTS)} | {size - 1})


def test_an_exchange_cut_at_any_byte_goes_on(sqlite_centre: RunningCentre, laptop: Make) -> None:
    with CutProxy(port_of(sqlite_centre)) as proxy:
        a = through(laptop("a").enrol(sqlite_centre), proxy)
        b = through(laptop("b").enrol(sqlite_centre), proxy)
        work(a, 0)
        proxy.heal()
        a.sync()
        sizes = {("a", "up"): proxy.up, ("a", "down"): proxy.down}
        proxy.heal()
        b.sync()
        sizes["b", "down"] = proxy.down
        cuts = [(who, way, at) for (who, way), size in sizes.items() for at in cut_points(size)]
        outcomes = [
            _cut_once(sqlite_centre, proxy, (a, b), who, (way, at), number)
            for number, (who, way, at) in enumerate(cuts, 1)
        ]
    # Lost answers really happened: the centre had the changes while the laptop saw an error.
    assert outcomes.count("committed") >= 3
    assert outcomes.count("nothing") >= 3
    assert a.cells() == b.cells()
    assert check.problems(sqlite_centre.centre.store, sqlite_centre.centre.blobs) == []


def _cut_once(
    centre: RunningCentre,
    proxy: CutProxy,
    laptops: tuple[Laptop, Laptop],
    who: str,
    cut: tuple[str, int],
    number: int,
) -> str:
    """Work, cut the sync of one laptop, sync again, and say what the centre had after the cut."""
    a, b = laptops
    work(a, number)
    if who == "b":
        a.sync()
    before = set(centre.bodies())
    proxy.cut(*cut)
    failed = False
    try:
        (a if who == "a" else b).sync()
    except Unreachable:
        failed = True
    arrived = len(set(centre.bodies()) - before)
    assert arrived in (0, 4), "a push is all or nothing"
    outcome = "committed" if arrived and a.workspace.waiting() else "nothing" if failed else "whole"
    proxy.heal()
    whole(centre, a, b)
    return outcome


def whole(centre: RunningCentre, *laptops: Laptop) -> None:
    """Let everyone sync; then all have everything, once, and every chain and file is whole."""
    for one in (*laptops, *laptops):
        report = one.sync()
    assert (report.attachments_waiting, report.attachments_wanted, report.conflicts) == (0, 0, 0)
    for one in laptops:
        assert one.workspace.waiting() == 0
        assert one.bodies() == centre.bodies()
        assert one.cells() == laptops[0].cells()
        assert one.workspace.rows("SELECT sha256 FROM blob WHERE state <> 'sent'") == []
    assert check.problems(centre.centre.store, centre.centre.blobs) == []


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_silent_connection_is_given_up(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch, direction: str
) -> None:
    with CutProxy(port_of(sqlite_centre)) as proxy:
        a, b = through(laptop("a").enrol(sqlite_centre), proxy), laptop("b").enrol(sqlite_centre)
        for number, after in enumerate((1, 300, 900, 1400)):
            work(a, number)
            proxy.stall(direction, after)
            with monkeypatch.context() as patched, contextlib.suppress(Unreachable):
                patched.setattr(http_link, "_STALL", 0.2)
                a.sync()
            proxy.heal()
            whole(sqlite_centre, a, b)


def test_requests_of_long_ago_arrive_again_in_any_order(sqlite_centre: RunningCentre, laptop: Make) -> None:
    with CutProxy(port_of(sqlite_centre)) as proxy:
        a, b = (through(laptop(name).enrol(sqlite_centre), proxy) for name in "ab")
        for number in range(3):
            work(a, number)
            a.sync()
            b.sync()
            b.answer("of b", str(number))
        b.sync()
        a.sync()
        before = sqlite_centre.bodies()
        order = [*range(len(proxy.recorded))] * 2
        random.Random(3).shuffle(order)
        for number in order:
            proxy.again(number)
        assert sqlite_centre.bodies() == before
        work(a, 9)
        whole(sqlite_centre, a, b)


def test_a_cut_download_goes_on_where_it_stopped(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    data = random.Random(1).randbytes(1_500_000)
    sha256 = a.photo(data)
    a.sync()
    with CutProxy(port_of(sqlite_centre)) as proxy:
        through(b, proxy)
        proxy.cut("down", 1_000_000, once=True)
        report = b.sync()
    assert report.attachments_received == 1
    assert report.bytes_received < 1_600_000
    assert b.workspace.attachments.read(sha256) == data


def test_every_request_may_come_twice(
    centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = HttpLink._whole
    repeated: list[str] = []

    def twice(self: HttpLink, request: Any) -> bytes:
        body = request.read() if request.url.path != "/v1/blobs" else b""
        answers = []
        for _ in range(2):
            again = self._client.build_request(
                request.method, request.url, content=body, headers=dict(request.headers)
            )
            answers.append(once(self, again))
        repeated.append(request.url.path)
        if request.url.path == "/v1/push":
            first, second = (protocol.from_json(data, protocol.PushAnswer) for data in answers)
            assert first.seqs == second.seqs
            assert second.before == second.after == first.after
        elif request.url.path != "/v1/hello":  # which tells the time
            assert answers[0] == answers[1]
        return answers[1]

    monkeypatch.setattr(HttpLink, "_whole", twice)
    a, b = laptop("a").enrol(centre), laptop("b").enrol(centre)
    for number in range(3):
        work(a, number)
        a.sync()
        b.answer("of b", str(number))
        b.sync()
        a.sync()
    assert {"/v1/enrol", "/v1/hello", "/v1/push", "/v1/pull", "/v2/receipts"} <= set(repeated)
    assert a.bodies() == b.bodies() == centre.bodies()
    assert a.cells() == b.cells()
    assert check.problems(centre.centre.store, centre.centre.blobs) == []


# --- the real server, killed -----------------------------------------------------------------------


class Served:
    """``fieldkit serve`` as a program of its own."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        command = [sys.executable, "-m", "fieldkit", "--json", "serve", "--store", str(folder)]
        self.process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url: str = json.loads(self.process.stdout.readline())["url"]

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        code = self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_killed_server_has_everything_it_acknowledged(tmp_path: Path, laptop: Make) -> None:
    folder = tmp_path / "centre"
    served = Served(folder)
    port = int(served.url.rpartition(":")[2])
    a, b = laptop("a"), laptop("b")
    for one in (a, b):
        client.enrol(one.workspace, served.url, _code(folder))
    moment = random.Random(7)
    for number in range(4):
        work(a, number)
        a.answer_all({f"bulk {number} {question}": "pass" for question in range(300)})
        killer = threading.Timer(moment.uniform(0.005, 0.12), served.end, [signal.SIGKILL])
        killer.start()
        with contextlib.suppress(SyncError):
            sync(a.workspace, retries=0)
        killer.join()
        confirmed = {row["id"] for row in a.workspace.rows("SELECT id FROM change WHERE seq IS NOT NULL")}
        sent = {row["sha256"] for row in a.workspace.rows("SELECT sha256 FROM blob WHERE state = 'sent'")}
        served = Served(folder, port)
        _holds(folder, confirmed, sent)
    a.sync()
    b.sync()
    assert served.end(signal.SIGTERM) == 0
    assert a.workspace.waiting() == 0
    assert a.bodies() == b.bodies()
    _holds(folder, set(a.bodies()), set())


def _code(folder: Path) -> str:
    command = [sys.executable, "-m", "fieldkit", "--json", "server", "code", "--store", str(folder)]
    return str(
        json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)["code"]
    )


def _holds(folder: Path, changes: set[str], files: set[str]) -> None:
    store, blobs = Store.in_folder(folder), FolderBlobs(folder / "blobs")
    try:
        assert check.problems(store, blobs) == []
        with store.read() as connection:
            held = logged(connection)
    finally:
        store.close()
    assert changes <= held.keys()
    assert all(blobs.size(sha256) is not None and not blobs.damaged(sha256) for sha256 in files)
