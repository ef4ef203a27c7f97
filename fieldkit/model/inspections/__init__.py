"""Inspections: start, answer, attach, close, sign; the one door for answers."""

from __future__ import annotations

from fieldkit.model.inspections.closing import CLOSINGS, ROLES, Signature, close
from fieldkit.model.inspections.files import (
    attach_file,
    attach_layer,
    attach_photo,
    detach,
    layer_of,
)
from fieldkit.model.inspections.listing import LastTime, findings_listing, last_time, listing
from fieldkit.model.inspections.questions import Question, Section, questions, sections
from fieldkit.model.inspections.record import Inspection
from fieldkit.model.inspections.starting import find_factory, open_inspection, start

__all__ = [
    "CLOSINGS",
    "ROLES",
    "Inspection",
    "LastTime",
    "Question",
    "Section",
    "Signature",
    "attach_file",
    "attach_layer",
    "attach_photo",
    "close",
    "detach",
    "find_factory",
    "findings_listing",
    "last_time",
    "layer_of",
    "listing",
    "open_inspection",
    "questions",
    "sections",
    "start",
]
