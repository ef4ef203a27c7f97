"""A laptop makes itself known to a centre: a one-time code for a token that only the two of them know."""

from __future__ import annotations

import base64
import json
import platform
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model.changes import get_meta, set_meta
from fieldkit.model.roles import ADMINISTRATOR, CENTRE_ADDRESS
from fieldkit.sync import protocol, recovery
from fieldkit.sync.answers import CodeRefused, NotEnrolled, NotUnderstood
from fieldkit.sync.bundle import keys
from fieldkit.sync.token_store import TokenStore

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Link

_PROVINCES = "centre provinces"
_PENDING = "-enrolling"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Which centre this laptop belongs to, and the provinces it was granted (``*`` is all)."""

    url: str
    centre: str
    provinces: tuple[str, ...]


def enrol(workspace: Workspace, url: str, code: str, *, link: Link) -> Enrolment:
    """Exchange a one-time code for this laptop's enrolment; raises SyncError.

    The token is made here and kept before it is sent, so that the same request can be made again
    when its answer was lost, although the code has been used up by then.
    """
    pending = TokenStore.of(workspace, _PENDING)
    token = pending.load()
    if token is None or not _is_whole(token):
        token = base64.urlsafe_b64encode(secrets.token_bytes(protocol.TOKEN_BYTES)).decode()
        pending.save(token)
    kept = TokenStore.of(workspace).load()
    request = protocol.Enrol(
        code.strip(),
        workspace.device,
        token,
        name=platform.node(),
        proof=protocol.enrol_proof(protocol.token_hash(kept), token) if kept and _is_whole(kept) else "",
        keys=str(keys.of_laptop(workspace).public),
    )
    try:
        answer = link.post("/v1/enrol", protocol.to_json(request))
    except CodeRefused as refused:
        raise CodeRefused(refused.reason, workspace.device) from refused
    try:
        enrolled = protocol.from_json(answer, protocol.Enrolled)
    except protocol.Malformed as error:
        raise NotUnderstood(str(error)) from error
    TokenStore.of(workspace).save(token)
    _remember(workspace, url, enrolled)
    keys.remember_centre(workspace, enrolled.keys)
    pending.clear()
    return Enrolment(url, enrolled.centre, tuple(enrolled.provinces))


def enrolment(workspace: Workspace) -> Enrolment | None:
    """Return the centre of this laptop, or None."""
    with workspace.database.read() as connection:
        url = get_meta(connection, CENTRE_ADDRESS)
        centre = get_meta(connection, recovery.CENTRE)
        provinces = get_meta(connection, _PROVINCES)
    return Enrolment(url, centre or "", tuple(json.loads(provinces or "[]"))) if url else None


def credentials(workspace: Workspace) -> tuple[str, str]:
    """Return address and token; raises NotEnrolled."""
    present = enrolment(workspace)
    token = TokenStore.of(workspace).load() if present else None
    if present is None or token is None:
        raise NotEnrolled
    return present.url, token


def _is_whole(token: str) -> bool:
    """Tell whether a kept token was written to its end; a centre refuses half of one for ever."""
    try:
        protocol.token_hash(token)
    except protocol.Malformed:
        return False
    return True


def _remember(workspace: Workspace, url: str, enrolled: protocol.Enrolled) -> None:
    with workspace.database.read() as connection:
        known = get_meta(connection, recovery.CENTRE)
    if known is not None and known != enrolled.centre:
        recovery.adopt(workspace, enrolled.centre)
    with workspace.database.write() as connection:
        set_meta(connection, recovery.CENTRE, enrolled.centre)
        set_meta(connection, CENTRE_ADDRESS, url)
        set_meta(connection, ADMINISTRATOR, "1" if enrolled.administrator else "0")
        set_meta(connection, _PROVINCES, json.dumps(enrolled.provinces))
