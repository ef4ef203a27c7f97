"""What the centre answered when it was asked for everything of this laptop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.receipts import FileReceipt


@dataclass(frozen=True, slots=True)
class Lack:
    """What the centre lacks of one inspection, or of all that belongs to none (``inspection`` is empty).

    ``lost`` are those of ``files`` that had left this laptop, too: another laptop or a backup may have them.
    """

    inspection: str
    title: str
    changes: int
    files: tuple[FileReceipt, ...]
    lost: int = 0


@dataclass(frozen=True, slots=True)
class OfficeCheck:
    """How many changes and files were asked for, and what the centre lacks of them.

    ``kept`` changes and files were not asked for: a person holds them back on this laptop.
    """

    changes: int
    files: int
    lacks: tuple[Lack, ...]
    missing_changes: Mapping[str, tuple[str, ...]]
    missing_files: tuple[str, ...]
    kept: int = 0

    @property
    def complete(self) -> bool:
        """Whether all of it is at the office."""
        return not self.lacks and not self.kept
