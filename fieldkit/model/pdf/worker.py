"""The process that sets a document: ``python -m fieldkit.model.pdf.worker FOLDER TEMPLATE TARGET``."""

from __future__ import annotations

import sys
from pathlib import Path

from fieldkit import resources
from fieldkit.model.memory_limit import limit_memory

MOST_MEMORY = 3 * 2**30
"""Address space in bytes; Typst itself takes a tenth of it."""


def main(folder: Path, template: str, target: str) -> None:
    """Set ``template`` in ``folder`` and write ``target`` there; mistakes go to standard error."""
    import typst

    limit_memory(MOST_MEMORY)
    try:
        typst.compile(
            folder / template,
            folder / target,
            root=folder,
            font_paths=[resources.path("fonts")],
            # The same document on every machine, whatever fonts it has.
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        sys.exit(error.diagnostic or error.message)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
