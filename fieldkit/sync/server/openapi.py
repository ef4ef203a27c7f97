"""The OpenAPI 3.1 description of the centre, made from its routes and messages."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from fieldkit import __version__
from fieldkit.sync import protocol
from fieldkit.sync.server.endpoints import ENDPOINTS

if TYPE_CHECKING:
    from fieldkit.sync.server.endpoints import Endpoint

# Messages that stand in lines, where OpenAPI has no place for them.
_IN_LINES = (protocol.PushHeader, protocol.Have, protocol.PageHeader, protocol.DetailsHeader, protocol.Entry)
_STATUS = {
    **{"token": 401, "revoked": 403, "code": 403, "not_granted": 403, "feed": 403},
    **{"gap": 409, "fork": 409, "diverged": 409, "missing": 404, "hash": 422},
    **{"too_large": 413, "upgrade": 426, "malformed": 400, "failed": 500},
}
_ALWAYS = ("malformed", "failed")


@cache
def description() -> bytes:
    """Return the description as JSON, the same bytes each time."""
    kinds = [
        kind for endpoint in ENDPOINTS for kind in (endpoint.asks, endpoint.answers) if _is_message(kind)
    ]
    _, components = msgspec.json.schema_components(
        [*dict.fromkeys(kinds), *_IN_LINES, protocol.Refusal], ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "fieldkit: laptop and centre",
            "version": __version__,
            "description": f"Protocol {protocol.OLDEST} to {protocol.VERSION}, as docs/protocol.md says."
            f" {protocol.PACKED} is lines joined by a line feed in one zstd frame that declares its size.",
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "headers": {"Echo": {"description": "repeats that of the request", "schema": {"type": "string"}}},
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.about,
        "x-since-protocol": endpoint.since,
        "security": [{"token": []}] if endpoint.token else [],
        "parameters": [_echo(), *_parameters(endpoint)],
        "responses": _responses(endpoint),
    }
    if endpoint.asks is not None:
        body = {"required": True, "content": _content(endpoint.asks), "x-most-bytes": endpoint.limit}
        operation["requestBody"] = body
    return operation


def _echo() -> dict[str, Any]:
    about = "at most 64 letters, new for each request; every answer repeats it"
    return {"name": protocol.ECHO, "in": "header", "description": about, "schema": {"type": "string"}}


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    in_path = set(re.findall(r"{(\w+)}", endpoint.path))
    return [
        {
            "name": given.name,
            "in": "path" if given.name in in_path else "query",
            "required": given.needed,
            "description": given.about,
            "schema": {"type": given.kind},
        }
        for given in endpoint.given
    ]


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    headers = {protocol.ECHO: {"$ref": "#/components/headers/Echo"}}
    good = {"description": "done", "headers": headers, "content": _content(endpoint.answers)}
    codes: dict[int, list[str]] = {}
    extra = ("token", "revoked") if endpoint.token else ()
    sent = ("too_large",) if endpoint.asks is not None else ()
    for code in (*extra, *endpoint.refusals, *sent, *_ALWAYS):
        codes.setdefault(_STATUS[code], []).append(code)
    refused = {
        str(status): {
            "description": ", ".join(names),
            "headers": headers,
            "content": {protocol.JSON: {"schema": {"$ref": "#/components/schemas/Refusal"}}},
        }
        for status, names in sorted(codes.items())
    }
    return {**{str(status): good for status in endpoint.status}, **refused, **_busy(headers)}


def _busy(headers: dict[str, Any]) -> dict[str, Any]:
    """Any request may be put off: too many at once of this laptop, or of all."""
    later = {"description": "seconds to wait", "required": True, "schema": {"type": "integer", "minimum": 1}}
    answer = {
        "description": "busy, files",
        "headers": {**headers, "Retry-After": later},
        "content": {protocol.JSON: {"schema": {"$ref": "#/components/schemas/Refusal"}}},
    }
    return {"429": answer, "503": answer}


def _content(kind: Any) -> dict[str, Any]:
    if kind == protocol.JSON:
        return {kind: {}}
    if isinstance(kind, str):
        return {kind: {"schema": {"type": "string", "format": "binary"}}}
    if _is_message(kind):
        return {protocol.JSON: {"schema": {"$ref": f"#/components/schemas/{kind.__name__}"}}}
    return {protocol.JSON: {"schema": msgspec.json.schema(kind)}}


def _is_message(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)
