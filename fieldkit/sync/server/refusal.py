"""The one exception by which the centre declines a request."""

from __future__ import annotations

from fieldkit.sync.protocol import Refusal


class Refused(Exception):
    """A request that is declined: the HTTP status and the code a laptop acts upon (docs/protocol.md)."""

    def __init__(self, status: int, code: str, *, have: int = 0, reason: str = "") -> None:
        super().__init__(f"{status} {code} {reason}".strip())
        self.status = status
        self.refusal = Refusal(code, have, reason)
