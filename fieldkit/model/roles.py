"""Who may change what all of an office share: the administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

CENTRE_ADDRESS, ADMINISTRATOR = "centre address", "centre administrator"
"""What a laptop remembers of its enrolment: its centre, and "1" where it may change what is shared."""


class NotAdministrator(FieldkitError):
    """The laptop belongs to a centre that did not make it one of an administrator."""

    def __init__(self) -> None:
        super().__init__(
            Text("แก้ไขได้เฉพาะผู้ดูแลข้อมูลของสำนักงาน", "Only the administrator of the office may change this"),
            Text(
                "แจ้งผู้ดูแลของสำนักงาน หรือขอรหัสลงทะเบียนสำหรับผู้ดูแลจากศูนย์ (server code --administrator)",
                "Tell the administrator, or enrol with a code for one (server code --administrator)",
            ),
        )


def is_administrator(workspace: Workspace) -> bool:
    """Tell whether what all share may be changed here: a laptop without a centre is its own administrator."""
    return workspace.setting(CENTRE_ADDRESS) is None or workspace.setting(ADMINISTRATOR) == "1"


def require_administrator(workspace: Workspace) -> None:
    """Raise `NotAdministrator` unless what all share may be changed here."""
    if not is_administrator(workspace):
        raise NotAdministrator
