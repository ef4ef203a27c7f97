"""``fieldkit key remove``: shut a way to the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.keys.slots import Kind

DONE = Text("ยกเลิกวิธีเปิดข้อมูลแล้ว: {kind}", "Removed: {kind}")


@bilingual.command(
    Text(
        "ยกเลิกวิธีเปิดข้อมูล\n\nKIND: code keyring office (รหัสผ่านลบไม่ได้ เปลี่ยนได้)",
        "Remove a way to open the data.\n\nKIND: code, keyring, office. A passphrase can only be changed.",
    )
)
@click.argument("kind", type=click.Choice(["code", "keyring", "office", "passphrase"]))
@pass_invocation
def command(invocation: Invocation, *, kind: Kind) -> None:
    """Print ``{"removed"}``."""
    from fieldkit.model.keys import changing, slots
    from fieldkit.model.lock import held
    from fieldkit.system_keyring import SystemKeyring

    with held(invocation.data):
        # Who shuts a way must be able to come in by another one.
        invocation.key_to(slots.read(invocation.data).without(kind))
        changing.remove(invocation.data, kind, SystemKeyring())
    words = slots.KIND_WORDS[kind].pick(invocation.language)
    invocation.result({"removed": kind}, DONE.pick(invocation.language).format(kind=words))
