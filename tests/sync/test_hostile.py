"""The centre against bad requests: refused by name, with nothing stored and nothing left behind."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import zstandard
from sqlalchemy import Connection, select

from fieldkit.model import body as bodies
from fieldkit.model.body import Op
from fieldkit.model.ids import new_id
from fieldkit.sync import protocol
from fieldkit.sync.server import blocks, check, schema
from fieldkit.sync.token_store import TokenStore
from tests.faults.invariants import running_hash
from tests.sync.laptops import Laptop, RunningCentre

Make = Callable[[str], Laptop]


class Asker:
    """A client that is an enrolled laptop, and asks what no laptop would."""

    def __init__(self, centre: RunningCentre, laptop: Laptop) -> None:
        token = TokenStore(laptop.folder, laptop.workspace.device).load()
        self.centre = centre
        self.device = laptop.workspace.device
        self.feed = f"{self.device}/1/ins/25"
        self.http = httpx.Client(
            base_url=centre.url, headers={"Authorization": f"Bearer {token}"}, trust_env=False
        )

    def ask(self, method: str, path: str, **options: Any) -> tuple[int, str]:
        """Return status and error code; the echo must come with every answer."""
        with_echo = {protocol.ECHO: "abc", **options.pop("headers", {})}
        answer = self.http.request(method, path, headers=with_echo, **options)
        assert answer.headers[protocol.ECHO] == "abc"
        assert answer.status_code < 500
        kind = answer.headers["Content-Type"]
        return answer.status_code, answer.json().get("error", "") if kind == protocol.JSON else ""

    def push(self, *lines: bytes, packed: bytes | None = None, **header: Any) -> tuple[int, str]:
        """Push with a right header, of which ``header`` replaces members."""
        feed = header.get("feed", self.feed)
        link = b""
        for n, line in enumerate(lines, 1):
            link = bodies.link(feed, n, link, line)
        right = {"stream": "ins/25", "feed": feed, "first": 1, "before": "", "link": link.hex()}
        data = protocol.pack([json.dumps({**right, **header}).encode(), *lines])
        return self.ask("POST", "/v1/push", content=data if packed is None else packed)


@pytest.fixture
def asker(centre: RunningCentre, laptop: Make) -> Iterator[Asker]:
    """An enrolled client; afterwards the centre must be whole and empty but for what the test says."""
    made = Asker(centre, laptop("a").enrol(centre, "25"))
    yield made
    made.http.close()
    assert check.problems(centre.centre.store, centre.centre.blobs) == []
    assert list((centre.centre.blobs.folder / "incoming").iterdir()) == []


def body(stream: str = "ins/25", change_id: str = "", value: str = "pass") -> bytes:
    fields = {
        "id": change_id or new_id(),
        "stream": stream,
        "author": "a",
        "device": "d",
        "lamport": 1,
        "wall": "",
    }
    return bodies.encode(fields, [Op("answer", "r", "response", {"value": value})])


def test_without_a_token_nothing_is_answered(centre: RunningCentre) -> None:
    paths = [("POST", "hello"), ("POST", "push"), ("GET", "pull"), ("POST", "have"), ("POST", "need")]
    paths += [("PUT", "blobs/" + "a" * 64), ("GET", "blobs/" + "a" * 64)]
    tokens = [
        "",
        "Basic YTpi",
        "Bearer",
        "Bearer x",
        "Bearer " + base64.urlsafe_b64encode(bytes(32)).decode(),
    ]
    client = httpx.Client(trust_env=False)
    for method, path in paths:
        for token in tokens:
            headers = {"Authorization": token} if token else {}
            answer = client.request(method, f"{centre.url}/v1/{path}", headers=headers)
            assert (answer.status_code, answer.json()["error"]) == (401, "token")
    client.close()


def test_what_is_no_message_is_refused(sqlite_asker: Asker) -> None:
    for path in ("enrol", "hello", "push", "have", "need"):
        for data in (b"", b"{", b"{}", b'{"protocol":[1]}', b"\xff", b"[" * 50_000, b'{"code":1}', b"[1]"):
            outcome = sqlite_asker.ask("POST", f"/v1/{path}", content=data)
            assert outcome == (400, "malformed"), (path, data[:20])


@pytest.fixture
def sqlite_asker(sqlite_centre: RunningCentre, laptop: Make) -> Iterator[Asker]:
    """An enrolled client of a centre with SQLite."""
    made = Asker(sqlite_centre, laptop("a").enrol(sqlite_centre, "25"))
    yield made
    made.http.close()


def test_versions_that_do_not_meet_ask_for_an_upgrade(sqlite_asker: Asker) -> None:
    message = {"protocol": [7, 9], "app": "9", "schema": 9, "wall": "", "streams": {}}
    assert sqlite_asker.ask("POST", "/v1/hello", json=message) == (426, "upgrade")
    message |= {"protocol": [1, 9], "from_2031": True}
    assert sqlite_asker.ask("POST", "/v1/hello", json=message) == (200, "")


def test_a_clock_years_off_is_no_reason_to_refuse(asker: Asker) -> None:
    for wall in ("", "yesterday", "9999-12-31T23:59:59+14:00", "2026-11-22", "0001-01-01T00:00:00Z"):
        message = {"protocol": [1, 1], "app": "1", "schema": 1, "wall": wall, "streams": {}}
        assert asker.ask("POST", "/v1/hello", json=message) == (200, ""), wall


def test_nobody_vouches_in_anothers_name(asker: Asker) -> None:
    other = new_id()
    for feed in (
        f"{other}/1/ins/25",
        f"{asker.device}/1/ins/10",
        f"{asker.device}/../ins/25",
        asker.device,
        "",
    ):
        assert asker.push(body(), feed=feed)[0] in (400, 403)
    for stream in ("", "../x", "ins/25\x00", "INS/25", "x" * 100):
        assert asker.push(body(), stream=stream) == (400, "malformed")
    assert asker.centre.bodies() == {}


def test_a_witness_of_any_number_is_looked_up(asker: Asker) -> None:
    for seq in (-1, 1, 2**63, 2**80):
        streams = {"ins/25": {"feed": asker.feed, "witness": [seq, "ab\x00"]}}
        message = {"protocol": [1, 1], "app": "1", "schema": 1, "wall": "", "streams": streams}
        answer = asker.http.post("/v1/hello", json=message).json()
        assert answer["streams"]["ins/25"]["witness"] == "diverged"
    many = {f"ins/{number}": {"feed": f"{asker.device}/1/ins/{number}"} for number in range(2001)}
    message = {"protocol": [1, 1], "app": "1", "schema": 1, "wall": "", "streams": many}
    assert asker.ask("POST", "/v1/hello", json=message) == (413, "too_large")


def test_numbers_that_do_not_continue_are_refused(asker: Asker) -> None:
    one, two = body(), body()
    assert asker.push(one, first=3) == (409, "gap")
    assert asker.push(one, first=0) == (400, "malformed")
    assert asker.push(one, first=-1) == (400, "malformed")
    assert asker.push(one, first=2**80) == (409, "gap")
    assert asker.push(one, before="ab" * 32) == (409, "fork")
    assert asker.push(one, link="ab" * 32) == (400, "malformed")
    assert asker.push() == (400, "malformed")
    assert asker.centre.bodies() == {}
    assert asker.push(one, two) == (200, "")
    assert asker.push(one, two) == (200, "")
    assert asker.push(two, one) == (409, "fork")
    assert asker.push(one, two, body()) == (200, "")
    assert len(asker.centre.bodies()) == 3


def test_another_body_under_a_known_id_does_not_replace_it(asker: Asker) -> None:
    first = body(value="pass")
    change_id = json.loads(first)["id"]
    forged = body(change_id=change_id, value="fail")
    assert asker.push(first, forged) == (200, "")
    stored = asker.centre.bodies()
    assert stored == {change_id: first, f"sha256:{hashlib.sha256(forged).hexdigest()}": forged}


def test_bodies_of_any_bytes_are_kept_and_do_not_stop_the_next(asker: Asker) -> None:
    lines = [b"", b"null", b"\xff\x00", b'{"id":"x"}', b"{" * 5000, "ไทย".encode(), b"\x00" * 9, body()]
    assert asker.push(*lines) == (200, "")
    assert sorted(asker.centre.bodies().values()) == sorted(lines)


def test_too_much_is_refused_however_it_is_said(sqlite_asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    asker = sqlite_asker
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(100 * protocol.MIB))
    assert asker.push(packed=bomb) == (413, "too_large")
    assert asker.push(*[body() for _ in range(501)]) == (413, "too_large")
    monkeypatch.setattr(protocol, "MAX_PACKED", 50_000)
    monkeypatch.setattr(protocol, "MAX_JSON", 50_000)
    monkeypatch.setattr(protocol, "MAX_FILE", 50_000)
    for path in ("push", "hello", "have", "need", "enrol"):
        assert asker.ask("POST", f"/v1/{path}", content=b"x" * 50_001) == (413, "too_large")
        assert asker.ask("POST", f"/v1/{path}", content=iter([b"x" * 30_000] * 2)) == (413, "too_large")
    sha256 = hashlib.sha256(b"x" * 60_000).hexdigest()
    assert asker.ask("PUT", f"/v1/blobs/{sha256}", content=b"x" * 60_000) == (413, "too_large")
    assert asker.ask("PUT", f"/v1/blobs/{sha256}", content=iter([b"x" * 30_000] * 2)) == (413, "too_large")
    assert asker.centre.centre.blobs.size(sha256) is None
    assert list((asker.centre.centre.blobs.folder / "incoming").iterdir()) == []
    assert asker.centre.bodies() == {}


def head(request: str, token: str, length: str) -> bytes:
    return f"{request} HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n{length}\r\n\r\n".encode()


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.01)
    return held


def test_an_endless_body_is_cut_off(sqlite_asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "MAX_PACKED", 50_000)
    token = sqlite_asker.http.headers["Authorization"]
    host, port = sqlite_asker.centre.url.removeprefix("http://").split(":")
    sent = 0
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(head("POST /v1/push", token, "Transfer-Encoding: chunked"))
        try:
            while sent < 50_000_000:
                line.sendall(b"4000\r\n" + bytes(0x4000) + b"\r\n")
                sent += 0x4000
        except OSError:
            pass
    assert sent < 50_000_000


def test_a_body_shorter_than_it_says_stores_nothing(sqlite_asker: Asker) -> None:
    data = b"photo" * 100
    sha256 = hashlib.sha256(data).hexdigest()
    token = sqlite_asker.http.headers["Authorization"]
    host, port = sqlite_asker.centre.url.removeprefix("http://").split(":")
    incoming = sqlite_asker.centre.centre.blobs.folder / "incoming"
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(head(f"PUT /v1/blobs/{sha256}", token, "Content-Length: 9999") + data)
        assert within(20, lambda: any(incoming.iterdir()))
        line.shutdown(socket.SHUT_WR)
        assert b"HTTP/1.1 20" not in line.recv(100)
    # The line is closed before the request is told of it.
    assert within(20, lambda: not any(incoming.iterdir()))
    assert sqlite_asker.centre.centre.blobs.size(sha256) is None


def test_a_file_under_a_wrong_hash_is_refused(asker: Asker) -> None:
    right = hashlib.sha256(b"photo").hexdigest()
    wrong = hashlib.sha256(b"another").hexdigest()
    assert asker.ask("PUT", f"/v1/blobs/{wrong}", content=b"photo") == (422, "hash")
    assert asker.ask("GET", f"/v1/blobs/{wrong}") == (404, "missing")
    assert asker.ask("PUT", f"/v1/blobs/{right}", content=b"photo") == (201, "")
    assert asker.ask("PUT", f"/v1/blobs/{right}", content=b"photo") == (200, "")
    assert asker.ask("PUT", f"/v1/blobs/{right}", content=b"forged") == (422, "hash")
    assert asker.http.get(f"/v1/blobs/{right}").content == b"photo"
    part = asker.http.get(f"/v1/blobs/{right}", headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.content) == (206, b"hot")
    assert part.headers["Content-Range"] == "bytes 1-3/5"
    assert asker.ask("GET", f"/v1/blobs/{right}", headers={"Range": "bytes=9-"}) == (416, "malformed")
    empty = hashlib.sha256(b"").hexdigest()
    assert asker.ask("PUT", f"/v1/blobs/{empty}", content=b"") == (201, "")
    assert asker.http.get(f"/v1/blobs/{empty}").content == b""


def test_no_name_leads_out_of_the_folder(sqlite_asker: Asker) -> None:
    names = ["..%2f..%2fcentre.db", "../centre.db", "%2e%2e%2fcentre.db", "incoming", "..\\centre.db"]
    names += ["A" * 64, "a" * 63, "a" * 65, "a" * 63 + "/", "a" * 60 + "%00aaa", "a" * 64 + ".part"]
    folder = sqlite_asker.centre.centre.blobs.folder.parent
    before = sorted(folder.rglob("*"))
    for name in [*names, "%2fetc%2fpasswd"]:
        assert sqlite_asker.ask("PUT", f"/v1/blobs/{name}", content=b"x")[0] in (400, 404, 405), name
        assert sqlite_asker.ask("GET", f"/v1/blobs/{name}")[0] in (400, 404, 405), name
        assert sqlite_asker.ask("POST", "/v1/need", json=[name])[0] == 400, name
    assert sorted(folder.rglob("*")) == before


def test_positions_that_are_none_are_refused(asker: Asker) -> None:
    asker.push(body())
    for seq in ("-1", "x", "1e3", "9" * 30, "²"):
        assert asker.ask("GET", "/v1/pull", params={"stream": "ins/25", "seq": seq})[0] == 400
    for seq, hash_ in (("1", ""), ("1", "ab" * 32), ("2", "ab" * 32), ("9" * 18, "")):
        wanted = {"stream": "ins/25", "seq": seq, "hash": hash_}
        assert asker.ask("GET", "/v1/pull", params=wanted) == (409, "diverged")


def test_streams_of_others_are_not_handed_out(asker: Asker) -> None:
    for stream in ("ins/10", "reg/10", "ins/00", "", "../x", "ins/25\x00", "REF"):
        assert asker.ask("GET", "/v1/pull", params={"stream": stream})[0] in (400, 403)
    assert asker.ask("GET", "/v1/pull", params={"stream": "ins/25"}) == (200, "")
    feed = f"{new_id()}/1/ins/25"
    assert asker.ask("GET", "/v1/pull", params={"stream": "ins/25", "feed": feed}) == (403, "feed")


def test_ids_that_are_none_are_refused(asker: Asker) -> None:
    for line in (b"\x00", b"'; DROP TABLE log; --", b"x" * 100, b""):
        data = protocol.pack([b'{"stream":"ins/25"}', line])
        assert asker.ask("POST", "/v1/have", content=data) == (400, "malformed")
    many = protocol.pack([b'{"stream":"ins/25"}', *[new_id().encode()] * (protocol.MAX_IDS + 1)])
    assert asker.ask("POST", "/v1/have", content=many) == (413, "too_large")


def test_paths_and_methods_that_do_not_exist(sqlite_asker: Asker) -> None:
    for method, path in (
        ("GET", "/"),
        ("GET", "/v2/hello"),
        ("DELETE", "/v1/blobs/" + "a" * 64),
        ("GET", "/v1/push"),
    ):
        assert sqlite_asker.ask(method, path)[1] == "malformed"


def test_an_odd_name_of_a_laptop_is_no_trouble(centre: RunningCentre, laptop: Make) -> None:
    from fieldkit.sync.server import devices

    request = protocol.Enrol(
        centre.code(),
        new_id(),
        base64.urlsafe_b64encode(bytes(range(32))).decode(),
        name="a\x00b\n\x1b[31m" + "ก" * 500,
    )
    assert httpx.post(f"{centre.url}/v1/enrol", content=protocol.to_json(request)).status_code == 200
    with centre.centre.store.read() as connection:
        (row,) = devices.listing(connection)
    assert row["name"] == ("ab[31m" + "ก" * 500)[:100]


def test_a_full_disk_is_told_and_heals(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fieldkit.sync.answers import CentreFailed
    from fieldkit.sync.server.blobs import Incoming

    a = laptop("a").enrol(sqlite_centre)
    a.answer("q", "pass")
    a.photo(b"photo")

    def full(_self: Incoming, _part: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Incoming, "write", full)
        with pytest.raises(CentreFailed) as failed:
            a.sync()
    assert "no room" in failed.value.place
    assert list((sqlite_centre.centre.blobs.folder / "incoming").iterdir()) == []
    assert a.workspace.waiting() == 0
    assert a.sync().attachments_waiting == 0


def test_a_failing_centre_says_so_without_details(
    sqlite_asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fieldkit.sync.server import devices

    def broken(*_arguments: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(devices, "authenticate", broken)
    answer = sqlite_asker.http.post("/v1/need", content=b"[]", headers={protocol.ECHO: "abc"})
    assert (answer.status_code, answer.json()["error"]) == (500, "failed")
    assert answer.headers[protocol.ECHO] == "abc"
    assert "secret" not in answer.text


def test_a_damaged_file_is_named_by_check(sqlite_asker: Asker, tmp_path: Path) -> None:
    sha256 = hashlib.sha256(b"photo").hexdigest()
    sqlite_asker.ask("PUT", f"/v1/blobs/{sha256}", content=b"photo")
    centre = sqlite_asker.centre.centre
    sqlite_asker.centre.path(sha256).write_bytes(b"phot0")
    assert check.problems(centre.store, centre.blobs) == [f"file {sha256} is damaged"]
    sqlite_asker.centre.path(sha256).unlink()
    assert check.problems(centre.store, centre.blobs) == [f"file {sha256} is missing"]


def edited(connection: Connection, seq: int, **fields: Any) -> None:
    """Change a change in its block, as by somebody who knows how blocks are written."""
    block = connection.execute(select(schema.log)).one()
    entries = blocks.unpack(block.first, block.data)
    entries[seq - 1] = msgspec.structs.replace(entries[seq - 1], **fields)
    connection.execute(schema.log.update().values(data=blocks.pack(entries)))


def mark(connection: Connection, seq: int, at: str) -> str:
    """Return the mark that a change would have, had it come at another time."""
    changes = list(blocks.every(connection, "ins/25"))
    changes[seq - 1] = msgspec.structs.replace(changes[seq - 1], at=at)
    return running_hash(changes[:seq])[: blocks.MARK]


BEHIND_ITS_BACK: dict[str, tuple[Callable[[Connection], Any], str]] = {
    "another body": (lambda c: edited(c, 2, body=body()), " 2: the chain is broken"),
    "another time": (lambda c: edited(c, 2, at="2020"), " 2: the chain is broken"),
    "held": (lambda c: edited(c, 3, code="values"), " 3: the chain is broken"),
    "with its mark": (
        lambda c: edited(c, 3, at="2020", hash=mark(c, 3, "2020")),
        " 1 to 3: the chain is broken",
    ),
    "another body, called so": (
        lambda c: blocks.replace_body(c, "ins/25", 2, b'{"id":"gone"}'),
        " 2: another body stands for the one that was received",
    ),
    "damaged": (
        lambda c: c.exec_driver_sql("UPDATE log SET data = substr(data, 2)"),
        " 1 to 3: the block is damaged",
    ),
    "cut": (lambda c: c.exec_driver_sql("UPDATE log SET last = 4"), " 1 to 4: the block is damaged"),
    "ids": (
        lambda c: c.exec_driver_sql("UPDATE log SET ids = zeroblob(12)"),
        "ids do not lead to its changes",
    ),
    "times": (lambda c: c.exec_driver_sql("UPDATE log SET latest = 0"), "ids do not lead to its changes"),
    "taken out": (lambda c: c.exec_driver_sql("DELETE FROM log"), "the head says 3, the log ends at 0"),
    "moved": (lambda c: c.exec_driver_sql("UPDATE log SET first = 2, last = 4"), "number 1 is missing"),
    "hash": (lambda c: c.exec_driver_sql("UPDATE log SET hash = 'x'"), " 1 to 3: the chain is broken"),
    "before": (lambda c: c.exec_driver_sql("UPDATE log SET before = 'x'"), " 1: the chain is broken"),
    "called held": (
        lambda c: c.exec_driver_sql("INSERT INTO held VALUES ('ins/25', 2, 'values')"),
        " 2: it is held for another reason than the books say",
    ),
    "held nowhere": (
        lambda c: c.exec_driver_sql("INSERT INTO held VALUES ('ins/25', 9, 'values')"),
        " 9: it is called held, and is not",
    ),
    "a feed's run": (lambda c: c.exec_driver_sql("UPDATE env SET first = 2, n = 3"), "number 1 is missing"),
    "a feed's place": (lambda c: c.exec_driver_sql("UPDATE env SET seq = 4"), "its change is not in the log"),
    "a feed's link": (
        lambda c: c.exec_driver_sql("UPDATE env SET link = x'00'"),
        "1 to 3: the chain is broken",
    ),
}


def test_check_names_what_was_changed_behind_its_back(sqlite_asker: Asker) -> None:
    sqlite_asker.push(body(), body(), body())
    centre = sqlite_asker.centre.centre
    with centre.store.engine.connect() as connection:
        for name, (harm, says) in BEHIND_ITS_BACK.items():
            harm(connection)
            found = check.chain_problems(connection)
            connection.rollback()
            assert any(says in problem for problem in found), (name, found)
    assert check.problems(centre.store, centre.blobs) == []
