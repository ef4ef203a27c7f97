"""The state of the register in which it lists the places that are no factories."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldkit.ui.main_window import MainWindow
    from fieldkit.ui.register_page import RegisterPage

LOAN = {
    "fund": "sme_bank",
    "contract_no": "2565/พจ-0117",
    "enterprise": "ร้านขนมบ้านทับคล้อสามัคคี",
    "district": "ตะพานหิน",
    "phone": "081-234-5678",
}


class CaseStates:
    """Each method without an argument shows one of them."""

    window: MainWindow

    def _register(self) -> RegisterPage:
        raise NotImplementedError

    def register_places(self) -> None:
        from fieldkit.model import other_places
        from fieldkit.model.cases import writing

        workspace = self.window.workspace
        assert workspace is not None
        loan = writing.add(workspace, "loan", LOAN).id
        other_places.settle(workspace, other_places.look(workspace, "loan", loan))
        filters = self._register().filters
        filters.chips.choose("other")
        filters.changed.emit()
