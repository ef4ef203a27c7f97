"""More laptops than the centre can serve: each is told when to come again, comes, and loses nothing."""

from __future__ import annotations

import hashlib
import math
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import anyio.to_thread
import httpx
import pytest
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fieldkit.sync import http_link, protocol
from fieldkit.sync.answers import Cancelled, CentreBusy
from fieldkit.sync.enrolment import credentials
from fieldkit.sync.http_link import HttpLink
from fieldkit.sync.server import Centre, FolderBlobs, Store, app, application
from fieldkit.sync.server.crowd import Crowd, Pace, Room
from tests.sync.laptops import Laptop, MovingClock, RunningCentre, listening

Make = Callable[[str], Laptop]


class Slow:
    """Answers when it is told to."""

    def __init__(self, threads: int = 40) -> None:
        self._threads = threads
        self.begun = threading.Semaphore(0)
        self.may_end = threading.Event()
        self.at_once = self.most = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        anyio.to_thread.current_default_thread_limiter().total_tokens = self._threads
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.begun.release()
        await anyio.to_thread.run_sync(self.may_end.wait)
        self.at_once -= 1
        await Response(b"{}", media_type=protocol.JSON)(scope, receive, send)


@contextmanager
def crowded(slow: Slow, room: Room) -> Iterator[tuple[str, Crowd]]:
    crowd = Crowd(slow, room)
    with listening(crowd) as url:
        try:
            yield url, crowd
        finally:
            slow.may_end.set()


def ask(url: str, token: str, body: bytes = b"{}") -> httpx.Response:
    with httpx.Client(trust_env=False, timeout=30) as http:
        return http.post(url, content=body, headers={"Authorization": f"Bearer {token}"} if token else {})


