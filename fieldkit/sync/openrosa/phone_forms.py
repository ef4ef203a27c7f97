"""Checklists as a phone fills them: the same form with a first question, at which factory, and its lists.

On a laptop an inspection starts at a factory, and the checklist reads it from the list ``visit``. A phone
starts with the form; there ``visit`` has a row for each open visit and each factory, and one is chosen.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from fieldkit import resources
from fieldkit.errors import Text
from fieldkit.model import checklists, reference_lists
from fieldkit.model.attachments import AttachmentMissing
from fieldkit.model.checklist_export import VISIT, files_beside, lists_of
from fieldkit.model.checklist_schema import natural, pick, read_schema
from fieldkit.model.form_files import Rows
from fieldkit.model.inspections import context
from fieldkit.model.thai import dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieldkit.model.checklists import Checklist
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.openrosa.users import PhoneUser

CHOSEN = "fieldkit_visit"
"""The question that only phones ask: a visit, or the number of a factory."""
PHOTOS = "fieldkit_photos"
"""The form by which a phone adds photos to an inspection that is open on a laptop."""
FACTORIES = "factories.csv"
_VERSION = "__version"
_XF = "http://www.w3.org/2002/xforms"
_ROW = re.compile(r"""instance\(\s*'visit'\s*\)/root/item\s*\[\s*name\s*=\s*(?:'visit'|"visit")\s*\]""")
_DATE = re.compile(rf"{_ROW.pattern}/date\b")
_TODAY = "format-date(today(), '%Y-%m-%d')"
_QUESTION = Text("สถานที่ตรวจ", "Place of the visit")
_HINT = Text(
    "เลือกการเข้าตรวจที่เปิดไว้ (●) หรือพิมพ์ชื่อหรือเลขทะเบียนโรงงาน",
    "Choose an open visit (●), or type the name or number of a factory",
)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


@dataclass(frozen=True, slots=True)
class PhoneForm:
    """A form as phones get it; ``checklist`` is None for the form of photos."""

    form_id: str
    version: str
    title: Text
    xform: bytes
    checklist: Checklist | None


def offered(workspace: Workspace) -> list[PhoneForm]:
    """Return the newest version of each checklist that is here with its files, and the form of photos."""
    newest: dict[str, dict[str, Any]] = {}
    for row in sorted(checklists.listing(workspace), key=lambda row: natural(row["version"] or "")):
        newest[row["form_id"]] = row
    found = [_photos()]
    for form_id in sorted(newest):
        try:
            found.append(_checklist(workspace, newest[form_id]["id"]))
        except AttachmentMissing:
            continue  # its laptop has not sent it yet
    return found


def form(workspace: Workspace, form_id: str) -> PhoneForm | None:
    """Return one of them, None where there is none of that name."""
    return next((one for one in offered(workspace) if one.form_id == form_id), None)


def files(
    workspace: Workspace, one: PhoneForm, user: PhoneUser, *, on: date, registers: Registers
) -> dict[str, bytes]:
    """Return the files of a form for one user; register and visits are those of the user's provinces."""
    if one.checklist is None:
        return {"drafts.csv": _drafts(workspace, user), "questions.csv": _questions(workspace, user)}
    read = lists_of(one.checklist)
    instead = {}
    if FACTORIES in read:
        instead[FACTORIES] = registers.of(workspace, user)
    if "visit.csv" in read:
        instead["visit.csv"] = _visits(workspace, user, on)
    return files_beside(workspace, one.checklist, on=on, instead=instead)


class Registers:
    """The register as entity lists, by the provinces of a user; made again when the log has moved."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, ...], tuple[list[dict[str, Any]], bytes]] = {}

    def of(self, workspace: Workspace, user: PhoneUser) -> bytes:
        """Return the list for a user (``name``, ``label``, ``__version``)."""
        stood = workspace.rows("SELECT stream, seq, hash FROM cursor ORDER BY stream")
        known = self._made.get(user.provinces)
        if known is None or known[0] != stood:
            rows = context.register(workspace, user.provinces, {_VERSION: _versions(workspace)})
            known = self._made[user.provinces] = (stood, reference_lists.as_csv(rows))
        return known[1]


def _versions(workspace: Workspace) -> dict[str, str]:
    """Return the version of each factory: it grows with the centre's numbers of what was written of it."""
    with workspace.database.read() as connection:
        # Both are read by indexes that do not hold the bodies.
        numbers: dict[str, int] = {row[0]: row[1] for row in connection.exec_driver_sql(_NUMBERS)}
        found: dict[str, int] = {}
        for query in (_WRITTEN, _FACTS):
            newest: dict[str, int] = {}
            for factory, heads in connection.exec_driver_sql(query):
                for head in json.loads(heads):
                    number = numbers.get(str(head[0]).partition(".")[0]) or 0
                    newest[factory] = max(newest.get(factory, 0), number)
            for factory, number in newest.items():
                found[factory] = found.get(factory, 0) + number
    return {factory: str(max(number, 1)) for factory, number in found.items()}


