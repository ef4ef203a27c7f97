"""The shipped checklists, converted once for all tests of a process; conversion has tests of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fieldkit.model.xlsform.conversion import Conversion


@pytest.fixture(scope="session", autouse=True)
def _shipped_checklists_are_converted_once() -> Iterator[None]:
    """Remember conversions by content; whoever limits or stops one has it done."""
    from fieldkit import resources
    from fieldkit.model.xlsform import conversion

    whole = conversion.convert_all
    known: dict[tuple[str, str], Conversion] = {}
    shipped = resources.path("checklists")

    def mark(path: Path) -> tuple[str, str]:
        return path.stem, sha256(path.read_bytes()).hexdigest()

    def convert_all(paths: Sequence[Path], **options: Any) -> Iterator[Conversion]:
        if options or any(path.parent != shipped for path in paths):
            yield from whole(paths, **options)
            return
        new = [path for path in paths if mark(path) not in known]
        known.update(zip(map(mark, new), whole(new), strict=True))
        yield from (known[mark(path)] for path in paths)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conversion, "convert_all", convert_all)
        yield
