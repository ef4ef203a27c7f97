"""``fieldkit openrosa office``: the server that inspections are sent to."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _password
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

NONE = Text("ยังไม่ได้ตั้งเซิร์ฟเวอร์", "No server is set up.")
FORGOTTEN = Text("ลบเซิร์ฟเวอร์และรหัสผ่านแล้ว", "Server and password are forgotten.")
OFFERS = Text("{0} พร้อมรับ  แบบฟอร์ม: {1}", "{0} is ready; its forms: {1}")


@bilingual.command(
    Text(
        "ตั้งเซิร์ฟเวอร์ ODK Central หรือ KoboToolbox ที่จะส่งการตรวจไป\n\n"
        "URL เป็นที่อยู่ที่ใช้ใน ODK Collect เช่น https://central.example.go.th/v1/projects/2 หรือ …/key/KEY/projects/2"
        " รหัสผ่านหรือกุญแจเก็บใน keyring ของระบบ ไม่ระบุ URL จะแสดงที่ตั้งไว้",
        "Set up the ODK Central or KoboToolbox that inspections are sent to.\n\n"
        "URL is the one that ODK Collect uses, such as https://central.example.go.th/v1/projects/2 or"
        " …/key/KEY/projects/2. Password or key are kept in the system's keyring."
        " Without URL, shows what is set up.",
    )
)
@click.argument("url", required=False)
@bilingual.option("--user", default="", metavar="NAME", words=Text("ชื่อผู้ใช้หรืออีเมล", "User name or email."))
@_password.option
@bilingual.option("--forget", is_flag=True, words=Text("ลบเซิร์ฟเวอร์และรหัสผ่าน", "Forget server and password."))
@bilingual.option("--insecure-http", is_flag=True, words=Text("ยอมให้ใช้ http ที่ไม่เข้ารหัส", "Allow plain http."))
@pass_invocation
def command(
    invocation: Invocation,
    *,
    url: str | None,
    user: str,
    password_file: Path | None,
    forget: bool,
    insecure_http: bool,
) -> None:
    """Try the server before it is kept."""
    from fieldkit.sync.openrosa import office
    from fieldkit.sync.openrosa.office_link import OfficeLink

    if user and password_file is None:
        raise click.UsageError("--user --password-file")
    with closing(invocation.workspace()) as workspace:
        if forget:
            office.forget(workspace)
            invocation.result({"url": None}, FORGOTTEN.pick(invocation.language))
            return
        if url is None:
            known = office.known(workspace)
            values = {"url": known.url if known else None, "user": known.user if known else None}
            invocation.result(values, known.url if known else NONE.pick(invocation.language))
            return
        password = _password.read(password_file)
        access = office.parse(url, user=user, password=password, insecure=insecure_http)
        with OfficeLink(access) as link:
            link.ready()
            forms = link.forms()
        office.keep(workspace, access)
    kept = access.office
    found = [{"form_id": one.form_id, "version": one.version, "name": one.name} for one in forms]
    names = ", ".join(one.form_id for one in forms) or "-"
    invocation.result(
        {"url": kept.url, "user": kept.user, "forms": found},
        OFFERS.pick(invocation.language).format(kept.url, names),
    )
