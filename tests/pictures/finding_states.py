"""The states of the page of findings and orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from fieldkit.ui.findings_page import FindingsPage
    from fieldkit.ui.main_window import MainWindow


class FindingStates:
    """Each method shows one of them."""

    window: MainWindow

    def _findings(self) -> FindingsPage:
        from fieldkit.ui.findings_page import FindingsPage

        self.window.open_page("findings")
        page = self.window.page()
        assert isinstance(page, FindingsPage)
        page.show_sheet(None)
        return page

    def findings(self) -> None:
        self._findings().findings.list.table.choose_row(0)

    def _order(self) -> tuple[FindingsPage, str]:
        page = self._findings()
        page.open({"tab": "orders", "filter": "all"})
        return page, str(page.orders.list.table_model.rows[0]["id"])

    def orders(self) -> None:
        page, order = self._order()
        page.open({"order": order})

    def order_step(self) -> None:
        page, order = self._order()
        page.desk.open_step(order, "")

    def order_letter(self) -> None:
        page, order = self._order()
        page.desk.show_letter(order)

    def order_draft(self) -> None:
        page = self._findings()
        rows = page.findings.list.table_model.rows
        able = (row for row in rows if row["state"] == "open" and not row["factory_order"])
        page.desk.draft([next(row["id"] for row in able if row["inspection_state"] == "closed")])

    def findings_import(self) -> None:
        self._findings().show_import()

    def findings_pasted(self) -> None:
        """What pasting would do: a signed value is refused, an order is extended."""
        page = self._findings()
        rows = page.findings.list.table_model.rows
        ordered = next(row for row in rows if row["factory_order"])
        signed = next(row for row in rows if row["inspection_state"] == "closed" and row is not ordered)
        header = "finding_id\tdue_date\tstep_note\tseverity"
        cells = (f"{ordered['id']}\t2027-03-31\tรออะไหล่จากต่างประเทศ\t", f"{signed['id']}\t\t\tเล็กน้อย")
        QApplication.clipboard().setText("\n".join((header, *cells)))
        page.paste()

    def order_bin(self) -> None:
        self._findings().open({"tab": "bin"})
