"""What of XLSForm fieldkit does: the one source of the import's notices and of ``docs/feature-matrix.md``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from fieldkit.errors import NOTHING, Text

Status = Literal["supported", "accepted", "refused"]
SINCE = "26.11"


class Feature(NamedTuple):
    """How fieldkit treats a word of XLSForm.

    ``accepted`` is kept in the form and its data but not offered; ``note`` says what happens instead, and its
    author is told at import unless it is empty. ``refused`` stops the import; ``note`` is then the cure.
    """

    status: Status = "supported"
    note: Text = NOTHING
    since: str = SINCE


Section = Mapping[str, Feature]

_YES = Feature()
_QUIET = Feature("accepted")


def _words(listed: str, feature: Feature = _YES) -> dict[str, Feature]:
    return dict.fromkeys(listed.split(), feature)


def _accepted(th: str, en: str) -> Feature:
    return Feature("accepted", Text(th, en))


_PHONE = _accepted("เก็บคอลัมน์ไว้ แต่ไม่ถามบนคอมพิวเตอร์", "The field is kept but is not asked on a computer")
_PLAIN = _accepted("ถามเป็นคำถามธรรมดา", "The question is asked plainly")
_REPEAT = _accepted("ใช้ begin_repeat แทน", "Use begin_repeat")
_SYNC = _accepted("ผลตรวจส่งด้วยการซิงก์ของ fieldkit", "Inspections are sent by fieldkit's own sync")
_CALENDAR = _accepted(
    "ใช้ปฏิทินพุทธศักราชหรือคริสต์ศักราชตามภาษาของโปรแกรม", "The calendar follows the program's language"
)

TYPES: Section = {
    **_words(
        """
        text integer decimal note select_one select_multiple select_one_from_file select_multiple_from_file
        begin_group begin_repeat geopoint geotrace geoshape range image barcode audio video file date time
        dateTime rank csv-external xml-external acknowledge trigger calculate hidden start end today deviceid
        username phonenumber email
        """
    ),
    "audit": _QUIET,
    **_words(
        "start-geopoint background-geopoint background-audio simserial subscriberid osm",
        _PHONE,
    ),
    "select_one_external": _accepted("ใช้ select_one_from_file แทน", "Use select_one_from_file"),
    "begin_loop": _REPEAT,
}
"""Types of the survey sheet, by the first word."""

APPEARANCES: Section = {
    **_words(
        """
        numbers multiline url masked hidden-answer vertical no-ticks picker rating draw annotate signature
        month-year year minimal search autocomplete columns columns-N compact compact-N quickcompact
        quickcompact-N likert field-list label list-nolabel list table-list buddhist
        """
    ),
    **_words(
        """
        thousands-sep no-calendar new columns-pack no-buttons quick horizontal horizontal-compact counter
        randomized pages theme-grid w1…w12 map maps placement-map image-map dr simple time front selfie
        new-front
        """,
        _QUIET,
    ),
    **_words("ethiopian coptic islamic persian myanmar bikram-sambat", _CALENDAR),
    **_words("ex: intent: printer bearing hide-input", _PLAIN),
}
"""Words of the column appearance; a word ending in a colon begins a longer one."""

_SELECTS = _words("randomize seed")
PARAMETERS: Mapping[str, Section] = {
    "text": _words("rows"),
    "range": {
        **_words("start end step"),
        **_words("tick_interval tick_labelset placeholder", _QUIET),
    },
    "select_one": _SELECTS,
    "select_multiple": _SELECTS,
    "rank": _SELECTS,
    "select_one_from_file": {**_SELECTS, **_words("value label")},
    "select_multiple_from_file": {**_SELECTS, **_words("value label")},
    # fieldkit keeps the original photo whatever max-pixels says
    "image": _words("max-pixels app", _QUIET),
    "audio": _words("quality"),
    "background-audio": _words("quality", _QUIET),
    "geopoint": {
        **_words("capture-accuracy warning-accuracy"),
        **_words("allow-mock-accuracy reference-geometry", _QUIET),
    },
    "geotrace": _words("allow-mock-accuracy incremental reference-geometry", _QUIET),
    "geoshape": _words("allow-mock-accuracy incremental reference-geometry", _QUIET),
    "audit": _words(
        """
        location-priority location-min-interval location-max-age track-changes track-changes-reasons
        identify-user
        """,
        _QUIET,
    ),
}
"""Words of the column parameters, for each type that has any."""

COLUMNS: Section = {
    **_words(
        """
        type name label hint guidance_hint required required_message relevant constraint
        constraint_message calculation default read_only appearance choice_filter repeat_count parameters
        trigger disabled image big-image audio video media bind body control instance save_to note
        """
    ),
    "fieldkit": _YES,
    **_words(
        """
        rows query autoplay no_app_error_string noapperrorstring compact_tag intent sms_field sms_option
        sms_separator sms_allow_media sms_date_format sms_datetime_format sms_response
        """,
        _QUIET,
    ),
}
"""Columns of the survey sheet, by what stands before ``::``."""

SETTINGS: Section = {
    **_words(
        """
        form_title form_id version instance_name default_language allow_choice_duplicates name
        instance_xmlns namespaces add_none_option omit_instanceid clean_text_values
        """
    ),
    **_words("style prefix delimiter client_editable sms_keyword sms_separator", _QUIET),
    **_words("submission_url auto_send", _SYNC),
    "auto_delete": _accepted("fieldkit ไม่ลบผลตรวจ", "fieldkit deletes no inspection"),
    "public_key": Feature(
        "refused", Text("ลบค่า public_key แล้วนำเข้าใหม่", "Clear public_key and import it again")
    ),
}
"""Columns of the settings sheet."""

LOGIC: Section = {
    "calculate": _YES,
    "relevant, inherited; kept while a draft is open": _YES,
    "required, required message": _YES,
    "constraint, constraint message": _YES,
    "read only, inherited": _YES,
    "dynamic defaults and the trigger column": _YES,
    "choice filter, cascades": _YES,
    "repeat_count, nested repeats": _YES,
    "choices from repeats": _YES,
    "search() appearance": _YES,
    "last-saved": _YES,
    "or_other": _YES,
    "create or update entities": _YES,
    "translations of everything, references in labels": _YES,
    "encryption": SETTINGS["public_key"],
}

REFUSED_FUNCTIONS: Section = {
    "pulldata('@javascript', …)": Feature(
        "refused", Text("โปรแกรมไม่รันสคริปต์ของแบบตรวจ", "fieldkit runs no scripts of a checklist")
    ),
    **{
        name: Feature(
            "refused",
            Text("มีเฉพาะใน Community Health Toolkit", "It exists in the Community Health Toolkit only"),
        )
        for name in ("difference-in-months()", "add-date()", "z-score()", "to-bikram-sambat()")
    },
}
"""Functions of other programs; all others are in `fieldkit.model.form.xpath.table.TABLE`."""

_COUNTED = re.compile(r"(columns|compact|quickcompact)-\d+")
_GRID = re.compile(r"w\d{1,2}")


def type_of(kind: str) -> tuple[str, Feature]:
    """Return the word that the type in a survey row goes by, and its feature (supported if it is another)."""
    words = kind.replace("begin ", "begin_", 1).split()
    word = words[0] if words else ""
    return word, TYPES.get(word, _YES)


def appearance(word: str) -> Feature | None:
    """Return the feature of one word of an appearance, None if it is unknown."""
    if _COUNTED.fullmatch(word):
        word = f"{word.rpartition('-')[0]}-N"
    elif _GRID.fullmatch(word):
        word = "w1…w12"
    elif ":" in word:
        word = f"{word.partition(':')[0]}:"
    return APPEARANCES.get(word)
