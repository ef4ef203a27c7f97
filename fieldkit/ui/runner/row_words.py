"""The words of a question's row: the answer as read and as edited, what is wrong, what to look at."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model import place_text
from fieldkit.model.choice_search import index_of
from fieldkit.model.coordinates import Coordinates
from fieldkit.model.form.xpath import places
from fieldkit.model.inspections.questions import ROW, table_title
from fieldkit.model.provinces import provinces
from fieldkit.model.thai import dates, moments
from fieldkit.ui.runner.entry import NOT_DETECTED, Asked, problem_with
from fieldkit.ui.runner.kinds import FIELDS, options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.errors import Language
    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection
    from fieldkit.ui.runner.kinds import Kind

HIDDEN = "••••••"
_WARNING = 100.0  # metres, where the question does not say it, as in ODK Collect
_NO_NUMBER = re.compile(r"(?<![\w.])(?:NaN|-?Infinity)(?![\w.])")
_GENERATED = "reserved_name_for_field_list_labels"

_DIVIDED = Text(
    "คำนวณไม่ได้ (หารด้วยศูนย์) ตรวจคำตอบที่ใช้คำนวณ",
    "Cannot be computed (division by zero): check the answers it is computed from",
)
_MISSING = Text(
    "ไม่พบไฟล์ {0} ในเครื่องนี้ แนบใหม่ หรือซิงก์เพื่อรับจากศูนย์",
    "The file {0} is not on this computer: attach it again, or sync to get it from the centre",
)
_ABROAD = Text("พิกัดอยู่นอกประเทศไทย ตรวจอีกครั้ง", "The place lies outside Thailand: check it")
_RECORDING = {
    "audio": Text("Shift+F4 อัดเสียงที่นี่ · F4 แนบไฟล์", "Shift+F4 records here · F4 attaches a file"),
    "video": Text("Shift+F4 ถ่ายวิดีโอที่นี่ · F4 แนบไฟล์", "Shift+F4 films here · F4 attaches a file"),
}


def label(node: Node) -> str:
    """Return the question; numbers that could not be computed are left open."""
    if node.type == ROW and node.parent is not None:
        return node.label or node.parent.label or node.name
    if node.name.startswith(_GENERATED):
        return table_title(node)
    return _NO_NUMBER.sub("–", node.label or "") or node.name


def answer(inspection: Inspection, node: Node, kind: Kind, language: Language) -> str:
    """Return the stored answer as people read it."""
    value = node.value
    if kind == "rows":
        return str(len(node.children))
    if kind == "file":
        return ", ".join(_file(row) for row in inspection.photos(node.path))
    if not value:
        return ""
    if kind == "list":
        return "" if node.multiple else index_of(options(node)).label(value)
    if kind in ("date", "month", "year", "time", "moment"):
        return _dated(kind, value, language)
    if kind == "number":
        qualifier = inspection.qualifiers.get(node.path, "")
        shown = _thousands(value) if "thousands-sep" in node.appearance.split() else value
        return NOT_DETECTED if qualifier == NOT_DETECTED else f"{qualifier}{shown}"
    if kind in ("point", "points"):
        separator = "\n" if kind == "points" else ""
        found = place_text.read_stored(value)
        if kind == "points" and node.bind_type == "geoshape" and len(found) > 1:
            found = found[:-1]
        return separator.join(place.text for place in found) or value
    if kind == "masked" or "hidden-answer" in node.appearance.split():
        return HIDDEN
    return value if kind in FIELDS else ""


def edited(node: Node, kind: Kind, language: Language) -> str:
    """Return the stored answer as it is typed, where that differs from how it is read; otherwise ``""``."""
    value = node.value
    if not value:
        return ""
    if kind in ("masked", "number") or "hidden-answer" in node.appearance.split():
        return value if kind != "number" or "thousands-sep" in node.appearance.split() else ""
    with suppress(ValueError):
        if kind == "time":
            return f"{_clock(value):%H.%M}" if language == "th" else f"{_clock(value):%H:%M}"
        if kind == "moment":
            moment = datetime.fromisoformat(value)
            return f"{dates.numeric(moment.date(), language)} {moment:%H.%M}"
        if kind in ("date", "month", "year"):
            numeric = dates.numeric(date.fromisoformat(value[:10]), language)
            return numeric[{"date": 0, "month": 3, "year": 6}[kind] :]
    return ""


def wrong(inspection: Inspection, node: Node, kind: Kind, language: Language) -> str:
    """Return what is wrong with the text in the field or with the answer, ``""`` for nothing."""
    typed = inspection.typing.get(node.path)
    if typed is not None and kind in FIELDS:
        problem = problem_with(node, typed, Asked(inspection.workspace.clock(), language))
        if problem is not None:
            return problem.pick(language)
    return node.message or "" if node.violation == "constraint" else ""


def look_at(inspection: Inspection, node: Node, kind: Kind, language: Language) -> str:
    """Return what a person should look at though nothing is wrong, ``""`` for nothing."""
    if kind in ("point", "points") and node.value:
        return _far_off(inspection, place_text.read_stored(node.value), language) or (
            _inaccurate(node, language) if kind == "point" else ""
        )
    if uncomputed(node) or "Infinity" in _NO_NUMBER.findall(node.label or ""):
        return _DIVIDED.pick(language)
    return ""


def uncomputed(node: Node) -> bool:
    """Tell whether the form's calculation gives no number that exists: something was divided by zero."""
    calculated = node.relevant and node.field.bind.calculate is not None
    return calculated and node.calculation in ("Infinity", "-Infinity")


