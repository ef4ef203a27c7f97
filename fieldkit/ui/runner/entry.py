"""What a person types into a field, read into what the form stores."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import place_text, readings
from fieldkit.model.choice_search import index_of
from fieldkit.model.phones import parse_phones
from fieldkit.model.thai import dates, digits, moments
from fieldkit.model.thai.kedmanee import scanned
from fieldkit.ui.runner.kinds import kind_of, options
from fieldkit.ui.runner.refusals import (
    NotALink,
    NotAPhone,
    NotDigits,
    NotInList,
    NotOnScale,
    NotWhole,
    SeveralInList,
)
from fieldkit.ui.runner.scale import plain, scale_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from fieldkit.model.form import Node
    from fieldkit.model.inspections.response import Origin
    from fieldkit.model.thai.digits import Measured

    Combine = Callable[[Sequence[Measured]], Measured]

NOT_DETECTED = "ND"
_DIGITS = re.compile(r"[0-9+\-.,() /]*")
_LINK = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """The stored value of a typed text, the qualifier and readings of a measurement, and its origin."""

    value: str
    qualifier: str | None = None
    readings: tuple[str, ...] = ()
    origin: Origin = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """When and in which language a person types: what relative and Buddhist dates mean.

    ``combine`` makes one value of several readings; without it the highest one counts.
    """

    now: datetime
    language: str = "th"
    combine: Combine | None = None

    @property
    def era(self) -> dates.Era:
        """The era of years."""
        return dates.era_of(self.language)


def read(node: Node, typed: str, asked: Asked) -> Entry:
    """Read what was typed for a question; raises a FieldkitError with the cure.

    Into a list of which several may be taken one types one more.
    """
    kind, text = kind_of(node), typed.strip()
    if kind == "list":
        return Entry(_chosen(node, text))
    if not text:
        return Entry("")
    if kind == "number":
        return _number(text, whole=node.bind_type in ("int", "integer"), combine=asked.combine)
    if kind == "range":
        return Entry(_on_scale(node, text))
    if kind in ("date", "time", "moment", "month", "year"):
        return Entry(_dated(kind, text, asked))
    if kind == "point":
        return Entry(place_text.parse_place(text).stored)
    if kind == "points":
        points = place_text.parse_line(text, closed=node.bind_type == "geoshape")
        return Entry(place_text.stored_line(points))
    return Entry(_words(kind, typed))


def problem_with(node: Node, typed: str, asked: Asked) -> Text | None:
    """Return what is wrong with ``typed``, or None."""
    try:
        read(node, typed, asked)
    except FieldkitError as error:
        return Text(
            f"{error.title.th} {error.hint.th}".strip(),
            f"{error.title.en} {error.hint.en}".strip(),
        )
    return None


def _chosen(node: Node, text: str) -> str:
    held = node.value.split() if node.multiple else []
    if not text:
        return " ".join(held)
    choices = options(node)
    names = index_of(choices).named(text)
    if not names:
        raise NotInList(text)
    if len(names) > 1:
        raise SeveralInList(text)
    if not node.multiple:
        return names[0]
    wanted = {*held, names[0]}
    return " ".join(choice.name for choice in choices if choice.name in wanted)


def _dated(kind: str, text: str, asked: Asked) -> str:
    today = asked.now.date()
    if kind == "time":
        return moments.stored_time(moments.parse_clock(text, asked.now), asked.now)
    if kind == "moment":
        return moments.stored_moment(moments.parse_moment(text, asked.now, asked.era))
    if kind == "month":
        return moments.parse_month(text, today, asked.era).isoformat()
    if kind == "year":
        return moments.parse_year(text, asked.era).isoformat()
    return dates.parse(text, today=today, era=asked.era).isoformat()


def _words(kind: str, typed: str) -> str:
    text = typed.strip()
    if kind == "multiline":
        return typed.rstrip()
    if kind == "barcode":
        return scanned(text)
    if kind == "digits":
        plain_digits = digits.to_arabic(text)
        if not _DIGITS.fullmatch(plain_digits):
            raise NotDigits
        return plain_digits
    if kind == "phone":
        found = parse_phones(digits.to_arabic(text))
        if not found or any(phone.kind == "unknown" for phone in found):
            raise NotAPhone(text)
        return ", ".join(phone.formatted for phone in found)
    if kind == "url" and not _LINK.fullmatch(text):
        raise NotALink(text)
    return text


def _on_scale(node: Node, text: str) -> str:
    scale = scale_of(node)
    value = digits.parse_number(text)
    if scale is not None and scale.place(value) is None:
        raise NotOnScale(scale.text(0), scale.text(1), scale.text(scale.count - 1))
    return plain(value)


def _number(text: str, *, whole: bool, combine: Combine | None) -> Entry:
    given = readings.parse(text)
    together = combine or (lambda several: readings.combine(several, "max", None))
    measured = given[0] if len(given) == 1 else together(given)
    written = tuple(readings.as_written(reading) for reading in given) if len(given) > 1 else ()
    if measured.value is None:
        # The form needs a number; the qualifier says that it was not detected.
        return Entry("0", NOT_DETECTED, written)
    if whole and measured.value != measured.value.to_integral_value():
        raise NotWhole
    return Entry(plain(measured.value), measured.qualifier or None, written)
