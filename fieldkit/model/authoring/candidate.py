"""A workbook that somebody wants to install: converted, with the files beside it, not written anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import checklists, reference_lists
from fieldkit.model.checklists import Checklist
from fieldkit.model.ids import derived_id
from fieldkit.model.xlsform.conversion import convert

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldkit.model.xlsform.conversion import Conversion


@dataclass(frozen=True)
class Candidate:
    """A workbook with its media and what converting it said."""

    file: Path
    xlsx: bytes
    media: Mapping[str, bytes]
    conversion: Conversion

    @property
    def sha256(self) -> str:
        """Hash of the workbook, as its attachment will have."""
        return sha256(self.xlsx).hexdigest()

    @property
    def checklist(self) -> Checklist:
        """The checklist that it would be; of a usable conversion only."""
        made = self.conversion
        return Checklist(
            id=derived_id("checklist", made.form_id, made.version),
            form_id=made.form_id,
            version=made.version,
            title=Text(made.title, made.title_en),
            xform=made.xform.encode(),
            policy_columns=made.policy,
            media={name: sha256(data).hexdigest() for name, data in self.media.items()},
            beside=self.media,
        )


def read(file: Path, *, check: Callable[[], object] = bool) -> Candidate:
    """Convert the workbook at ``file``; ``check`` may raise to stop it.

    What is wrong inside of it is told by the conversion. Raises FieldkitError for a file that cannot be read.
    """
    try:
        xlsx = file.read_bytes()
        media = checklists.media_beside(file)
    except OSError as error:
        raise _cannot_open(Path(error.filename or file), error) from error
    conversion = convert(file, check=check).beside({*media, *reference_lists.FILES})
    return Candidate(file, xlsx, media, checklists.checked(conversion))


def _cannot_open(file: Path, error: OSError) -> FieldkitError:
    return FieldkitError(
        Text("เปิดไฟล์ไม่ได้", "The file cannot be opened"),
        Text("ตรวจชื่อไฟล์และสิทธิ์การอ่าน", "Check its name and that you may read it"),
        place=f"{file}: {error.strerror}",
    )
