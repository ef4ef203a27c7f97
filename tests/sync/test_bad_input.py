"""What goes wrong in an exchange is told with its cure in both languages; the data stay whole."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from fieldkit.model.roles import CENTRE_ADDRESS
from fieldkit.sync import answers, client, protocol
from fieldkit.sync.answers import (
    CodeRefused,
    GrantsChanged,
    NetworkLogin,
    NotUnderstood,
    Revoked,
    SyncError,
    TokenRefused,
    TooLarge,
    UpgradeNeeded,
    error_of,
)
from fieldkit.sync.server import centre as server_centre
from fieldkit.sync.server import devices
from fieldkit.sync.token_store import TokenStore
from tests.sync.laptops import Laptop, RunningCentre
from tests.sync.test_cuts import whole, work

Make = Callable[[str], Laptop]
THAI = re.compile("[\u0e00-\u0e7f]")
CODES: tuple[str, ...] = (
    "token",
    "revoked",
    "code",
    "not_granted",
    "feed",
    "gap",
    "fork",
    "diverged",
    "missing",
    "hash",
)
CODES += ("too_large", "upgrade", "malformed", "failed", "busy", "of a centre of 2031")


def told(error: SyncError) -> None:
    """The person reads what happened and what to do, in Thai and in English."""
    for language in ("th", "en"):
        assert error.title.pick(language)
        assert error.hint.pick(language)
    assert THAI.search(error.title.th)
    assert THAI.search(error.hint.th)
    assert not THAI.search(error.title.en + error.hint.en)


@contextmanager
def unharmed(laptop: Laptop) -> Iterator[None]:
    """Nothing on the laptop is less than before, and its file is whole."""
    before, photos = laptop.bodies(), set(laptop.workspace.attachments.names())
    yield
    assert before.items() <= laptop.bodies().items()
    assert photos <= set(laptop.workspace.attachments.names())
    assert laptop.workspace.database.integrity() == []


def refused(laptop: Laptop, kind: type[SyncError], **options: Any) -> SyncError:
    """Sync, and return the error of that kind; it is told, and the laptop is unharmed."""
    with unharmed(laptop), pytest.raises(kind) as found:
        laptop.sync(**options)
    told(found.value)
    return found.value


@pytest.mark.parametrize("code", CODES)
def test_every_refusal_says_what_to_do(code: str) -> None:
    told(error_of(code, "expired"))


def test_every_error_of_a_sync_says_what_to_do() -> None:
    kinds = [
        kind for kind in vars(answers).values() if isinstance(kind, type) and issubclass(kind, SyncError)
    ]
    for kind in kinds:
        told(kind())


@pytest.mark.parametrize("phase", ["push", "send_", "pull", "fetch_"])
def test_a_laptop_revoked_in_the_middle_keeps_everything(
    sqlite_centre: RunningCentre, laptop: Make, phase: str
) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    work(b, 1, "of b")
    b.sync()
    work(a, 2)
    asked: list[str] = []

    def revoke(step: str, *_rest: int) -> None:
        if step.startswith(phase) and not asked:
            asked.append(step)
            with sqlite_centre.centre.store.write() as connection:
                devices.revoke(connection, a.workspace.device, now=sqlite_centre.clock())

    refused(a, Revoked, progress=revoke) if phase != "fetch_" else _last_step(a, revoke)
    assert asked
    refused(a, Revoked)
    whole(sqlite_centre, a.enrol(sqlite_centre), b)


def _last_step(a: Laptop, revoke: Callable[..., None]) -> None:
    """A file was on its way already when the laptop was revoked: it comes, or is refused."""
    try:
        a.sync(progress=revoke)
    except Revoked as error:
        told(error)


def test_a_province_withdrawn_in_the_middle_is_told(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(sqlite_centre, "25"), laptop("b").enrol(sqlite_centre)
    work(b, 1, "of b")
    b.sync()
    work(a, 2)

    def withdraw(step: str, *_rest: int) -> None:
        if step.startswith("send_"):
            with sqlite_centre.centre.store.write() as connection:
                connection.exec_driver_sql(
                    "UPDATE device SET provinces = '[\"10\"]' WHERE id = ?", (a.workspace.device,)
                )

    refused(a, GrantsChanged, progress=withdraw)
    assert a.workspace.waiting() == 0
    assert a.sync().pulled == 0
    a.enrol(sqlite_centre, "25")
    assert a.sync().pulled == 4


def test_answers_of_a_foreign_province_are_kept_and_counted(
    sqlite_centre: RunningCentre, laptop: Make
) -> None:
    a, b = laptop("a").enrol(sqlite_centre, "25"), laptop("b").enrol(sqlite_centre)
    change = a.answer("q", "pass", stream="ins/10")
    with unharmed(a):
        report = a.sync()
    assert (report.pushed, report.held) == (1, 1)
    assert change in sqlite_centre.bodies()
    b.sync()
    assert change not in b.bodies()


def test_a_centre_of_another_time_asks_for_an_upgrade(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    work(a, 1)
    with monkeypatch.context() as later:
        future = SimpleNamespace(**{**vars(protocol), "VERSION": 99, "OLDEST": 98})
        later.setattr(server_centre, "protocol", future)
        refused(a, UpgradeNeeded)
    whole(sqlite_centre, a, b)


def test_what_is_too_large_is_told(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    work(a, 1)
    with monkeypatch.context() as small:
        small.setattr(protocol, "MAX_PACKED", 10)
        refused(a, TooLarge)
    whole(sqlite_centre, a, b)


def test_a_token_of_another_time_is_refused(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    work(a, 1)
    store = TokenStore(a.folder, a.workspace.device)
    old = store.load() or ""
    a.enrol(sqlite_centre)
    new = store.load() or ""
    store.save(old)
    refused(a, TokenRefused)
    store.save(new)
    whole(sqlite_centre, a, b)


def test_a_code_used_by_another_laptop_is_refused(sqlite_centre: RunningCentre, laptop: Make) -> None:
    code = sqlite_centre.code()
    a, b = laptop("a"), laptop("b")
    client.enrol(a.workspace, sqlite_centre.url, code)
    with unharmed(b), pytest.raises(CodeRefused) as found:
        client.enrol(b.workspace, sqlite_centre.url, code)
    told(found.value)
    b.enrol(sqlite_centre)
    work(b, 1)
    whole(sqlite_centre, a, b)


@pytest.mark.parametrize("year", [1, 1970, 2569, 9999])
def test_a_clock_years_off_changes_no_result(sqlite_centre: RunningCentre, laptop: Make, year: int) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    now = datetime(year, 6, 1, tzinfo=UTC)
    a.workspace.clock = lambda: now
    a.workspace.log._clock = a.workspace.clock
    b.answer("q", "of b")
    b.sync()
    a.sync()
    a.answer("q", "of a, who saw it")
    work(a, 1, "of a")
    whole(sqlite_centre, a, b)
    assert b.value("q") == "of a, who saw it"


def test_an_answer_without_an_end_is_cut_off(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    work(a, 1)
    monkeypatch.setattr(protocol, "MAX_PACKED", 0)
    with endless() as url:
        a.workspace.remember(CENTRE_ADDRESS, url)
        refused(a, NotUnderstood)
    monkeypatch.undo()
    a.workspace.remember(CENTRE_ADDRESS, sqlite_centre.url)
    whole(sqlite_centre, a, b)


def test_a_stranger_that_answers_is_no_centre(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    work(a, 1)
    with endless(echo=False) as url:
        a.workspace.remember(CENTRE_ADDRESS, url)
        refused(a, NetworkLogin)
    a.workspace.remember(CENTRE_ADDRESS, sqlite_centre.url)
    whole(sqlite_centre, a, b)


@contextmanager
def endless(*, echo: bool = True) -> Iterator[str]:
    """Serve answers that never end, with the laptop's echo or without."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            line, _ = listening.accept()
            with line:
                asked = line.recv(65536).decode("latin-1")
                number = re.search(rf"(?im)^{protocol.ECHO}: (\S+)", asked)
                said = f"{protocol.ECHO}: {number.group(1)}\r\n" if echo and number else ""
                line.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {protocol.JSON}\r\n{said}\r\n".encode())
                while True:
                    line.sendall(b" " * 65536)
        except OSError:
            return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()
        thread.join(20)
