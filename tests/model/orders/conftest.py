from __future__ import annotations

from datetime import timedelta

import pytest

from fieldkit.model import inspections
from fieldkit.model.inspections import Signature
from fieldkit.model.workspace import Workspace
from tests.conftest import Clock
from tests.office import MILL, answer_all, drawn_signature, path_of, picture

FAILED = ("gen16", "gen19", "gen21")


def close(visit: inspections.Inspection) -> None:
    """Attach the photos that are required, sign and close."""
    for node in visit.instance.walk():
        if node.type == "upload" and node.required and node.relevant and not node.value:
            inspections.attach_photo(visit, node.path, picture())
    signatures = [
        Signature("inspector", "กฤษณะ ใจดี", image=drawn_signature()),
        Signature("representative", "มานี รักงาน", image=drawn_signature()),
    ]
    inspections.close(visit, signatures)


@pytest.fixture
def findings(office: Workspace, clock: Clock) -> list[str]:
    """Three findings of a visit of 1 October 2569 that is signed: one critical, the others not."""
    now = clock.at
    clock.at = now - timedelta(days=52)
    visit = inspections.start(office, MILL, "GEN")
    failing = {name: visit.policy[path_of(visit, name)].fail.split()[0] for name in FAILED}
    answer_all(visit, **failing)
    inspections.attach_photo(visit, path_of(visit, "gen16"), picture(colour="firebrick"), name="before.jpg")
    close(visit)
    clock.at = now
    rows = office.rows("SELECT id FROM finding WHERE coalesce(deleted, 0) = 0 ORDER BY question")
    assert len(rows) == len(FAILED)
    return [row["id"] for row in rows]
