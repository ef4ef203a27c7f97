"""The states of the page of follow-up, and of the register's places that are no factories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.main_window import MainWindow
    from fieldkit.ui.register_page import RegisterPage


def furnish_cases(workspace: Workspace) -> None:
    """Fill the four registers: long names, a debt that is late, a borrower at a place that is no factory."""
    from fieldkit.model import other_places
    from fieldkit.model.cases import writing

    given: dict[str, Any]
    loans = [
        ("2565/พจ-0117", "ร้านขนมบ้านทับคล้อสามัคคี", "นางสาวสุวรรณา เจริญพัฒนาสกุล", 400, 5),
        ("2566/พจ-0042", "หจก.พิจิตรเฟอร์นิเจอร์", "นายวีระศักดิ์ ตั้งใจพัฒนากุล", 45, 2),
        ("2567/พจ-0003", "", "นายตัวอย่าง ใจเย็น", 0, 0),
    ]
    for number, enterprise, name, late, missed in loans:
        given = {
            "fund": "sme_bank",
            "contract_no": number,
            "enterprise": enterprise,
            "name": name,
        }
        given |= {"district": "ตะพานหิน", "phone": "081-234-5678", "officer": "กฤษณะ ใจดี"}
        given |= {"dpd": late, "missed": missed, "principal": 1_234_567.89, "balance_as_of": "2026-11-10"}
        loan = writing.add(workspace, "loan", given).id
        if late > 100:
            other_places.settle(workspace, other_places.look(workspace, "loan", loan))
    for place, title in enumerate(("กลุ่มทอผ้าบ้านป่าแดง", "วิสาหกิจชุมชนแปรรูปกล้วยตากบ้านงิ้วราย"), 1):
        one: dict[str, Any] = {
            "kind": "community",
            "name": title,
            "code": f"6-66-01-03/1-00{place}",
            "members": 24,
        }
        writing.add(
            workspace, "enterprise", one | {"district": "ตะพานหิน", "product": "กล้วยตากพลังงานแสงอาทิตย์"}
        )
    given = {
        "received_at": "2026-10-05T09:30:00+07:00",
        "channel": "damrongdhama",
        "issues": "smell dust noise",
    }
    given |= {"place": "ลานตากข้าวริมคลองหลังวัดบางมูลนาก", "urgency": "urgent", "officer": "กฤษณะ ใจดี"}
    writing.add(workspace, "complaint", given)
    given = {
        "round": "1/2570",
        "issue_no": 1,
        "issue_title": "เร่งรัดการส่งรายงาน I-Single Form ของโรงงานกลุ่มเสี่ยง",
    }
    writing.add(
        workspace, "recommendation", given | {"owner_unit": "กลุ่มโรงงานอุตสาหกรรม", "due_date": "2027-03-31"}
    )


class CaseStates:
    """Each method shows one of them."""

    window: MainWindow
    _furnished = False

    def _register(self) -> RegisterPage:
        raise NotImplementedError

    def _furnish(self) -> None:
        """Fill the registers when one is first shown: the pages before have none."""
        if not self._furnished:
            self._furnished = True
            assert self.window.workspace is not None
            furnish_cases(self.window.workspace)

    def _follow_up(self, table: str) -> None:
        self._furnish()
        self.window.open_page("cases", {"table": table, "filter": "all"})

    def cases_recommendations(self) -> None:
        self._follow_up("recommendation")

    def cases_complaints(self) -> None:
        self._follow_up("complaint")

    def _loans(self) -> None:
        self._follow_up("loan")

    def cases_enterprises(self) -> None:
        self._follow_up("enterprise")

    def register_places(self) -> None:
        self._furnish()
        filters = self._register().filters
        filters.chips.choose("other")
        filters.changed.emit()