def deleted(workspace: Workspace, user: PhoneUser, names: Sequence[str]) -> dict[str, bool]:
    """Tell of each factory, by the name it has in the list, whether it is no longer there."""
    rows = context.register(workspace, user.provinces).rows
    here = {row[0] for row in rows}
    return {name: name not in here for name in names}


# --- forms


def _photos() -> PhoneForm:
    xform = resources.path("openrosa", f"{PHOTOS}.xml").read_bytes()
    title = Text("รูปถ่ายประกอบการตรวจ", "Photos for an inspection")
    return PhoneForm(PHOTOS, "1", title, xform, None)


def _checklist(workspace: Workspace, record: str) -> PhoneForm:
    one = checklists.load(workspace, record)
    return PhoneForm(one.form_id, one.version, one.title, for_phones(one.xform), one)


@lru_cache(maxsize=64)
def for_phones(xform: bytes) -> bytes:
    """Return an XForm that asks for the visit, where it reads the visit; otherwise as it is."""
    root = etree.fromstring(xform, _PARSER)
    model = next(root.iter(f"{{{_XF}}}model"))
    data = next(model.iterchildren(f"{{{_XF}}}instance"))[0]
    place = f"/{etree.QName(data).localname}/{CHOSEN}"
    if not _rewrite(root, place):
        return xform
    own = etree.QName(data).namespace
    data.insert(0, etree.Element(f"{{{own}}}{CHOSEN}" if own else CHOSEN))
    bind = etree.SubElement(model, f"{{{_XF}}}bind", nodeset=place, type="string", required="true()")
    first = next(model.iterchildren(f"{{{_XF}}}bind"))
    first.addprevious(bind)
    body = next(child for child in root if etree.QName(child).localname == "body")
    body.insert(0, _question(model, place))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _rewrite(root: etree._Element, place: str) -> bool:
    """Let every expression read the row of the chosen visit; tell whether there was one."""
    chosen = f"instance('visit')/root/item[name= {place} ]"
    found = False
    for element in root.iter():
        for name, text in ((str(key), str(value)) for key, value in element.items()):
            if not _ROW.search(text):
                continue
            found = True
            # The lists may be days old: the day of the visit is the phone's.
            today = f"once({_TODAY})" if name == "calculate" and _DATE.fullmatch(text) else _TODAY
            element.set(name, _ROW.sub(chosen, _DATE.sub(today, text)))
    return found


def _question(model: etree._Element, place: str) -> etree._Element:
    control = etree.Element(f"{{{_XF}}}select1", ref=place, appearance="minimal autocomplete")
    translations = list(model.iter(f"{{{_XF}}}translation"))
    for kind, words in (("label", _QUESTION), ("hint", _HINT)):
        shown = etree.SubElement(control, f"{{{_XF}}}{kind}")
        if not translations:
            shown.text = f"{words.th} / {words.en}"
            continue
        shown.set("ref", f"jr:itext('{place}:{kind}')")
        for translation in translations:
            text = etree.SubElement(translation, f"{{{_XF}}}text", id=f"{place}:{kind}")
            language = "en" if "(en)" in translation.get("lang", "") else "th"
            etree.SubElement(text, f"{{{_XF}}}value").text = words.pick(language)
    rows = etree.SubElement(control, f"{{{_XF}}}itemset", nodeset="instance('visit')/root/item")
    etree.SubElement(rows, f"{{{_XF}}}value", ref="name")
    etree.SubElement(rows, f"{{{_XF}}}label", ref="label")
    return control


# --- lists

