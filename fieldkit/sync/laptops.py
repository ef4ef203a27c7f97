"""Who synced when: asked of the centre, and remembered for where there is no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.sync import protocol
from fieldkit.sync.answers import NotUnderstood
from fieldkit.sync.protocol import Laptops

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Link

_KNOWN = "laptops seen"


def ask(link: Link, workspace: Workspace) -> Laptops:
    """Ask the centre for the laptops that share a province with this one; raises SyncError.

    A centre that does not know the question yet is NotUnderstood.
    """
    answer = link.get("/v2/laptops", {})
    try:
        found = protocol.from_json(answer, Laptops)
    except protocol.Malformed as error:
        raise NotUnderstood(str(error)) from error
    workspace.remember(_KNOWN, answer.decode())
    return found


def known(workspace: Workspace) -> Laptops | None:
    """Return the last answer, None before the first."""
    text = workspace.setting(_KNOWN)
    if text is None:
        return None
    try:
        return protocol.from_json(text.encode(), Laptops)
    except protocol.Malformed:  # of another version of the program
        return None
