"""``fieldkit key add``: another way to the data."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _keys
from fieldkit.commands.key.encrypt import CODE
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("เพิ่มวิธีเปิดข้อมูลแล้ว: {kind}", "Added: {kind}")
MARK = Text("เทียบกับสำนักงาน: {name} · {mark}", "Compare with the office: {name}, {mark}")


@bilingual.command(
    Text(
        "เพิ่มวิธีเปิดข้อมูล\n\nKIND: code (กระดาษ) keyring (ระบบจำกุญแจ) office (ต้องระบุ FILE)",
        "Add a way to open the data.\n\nKIND: code (paper), keyring (this machine), office (and its FILE).",
    )
)
@click.argument("kind", type=click.Choice(["code", "keyring", "office"]))
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@_keys.recovery
@pass_invocation
def command(invocation: Invocation, /, *, kind: str, file: Path | None, **recovery: Path | None) -> None:
    """Print ``{"added", "code", "name", "mark"}``; ``code`` only here, once."""
    from fieldkit.model.keys import changing, office, slots
    from fieldkit.model.lock import held
    from fieldkit.system_keyring import SystemKeyring

    code, name, mark = "", "", ""
    if kind == "office" and file is None:
        raise click.MissingParameter(param_hint="FILE", param_type="argument")
    with held(invocation.data):
        key = _keys.key_to(invocation, slots.read(invocation.data), **recovery)
        if kind == "code":
            slot, code = changing.new_code(invocation.data, key)
            changing.keep(invocation.data, slot)
        elif kind == "keyring":
            changing.add_keyring(invocation.data, key, SystemKeyring())
        elif file is not None:
            public = office.read_public(file)
            changing.add_office(invocation.data, key, public)
            name, mark = public.name, public.mark
    language = invocation.language
    words = {str(one): text for one, text in slots.KIND_WORDS.items()}[kind].pick(language)
    lines = [DONE.pick(language).format(kind=words)]
    lines += [CODE.pick(language), code] if code else []
    lines += [MARK.pick(language).format(name=name, mark=mark)] if mark else []
    invocation.result({"added": kind, "code": code, "name": name, "mark": mark}, "\n".join(lines))
