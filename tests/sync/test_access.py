"""Who may do what at the centre: every request of the protocol by every kind of laptop, cell by cell."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from fieldkit.model import body as bodies
from fieldkit.model import streams
from fieldkit.model.body import Op
from fieldkit.model.ids import new_id
from fieldkit.sync import client, protocol
from fieldkit.sync.enrolment import credentials
from fieldkit.sync.server import devices
from fieldkit.sync.server.endpoints import ENDPOINTS
from tests.sync.laptops import Laptop, RunningCentre

Make = Callable[[str], Laptop]

OWN, OTHER, FOUND, REFERENCE = "ins/25", "ins/10", f"reg/{streams.UNKNOWN_PROVINCE}", streams.REFERENCE
ROLES = ("nobody", "stranger", "revoked", "of 25", "of 10", "of all", "administrator")
KNOWN = ROLES[3:]
DENIED = {"nobody": "token", "stranger": "token", "revoked": "revoked"}
"""What everything but the enrolment says to those who are no laptop of the centre."""

READS = {
    OWN: {"of 25", "of all", "administrator"},
    OTHER: {"of 10", "of all"},
    FOUND: {"of all"},
    REFERENCE: set(KNOWN),
}
# Others' changes are kept and not handed on: nothing that was written in the field is lost.
WRITES = {
    OWN: {"of 25", "of all", "administrator"},
    OTHER: {"of 10", "of all"},
    FOUND: set(KNOWN),
    REFERENCE: {"administrator"},
}


@dataclass
class Caller:
    """One kind of laptop: its token, and its id in the names of its feeds."""

    url: str
    device: str
    token: str
    asked: set[str] = field(default_factory=set)

    def ask(self, name: str, path: str = "", **options: Any) -> tuple[int, str, bytes]:
        """Send the request called ``name`` in the table; return status, code of a refusal, and the body."""
        [one] = [endpoint for endpoint in ENDPOINTS if endpoint.name == name]
        self.asked.add(name)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        answer = httpx.request(one.method, f"{self.url}{path or one.path}", headers=headers, **options)
        refused = answer.status_code >= 400
        return answer.status_code, answer.json()["error"] if refused else "", answer.content


Callers = dict[str, Caller]


@pytest.fixture
def callers(centre: RunningCentre, laptop: Make) -> Callers:
    """A caller of each role; what they asked must be the whole protocol but what needs no laptop."""
    found: Callers = {}
    for role in ROLES[2:]:
        one = laptop(role)
        provinces = {"of 10": ["10"], "of all": []}.get(role, ["25"])
        code = centre.code(*provinces, administrator=role == "administrator")
        client.enrol(one.workspace, centre.url, code)
        found[role] = Caller(centre.url, one.workspace.device, credentials(one.workspace)[1])
    with centre.centre.store.write() as connection:
        assert devices.revoke(connection, found["revoked"].device, now=centre.clock())
    strange = base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("=")
    found["stranger"] = Caller(centre.url, new_id(), strange)
    found["nobody"] = Caller(centre.url, new_id(), "")
    return found


def pushed(caller: Caller, stream: str) -> tuple[int, str, list[str]]:
    """Push one change into a stream; return status, refusal, and why it is held."""
    feed = f"{caller.device}/1/{stream}"
    table, group, values = (
        ("reference_row", "row", {"code": "x"})
        if stream == REFERENCE
        else (
            "answer",
            "response",
            {"value": "1"},
        )
    )
    fields = {
        "id": new_id(),
        "stream": stream,
        "author": "a",
        "device": caller.device,
        "lamport": 1,
        "wall": "",
    }
    line = bodies.encode(fields, [Op(table, new_id(), group, values)])
    link = bodies.link(feed, 1, b"", line)
    header = {"stream": stream, "feed": feed, "first": 1, "before": "", "link": link.hex()}
    data = protocol.pack([json.dumps(header).encode(), line])
    status, refusal, answer = caller.ask("push", content=data)
    return status, refusal, [one["code"] for one in json.loads(answer)["held"]] if status == 200 else []


@pytest.mark.parametrize("stream", [OWN, OTHER, FOUND, REFERENCE])
def test_a_stream_is_read_and_written_by_whom_it_belongs_to(callers: Callers, stream: str) -> None:
    asked = {"stream": stream, "inspections": [new_id()]}
    for role, caller in callers.items():
        if role in DENIED:
            status = 403 if role == "revoked" else 401
            assert caller.ask("pull", params={"stream": stream})[:2] == (status, DENIED[role]), role
            assert caller.ask("details", json=asked)[:2] == (status, DENIED[role]), role
            assert pushed(caller, stream)[:2] == (status, DENIED[role]), role
            continue
        for read in (
            caller.ask("pull", params={"stream": stream})[:2],
            caller.ask("pull", params={"stream": stream, "thin": 1})[:2],
            caller.ask("details", json=asked)[:2],
        ):
            assert read == ((200, "") if role in READS[stream] else (403, "not_granted")), role
        status, refusal, held = pushed(caller, stream)
        assert (status, refusal) == (200, ""), role
        assert bool(held) is (role not in WRITES[stream]), (role, held)


def test_hello_tells_each_only_its_streams(callers: Callers) -> None:
    for stream in (OWN, OTHER):
        assert pushed(callers["of all"], stream)[0] == 200
    message = {"protocol": [1, protocol.VERSION], "app": "x", "schema": 1, "wall": "", "streams": {}}
    for role, caller in callers.items():
        status, refusal, answer = caller.ask("hello", json=message)
        if role in DENIED:
            assert (status, refusal) == (403 if role == "revoked" else 401, DENIED[role]), role
            continue
        told = json.loads(answer)
        assert set(told["streams"]) == set(told["grants"]), role
        for stream in (OWN, OTHER, REFERENCE):
            assert (stream in told["grants"]) is (role in READS[stream]), (role, stream)


def test_every_other_request_wants_a_laptop_of_the_centre(callers: Callers) -> None:
    sha256 = "a" * 64
    asks: dict[str, dict[str, Any]] = {
        "have": {"content": protocol.pack([b'{"stream":"ins/25"}', b"x"])},
        "need": {"json": [sha256]},
        "receipts": {"json": {"files": [sha256]}},
        "laptops": {},
        "put_file": {"path": f"/v1/blobs/{sha256}", "content": b"x"},
        "get_file": {"path": f"/v1/blobs/{sha256}"},
        "upload": {"path": f"/v2/uploads/{sha256}", "params": {"size": 1}},
        "take_part": {"path": f"/v2/uploads/{sha256}", "params": {"size": 1, "start": 0}, "content": b"x"},
    }
    # Of a file that nobody has, and of one that is not what its name says.
    declined = {"put_file": (422, "hash"), "take_part": (422, "hash"), "get_file": (404, "missing")}
    for name, options in asks.items():
        for role, caller in callers.items():
            outcome = caller.ask(name, **options)[:2]
            if role in DENIED:
                assert outcome == (403 if role == "revoked" else 401, DENIED[role]), (name, role)
            else:
                assert outcome == declined.get(name, (200, "")), (name, role)
    here = {"hello", "push", "pull", "details"}
    assert {one.name for one in ENDPOINTS if one.token} == asks.keys() | here


def test_a_laptop_asks_and_answers_only_for_itself(callers: Callers) -> None:
    one, other = callers["of 25"], callers["of all"]
    for stream in (OWN, REFERENCE):
        stolen = {"stream": stream, "feed": f"{other.device}/1/{stream}"}
        assert one.ask("pull", params=stolen)[:2] == (403, "feed")
    message = {
        "protocol": [1, protocol.VERSION],
        "app": "x",
        "schema": 1,
        "wall": "",
        "streams": {OWN: {"feed": f"{other.device}/1/{OWN}"}},
    }
    assert one.ask("hello", json=message)[:2] == (403, "feed")


def test_laptops_are_told_to_those_who_share_a_province(callers: Callers) -> None:
    for role in KNOWN:
        told = {one["id"] for one in json.loads(callers[role].ask("laptops")[2])["laptops"]}
        assert callers[role].device in told, role
        shares = role in ("of 25", "administrator", "of all")
        assert (callers["of 25"].device in told) is shares, role
