"""``fieldkit serve``: the central server."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import Invocation, pass_invocation

INSECURE = Text("การเชื่อมต่อนี้ไม่เข้ารหัส", "This connection would not be encrypted")
INSECURE_CURE = Text(
    "ระบุ --certificate และ --private-key หรือ --insecure-http เมื่ออยู่หลังพร็อกซีที่เข้ารหัสแล้ว",
    "Give --certificate and --private-key, or --insecure-http behind a proxy that encrypts.",
)
ONE_WRITER = Text("หลายโปรเซสใช้กับ SQLite ไม่ได้", "Several processes need PostgreSQL")
ONE_WRITER_CURE = Text(
    "ระบุ --database-url postgresql://… หรือใช้ --workers 1",
    "Give --database-url postgresql://…, or --workers 1",
)
_PEM = click.Path(exists=True, dir_okay=False, path_type=Path)


@bilingual.command(
    Text(
        "เปิดศูนย์ข้อมูลกลางให้เครื่องของเจ้าหน้าที่ซิงก์ข้อมูล\n\nพิมพ์ที่อยู่ของศูนย์ข้อมูล แล้วทำงานจนกว่าจะสั่งหยุด (Ctrl+C)",
        "Run the central server that laptops sync with.\n\n"
        "Prints its address and runs until it is stopped (Ctrl+C).",
    )
)
@_centre.options
@bilingual.option(
    "--host", default="127.0.0.1", show_default=True, words=Text("ที่อยู่ที่รับการเชื่อมต่อ", "Address to listen at.")
)
@bilingual.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8470,
    show_default=True,
    words=Text("พอร์ต (0 = พอร์ตใดก็ได้ที่ว่าง)", "Port; 0 takes a free one."),
)
@bilingual.option("--certificate", type=_PEM, words=Text("ใบรับรอง TLS (PEM)", "TLS certificate (PEM)."))
@bilingual.option(
    "--private-key", type=_PEM, words=Text("กุญแจของใบรับรอง (PEM)", "Key of the certificate (PEM).")
)
@bilingual.option(
    "--insecure-http",
    is_flag=True,
    words=Text("ยอมให้ใช้ http ที่ไม่เข้ารหัสบนเครือข่าย", "Allow plain http on a network."),
)
@bilingual.option(
    "--workers",
    type=click.IntRange(1, 16),
    default=1,
    show_default=True,
    words=Text(
        "จำนวนโปรเซสที่ให้บริการพร้อมกัน (มากกว่า 1 ใช้กับ PostgreSQL)",
        "Processes that answer side by side; more than one needs PostgreSQL.",
    ),
)
@bilingual.option(
    "--metrics-port",
    type=click.IntRange(0, 65535),
    words=Text(
        "พอร์ตของตัวเลขการทำงานสำหรับ Prometheus บนเครื่องนี้เท่านั้น (127.0.0.1) โปรเซสถัดไปใช้พอร์ตถัดไป",
        "Port for Prometheus to read numbers at, on this machine only (127.0.0.1);"
        " further processes take the ports after it.",
    ),
)
@bilingual.option(
    "--log-requests",
    is_flag=True,
    words=Text("เขียนบันทึกหนึ่งบรรทัด (JSON) ต่อหนึ่งคำขอ", "Write a line of JSON for each request, too."),
)
@pass_invocation
def command(
    invocation: Invocation,
    /,
    *,
    store: Path | None,
    database_url: str | None,
    blobs: str | None,
    insecure_http: bool,
    workers: int,
    metrics_port: int | None,
    log_requests: bool,
    **listen: Any,
) -> None:
    """Open the store, listen, and serve until told to stop."""
    from functools import partial

    from fieldkit.commands._site import Site, serve, work
    from fieldkit.sync.http_link import is_loopback
    from fieldkit.sync.server.serve import Listen, log_to, run_workers

    where = Listen(**listen)
    if (where.certificate is None) != (where.private_key is None):
        raise click.UsageError("--certificate --private-key")
    if not where.certificate and not insecure_http and not is_loopback(where.host):
        raise FieldkitError(INSECURE, INSECURE_CURE, place=where.host)
    if workers > 1 and not (database_url or "").startswith("postgres"):
        raise FieldkitError(ONE_WRITER, ONE_WRITER_CURE, place=f"--workers {workers}")
    site = Site(
        folder=_centre.folder(invocation, store),
        database_url=database_url,
        blobs=blobs,
        listen=where,
        metrics_port=metrics_port,
        log_requests=log_requests,
        workers=workers,
    )
    log_to(sys.stderr, requests=log_requests)
    told = partial(_announce, invocation)
    # The first to open the books brings them up to date.
    with _centre.opened(
        invocation, store=store, database_url=database_url, blobs=blobs, upgrade=True
    ) as centre:
        centre.sweep()
        if workers == 1:
            serve(site, centre, started=told)
    if workers > 1:
        run_workers(workers, partial(work, site), where, started=told)


def _announce(invocation: Invocation, url: str) -> None:
    # One line at once, because programs that start the server wait for it.
    click.echo(json.dumps({"url": url}) if invocation.json else url)