def _far_off(inspection: Inspection, found: Sequence[place_text.Place], language: Language) -> str:
    if not all(place.in_thailand for place in found):
        return _ABROAD.pick(language)
    province = provinces().get(inspection.factory.get("province_code") or "")
    if province is None or province.box is None:
        return ""
    box, name = province.box, province.name
    if all(box.contains(Coordinates(place.latitude, place.longitude)) for place in found):
        return ""
    return Text(f"พิกัดอยู่นอกจังหวัด{name.th} ตรวจอีกครั้ง", f"The place lies outside of {name.en}: check it").pick(
        language
    )


def accuracy_limits(node: Node) -> tuple[float | None, float]:
    """Return capture-accuracy (None where it is left open) and warning-accuracy of a geopoint in metres."""
    capture = node.parameters.get("accuracyThreshold")
    warning = node.parameters.get("unacceptableAccuracyThreshold")
    return _metres(capture), _metres(warning) or _WARNING


def _metres(text: str | None) -> float | None:
    with suppress(TypeError, ValueError):
        metres = float(text or "")
        return metres if 0 < metres < float("inf") else None
    return None


def _inaccurate(node: Node, language: Language) -> str:
    accuracy = place_text.accuracy_of(node.value)
    limit = accuracy_limits(node)[1]
    if accuracy is None or accuracy <= limit:
        return ""
    return Text(
        f"พิกัดแม่นยำ ± {accuracy:g} ม. หยาบกว่าเกณฑ์ {limit:g} ม. วัดใหม่ในที่โล่ง",
        f"± {accuracy:g} m is less accurate than {limit:g} m: measure again under the open sky",
    ).pick(language)


def missing_file(inspection: Inspection, node: Node, language: Language) -> str:
    """Return that a file of the question is not on this computer, ``""`` when all are."""
    store = inspection.workspace.attachments
    gone = next((row for row in inspection.photos(node.path) if not store.has(row["sha256"])), None)
    return "" if gone is None else _MISSING.pick(language).format(gone["name"])


def beside(node: Node, kind: Kind, language: Language) -> str:
    """Return what the answer amounts to, or how it is given, for the line below the question."""
    if kind == "points" and node.value:
        return extent(node.value, language, closed=node.bind_type == "geoshape")
    if kind == "point" and (accuracy := place_text.accuracy_of(node.value)) is not None:
        return Text(f"วัดได้ แม่นยำ ± {accuracy:g} ม.", f"Measured, ± {accuracy:g} m").pick(language)
    wanted = node.parameters.get("mediatype", "").partition("/")[0]
    if kind == "file" and wanted in _RECORDING and not node.value:
        return _RECORDING[wanted].pick(language)
    return ""


def extent(stored: str, language: Language, *, closed: bool) -> str:
    """Return how many points a stored trace or (``closed``) shape has, how long or large it is."""
    count = len(place_text.read_stored(stored))
    if closed:
        area = places.polygon_area([stored])
        words = Text(f"{count - 1} จุด · {area:,.0f} ตร.ม.", f"{count - 1} points · {area:,.0f} m²")
    else:
        length = places.track_length([stored])
        words = Text(f"{count} จุด · ยาว {length:,.0f} ม.", f"{count} points · {length:,.0f} m")
    return words.pick(language)


def placeholder(kind: Kind, language: Language) -> str:
    """Return how an answer is typed, for an empty field."""
    english = language == "en"
    return {
        "date": "15/2/2024" if english else "15/2/67",
        "time": "13:30" if english else "13.30",
        "moment": "15/2/2024 13:30" if english else "15/2/67 13.30",
        "month": "2/2024" if english else "2/67",
        "year": "2024" if english else "2567",
        "point": "16.4398, 100.3480",
        "points": "16.4398, 100.3480\n16.4401, 100.3492",
        "url": "https://",
    }.get(kind, "")


def _dated(kind: Kind, value: str, language: Language) -> str:
    try:
        if kind == "time":
            return dates.clock(_clock(value), language)
        if kind == "moment":
            return dates.short_moment(datetime.fromisoformat(value), language)
        day = date.fromisoformat(value[:10])
    except ValueError:
        return value
    if kind == "month":
        return dates.month_and_year(day, language)
    return moments.year_words(day, language) if kind == "year" else dates.short(day, language)


def _clock(value: str) -> datetime:
    return datetime.fromisoformat(f"2000-01-01T{value}")


def _thousands(value: str) -> str:
    whole, point, rest = value.partition(".")
    with suppress(ValueError):
        return f"{int(whole):,}{point}{rest}"
    return value


def _file(row: dict[str, object]) -> str:
    size = int(str(row.get("size") or 0))
    amount = f"{size / (1 << 20):.1f} MB" if size >= 100_000 else f"{max(1, size >> 10)} KB"
    return f"{row['name']} ({amount})"
