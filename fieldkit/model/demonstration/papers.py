"""Licences and certificates that the office of the demonstration has written down."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldkit.model.ids import derived_id
from fieldkit.model.records import new_ops
from fieldkit.model.streams import inspection_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fieldkit.model.body import Op
    from fieldkit.model.demonstration.factories import InventedFactory

_YEAR = 365
# Types (their first three digits) with a boiler, and those that send hazardous waste away.
_BOILERS = frozenset({"009", "015", "088"})
_WASTE = frozenset({"095", "105", "106"})


def paper_ops(everyone: Iterable[InventedFactory], today: date, seed: int) -> Iterator[Op]:
    """Yield the documents of operating factories; the same arguments give the same ones."""
    for one in everyone:
        if one.columns["status"] != "1":
            continue
        stream = inspection_stream(one.columns["province_code"])
        for values in _papers(one, today, seed):
            id_ = derived_id("demonstration", "document", one.id, values["kind"])
            yield from new_ops("document", {"factory": one.id, **values}, stream=stream, id_=id_)


def _papers(one: InventedFactory, today: date, seed: int) -> Iterator[dict[str, Any]]:
    source = random.Random(f"{seed}-{one.columns['registration_no']}")
    kind = one.columns["type_main"][:3]
    number = one.columns["registration_no_old"]
    licensed = one.columns.get("license_date")
    yield {"kind": "licence", "number": number, "issued_on": licensed, "issuer": "กรมโรงงานอุตสาหกรรม"}
    if kind in _BOILERS:
        yield _yearly("boiler", f"หน-{source.randrange(1, 900):03d}", source, today, "วิศวกรตรวจทดสอบ")
    if kind in _WASTE:
        yield _yearly(
            "waste_permit", f"สก.2-{source.randrange(1, 900):03d}", source, today, "กรมโรงงานอุตสาหกรรม"
        )
    if source.random() < 0.6:
        yield _yearly("electrical", f"ฟฟ-{source.randrange(1, 900):03d}", source, today, "วิศวกรไฟฟ้า")


def _yearly(kind: str, number: str, source: random.Random, today: date, issuer: str) -> dict[str, Any]:
    """Return a certificate for a year; some have run out, some are about to."""
    issued = today - timedelta(days=source.randint(5, _YEAR + 40))
    return {
        "kind": kind,
        "number": f"{number}/{issued.year + 543}",
        "issued_on": issued.isoformat(),
        "expires_on": (issued + timedelta(days=_YEAR)).isoformat(),
        "issuer": issuer,
    }
