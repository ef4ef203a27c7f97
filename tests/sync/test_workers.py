"""Several processes at one address: nothing is lost or doubled, the dead rise again, phones have one desk."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from fieldkit.cli import Exit, main
from fieldkit.model.lock import AlreadyOpen
from fieldkit.model.workspace import Workspace
from fieldkit.sync import client
from fieldkit.sync.openrosa import inbox, users
from fieldkit.sync.openrosa.phones import Phones
from fieldkit.sync.server import Centre, FolderBlobs, Store, check, devices, workers
from fieldkit.sync.server.workers import WorkersFail
from tests.conftest import Clock
from tests.office import MILL
from tests.servers import free_ports
from tests.sync.laptops import Laptop, logged
from tests.sync.openrosa.collect import Filled, Phone
from tests.sync.openrosa.test_phones import ANSWERS, corrected

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for processes in /proc")
Make = Callable[[str], Laptop]
WORKERS = 2


@dataclass
class Site:
    """A centre of two processes, and its books."""

    url: str
    process: subprocess.Popen[str]
    store: Store
    folder: Path
    metrics: int

    def workers(self) -> list[int]:
        """Return the ids of the processes that serve."""
        place = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        children = [int(child) for child in place.read_text().split()]
        return [one for one in children if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]

    def answered(self) -> list[float]:
        """Return how many requests each process has answered."""
        found = []
        for number in range(WORKERS):
            text = httpx.get(f"http://127.0.0.1:{self.metrics + number}/metrics", trust_env=False).text
            lines = [line for line in text.splitlines() if line.startswith("fieldkit_requests_total{")]
            found.append(sum(float(line.rpartition(" ")[2]) for line in lines))
        return found

    def meet_all(self) -> None:
        """Ask until each process has answered; one that was begun anew has forgotten what it did."""

        def met() -> bool:
            httpx.head(f"{self.url}/openapi.json", trust_env=False)
            return all(count > 0 for count in self.answered())

        until(met)

    def enrolled(self, one: Laptop, *provinces: str) -> Laptop:
        with self.store.write() as connection:
            made = devices.make_code(connection, provinces, now=one.workspace.clock())
        client.enrol(one.workspace, self.url, made.code)
        return one

    def bodies(self) -> list[str]:
        with self.store.read() as connection:
            return list(logged(connection))


@contextmanager
def working(folder: Path, url: str, *options: str, code: int = 0) -> Iterator[Site]:
    metrics = free_ports(WORKERS)
    command = [sys.executable, "-m", "fieldkit", "serve", "--workers", str(WORKERS), "--port", "0"]
    command += ["--store", str(folder), "--database-url", url, "--metrics-port", str(metrics), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline().strip()
        assert address, process.stderr.read()
        try:
            with closing(Store.at(url)) as store:
                site = Site(address, process, store, folder, metrics)
                until(lambda: reached(site) == WORKERS)
                children = site.workers()
                yield site
            if process.poll() is None:
                children = site.workers()
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == code
        until(lambda: not [child for child in children if Path(f"/proc/{child}/exe").exists()])


def reached(site: Site) -> int:
    try:
        return len(site.answered())
    except httpx.TransportError:
        return 0


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def site(tmp_path: Path, postgresql_url: str) -> Iterator[Site]:
    with working(tmp_path / "centre", postgresql_url) as running:
        yield running


def test_laptops_meet_both_and_one_that_dies_loses_nothing(site: Site, laptop: Make) -> None:
    laptops = [site.enrolled(laptop(f"laptop {number}"), "25") for number in range(4)]
    saved: set[str] = set()
    for turn in range(4):
        for number, one in enumerate(laptops):
            saved.add(one.answer(f"q{number}-{turn}", "1"))
            one.photo(f"{number} {turn}".encode() * 300_000)  # in parts, each by another process perhaps
        with ThreadPoolExecutor(len(laptops)) as pool:
            done = [pool.submit(one.sync, retries=3) for one in laptops]
            if turn == 1:
                os.kill(site.workers()[0], signal.SIGKILL)
            assert [one.result().attachments_waiting for one in done] == [0] * len(laptops)
    until(lambda: reached(site) == WORKERS)
    assert len(site.workers()) == WORKERS
    for one in laptops:
        one.sync(retries=3)
    bodies = site.bodies()
    assert len(bodies) == len(set(bodies))
    assert saved < set(bodies)
    assert check.problems(site.store, FolderBlobs(site.folder / "blobs")) == []
    site.meet_all()
    assert {tuple(sorted(one.bodies())) for one in laptops} == {tuple(sorted(bodies))}


def test_phones_have_one_desk_whichever_process_hears_them(
    site: Site, furnished_folder: Path, tmp_path: Path, clock: Clock
) -> None:
    folder = shutil.copytree(furnished_folder, tmp_path / "laptop")
    with closing(Workspace(folder, clock=clock)) as workspace:
        with site.store.write() as connection:
            code = devices.make_code(connection, ["66"], now=datetime.now(UTC)).code
            key = users.issue(connection, "สุดา ใจงาม", ["66"], now=datetime.now(UTC)).key
        client.enrol(workspace, site.url, code)
        client.sync(workspace)
        phone = Phone(f"{site.url}/phones/key/{key}")
        first = phone.fill("GEN", MILL, ANSWERS)
        own, fresh = first.instance.encode(), [f"uuid:{uuid.uuid4()}".encode() for _ in range(6)]
        records = [Filled(first.xml.replace(own, one)) for one in fresh]
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(phone.send, [*records, *records]))
        assert {answer.status_code for answer in answers} == {201}
        # Which only the desk that took the record can follow.
        assert phone.send(corrected(records[0], "สมหญิง")).status_code == 201

        def states() -> list[tuple[str, str]]:
            with site.store.read() as connection:
                return sorted((one["state"], one["code"]) for one in inbox.listing(connection))

        until(lambda: "received" not in dict(states()))
        assert states() == [("taken", "")] * 7
        client.sync(workspace)
        assert len(workspace.rows("SELECT id FROM inspection")) == 6
        site.meet_all()
    assert sorted(path.name for path in site.folder.glob("phones*"))[0] == "phones"


def test_a_desk_is_given_back_only_where_processes_share_it(tmp_path: Path) -> None:
    with closing(Store.in_folder(tmp_path)) as store:
        centre = Centre(store, FolderBlobs(tmp_path / "blobs"))
        for slots, shared in (((None, None), False), ((0, 1), True)):
            one, other = (Phones(centre, tmp_path / f"phones {shared}", slot=slot) for slot in slots)
            with closing(one), closing(other):
                one.forms()
                if shared:
                    assert other.forms()
                else:
                    with pytest.raises(AlreadyOpen):
                        other.forms()


def test_several_processes_want_postgresql(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "serve", "--store", str(tmp_path), "--workers", "2"]) == Exit.REFUSED
    assert "--database-url" in capsys.readouterr().err


def test_processes_do_not_outlive_who_began_them(tmp_path: Path, postgresql_url: str) -> None:
    with working(tmp_path / "centre", postgresql_url, code=-signal.SIGKILL) as site:
        site.process.kill()
        site.process.wait(30)


def fail(_slot: int, _bound: Any) -> None:
    """End at once, as a process does that cannot start."""
    raise SystemExit(3)


def test_processes_that_never_start_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_MOST_YOUNG", 0)
    with socket.create_server(("127.0.0.1", 0)) as bound, pytest.raises(WorkersFail, match="again and again"):
        workers.Workers(WORKERS, fail, bound).run()


def test_each_process_tells_its_own_numbers(site: Site) -> None:
    before = site.answered()
    with httpx.Client(trust_env=False) as http:
        for _ in range(3):
            http.head(f"{site.url}/openapi.json")
    after = site.answered()
    assert sum(after) - sum(before) == 3
    assert json.dumps(after) != json.dumps(before)
