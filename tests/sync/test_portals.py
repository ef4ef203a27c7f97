"""Something else than the centre answers: login pages, proxies, wrong addresses, nothing at all."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fieldkit.model.roles import CENTRE_ADDRESS
from fieldkit.sync import client, protocol
from fieldkit.sync.answers import CentreFailed, NetworkLogin, NotUnderstood, SyncError, Unreachable
from tests.sync.laptops import Laptop, RunningCentre, running_centre

Make = Callable[[str], Laptop]

PAGE = b"<html><body>Please log in to HotelWiFi</body></html>"


def answer(status: str, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


FAKES = {
    "html": answer("200 OK", PAGE, "Content-Type: text/html; charset=utf-8"),
    "html called json": answer("200 OK", PAGE, "Content-Type: application/json"),
    "redirect": answer("302 Found", b"", "Location: http://login.example/?url=centre"),
    "permanent redirect": answer("308 Permanent Redirect", PAGE, "Location: https://login.example/"),
    "empty": answer("200 OK"),
    "no content": answer("204 No Content"),
    "login required": answer("511 Network Authentication Required", PAGE, "Content-Type: text/html"),
    "proxy login": answer("407 Proxy Authentication Required", b"", 'Proxy-Authenticate: Basic realm="x"'),
    "forbidden page": answer("403 Forbidden", PAGE, "Content-Type: text/html"),
    "not found page": answer("404 Not Found", PAGE, "Content-Type: text/html"),
    "gateway page": answer("502 Bad Gateway", PAGE, "Content-Type: text/html"),
    "plausible json": answer("200 OK", b'{"protocol":1,"centre":"x"}', "Content-Type: application/json"),
    "replayed echo": answer("200 OK", b"{}", "Content-Type: application/json", f"{protocol.ECHO}: 0123"),
}


@contextmanager
def fake(reply: Callable[[bytes], bytes]) -> Iterator[str]:
    """Answer every connection on a free port with ``reply(request head)``; yields the address."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(10)
                try:
                    data = b""
                    while b"\r\n\r\n" not in data and not data.startswith(b"\x16"):  # a TLS hello
                        data += connection.recv(65536) or b"\r\n\r\n"
                    connection.sendall(reply(data))
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def echoing(status: str, body: bytes, kind: str = protocol.JSON) -> Callable[[bytes], bytes]:
    """Answer as a centre would, echo included, with what it would never say."""

    def reply(head: bytes) -> bytes:
        name = protocol.ECHO.lower().encode()
        line = next(line for line in head.split(b"\r\n") if line.lower().startswith(name))
        return answer(status, body, line.decode(), f"Content-Type: {kind}")

    return reply


def with_work(laptop: Laptop) -> Laptop:
    laptop.answer("q", "pass")
    laptop.photo(b"photo" * 1000)
    return laptop


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """A laptop with unsent work: an answer and a photo; no test of this module gets it through."""
    folder = tmp_path_factory.mktemp("portals")
    with running_centre(folder / "centre") as centre:
        one = with_work(Laptop(folder / "a").enrol(centre))
        yield one
        one.close()


def refused(laptop: Laptop, url: str) -> SyncError:
    """Sync against ``url``, which must fail and leave everything as it was; returns the error."""
    before = (laptop.bodies(), laptop.cells(), laptop.workspace.rows("SELECT * FROM blob"))
    home = laptop.workspace.setting(CENTRE_ADDRESS)
    laptop.workspace.remember(CENTRE_ADDRESS, url)
    with pytest.raises(SyncError) as failed:
        laptop.sync()
    assert (laptop.bodies(), laptop.cells(), laptop.workspace.rows("SELECT * FROM blob")) == before
    assert laptop.workspace.waiting() == 2
    laptop.workspace.remember(CENTRE_ADDRESS, home)
    return failed.value


@pytest.mark.parametrize("name", FAKES)
def test_a_login_page_is_recognised_and_the_data_stay_whole(enrolled: Laptop, name: str) -> None:
    with fake(lambda _head: FAKES[name]) as url:
        error = refused(enrolled, url)
    assert isinstance(error, NetworkLogin)
    assert "เข้าสู่ระบบ" in error.message("th")
    assert "Network login needed" in error.message("en")


