"""What the centre tells its administrator: a line of JSON for each request, and numbers for Prometheus.

Neither says what was exchanged, by whom, or under which token: only the laptop's id, the route and sizes.
"""

from __future__ import annotations

import json
import logging
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

DEVICE, REFUSAL = "fieldkit.device", "fieldkit.refusal"
"""Members of a request's scope, which say who asked and why it was declined."""
_requests = logging.getLogger("fieldkit.centre.requests")
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_TOLD = ("route", "method", "status", "refusal", "device", "ms", "received", "sent")


class Watch:
    """Counts, times and logs the requests of an application (ASGI); ``registry`` holds the numbers."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry | None = None) -> None:
        self._app = app
        self.registry = registry or CollectorRegistry()
        self._answered = Counter(
            "fieldkit_requests_total",
            "Requests that were answered",
            ("route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "fieldkit_request_seconds",
            "From a request's arrival to the end of its answer",
            ("route",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._bytes = Counter(
            "fieldkit_body_bytes_total", "Bytes of bodies", ("direction",), registry=self.registry
        )
        self._refused = Counter(
            "fieldkit_refusals_total", "Requests that were declined", ("code",), registry=self.registry
        )
        self._present = Gauge(
            "fieldkit_requests_present", "Requests that are waiting or being answered", registry=self.registry
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = {"status": 0, "received": 0, "sent": 0}

        async def hear() -> Message:
            message = await receive()
            seen["received"] += len(message.get("body", b""))
            return message

        async def say(message: Message) -> None:
            seen["status"] = message.get("status", seen["status"])
            seen["sent"] += len(message.get("body", b""))
            await send(message)

        began = time.monotonic()
        with self._present.track_inprogress():
            try:
                await self._app(scope, hear, say)
            finally:
                self._tell(scope, seen, time.monotonic() - began)

    def _tell(self, scope: Scope, seen: dict[str, int], seconds: float) -> None:
        route = _route(scope)
        self._answered.labels(route, str(seen["status"])).inc()
        self._seconds.labels(route).observe(seconds)
        self._bytes.labels("received").inc(seen["received"])
        self._bytes.labels("sent").inc(seen["sent"])
        if scope.get(REFUSAL):
            self._refused.labels(scope[REFUSAL]).inc()
        told = {
            "route": route,
            "method": scope["method"],
            "refusal": scope.get(REFUSAL),
            "device": scope.get(DEVICE),
            "ms": round(seconds * 1000, 1),
            **seen,
        }
        level = logging.ERROR if seen["status"] >= 500 and seen["status"] != 503 else logging.INFO
        _requests.log(level, "request", extra=told)


class JsonLines(logging.Formatter):
    """A log record as one line of JSON: time (UTC), level, logger, message, and what :class:`Watch` told."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: vars(record)[name] for name in _TOLD if vars(record).get(name) is not None}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _route(scope: Scope) -> str:
    """Return the name of what answered; never the path, which a stranger chooses and which holds hashes."""
    if str(scope.get("path", "")).startswith("/phones"):
        return "phones"
    return str(getattr(scope.get("endpoint"), "__name__", "none"))
