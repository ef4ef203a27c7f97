"""Which answers a checklist may save (XLSForm ``save_to``): its author is told of others at import."""

from __future__ import annotations

from fieldkit.model.cases.checklist_lists import unknown

DOCUMENTS = "documents"
"""The list of the papers of a factory."""
DOCUMENT_COLUMNS = ("number", "level", "issued_on", "expires_on", "issuer", "note")
"""What is saved of a paper, besides its ``kind``."""


def known(saved: str) -> bool:
    """Tell whether a list can save a property, written ``list property``.

    Facts about factories may have any name, and of lists that are not this program's it knows nothing.
    """
    list_name, _, property_ = saved.partition(" ")
    if list_name == DOCUMENTS:
        return property_ in ("kind", *DOCUMENT_COLUMNS)
    return not unknown(list_name, [property_])