@pytest.mark.parametrize("name", FAKES)
def test_a_login_page_gives_no_sign_of_life(enrolled: Laptop, name: str) -> None:
    heads: list[bytes] = []
    home = enrolled.workspace.setting(CENTRE_ADDRESS)
    with fake(lambda head: heads.append(head) or FAKES[name]) as url:  # type: ignore[func-returns-value]
        enrolled.workspace.remember(CENTRE_ADDRESS, url)
        with pytest.raises(NetworkLogin):
            client.probe(enrolled.workspace)
    enrolled.workspace.remember(CENTRE_ADDRESS, home)
    assert b"authorization" not in heads[0].lower()  # the token is for the centre alone


def test_a_centre_gives_a_sign_of_life_whatever_it_says(enrolled: Laptop, tmp_path: Path) -> None:
    home = enrolled.workspace.setting(CENTRE_ADDRESS)
    with running_centre(tmp_path / "here") as centre:
        enrolled.workspace.remember(CENTRE_ADDRESS, centre.url)
        client.probe(enrolled.workspace)
    with fake(echoing("404 Not Found", b"{}")) as url:  # one that does not know the question
        enrolled.workspace.remember(CENTRE_ADDRESS, url)
        client.probe(enrolled.workspace)
    enrolled.workspace.remember(CENTRE_ADDRESS, "http://127.0.0.1:9")
    with pytest.raises(Unreachable):
        client.probe(enrolled.workspace)
    enrolled.workspace.remember(CENTRE_ADDRESS, home)


def test_after_the_login_everything_goes(sqlite_centre: RunningCentre, laptop: Make) -> None:
    one = with_work(laptop("a").enrol(sqlite_centre))
    with fake(lambda _head: FAKES["redirect"]) as url:
        refused(one, url)
    report = one.sync()
    assert (report.pushed, report.attachments_sent) == (2, 1)


def test_a_proxy_before_a_sleeping_centre_is_no_login_page(enrolled: Laptop) -> None:
    with fake(lambda _head: answer("503 Service Unavailable", b"down", "Content-Type: text/plain")) as url:
        assert isinstance(refused(enrolled, url), CentreFailed)


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"null", b"\xff", b'{"protocol":1', b'{"protocol":"1"}', b"[" * 100_000]
)
def test_an_answer_that_is_no_message_is_refused(enrolled: Laptop, body: bytes) -> None:
    with fake(echoing("200 OK", body)) as url:
        assert isinstance(refused(enrolled, url), NotUnderstood)


def test_a_refusal_that_is_no_message_is_refused(enrolled: Laptop) -> None:
    with fake(echoing("409 Conflict", b"<xml/>")) as url:
        assert isinstance(refused(enrolled, url), NotUnderstood)


def test_the_right_echo_with_a_page_is_still_a_page(enrolled: Laptop) -> None:
    with fake(echoing("200 OK", PAGE, "text/html")) as url:
        assert isinstance(refused(enrolled, url), NetworkLogin)


def test_an_endless_answer_is_given_up(enrolled: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "MAX_PACKED", 100_000)
    with fake(echoing("200 OK", b"x" * 3_000_000)) as url:
        error = refused(enrolled, url)
    assert "endless" in error.place


def test_bytes_that_are_no_http_are_a_broken_connection(enrolled: Laptop) -> None:
    with fake(lambda _head: b"SSH-2.0-OpenSSH_9.2\r\n") as url:
        assert isinstance(refused(enrolled, url), Unreachable)


def test_nobody_listens(enrolled: Laptop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert isinstance(refused(enrolled, f"http://127.0.0.1:{port}"), Unreachable)


def test_a_server_that_never_answers_is_given_up(enrolled: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    from fieldkit.sync import http_link

    monkeypatch.setattr(http_link, "_STALL", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = refused(enrolled, f"http://127.0.0.1:{silent.getsockname()[1]}")
    assert isinstance(error, Unreachable)


def test_https_by_something_else_than_tls_is_a_broken_connection(enrolled: Laptop) -> None:
    with fake(lambda _head: FAKES["html"]) as url:
        assert isinstance(refused(enrolled, url.replace("http:", "https:")), Unreachable)


def test_a_false_certificate_is_taken_for_a_login_page(
    enrolled: Laptop, certificate: tuple[str, str]
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        error = refused(enrolled, f"https://127.0.0.1:{listener.getsockname()[1]}")
        thread.join(10)
    assert isinstance(error, NetworkLogin)
