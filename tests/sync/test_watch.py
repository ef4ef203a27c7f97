"""What the administrator of a centre is told: each request, by its route; nothing of what was exchanged."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families as families

from fieldkit.sync.enrolment import credentials
from fieldkit.sync.server import application
from fieldkit.sync.server.serve import log_to, metrics
from tests.servers import free_port
from tests.sync.laptops import Laptop, RunningCentre, listening
from tests.sync.test_crowd import Make


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    """What the centre writes; the program's own log is as before afterwards."""
    root, own = logging.getLogger(), logging.getLogger("fieldkit")
    before, levels = root.handlers[:], (root.level, own.level)
    root.handlers.clear()
    written = io.StringIO()
    log_to(written, requests=True)
    yield written
    root.handlers[:] = before
    root.setLevel(levels[0])
    own.setLevel(levels[1])


def lines(told: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told.getvalue().splitlines()]


def exchanged(centre: RunningCentre, laptop: Make) -> Laptop:
    one = laptop("one").enrol(centre, "25")
    one.answer("q", "ความลับ")
    one.photo(b"a photo")
    one.sync()
    return one


def test_each_request_is_a_line_without_what_was_exchanged(
    sqlite_centre: RunningCentre, laptop: Make, told: io.StringIO
) -> None:
    one = exchanged(sqlite_centre, laptop)
    assert httpx.get(f"{sqlite_centre.url}/v1/pull?stream=ความลับ").status_code == 401
    while '"token"' not in told.getvalue():  # it is written when the answer is on its way
        time.sleep(0.005)
    found = [line for line in lines(told) if line["message"] == "request"]
    routes = [line["route"] for line in found]
    assert {"enrol", "hello", "push", "receipts", "put_file"} <= {*routes}
    last = found[-1]
    assert (last["route"], last["status"], last["refusal"]) == ("pull", 401, "token")
    push = found[routes.index("push")]
    assert (push["method"], push["status"], push["level"]) == ("POST", 200, "info")
    assert min(push["received"], push["sent"], push["ms"]) > 0
    _, token = credentials(one.workspace)
    assert push["device"] == one.workspace.device
    assert token not in told.getvalue()
    assert "ความลับ" not in told.getvalue()
    assert all(len(word) != 64 for line in found for word in map(str, line.values())), "the name of a file"


def test_trouble_is_a_line_too(told: io.StringIO) -> None:
    try:
        raise OSError(28, "No space left")
    except OSError:
        logging.getLogger("fieldkit.centre").exception("storage")
    [line] = lines(told)
    assert (line["level"], line["logger"], line["message"]) == ("error", "fieldkit.centre", "storage")
    assert "No space left" in line["traceback"]


def test_numbers_are_told_on_this_machine(sqlite_centre: RunningCentre, laptop: Make) -> None:
    registry, port = CollectorRegistry(), free_port()
    with listening(application(sqlite_centre.centre, registry=registry)) as url, metrics(registry, port):
        exchanged(RunningCentre(sqlite_centre.centre, url, sqlite_centre.clock), laptop)
        assert httpx.get(f"{url}/v1/pull").status_code == 401
        text = ""
        while 'code="token"' not in text:
            text = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        assert httpx.get(f"{url}/metrics").status_code == 404
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in families(text)
        for sample in family.samples
    }
    assert found["fieldkit_requests_total", "push", "200"] == 1
    assert found["fieldkit_requests_total", "pull", "401"] == 1
    assert found["fieldkit_refusals_total", "token"] == 1
    assert found["fieldkit_request_seconds_count", "push"] == 1
    assert found["fieldkit_body_bytes_total", "received"] > 0
    assert found["fieldkit_requests_present",] <= 1
