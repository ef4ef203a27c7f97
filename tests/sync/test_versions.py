"""What a laptop of protocol 1 said and was answered, recorded then, said again to the centre of today."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from fieldkit.sync import protocol
from fieldkit.sync.server import Centre, FolderBlobs, Store, application, check, devices
from fieldkit.sync.server.schema import code
from tests.sync.laptops import Laptop, RunningCentre, listening

RECORDED = Path(__file__).parent / "recorded" / "protocol_1.json"


def lines_of(data: bytes) -> list[Any]:
    return [json.loads(line) if line else None for line in protocol.unpack(data)]


def said_again(then: Any, now: Any) -> bool:
    """Tell whether an answer says what it said then; members may have come to it, none may have gone."""
    if isinstance(then, dict) and isinstance(now, dict):
        return all(name in now and said_again(value, now[name]) for name, value in then.items())
    if isinstance(then, list) and isinstance(now, list):
        return len(then) == len(now) and all(map(said_again, then, now))
    return bool(then == now)


def test_a_laptop_of_protocol_1_is_answered_as_it_was(tmp_path: Path) -> None:
    recorded = json.loads(RECORDED.read_bytes())
    at = datetime.fromisoformat(recorded["at"])
    store = Store.in_folder(tmp_path / "centre")
    store.centre = recorded["centre"]
    centre = Centre(store, FolderBlobs(tmp_path / "blobs"), lambda: at)
    for one in recorded["codes"]:
        with store.write() as connection:
            name = devices.make_code(connection, ["25"], now=at).code[:4]
            known = {"id": one[:4], "secret_hash": devices._digest(one.replace("-", ""))}
            connection.execute(code.update().where(code.c.id == name).values(**known))
    with listening(application(centre)) as url, httpx.Client(trust_env=False) as client:
        for then in recorded["exchanges"]:
            token = f"Bearer {then['token']}" if then["token"] else ""
            headers = {"Authorization": token, "Content-Type": then["type"]}
            answer = client.request(
                then["method"],
                url + then["path"],
                content=base64.b64decode(then["body"]),
                headers={name: value for name, value in headers.items() if value},
            )
            wanted = base64.b64decode(then["answer"])
            assert (answer.status_code, answer.headers["content-type"]) == (
                then["status"],
                then["answer_type"],
            )
            if then["answer_type"] == protocol.JSON:
                assert said_again(json.loads(wanted), answer.json()), then["path"]
            elif then["answer_type"] == protocol.PACKED:
                assert said_again(lines_of(wanted), lines_of(answer.content)), then["path"]
            else:
                assert answer.content == wanted
    assert check.problems(store, centre.blobs) == []
    store.close()


def test_a_laptop_of_today_syncs_with_a_centre_of_protocol_1(
    sqlite_centre: RunningCentre, laptop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It sends whole files, and knows what is there without knowing since when."""
    a: Laptop = laptop("a").enrol(sqlite_centre)
    b: Laptop = laptop("b").enrol(sqlite_centre)
    hello = Centre.hello

    def of_version_1(self: Centre, device: devices.Device, data: bytes) -> bytes:
        answer = json.loads(hello(self, device, data))
        return json.dumps({**answer, "protocol": 1}).encode()

    def gone(*_arguments: object, **_options: object) -> bytes:
        raise AssertionError("protocol 1 has no such request")

    monkeypatch.setattr(Centre, "hello", of_version_1)
    for name in ("receipts", "upload", "take_part"):
        monkeypatch.setattr(Centre, name, gone)
    data = bytes(range(256)) * 5000
    sha256 = a.photo(data)
    a.answer("q", "pass")
    assert a.sync().attachments_waiting == 0
    assert b.sync().attachments_wanted == 0
    assert b.workspace.attachments.read(sha256) == data
    assert a.sync().attachments_sent == 0


@pytest.mark.parametrize(("asked", "agreed"), [((1, 1), 1), ((1, 2), 2), ((2, 9), 3)])
def test_the_highest_common_version_is_agreed(
    sqlite_centre: RunningCentre, asked: tuple[int, int], agreed: int
) -> None:
    message = protocol.Hello(asked, "1", 1, "", {})
    device = devices.Device("019a0000-0000-7000-8000-000000000000", ("25",))
    answer = sqlite_centre.centre.hello(device, protocol.to_json(message))
    assert protocol.from_json(answer, protocol.Welcome).protocol == agreed