_OPEN = (
    "SELECT i.id, i.visit, i.form_id, i.version, i.checklist, i.officer_name, v.kind, v.started_at,"
    " f.id AS factory, f.name, f.registration_no, f.registration_no_old"
    " FROM inspection i JOIN visit v ON v.id = i.visit JOIN factory f ON f.id = i.factory"
    " WHERE i.state = 'draft' AND coalesce(i.deleted, 0) = 0"
    " AND coalesce(v.deleted, 0) = 0 AND f.province_code IN (SELECT value FROM json_each(?))"
    " ORDER BY v.started_at DESC, i.id"
)
_FACTORIES = (
    "SELECT id, name, registration_no, registration_no_old FROM factory WHERE coalesce(deleted, 0) = 0"
    " AND province_code IN (SELECT value FROM json_each(?)) ORDER BY name_sort, row"
)
_NUMBERS = " UNION ALL ".join(
    f"SELECT id, seq FROM change WHERE stream GLOB '{one}/*'" for one in ("reg", "ins")
)
# CROSS: the cells of all answers of the province are not gone through.
_WRITTEN = "SELECT f.id, c.heads FROM factory f CROSS JOIN cell c ON c.record = f.id AND c.tbl = 'factory'"
_FACTS = "SELECT x.factory, c.heads FROM fact x CROSS JOIN cell c ON c.record = x.id AND c.tbl = 'fact'"


def _visits(workspace: Workspace, user: PhoneUser, on: date) -> bytes:
    with workspace.database.read() as connection:
        prior, findings = context.earlier(connection)
    rows: list[tuple[str, ...]] = []

    def add(name: str, label: str, factory: dict[str, Any], number: str, kind: str) -> None:
        counts = (str(counted.get(factory["id"], 0)) for counted in (prior, findings))
        rows.append((name, label, number, kind, *counts, user.name, on.isoformat()))

    for visit, name, row in _open_visits(workspace, user):
        factory = row | {"id": row["factory"]}
        add(visit, name, factory, context.factory_number(factory), row["kind"])
    for row in workspace.rows(_FACTORIES, _granted(user)):
        number = context.factory_number(row)
        add(number, f"{row['name'] or ''} · {number}", row, number, "PLAN")
    return reference_lists.as_csv(Rows(VISIT, rows))


def _open_visits(workspace: Workspace, user: PhoneUser) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield id, words and row of each visit that has an open inspection, the newest first."""
    seen: set[str] = set()
    for row in workspace.rows(_OPEN, _granted(user)):
        if row["visit"] not in seen:
            seen.add(row["visit"])
            yield row["visit"], f"● {_words(row)}", row


def _words(row: dict[str, Any]) -> str:
    number = context.factory_number(row | {"id": row["factory"]})
    parts = (row["name"], number, _day(row["started_at"]), row["officer_name"])
    return " · ".join(part for part in parts if part)


def _day(text: str | None) -> str:
    try:
        return dates.short(datetime.fromisoformat(text or "").date())
    except ValueError:
        return ""


def _drafts(workspace: Workspace, user: PhoneUser) -> bytes:
    rows = [
        (row["id"], f"{row['form_id']} · {_words(row)}", f"{row['form_id']}@{row['version']}")
        for row in workspace.rows(_OPEN, _granted(user))
    ]
    return reference_lists.as_csv(Rows(("name", "label", "form"), rows))


def _questions(workspace: Workspace, user: PhoneUser) -> bytes:
    """Return the questions of the checklists that are open, those for photos first; rows of repeats not."""
    rows: list[tuple[str, ...]] = []
    known = {row["checklist"] for row in workspace.rows(_OPEN, _granted(user))}
    for record in sorted(known):
        try:
            one = checklists.load(workspace, record)
        except AttachmentMissing:
            continue
        schema = read_schema(one.xform)
        asked = [field for field in schema.fields if field.control and field.type != "trigger"]
        for field in sorted(asked, key=lambda field: field.control != "upload"):
            path = "/".join(("", schema.name, *field.path))
            rows.append((path, pick(field.label, "th") or field.name, f"{one.form_id}@{one.version}"))
    return reference_lists.as_csv(Rows(("name", "label", "form"), rows))


def _granted(user: PhoneUser) -> str:
    return json.dumps(user.provinces)
