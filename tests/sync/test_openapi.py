"""The description of the centre is what it answers: routes, messages, the copy in docs/."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from starlette.routing import Route

from fieldkit.sync import protocol
from fieldkit.sync.server import endpoints, openapi
from fieldkit.sync.server.app import application
from fieldkit.sync.server.endpoints import ENDPOINTS
from tests.sync.laptops import RunningCentre

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def described() -> Any:
    return json.loads(openapi.description())


def test_the_centre_serves_its_description_to_anybody(sqlite_centre: RunningCentre) -> None:
    answer = httpx.get(f"{sqlite_centre.url}/openapi.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, protocol.JSON)
    assert answer.content == openapi.description()


def test_the_copy_in_docs_is_the_one_that_is_served() -> None:
    told = "python -c 'from fieldkit.sync.server import openapi; print(end=openapi.description().decode())'"
    assert (DOCS / "openapi.json").read_bytes() == openapi.description(), f"{told} > docs/openapi.json"


def test_every_route_is_described_and_every_description_is_a_route(
    sqlite_centre: RunningCentre, described: Any
) -> None:
    app = application(sqlite_centre.centre)._app._app._app  # type: ignore[attr-defined]
    routes = {
        (method, route.path)
        for route in app.routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    told = {(method.upper(), path) for path, methods in described["paths"].items() for method in methods}
    assert routes == told


def test_every_message_of_the_protocol_is_described(described: Any) -> None:
    inside = {protocol.Held, protocol.StreamHello, protocol.StreamState, protocol.FileReceipt}
    messages = {
        kind.__name__
        for kind in vars(protocol).values()
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct
    }
    assert {kind.__name__ for kind in inside} < messages
    assert messages == set(described["components"]["schemas"])


def test_every_reference_leads_somewhere(described: Any) -> None:
    def references(node: Any) -> list[str]:
        if isinstance(node, dict):
            own = [str(node["$ref"])] if "$ref" in node else []
            return own + [one for value in node.values() for one in references(value)]
        return [one for value in node for one in references(value)] if isinstance(node, list) else []

    for reference in references(described):
        found = described
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_without_a_token_only_what_needs_none_is_answered(sqlite_centre: RunningCentre) -> None:
    for one in ENDPOINTS:
        path = one.path.replace("{sha256}", "a" * 64)
        answer = httpx.request(one.method, f"{sqlite_centre.url}{path}")
        assert (answer.status_code == 401) is one.token, path


def test_docs_name_every_request_code_and_limit() -> None:
    text = (DOCS / "protocol.md").read_text(encoding="utf-8")
    for one in ENDPOINTS:
        assert f"{one.method} {one.path}" in text, one.name
        for given in one.given:
            assert given.name in text
        for code in one.refusals:
            assert f"`{code}`" in text, code
    assert f"version {protocol.OLDEST} to {protocol.VERSION}" in text.splitlines()[0]
    limits = {
        "MAX_JSON": "4 MiB",
        "MAX_PACKED": "32 MiB",
        "MAX_UNPACKED": "64 MiB",
        "MAX_FILE": "64 MiB",
        "PART": "1 MiB",
        "MAX_VERIFIED": "256 MiB",
        "PAGE_BYTES": "256 KiB",
    }
    for name, words in limits.items():
        number, unit = words.split()
        assert getattr(protocol, name) == int(number) * {"MiB": protocol.MIB, "KiB": protocol.KIB}[unit]
        assert words in text
    for name in ("MAX_CHANGES", "PAGE_CHANGES", "PAGE_MOST", "MAX_IDS", "MAX_NAMES", "MAX_STREAMS"):
        assert f"{getattr(protocol, name):,}" in text, name


def test_a_request_without_an_entry_in_the_table_is_no_request() -> None:
    assert len({(one.method, one.path) for one in endpoints.ENDPOINTS}) == len(endpoints.ENDPOINTS)
