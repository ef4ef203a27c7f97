"""Invented factories, the same ones for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldkit.model import streams
from fieldkit.model.body import Op
from fieldkit.model.demonstration.trades import (
    FAMILY_NAMES,
    FIRST_WORDS,
    GIVEN_NAMES,
    LAST_WORDS,
    TRADES,
    Trade,
)
from fieldkit.model.identifiers import display_type
from fieldkit.model.ids import derived_id
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fieldkit.model.register.places import Place

_FIRST_YEAR, _LAST_YEAR = 2520, 2567


@dataclass(frozen=True, slots=True)
class InventedFactory:
    """One factory: its id, its stream and its columns by name."""

    id: str
    stream: str
    columns: dict[str, Any]

    def ops(self) -> list[Op]:
        """Return what must be committed for it to exist; groups without a value are left out."""
        ops = []
        for group, names in GROUPS["factory"].items():
            values = {name: self.columns.get(name) for name in names}
            if any(value is not None for value in values.values()):
                ops.append(Op("factory", self.id, group, values, (), self.stream))
        return ops


def invented(columns: dict[str, Any]) -> InventedFactory:
    """Return the factory of these columns, with the id that a register import would give it."""
    number = columns["registration_no"]
    return InventedFactory(
        derived_id("factory", number), streams.register_stream(columns["province_code"]), columns
    )


def generate(count: int, places: Sequence[Place], *, seed: int = 66) -> Iterator[InventedFactory]:
    """Yield ``count`` factories spread over ``places``; the same arguments give the same factories."""
    source = random.Random(seed)
    trades = [trade for trade in TRADES for _ in range(trade.share)]
    running: dict[tuple[str, int], int] = {}
    for _ in range(count):
        place, trade = source.choice(places), source.choice(trades)
        year = source.randint(_FIRST_YEAR, _LAST_YEAR)
        key = (place.province_code, year)
        running[key] = running.get(key, 100) + 1  # 1 to 100 are left to factories written by hand
        yield invented(_columns(source, place, trade, year=year, sequence=running[key]))


def with_check_digit(digits: str) -> str:
    """Return 13 digits of a registration number followed by their Luhn check digit."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return digits + str(-total % 10)


def ops_of(factories: Iterable[InventedFactory]) -> list[Op]:
    """Return the ops of all ``factories``."""
    return [op for factory in factories for op in factory.ops()]


def _columns(
    source: random.Random, place: Place, trade: Trade, *, year: int, sequence: int
) -> dict[str, Any]:
    name, operator, kind = _names(source, trade)
    workers = source.randint(*trade.workers)
    women = source.randint(0, workers)
    hp = round(source.uniform(*trade.hp), 2)
    licensed = _day(source, year)
    return {
        "registration_no": with_check_digit(f"10{place.province_code}{sequence:05d}{year}"),
        "registration_no_old": (
            f"จ{trade.class_}-{display_type(trade.type_main)}-{sequence}/{year % 100:02d}{_suffix(place)}"
        ),
        "name": name,
        "operator": operator,
        "operator_kind": kind,
        "class_": trade.class_,
        "type_main": trade.type_main,
        "activity": trade.activity.format(n=source.randrange(20, 600, 10)),
        "tsic": trade.tsic,
        "hp": hp,
        "workers": workers,
        "workers_male": workers - women,
        "workers_female": women,
        "capital_building": float(source.randrange(2, 400) * 100_000),
        "capital_machine": float(source.randrange(2, 600) * 100_000),
        **_address(source, place),
        "phone": f"056-{source.randrange(600, 700)}-{source.randrange(1000):03d}",
        "status": source.choices(("1", "0", "3", "2"), (84, 4, 4, 8))[0],
        "license_date": licensed.isoformat(),
        "start_date": (licensed + timedelta(days=source.randrange(30, 400))).isoformat(),
        "capacity_unit": trade.unit,
        "land_area": float(source.randrange(4, 400) * 100),
    }


def _names(source: random.Random, trade: Trade) -> tuple[str, str, str]:
    """Return name, operator and the operator's kind."""
    words = f"{source.choice(FIRST_WORDS)}{source.choice(LAST_WORDS)}"
    kind = source.choices(("บริษัทจำกัด", "หจก.", "บุคคลธรรมดา"), (50, 20, 30))[0]
    if kind == "บริษัทจำกัด":
        return f"{trade.prefix}{words}", f"บริษัท {words} จำกัด", kind
    if kind == "หจก.":
        return f"หจก. {words}", f"หจก. {words}", kind
    person = f"{source.choice(('นาย', 'นาง'))}{source.choice(GIVEN_NAMES)} {source.choice(FAMILY_NAMES)}"
    return f"{trade.prefix}{words}", person, kind


def _address(source: random.Random, place: Place) -> dict[str, Any]:
    located = place.latitude is not None and place.longitude is not None
    return {
        "address_no": str(source.randint(1, 399))
        + (f"/{source.randint(1, 19)}" if source.random() < 0.4 else ""),
        "moo": str(source.randint(1, 14)),
        "subdistrict": place.subdistrict,
        "district": place.district,
        "province": place.province,
        "postcode": place.postcode,
        "subdistrict_code": place.subdistrict_code,
        "district_code": place.district_code,
        "province_code": place.province_code,
        "latitude": round(float(place.latitude or 0) + source.uniform(-0.02, 0.02), 5) if located else None,
        "longitude": round(float(place.longitude or 0) + source.uniform(-0.02, 0.02), 5) if located else None,
    }


def _suffix(place: Place) -> str:
    return "พจ" if place.province_code == "66" else ""


def _day(source: random.Random, year: int) -> date:
    return date(year - 543, 1, 1) + timedelta(days=source.randrange(365))
