"""What is still to do before an inspection is closed, besides the questions without an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model.inspections.follow_up import follow_ups
from fieldkit.model.inspections.stored_path import stored_path

if TYPE_CHECKING:
    from collections.abc import Collection

    from fieldkit.model.inspections.follow_up import FollowUp
    from fieldkit.model.inspections.record import Inspection


@dataclass(frozen=True, slots=True)
class Checks:
    """Paths of questions in the form's order, and findings of earlier visits.

    ``noteless`` are warnings without a note, ``left`` what failed last time and has no answer now,
    ``photoless`` what failed last time, fails again and has no photo of this visit.
    """

    noteless: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    photoless: tuple[str, ...] = ()
    unverified: tuple[FollowUp, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.noteless or self.left or self.photoless or self.unverified)


def wants_note(inspection: Inspection, path: str) -> bool:
    """Tell whether the answer is a warning that nobody has explained yet."""
    return inspection.verdict(path) == "warning" and not inspection.notes.get(path)


def wants_photo(inspection: Inspection, path: str, failed_before: Collection[str]) -> bool:
    """Tell whether a failure of last time is found again without a photo of this visit."""
    if inspection.verdict(path) != "fail" or inspection.finding(path) is None:
        return False
    return stored_path(inspection.instance.node(path)) in failed_before and not inspection.photos(path)


def check(inspection: Inspection, failed_before: Collection[str]) -> Checks:
    """Return what is still to do; ``failed_before`` are the stored paths of now that failed last time."""
    leaves = [node for node in inspection.instance.walk() if node.leaf and node.relevant]
    asked = [node for node in leaves if node.field.control is not None and not node.readonly]
    return Checks(
        noteless=tuple(node.path for node in leaves if wants_note(inspection, node.path)),
        left=tuple(node.path for node in asked if not node.value and stored_path(node) in failed_before),
        photoless=tuple(node.path for node in leaves if wants_photo(inspection, node.path, failed_before)),
        unverified=tuple(finding for finding in follow_ups(inspection) if not finding.verified),
    )
