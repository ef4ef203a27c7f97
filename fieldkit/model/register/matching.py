"""Which factory of the database a row of a register means, and which rows mean the same one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.identifiers import registration_key
from fieldkit.model.ids import derived_id
from fieldkit.model.places_of import mergers
from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from fieldkit.model.register.reading import Reading

UNDONE = "import undone"
"""``delete_reason`` of factories that an undone import took away again; importing brings them back."""


@dataclass(frozen=True, slots=True)
class Known:
    """What identifies a factory that the database has."""

    id: str
    registration_no: str
    registration_no_old: str
    deleted: bool = False
    delete_reason: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The factory that a row means: an id, whether the database has it, or why the row cannot be taken."""

    id: str = ""
    known: Known | None = None
    refusal: Text | None = None


@dataclass(slots=True)
class _Index:
    by_id: dict[str, Known] = field(default_factory=dict)
    by_new: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_old: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[tuple[str, str], list[Known]] = field(default_factory=lambda: defaultdict(list))
    merged: dict[str, str] = field(default_factory=dict)
    """What the factory is called into which the one with a number was merged, by number."""


class Matching:
    """Finds factories by 14-digit number, then by old number, then by name and sub-district."""

    def __init__(self, connection: Connection) -> None:
        """Read what identifies the factories of the database."""
        self._index = _Index()
        self._rows: dict[str, tuple[str, int]] = {}
        rows = connection.exec_driver_sql(
            "SELECT id, registration_no, registration_no_old, name, subdistrict, deleted, delete_reason"
            " FROM factory"
        ).fetchall()
        stands_for = mergers(connection)
        kept_ones = set(stands_for.values())
        names = {row[0]: f"{row[2] or row[1] or ''} {row[3] or ''}" for row in rows if row[0] in kept_ones}
        for id_, new, old, name, subdistrict, deleted, reason in rows:
            known = Known(
                id_, registration_key(new or ""), registration_key(old or ""), bool(deleted), reason or ""
            )
            self._index.by_id[id_] = known
            if id_ in stands_for:
                kept = names.get(stands_for[id_], "")
                self._index.merged |= dict.fromkeys((known.registration_no, known.registration_no_old), kept)
            if deleted:
                continue  # found only by the id that its number gives, so that living ones come first
            self._index.by_new[known.registration_no].append(known)
            self._index.by_old[known.registration_no_old].append(known)
            if name:
                self._index.by_name[fold(name), fold(subdistrict or "")].append(known)

    def match(self, reading: Reading) -> Match:
        """Return what the row means; the second row that means the same factory is refused."""
        found = self._find(reading)
        if found.refusal is not None:
            return found
        first = self._rows.setdefault(found.id, (reading.sheet, reading.row))
        if first != (reading.sheet, reading.row):
            return Match(refusal=_doubled(reading, first))
        return found

    def _find(self, reading: Reading) -> Match:
        new = registration_key(reading.columns.get("registration_no", ""))
        old = registration_key(reading.columns.get("registration_no_old", ""))
        name = fold(reading.columns.get("name", ""))
        place = fold(reading.columns.get("subdistrict", ""))
        by_id = None if new or old else self._index.by_id.get(reading.id)
        if by_id is not None and not by_id.deleted:
            return Match(by_id.id, by_id)
        if not (new or old or name):
            return Match(refusal=Text("ไม่มีทั้งเลขทะเบียนและชื่อ", "there is neither a number nor a name"))
        candidates = self._index.by_new.get(new, []) if new else []
        if not candidates and old:
            # one old number may stand with several 14-digit numbers; another 14 digits are another factory
            same_old = self._index.by_old.get(old, [])
            candidates = [known for known in same_old if not (new and known.registration_no)]
        if not candidates and not (new or old):
            if not place:
                return Match(
                    refusal=Text(
                        "ไม่มีเลขทะเบียนและตำบล จึงแยกจากโรงงานชื่อเดียวกันไม่ได้ เติมเลขทะเบียน",
                        "without number and sub-district nobody can tell it from its namesakes; add them",
                    )
                )
            candidates = self._index.by_name.get((name, place), [])
        if len(candidates) > 1:
            return Match(refusal=_ambiguous(new or old, len(candidates)))
        if candidates:
            return Match(candidates[0].id, candidates[0])
        merged = self._index.merged.get(new) or (None if new else self._index.merged.get(old))
        if (new or old) and merged is not None:
            return Match(refusal=_merged(new or old, merged))
        return self._by_derived_id(derived_id("factory", new or old or f"{name}\x1f{place}"))

    def _by_derived_id(self, id_: str) -> Match:
        known = self._index.by_id.get(id_)
        if known is not None and known.deleted and known.delete_reason != UNDONE:
            return Match(
                refusal=Text(
                    f"โรงงานนี้ถูกลบใน fieldkit แล้ว ({known.delete_reason}) กู้คืนก่อนจึงนำเข้าได้",
                    f"this factory was deleted in fieldkit ({known.delete_reason}); restore it first",
                )
            )
        return Match(id_, known)


def _doubled(reading: Reading, first: tuple[str, int]) -> Text:
    columns = reading.columns
    number = columns.get("registration_no_old") or columns.get("registration_no") or columns.get("name")
    sheet = f"{first[0]} " if first[0] and first[0] != reading.sheet else ""
    return Text(
        f"“{number}” ซ้ำกับ{sheet}แถว {first[1]} ลบแถวที่ไม่ใช้แล้วนำเข้าอีกครั้ง",
        f"“{number}” is already in {sheet}row {first[1]}; delete the wrong row and import again",
    )


def _merged(number: str, kept: str) -> Text:
    return Text(
        f"เลข {number} รวมเข้ากับ {kept} แล้ว จึงไม่เพิ่มซ้ำ ถ้าเป็นคนละโรงงาน ให้ยกเลิกการรวมก่อน",
        f"{number} was merged into {kept}, so it is not added again; if they are two factories, take the"
        " merger back first",
    )


def _ambiguous(number: str, count: int) -> Text:
    return Text(
        f"“{number}” ตรงกับโรงงาน {count} แห่งใน fieldkit เพิ่มคอลัมน์เลข 14 หลักในไฟล์",
        f"“{number}” fits {count} factories in fieldkit; give the file a column of 14-digit numbers",
    )
