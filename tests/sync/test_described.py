"""The centre answers as docs/openapi.json says, whatever it is asked and by whom, and never with a 5xx."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.sync import client, protocol
from fieldkit.sync.enrolment import credentials
from fieldkit.sync.server import Centre
from fieldkit.sync.server import devices as laptops
from fieldkit.sync.server.refusal import Refused
from tests.sync.laptops import Laptop, running_centre

DOCUMENT: Any = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8"))
OPERATIONS = [
    (method, path, described)
    for path, methods in DOCUMENT["paths"].items()
    for method, described in methods.items()
]
ROLES = ("nobody", "stranger", "revoked", "of 25", "of 10", "administrator")
EXAMPLES = int(os.environ.get("DESCRIBED", "40"))
"""Requests of each role on each database; more with ``DESCRIBED=2000``."""
ONE_EACH = httpx.Limits(max_keepalive_connections=0)
"""A connection for each request: who is refused is hung up on."""
SHA256 = "a" * 64
JSON = protocol.JSON


@dataclass
class Asked:
    """A centre, who asks it, and how often each operation gave each status."""

    url: str
    centre: Centre
    http: httpx.Client
    tokens: dict[str, str]
    devices: dict[str, str]
    seen: set[tuple[str, int]] = field(default_factory=set)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    folder = tmp_path_factory.mktemp("described")
    with ExitStack() as stack:
        url = None
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgresql_server").database())
        yield stack.enter_context(_asked(folder, url))


@contextmanager
def _asked(folder: Path, url: str | None) -> Iterator[Asked]:
    with (
        running_centre(folder / "centre", url) as centre,
        httpx.Client(trust_env=False, timeout=60, limits=ONE_EACH) as http,
    ):
        tokens, devices = {"nobody": "", "stranger": "A" * 43 + "="}, {}
        for role in ROLES[2:]:
            one = Laptop(folder / role)
            code = centre.code("10" if role == "of 10" else "25", administrator=role == "administrator")
            client.enrol(one.workspace, centre.url, code)
            one.answer("q", role)
            one.photo(role.encode() * 100)
            one.sync()
            tokens[role], devices[role] = credentials(one.workspace)[1], one.workspace.device
            one.close()
        with centre.centre.store.write() as connection:
            laptops.revoke(connection, devices["revoked"], now=centre.clock())
        yield Asked(centre.url, centre.centre, http, tokens, devices)


# --- what is sent: what the description asks for, near it, and nothing like it

_TEXTS = st.sampled_from(
    ["", "ref", "ins/25", "ins/10", "reg/00", "x" * 5_000, SHA256, "๒๕", "\x00"]
) | st.text(max_size=12)
_NUMBERS = st.sampled_from([-1, 0, 1, 2**31, 2**63, 2**64, 10**30]) | st.integers()
_ANYTHING = st.recursive(
    st.none() | st.booleans() | _NUMBERS | st.floats(allow_nan=False) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=8,
)


def resolved(schema: Any) -> Any:
    while "$ref" in schema:
        found = DOCUMENT
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def values(schema: Any) -> st.SearchStrategy[Any]:
    """Return values of a schema, and now and then something else in one place of them."""
    schema = resolved(schema)
    if "anyOf" in schema:
        return st.one_of([values(one) for one in schema["anyOf"]]) | _ANYTHING
    kind = schema.get("type")
    if kind == "object" and "properties" in schema:
        needed = set(schema.get("required", ()))
        fields = {name: values(one) for name, one in schema["properties"].items()}
        return st.fixed_dictionaries(
            {name: one for name, one in fields.items() if name in needed},
            optional={name: one for name, one in fields.items() if name not in needed},
        )
    if kind == "object":
        return st.dictionaries(_TEXTS, values(schema.get("additionalProperties") or {}), max_size=3)
    if "prefixItems" in schema:
        return st.tuples(*[values(one) for one in schema["prefixItems"]])
    if kind == "array":
        return st.lists(values(schema.get("items") or {}), max_size=3)
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) | _TEXTS
    kinds = {"string": _TEXTS, "integer": _NUMBERS, "boolean": st.booleans(), "null": st.none()}
    return kinds.get(kind, _ANYTHING) | _ANYTHING


def bodies(described: Any) -> st.SearchStrategy[tuple[str, bytes]]:
    content = described.get("requestBody", {}).get("content", {})
    kinds = []
    for kind, one in content.items():
        if kind == JSON:
            kinds.append(values(one["schema"]).map(lambda value: (JSON, json.dumps(value).encode())))
        elif kind == protocol.PACKED:
            head = "PushHeader" if described["operationId"] == "push" else "Have"
            lines = st.tuples(
                values({"$ref": f"#/components/schemas/{head}"}), st.lists(_ANYTHING, max_size=3)
            )
            kinds.append(lines.map(lambda told: (protocol.PACKED, packed([told[0], *told[1]]))))
        kinds.append(st.tuples(st.just(kind), st.binary(max_size=64)))
    return st.one_of(kinds) if kinds else st.just(("", b""))


def packed(lines: list[Any]) -> bytes:
    return protocol.pack([json.dumps(line).encode() for line in lines])


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, str, Any, dict[str, Any], tuple[str, bytes]]:
    method, path, described = draw(st.sampled_from(OPERATIONS))
    given_: dict[str, Any] = {}
    for one in described["parameters"]:
        if one["in"] == "header" or (not one["required"] and draw(st.booleans())):
            continue
        plain = _NUMBERS if one["schema"]["type"] == "integer" else _TEXTS
        given_[one["name"]] = draw(plain | _TEXTS)
    for name in [name for name in given_ if f"{{{name}}}" in path]:
        told = str(given_.pop(name)) or "x"
        path = path.replace(f"{{{name}}}", quote(told.replace("/", "-"), safe=""))
    return method, path, described, given_, draw(bodies(described))


# --- what comes back


def conforms(schema: Any, value: Any) -> bool:
    """Tell whether a value is what a schema says (the parts of JSON Schema that msgspec writes)."""
    schema = resolved(schema)
    if "anyOf" in schema:
        return any(conforms(one, value) for one in schema["anyOf"])
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "prefixItems" in schema:
        parts = schema["prefixItems"]
        return isinstance(value, list) and len(value) == len(parts) and all(map(conforms, parts, value))
    kind = schema.get("type")
    if kind == "object":
        if not isinstance(value, dict) or not set(schema.get("required", ())) <= value.keys():
            return False
        known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        return all(
            conforms(known[name], one) if name in known else others is True or conforms(others or {}, one)
            for name, one in value.items()
        )
    if kind == "array":
        return isinstance(value, list) and all(conforms(schema.get("items") or {}, one) for one in value)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    kinds: dict[str, type] = {"string": str, "boolean": bool, "null": type(None)}
    return kind not in kinds or isinstance(value, kinds[kind])


def fault(described: Any, answer: httpx.Response, echo: str) -> str:
    """Return what is wrong with an answer, empty when it is as described."""
    said = described["responses"].get(str(answer.status_code))
    if answer.status_code >= 500 or said is None:
        return f"status {answer.status_code}: {answer.content[:200]!r}"
    if answer.headers.get(protocol.ECHO, "") != echo:
        return "no echo"
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind not in said["content"]:
        return f"content type {kind}"
    if kind == JSON:
        value = answer.json()
        if not conforms(said["content"][JSON].get("schema", {}), value):
            return f"schema: {value}"
        if answer.status_code >= 400 and value["error"] not in said["description"].split(", "):
            return f"code {value['error']} with {answer.status_code}"
    if kind == protocol.PACKED:
        protocol.unpack(answer.content)
    return ""


def ask(asked: Asked, role: str, drawn: tuple[str, str, Any, dict[str, Any], tuple[str, bytes]]) -> str:
    method, path, described, query, (kind, body) = drawn
    headers = {protocol.ECHO: "e" * 16}
    if kind:
        headers["Content-Type"] = kind
    if asked.tokens[role]:
        headers["Authorization"] = f"Bearer {asked.tokens[role]}"
    params = {name: str(value) for name, value in query.items()}
    answer = asked.http.request(method, f"{asked.url}{path}", params=params, content=body, headers=headers)
    asked.seen.add((described["operationId"], answer.status_code))
    return fault(described, answer, "e" * 16)


@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_asked_is_answered_as_described(asked: Asked, role: str) -> None:
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(drawn=requests())
    def play(drawn: tuple[str, str, Any, dict[str, Any], tuple[str, bytes]]) -> None:
        assert ask(asked, role, drawn) == ""

    play()


def test_what_laptops_ask_is_answered_as_described(asked: Asked) -> None:
    """What random requests seldom are: right."""
    hello = {"protocol": [1, 2], "app": "x", "schema": 1, "wall": "", "streams": {}}
    right: dict[str, tuple[dict[str, Any], tuple[str, bytes]]] = {
        "hello": ({}, (JSON, json.dumps(hello).encode())),
        "pull": ({"stream": "ins/25"}, ("", b"")),
        "have": ({}, (protocol.PACKED, packed([{"stream": "ins/25"}, "x"]).replace(b'"x"', b"x"))),
        "need": ({}, (JSON, json.dumps([SHA256]).encode())),
        "receipts": ({}, (JSON, json.dumps({"files": [SHA256], "verify": True}).encode())),
        "laptops": ({}, ("", b"")),
        "upload": ({"size": 5}, ("", b"")),
        "openapi": ({}, ("", b"")),
    }
    for method, path, described in OPERATIONS:
        name = described["operationId"]
        if name in right:
            query, body = right[name]
            drawn = (method, path.replace("{sha256}", SHA256), described, query, body)
            assert ask(asked, "of 25", drawn) == "", name
    assert {name for name, status in asked.seen if status == 200} >= right.keys() - {"have"}


@pytest.mark.parametrize("name", ["\x00", "a" * 63 + "\x00", "๒" * 64])
def test_what_no_database_keeps_is_no_name(asked: Asked, name: str) -> None:
    """PostgreSQL takes no NUL, which a random request found."""
    for method, path, described in OPERATIONS:
        if "{sha256}" in path:
            told = path.replace("{sha256}", quote(name, safe=""))
            query = {"size": 5, "start": 0, "part": SHA256}
            assert ask(asked, "of 25", (method, told, described, query, ("", b"hello"))) == "", path


@pytest.mark.parametrize("plant", ["crash", "member", "status"])
def test_a_planted_fault_is_found(asked: Asked, monkeypatch: pytest.MonkeyPatch, plant: str) -> None:
    """The negative control: an answer that is not as described."""

    def need(_self: Centre, _data: bytes) -> bytes:
        if plant == "crash":
            raise ZeroDivisionError
        if plant == "status":
            raise Refused(418, "malformed")
        return b'{"not": "a list"}'

    monkeypatch.setattr(Centre, "need", need)
    [(method, path, described)] = [one for one in OPERATIONS if one[2]["operationId"] == "need"]
    assert ask(asked, "of 25", (method, path, described, {}, (JSON, b"[]"))) != ""
