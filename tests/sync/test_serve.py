"""The programs of the day's end: serve, server …, enrol, sync, conflicts, resolve."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from fieldkit.cli import Exit, main
from fieldkit.sync import client
from fieldkit.sync.enrolment import credentials
from fieldkit.sync.server.serve import AddressTaken, CertificateUnusable, Listen, bind, server
from tests.sync.laptops import Laptop, running_centre

Make = Callable[[str], Laptop]
Capture = pytest.CaptureFixture[str]


@contextmanager
def served(*options: str) -> Iterator[str]:
    """Run ``fieldkit serve`` and stop it as an administrator would; it must end well and silently."""
    command = [sys.executable, "-m", "fieldkit", "--lang", "en", "serve", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        url = process.stdout.readline().strip()
        try:
            yield url
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(30)
        assert (code, process.stderr.read(), process.stdout.read()) == (0, "", "")


def run(capsys: Capture, data: Path, *arguments: str) -> Any:
    assert main(["--data", str(data), "--json", *arguments]) == Exit.DONE, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_day_ends_on_the_command_line(
    tmp_path: Path, capsys: Capture, database: str, request: pytest.FixtureRequest
) -> None:
    where = ["--store", str(tmp_path / "centre")]
    if database == "postgresql":
        where += ["--database-url", request.getfixturevalue("postgresql_url").replace("+psycopg", "")]
    a, b = tmp_path / "a", tmp_path / "b"
    with served(*where, "--port", "0") as url:
        for data in (a, b):
            code = run(capsys, a, "server", "code", *where, "--province", "25")
            assert code["provinces"] == ["25"]
            assert run(capsys, data, "enrol", url, "--code", code["code"])["provinces"] == ["25"]
        for data, value in ((a, "pass"), (b, "fail")):
            with closing(Laptop(data)) as laptop:
                laptop.answer("q", value)
                laptop.photo(b"photo" * 100)
        sent = run(capsys, a, "sync")
        assert (sent["pushed"], sent["attachments_sent"], sent["attachments_waiting"]) == (2, 1, 0)
        got = run(capsys, b, "sync")
        assert (got["pushed"], got["pulled"], got["conflicts"]) == (2, 2, 1)
        (conflict,) = run(capsys, b, "conflicts")["conflicts"]
        taken = [side["values"]["value"] for side in conflict["sides"]].index("pass") + 1
        decided = run(capsys, b, "resolve", conflict["key"], "--take", str(taken), "--why", "ตรวจซ้ำ")
        assert decided["conflicts"] == 0
        run(capsys, b, "sync")
        assert run(capsys, a, "sync")["conflicts"] == 0
        with closing(Laptop(a)) as laptop:
            assert laptop.value("q") == "pass"
        devices = run(capsys, a, "server", "device", "list", *where)
        assert devices["total"] == 2
        assert {device["incarnations"] for device in devices["devices"]} == {1}
        run(capsys, a, "server", "device", "revoke", devices["devices"][0]["id"], *where)
        assert main(["--data", str(a), "--lang", "en", "sync"]) == Exit.REFUSED
        assert "revoked" in capsys.readouterr().err
    assert run(capsys, a, "server", "check", *where) == {"ok": True, "problems": []}


def test_a_decision_on_what_has_changed_is_refused(tmp_path: Path, capsys: Capture) -> None:
    assert main(["--data", str(tmp_path), "resolve", "answer:x:response@0", "--take", "1", "--why", "x"]) == 1
    for options in ([], ["--take", "1", "--values", "{}"]):
        assert main(["--data", str(tmp_path), "resolve", "k", "--why", "x", *options]) == Exit.USAGE
    capsys.readouterr()


def test_a_new_value_may_be_the_decision(tmp_path: Path, capsys: Capture) -> None:
    with running_centre(tmp_path / "centre") as centre:
        for name, value in (("a", "1"), ("b", "2")):
            with closing(Laptop(tmp_path / name).enrol(centre)) as laptop:
                laptop.answer("q", value)
                laptop.sync()
    (conflict,) = run(capsys, tmp_path / "b", "conflicts")["conflicts"]
    for bad in ("{", "[]", '{"colour": "red"}'):
        assert main(
            ["--data", str(tmp_path / "b"), "resolve", conflict["key"], "--values", bad, "--why", "x"]
        )
    run(capsys, tmp_path / "b", "resolve", conflict["key"], "--values", '{"value": "3"}', "--why", "วัดใหม่")
    with closing(Laptop(tmp_path / "b")) as laptop:
        assert laptop.value("q") == "3"


def test_a_laptop_that_is_not_enrolled_is_told_how(tmp_path: Path, capsys: Capture) -> None:
    assert main(["--data", str(tmp_path), "sync"]) == Exit.REFUSED
    assert "fieldkit enrol" in capsys.readouterr().err


def test_plain_http_is_for_this_machine_only(tmp_path: Path, capsys: Capture) -> None:
    for host in ("0.0.0.0", "192.0.2.1", "::"):
        arguments = ["serve", "--store", str(tmp_path / "never"), "--port", "0", "--host", host]
        assert main(["--lang", "en", *arguments]) == Exit.REFUSED
        assert "--insecure-http" in capsys.readouterr().err
    assert not (tmp_path / "never").exists()


def test_a_code_for_no_province_is_refused(tmp_path: Path, capsys: Capture) -> None:
    for province in ("x", "7", "100", "๒๕"):
        arguments = ["server", "code", "--store", str(tmp_path), "--province", province]
        assert main(arguments) == Exit.USAGE
    capsys.readouterr()


def test_stores_that_cannot_be_opened_are_named(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "file"
    file.write_text("no database")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "centre.db").write_text("no database at all, but long enough to look at")
    refused = [
        ["--store", str(file / "below")],
        ["--store", str(tmp_path / "bad")],
        ["--database-url", "postgresql://nobody:secret@127.0.0.1:1/none"],
        ["--database-url", "mysql://x/y"],
        ["--database-url", "::"],
        ["--blobs", str(file / "below")],
    ]
    for options in refused:
        data = ["--data", str(tmp_path / "data"), "--lang", "en"]
        assert main([*data, "server", "check", *options]) == Exit.REFUSED, options
        assert "secret" not in capsys.readouterr().err


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(AddressTaken):
        bind(Listen(port=taken.getsockname()[1]))
    with pytest.raises(AddressTaken):
        bind(Listen(host="192.0.2.1"))


def test_certificates_that_do_not_fit_are_named(tmp_path: Path, certificate: tuple[str, str]) -> None:
    (tmp_path / "bad.pem").write_text("nothing")
    for files in ((certificate[0], tmp_path / "bad.pem"), (tmp_path / "bad.pem", certificate[1])):
        with pytest.raises(CertificateUnusable):
            server(lambda *_: None, Listen(certificate=Path(files[0]), private_key=Path(files[1])))  # type: ignore[arg-type]


def test_with_a_certificate_it_speaks_tls(
    tmp_path: Path,
    certificate: tuple[str, str],
    laptop: Make,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    """A laptop trusts what its system trusts, such as the authority of an office."""
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    if ssl.create_default_context().cert_store_stats()["x509_ca"] != 1:
        pytest.skip("this OpenSSL takes no authority from SSL_CERT_FILE")
    where = ["--store", str(tmp_path / "centre")]
    code = run(capsys, tmp_path / "x", "server", "code", *where)["code"]
    files = ["--certificate", certificate[0], "--private-key", certificate[1]]
    with served(*where, "--port", "0", *files) as url:
        assert url.startswith("https://127.0.0.1:")
        a = laptop("a")
        client.enrol(a.workspace, url, code)
        a.answer("q", "pass")
        assert a.sync().pushed == 1
        with pytest.raises(httpx.TransportError):
            httpx.get(url.replace("https", "http"))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
def test_uploads_that_never_end_or_lie_take_no_memory(tmp_path: Path, capsys: Capture) -> None:
    where = ["--store", str(tmp_path / "centre")]
    a = tmp_path / "a"
    command = [sys.executable, "-m", "fieldkit", "serve", *where, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        run(capsys, a, "enrol", url, "--code", run(capsys, a, "server", "code", *where)["code"])
        with closing(Laptop(a)) as laptop:
            token = credentials(laptop.workspace)[1]
        host, port = url.removeprefix("http://").split(":")
        head = f"PUT /v1/blobs/{'a' * 64} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"

        def endless() -> int:
            sent, piece = 0, b"100000\r\n" + bytes(1 << 20) + b"\r\n"
            with socket.create_connection((host, int(port)), timeout=60) as line:
                line.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
                try:
                    while sent < 1 << 30:
                        line.sendall(piece)
                        sent += 1 << 20
                except OSError:
                    pass
            return sent

        def lying() -> bytes:
            with socket.create_connection((host, int(port)), timeout=60) as line:
                line.sendall(f"{head}Content-Length: {1 << 50}\r\n\r\n".encode())
                return line.recv(100)

        before = resident(process.pid)
        with ThreadPoolExecutor(6) as pool:
            sizes = [pool.submit(endless) for _ in range(6)]
            answers = [pool.submit(lying).result() for _ in range(6)]
        assert all(one.result() < 1 << 30 for one in sizes)
        assert all(b" 413 " in answer for answer in answers)
        assert resident(process.pid) - before < 48 << 20, "less than one of the files"
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert not list((tmp_path / "centre" / "blobs" / "incoming").iterdir())


def resident(process: int) -> int:
    """Return the bytes of memory that a process has had at its most."""
    line = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    assert line is not None
    return int(line[1]) * 1024


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_ends_it_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fieldkit", "serve", "--store", str(tmp_path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