def told_to_wait(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status
    assert int(answer.headers["Retry-After"]) >= 1
    assert protocol.from_json(answer.content, protocol.Refusal).error == "busy"


def test_who_finds_no_room_comes_again() -> None:
    slow = Slow()
    with crowded(slow, Room(present=3)) as (url, _), ThreadPoolExecutor(3) as pool:
        first = [pool.submit(ask, url, f"laptop {number}") for number in range(3)]
        for _ in first:
            assert slow.begun.acquire(timeout=20)
        told_to_wait(ask(url, "laptop 3", bytes(protocol.MIB)), 503)
        slow.may_end.set()
        assert [one.result().status_code for one in first] == [200] * 3
        assert slow.most == 3
        assert ask(url, "laptop 3").status_code == 200


def test_who_would_wait_too_long_for_a_thread_comes_again() -> None:
    slow = Slow(threads=2)
    with crowded(slow, Room(waiting=1)) as (url, crowd), ThreadPoolExecutor(3) as pool:
        first = [pool.submit(ask, url, f"laptop {number}") for number in range(3)]
        for _ in first:
            assert slow.begun.acquire(timeout=20)
        while crowd.present < 3 or slow.at_once < 3:
            time.sleep(0.005)
        told_to_wait(ask(url, "laptop 3"), 503)
        slow.may_end.set()
        assert [one.result().status_code for one in first] == [200] * 3


def test_no_more_wait_than_are_answered_soon_at_the_present_pace() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    for _ in range(63):
        pace.count()
    assert pace.answers(1.0) == math.inf  # too few to tell
    pace.count()
    now[0] = 3.2
    assert pace.answers(1.0) == pytest.approx(20)
    for _ in range(64):
        now[0] += 0.005
        pace.count()
    assert pace.answers(2.0) == pytest.approx(2 * 64 / (63 * 0.005))
    slow = Slow(threads=2)
    with crowded(slow, Room(few=1)) as (url, crowd), ThreadPoolExecutor(4) as pool:
        crowd.pace = pace
        first = [pool.submit(ask, url, f"laptop {number}") for number in range(3)]
        while slow.at_once < 3:
            time.sleep(0.005)
        now[0] += 640  # since then nobody was answered: who waits now waits long
        told_to_wait(ask(url, "laptop 3"), 503)
        now[0] -= 640
        others = pool.submit(ask, url, "laptop 3")
        while slow.at_once < 4:
            time.sleep(0.005)
        slow.may_end.set()
        assert [one.result().status_code for one in (*first, others)] == [200] * 4


def test_a_request_whose_body_stops_coming_ends_and_gives_its_room_back(sqlite_centre: RunningCentre) -> None:
    app = application(sqlite_centre.centre, room=Room(present=1, stall=0.2))
    with listening(app) as url:
        host, port = url.removeprefix("http://").split(":")
        head = f"POST /v1/enrol HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000\r\n\r\n".encode()
        with socket.create_connection((host, int(port)), timeout=20) as hanging:
            hanging.sendall(head + b"{")
            assert hanging.recv(4096).startswith(b"HTTP/1.1 400")
        assert ask(f"{url}/v1/enrol", "").status_code == 400  # heard, and found to be no message


@pytest.mark.parametrize(("limit", "status"), [("IN_MEMORY", 503), ("OF_LAPTOP", 429), ("", 400)])
def test_messages_that_are_still_coming_take_bounded_memory(
    sqlite_centre: RunningCentre, monkeypatch: pytest.MonkeyPatch, limit: str, status: int
) -> None:
    """Without a limit, which is the negative control, both are read to their end and found to be none."""
    if limit:
        monkeypatch.setattr(app, limit, 100_000)
    with listening(application(sqlite_centre.centre)) as url:
        host, port = url.removeprefix("http://").split(":")
        head = f"POST /v1/enrol HTTP/1.1\r\nHost: {host}\r\nContent-Length: 60000\r\n\r\n".encode()
        with (
            socket.create_connection((host, int(port)), timeout=20) as first,
            socket.create_connection((host, int(port)), timeout=20) as second,
        ):
            for line in (first, second):
                line.sendall(head + bytes(59_999))
            # Which of both is told to come again does not matter; the other may go on.
            told = select.select([first, second], [], [], 20)[0] if limit else []
            assert len(told) == bool(limit)
            answers = [told[0].recv(4096).split(b" ")[1]] if told else []
            for line in {first, second} - set(told):
                line.sendall(b"x")
                answers.append(line.recv(4096).split(b" ")[1])
        assert sorted(answers) == sorted([b"400", str(status).encode()])
        assert ask(f"{url}/v1/enrol", "", bytes(60_000)).status_code == 400, "their room was given back"


def test_one_laptop_cannot_take_the_place_of_all() -> None:
    slow = Slow()
    with crowded(slow, Room(one_laptop=2)) as (url, _), ThreadPoolExecutor(3) as pool:
        its = [pool.submit(ask, url, "greedy") for _ in range(2)]
        for _ in its:
            assert slow.begun.acquire(timeout=20)
        told_to_wait(ask(url, "greedy"), 429)
        other = pool.submit(ask, url, "other")
        assert slow.begun.acquire(timeout=20)
        slow.may_end.set()
        assert [one.result().status_code for one in (*its, other)] == [200] * 3


class Busy:
    """A centre that has no time for the next ``times`` requests."""

    def __init__(self, app: ASGIApp, times: int, seconds: int = 0) -> None:
        self._app = app
        self.left = times
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.left:
            self.left -= 1
            said = next(v for k, v in scope["headers"] if k == protocol.ECHO.lower().encode())
            headers = {protocol.ECHO: said.decode(), "Retry-After": str(self._seconds)}
            body = protocol.to_json(protocol.Refusal("busy"))
            while (await receive()).get("more_body"):
                pass
            await Response(body, 503, headers, protocol.JSON)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


@contextmanager
def a_centre(
    folder: Path, wrap: Callable[[ASGIApp], ASGIApp], room: Room | None = None
) -> Iterator[RunningCentre]:
    store = Store.in_folder(folder)
    clock = MovingClock()
    centre = Centre(store, FolderBlobs(folder / "blobs"), clock)
    try:
        with listening(wrap(application(centre, room=room))) as url:
            yield RunningCentre(centre, url, clock)
    finally:
        store.close()


def test_a_laptop_comes_again_by_itself_and_sends_a_part_once_more(tmp_path: Path, laptop: Make) -> None:
    busy: list[Busy] = []

    def wrap(app: ASGIApp) -> ASGIApp:
        busy.append(Busy(app, 0))
        return busy[0]

    with a_centre(tmp_path / "centre", wrap) as centre:
        one = laptop("one").enrol(centre, "25")
        one.answer("q", "1")
        data = bytes(range(256)) * 5_000  # more than a part
        with HttpLink(*credentials(one.workspace)) as link:
            busy[0].left = 3
            assert link.put_part(hashlib.sha256(data).hexdigest(), data, 0).have == protocol.PART
        assert busy[0].left == 0
        busy[0].left = 7
        report = one.sync()
        assert busy[0].left == 0
        assert report.pushed == 1
        assert len(centre.bodies()) == 1


def test_a_person_need_not_wait(tmp_path: Path) -> None:
    with a_centre(tmp_path / "centre", lambda app: Busy(app, 1_000, seconds=100)) as centre:
        cancel = threading.Event()
        threading.Timer(0.2, cancel.set).start()
        with HttpLink(centre.url, cancel=cancel) as link, pytest.raises(Cancelled):
            link.get("/v1/pull", {})


def test_a_centre_that_stays_busy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_link, "_PATIENCE", 2.5)
    with (
        a_centre(tmp_path / "centre", lambda app: Busy(app, 1_000, seconds=1)) as centre,
        HttpLink(centre.url) as link,
        pytest.raises(CentreBusy),
    ):
        link.get("/v1/pull", {})


def test_a_storm_loses_nothing(tmp_path: Path, laptop: Make) -> None:
    room = Room(present=2, one_laptop=2, again=1.0)
    told: list[int] = []

    def listened_to(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            async def heard(message: Message) -> None:
                told.extend([message["status"]] if "status" in message else [])
                await send(message)

            await app(scope, receive, heard)

        return answer

    with a_centre(tmp_path / "centre", listened_to, room) as centre:
        laptops = [laptop(f"laptop {number}").enrol(centre, "25") for number in range(8)]
        saved = {one.answer(f"q{number}", str(number)) for number, one in enumerate(laptops)}
        with ThreadPoolExecutor(len(laptops)) as pool:
            reports = list(pool.map(lambda one: one.sync(), laptops))
        assert [report.pushed for report in reports] == [1] * len(laptops)
        assert centre.bodies().keys() == saved
    assert {200, 503} <= set(told) <= {200, 429, 503}
