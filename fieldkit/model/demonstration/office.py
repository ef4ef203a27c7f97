"""What the office of the demonstration remembers of its factories: facts, certificates, orders, projects."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldkit.model.due_dates import due_date
from fieldkit.model.ids import derived_id
from fieldkit.model.orders.life import standing
from fieldkit.model.records import new_ops
from fieldkit.model.risk_types import RISKS, risks_of_type
from fieldkit.model.streams import inspection_stream
from fieldkit.model.thai.fiscal import fiscal_year

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieldkit.model.body import Op
    from fieldkit.model.demonstration.factories import InventedFactory

_FORMS = ("waste_annual", "chemicals", "section9")


class OfficeMemory:
    """Invents what the office of a province remembers; the same factories and day give the same records."""

    def __init__(self, everyone: Sequence[InventedFactory], province: str, today: date, seed: int) -> None:
        self._operating = [one for one in everyone if one.columns["status"] == "1"]
        self._struck_off = [one for one in everyone if one.columns["status"] == "2"]
        self._stream = inspection_stream(province)
        self._today = today
        self._source = random.Random(seed)

    def ops(self) -> Iterator[Op]:
        """Yield what makes all records."""
        for table, key, values in self._records():
            id_ = derived_id("demonstration", table, key)
            yield from new_ops(table, values, stream=self._stream, id_=id_)

    def _records(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for one in self._operating:
            yield from self._facts(one)
            yield from self._certificates(one)
        for one in self._struck_off:
            since = self._past(900)
            yield self._fact(one, "status_since", since.isoformat(), since)
        yield from self._orders()
        yield from self._projects()

    def _past(self, most: int, least: int = 5) -> date:
        return self._today - timedelta(days=self._source.randint(least, most))

    # --- factories

    @staticmethod
    def _fact(one: InventedFactory, name: str, value: str, as_of: date) -> tuple[str, str, dict[str, Any]]:
        values = {"factory": one.id, "property": name, "value": value, "as_of": as_of.isoformat()}
        return "fact", f"{one.id}-{name}", values | {"source": "ข้อมูลตัวอย่าง"}

    def _facts(self, one: InventedFactory) -> Iterator[tuple[str, str, dict[str, Any]]]:
        source, year = self._source, fiscal_year(self._today)
        usual = risks_of_type(one.columns["type_main"])
        for risk in RISKS:
            if source.random() < 0.06:  # what was seen differs from what the type suggests
                yield self._fact(one, f"risk_{risk}", "no" if risk in usual else "yes", self._past(400))
        status = source.choices(("linked", "registered", "none", "unusable"), (58, 20, 18, 4))[0]
        yield self._fact(one, "i_industry_status", status, self._past(300))
        for form in _FORMS:
            filed = source.choices(("sent", "late", "not_sent", "not_required"), (56, 9, 20, 15))[0]
            for offset in (0, 1):
                value = filed if offset == 0 else "sent"
                yield self._fact(one, f"single_form.{form}.{year - offset}", value, self._past(200))
        if source.random() < 0.12:
            day = self._past(250)
            for dimension in range(1, 5):
                yield self._fact(one, f"mind.{dimension}", str(source.randrange(35, 95, 5)), day)

    def _certificates(self, one: InventedFactory) -> Iterator[tuple[str, str, dict[str, Any]]]:
        source = self._source
        if source.random() > 0.88:
            return
        level = source.choices((1, 2, 3, 4), (62, 26, 10, 2))[0]
        issued = self._past(330 if level == 1 else 690)
        years = (1, 2, 3, 3)[level - 1]
        expires = None if level > 2 else (issued + timedelta(days=365 * years)).isoformat()
        values = {"factory": one.id, "kind": "gi", "issuer": "กระทรวงอุตสาหกรรม"}
        number = f"{level}-{source.randrange(1, 400):03d}/{issued.year + 543}"
        yield (
            "document",
            f"{one.id}-gi",
            values
            | {"number": number, "level": level, "issued_on": issued.isoformat(), "expires_on": expires},
        )
        if level > 1:
            before = issued - timedelta(days=400)
            yield (
                "document",
                f"{one.id}-gi-before",
                values | {"level": level - 1, "issued_on": before.isoformat(), "expires_on": None},
            )

    # --- cases

    def _orders(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for number, one in enumerate(self._source.sample(self._operating, 14), 1):
            issued = self._past(150, 8)
            received = issued + timedelta(days=self._source.randint(1, 5))
            due = due_date(received, 30)
            done = due + timedelta(days=self._source.choice((-12, -6, -2, 0, 9)))
            finished = done < self._today and self._source.random() < 0.8
            told = [
                {"kind": "ordered", "on_date": issued, "number": f"พจ 0033/{400 + number}"},
                {"kind": "received", "on_date": received, "due_date": due.isoformat()},
            ]
            if finished:
                told += [
                    {"kind": "verified", "on_date": done},
                    {"kind": "closed", "on_date": done + timedelta(days=1)},
                ]
            yield from _order_with_steps(one.id, str(number), told)

    def _projects(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        year = fiscal_year(self._today)
        for number, one in enumerate(self._source.sample(self._operating, 6), 1):
            project = derived_id("demonstration", "project", str(number))
            values = {"factory": one.id, "fiscal_year": year, "title": "ยกระดับผลิตภาพด้วยลีน"}
            yield "project", str(number), values | {"man_days": 5.0, "state": "running"}
            for indicator, unit, before, better in (
                ("productivity", "ตัน/คน/วัน", 4.0, 1.12),
                ("cost", "บาท/เดือน", 180_000.0, 0.91),
                ("economic_value", "บาท/ปี", 0.0, None),
            ):
                after = 250_000.0 * number if better is None else round(before * better, 2)
                if self._source.random() < 0.2:
                    after = before
                yield (
                    "project_result",
                    f"{number}-{indicator}",
                    {"project": project, "indicator": indicator, "unit": unit}
                    | {"baseline": before, "result": after},
                )


def _order_with_steps(
    factory: str, number: str, told: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield an order of an earlier day, whose findings are on paper, and the steps that it took."""
    order = derived_id("demonstration", "factory_order", number)
    empty = dict.fromkeys(("note", "due_date", "amount", "inspection", "number", "officer"))
    steps = [empty | step | {"on_date": step["on_date"].isoformat(), "id": step["kind"]} for step in told]
    core = {"factory": factory, "section": "37", "days": 30}
    yield "factory_order", number, core | standing(steps).as_columns()
    for step in steps:
        values = {name: value for name, value in step.items() if name != "id"}
        yield "step", f"{number}-{step['id']}", values | {"record": order, "record_table": "factory_order"}
