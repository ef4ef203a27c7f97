"""Orders of a real visit: made, issued, served, verified by the next visit, undone, deleted, restored."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.model import inspections, records
from fieldkit.model.codes import codes
from fieldkit.model.inspections import follow_up
from fieldkit.model.orders import evidence, making, writing
from fieldkit.model.orders.errors import OrderRefused
from fieldkit.model.orders.life import standing
from fieldkit.model.orders.reading import find_order, orders_listing, read_order
from fieldkit.model.orders.steps_table import KINDS
from fieldkit.model.verify import verify
from fieldkit.model.workspace import Workspace
from tests.conftest import Clock
from tests.office import MILL, add_factory, picture

TODAY = date(2026, 11, 22)


@pytest.fixture
def order(office: Workspace, findings: list[str]) -> str:
    order_id, _ = making.make(office, making.propose(office, findings))
    return order_id


def row(office: Workspace, order_id: str) -> dict[str, Any]:
    return read_order(office, order_id).row


def stored(office: Workspace, order_id: str) -> dict[str, Any]:
    [found] = office.rows("SELECT * FROM factory_order WHERE id = ?", order_id)
    return found


def test_an_order_is_proposed_from_its_findings(office: Workspace, findings: list[str]) -> None:
    proposal = making.propose(office, findings)
    assert proposal.section == "37"
    assert proposal.days == 15  # the blocked fire exit is critical
    assert "ภายใน 15 วัน" in proposal.wording
    assert "(3)" in proposal.wording
    assert "อุทธรณ์ต่อรัฐมนตรีว่าการกระทรวงอุตสาหกรรม ภายใน 30 วัน" in proposal.wording
    advice = making.propose(office, findings[:1], section="advice")
    assert "อุทธรณ์" not in advice.wording
    assert "(1)" not in advice.wording


def test_temporary_numbers_count_on_and_are_never_used_again(office: Workspace, findings: list[str]) -> None:
    first, _ = making.make(office, making.propose(office, findings[:1]))
    assert row(office, first)["temporary_no"] == "TMP-กฤษณะ-691122-1"
    writing.delete(office, [first])
    second, _ = making.make(office, making.propose(office, findings[:1]))
    assert row(office, second)["temporary_no"] == "TMP-กฤษณะ-691122-2"
    assert find_order(office, "TMP-กฤษณะ-691122-2") == second


def test_what_cannot_be_ordered_is_refused(office: Workspace, findings: list[str]) -> None:
    for chosen, words in (([], "No finding"), ([*findings, "gone"], "No finding")):
        with pytest.raises(OrderRefused, match=words):
            making.propose(office, chosen)
    making.make(office, making.propose(office, findings[:1]))
    with pytest.raises(OrderRefused, match="TMP-กฤษณะ-691122-1 already"):
        making.propose(office, findings)
    with pytest.raises(OrderRefused, match="No order is made under “44”"):
        making.propose(office, findings[1:], section="44")


def test_findings_of_two_factories_need_two_orders(office: Workspace, findings: list[str]) -> None:
    add_factory(office, "other", registration_no="10660001325486", name="โรงน้ำแข็งตัวอย่าง")
    record = records.load(office, "finding", findings[0])
    assert record is not None
    records.edit(office, [record], {"factory": "other"})
    with pytest.raises(OrderRefused, match="several factories"):
        making.propose(office, findings)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [("2026-11-05", 15, "2026-11-20"), ("2026-11-06", 15, "2026-11-23"), ("2026-11-20", 15, "2026-12-08")],
)
def test_the_receipt_starts_the_period(
    office: Workspace, order: str, received: str, days: int, due: str
) -> None:
    """The day of receipt is not counted; a last day on a weekend or holiday moves to the next working day."""
    writing.edit_draft(office, order, days=days)
    writing.add_step(office, order, "ordered", on_date="2026-11-02", number="พจ 0033/118")
    assert row(office, order)["due_date"] is None
    writing.add_step(office, order, "received", on_date=received, note="นางมานี")
    assert row(office, order)["due_date"] == due
    assert row(office, order)["received_by"] == "นางมานี"


def test_another_day_of_receipt_moves_the_last_day_unless_it_was_given_by_hand(
    office: Workspace, order: str
) -> None:
    writing.add_step(office, order, "ordered", on_date="2026-11-02")
    writing.add_step(office, order, "received", on_date="2026-11-05")
    receipt = read_order(office, order).steps[-1].id
    writing.edit_step(office, order, receipt, on_date="2026-11-06")
    assert row(office, order)["due_date"] == "2026-11-23"
    writing.edit_step(office, order, receipt, due_date="2026-12-25")
    writing.edit_step(office, order, receipt, on_date="2026-11-05")
    assert row(office, order)["due_date"] == "2026-12-25"


def test_issuing_keeps_the_letter_and_seals_the_wording(office: Workspace, order: str) -> None:
    done = writing.add_step(office, order, "ordered", on_date="2026-11-02", number="พจ 0033/118")
    [file] = office.rows("SELECT * FROM attachment WHERE record = ?", order)
    assert file["name"] == "พจ-0033-118.docx"
    assert file["inspection"] is None
    assert len(office.attachments.read(file["sha256"])) == file["size"]
    assert office.rows("SELECT state FROM blob WHERE sha256 = ?", file["sha256"]) == [{"state": "local"}]
    with pytest.raises(OrderRefused, match="wording stays"):
        writing.edit_draft(office, order, wording="อื่น")
    assert done.edit is not None
    assert records.undo(office, done.edit) == 0
    assert row(office, order)["state"] == "draft"
    assert office.rows("SELECT deleted FROM attachment WHERE record = ?", order) == [{"deleted": 1}]
    writing.edit_draft(office, order, wording="อื่น")
    assert verify(office) == []


def test_the_office_s_number_comes_later(office: Workspace, order: str) -> None:
    writing.add_step(office, order, "ordered", on_date="2026-11-02")
    assert read_order(office, order).name.startswith("TMP-")
    writing.set_number(office, order, "พจ 0033/120")
    assert read_order(office, order).name == "พจ 0033/120"
    assert stored(office, order)["number"] == "พจ 0033/120"


def test_an_appeal_after_thirty_days_is_told_and_kept(office: Workspace, order: str) -> None:
    writing.add_step(office, order, "ordered", on_date="2026-10-01")
    writing.add_step(office, order, "received", on_date="2026-10-02")
    in_time = writing.add_step(office, order, "appealed", on_date="2026-11-02")
    assert [text.en for text in in_time.warnings] == []  # the thirtieth day is a Sunday
    assert in_time.edit is not None
    records.undo(office, in_time.edit)
    late = writing.add_step(office, order, "appealed", on_date="2026-11-03")
    assert [text.en for text in late.warnings] == ["The appeal is late (last day 2 Nov 2026)"]
    assert row(office, order)["state"] == "appealed"


def served(office: Workspace, order: str, received: str = "2026-10-05") -> None:
    writing.add_step(office, order, "ordered", on_date="2026-10-02")
    writing.add_step(office, order, "received", on_date=received)


def test_a_visit_that_finds_all_corrected_verifies_the_order(
    office: Workspace, order: str, clock: Clock
) -> None:
    served(office, order)
    seals = office.rows("SELECT id, seal FROM inspection")
    visit = inspections.start(office, MILL, "GEN", kind="FOLLOW")
    waiting = follow_up.follow_ups(visit)
    assert len(waiting) == 3
    for finding in waiting[:2]:
        follow_up.verify(visit, finding, corrected=True)
    assert row(office, order)["state"] == "defied"  # one is open, and 15 days are over
    follow_up.verify(visit, waiting[2], corrected=True)
    assert row(office, order)["state"] == stored(office, order)["state"] == "verified"
    assert row(office, order)["verified_in"] == visit.id
    follow_up.take_back(visit, follow_up.follow_ups(visit)[0])
    assert row(office, order)["state"] == "defied"
    for finding in follow_up.follow_ups(visit):
        if finding.verified:
            follow_up.take_back(visit, finding)
    assert row(office, order)["state"] == "open"
    assert len(read_order(office, order).steps) == 2
    known = {line["id"]: line["seal"] for line in seals}
    assert {i["id"]: i["seal"] for i in office.rows("SELECT id, seal FROM inspection")} == known | {
        visit.id: None
    }
    assert verify(office) == []


def test_a_visit_before_the_last_day_only_says_that_it_is_not_done(
    office: Workspace, order: str, clock: Clock
) -> None:
    served(office, order, "2026-11-20")
    visit = inspections.start(office, MILL, "GEN", kind="FOLLOW")
    follow_up.verify(visit, follow_up.follow_ups(visit)[0], corrected=False)
    assert row(office, order)["state"] == "open"
    assert read_order(office, order).steps[-1].row["kind"] == "checked"


def test_verified_by_hand_closes_the_findings_and_undo_opens_them(
    office: Workspace, order: str, findings: list[str]
) -> None:
    served(office, order)
    done = writing.add_step(office, order, "verified", on_date="2026-11-20", note="ภาพถ่ายทางอีเมล")
    states = {line["state"] for line in office.rows("SELECT state FROM finding")}
    assert states == {"closed"}
    assert done.edit is not None
    assert records.undo(office, done.edit) == 0
    assert {line["state"] for line in office.rows("SELECT state FROM finding")} == {"open"}
    assert row(office, order)["state"] == "open"


def test_several_orders_are_extended_in_one_step(office: Workspace, findings: list[str]) -> None:
    made = [making.make(office, making.propose(office, [finding]))[0] for finding in findings[:2]]
    for order_id in made:
        served(office, order_id)
    done = writing.add_steps(office, made, "extended", due_date="2026-12-30", note="น้ำท่วม")
    assert [row(office, order_id)["extended_to"] for order_id in made] == ["2026-12-30"] * 2
    assert done.edit is not None
    records.undo(office, done.edit)
    assert [row(office, order_id)["extended_to"] for order_id in made] == [None] * 2


def test_a_batch_of_which_one_is_refused_saves_none(office: Workspace, findings: list[str]) -> None:
    made = [making.make(office, making.propose(office, [finding]))[0] for finding in findings[:2]]
    served(office, made[0])
    with pytest.raises(OrderRefused):
        writing.add_steps(office, made, "extended", due_date="2026-12-30", note="น้ำท่วม")
    assert row(office, made[0])["extended_to"] is None


def test_deleting_a_step_that_others_rest_on_is_refused(office: Workspace, order: str) -> None:
    served(office, order)
    issued, receipt = read_order(office, order).steps
    with pytest.raises(OrderRefused, match="order received"):
        writing.delete_step(office, order, issued.id)
    writing.delete_step(office, order, receipt.id)
    assert row(office, order)["state"] == "issued"
    assert row(office, order)["due_date"] is None


def test_deleted_orders_wait_in_the_bin(office: Workspace, order: str, findings: list[str]) -> None:
    writing.delete(office, [order], "ซ้ำ")
    assert orders_listing(office, today=TODAY) == []
    assert [line["id"] for line in orders_listing(office, today=TODAY, deleted=True)] == [order]
    making.propose(office, findings)  # they are free again
    writing.restore(office, [order])
    [line] = orders_listing(office, today=TODAY)
    assert len(line["findings"]) == 3


def test_the_list_says_what_is_overdue(office: Workspace, order: str) -> None:
    served(office, order)
    [line] = orders_listing(office, today=TODAY)
    assert (line["due"], line["overdue"]) == ("2026-10-20", 33)
    assert line["state"] == "open"
    assert line["factory_name"] == "โรงสีตัวอย่างเจริญพาณิชย์"


def test_the_day_of_a_finding_is_that_of_its_order(office: Workspace, order: str) -> None:
    given = {row["due_date"] for row in inspections.findings_listing(office)}
    served(office, order)
    assert {row["due_date"] for row in inspections.findings_listing(office)} == {"2026-10-20"} != given
    writing.add_step(office, order, "extended", on_date="2026-10-19", due_date="2026-12-30", note="รออุปกรณ์")
    assert {row["due_date"] for row in inspections.findings_listing(office)} == {"2026-12-30"}
    writing.delete(office, [order])
    assert {row["due_date"] for row in inspections.findings_listing(office)} == given


def test_an_order_that_was_withdrawn_lets_another_be_made(
    office: Workspace, order: str, findings: list[str]
) -> None:
    served(office, order)
    with pytest.raises(OrderRefused):
        making.propose(office, findings)
    writing.add_step(office, order, "withdrawn", on_date="2026-11-01", note="ออกผิดโรงงาน")
    again, _ = making.make(office, making.propose(office, findings))
    assert len(read_order(office, again).findings) == 3


def test_an_order_without_steps_is_what_is_stored_of_it(office: Workspace) -> None:
    values = {
        "factory": "mill",
        "section": "37",
        "number": "พจ 0033/1",
        "due_date": "2026-11-01",
        "state": "open",
    }
    id_ = records.add(office, "factory_order", values | {"state": "open"})
    [line] = orders_listing(office, today=TODAY)
    assert (line["id"], line["state"], line["overdue"]) == (id_, "open", 21)


def test_evidence_stands_before_and_after(office: Workspace, findings: list[str]) -> None:
    shown = evidence.evidence(office, findings[0])
    assert [file["name"] for file in shown.before] == ["before.jpg"]
    done = evidence.add_after(office, findings[0], picture(colour="green"), name="after.jpg")
    assert [file["name"] for file in evidence.evidence(office, findings[0]).after] == ["after.jpg"]
    assert verify(office) == []  # the signed inspection is as it was
    assert done.edit is not None
    records.undo(office, done.edit)
    assert evidence.evidence(office, findings[0]).after == ()


ACTIONS = st.lists(
    st.tuples(st.sampled_from(sorted(codes(KINDS))), st.integers(0, 40), st.none() | st.integers(-10, 60)),
    min_size=1,
    max_size=7,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTIONS)
def test_any_steps_give_what_they_say_and_undo_goes_back(
    office: Workspace, order: str, actions: list[tuple[str, int, int | None]]
) -> None:
    before, history = [stored(office, order)], records.UndoHistory(office)
    for kind, ago, ahead in actions:
        columns = {
            "on_date": (TODAY - timedelta(days=ago)).isoformat(),
            "due_date": None if ahead is None else (TODAY + timedelta(days=ahead)).isoformat(),
            "note": "เหตุผล",
            "amount": 500.0,
        }
        try:
            taken = writing.add_step(office, order, kind, **columns)
        except OrderRefused:
            assert stored(office, order) == before[-1]
            continue
        history.add(kind, taken.edit)
        before.append(stored(office, order))
        live = office.rows("SELECT * FROM step WHERE record = ? AND coalesce(deleted, 0) = 0", order)
        assert before[-1].items() >= standing(live).as_columns().items()
    for wanted in reversed(before[:-1]):
        assert history.undo() == 0
        assert stored(office, order) == wanted
    assert history.last() == ""


def test_a_first_day_without_a_visit_cannot_hold_an_order(office: Workspace, order: str) -> None:
    with pytest.raises(OrderRefused, match="before the visit"):
        writing.add_step(office, order, "ordered", on_date="2026-09-30")
